"""The kinds of rule. Each field says how it is read from data and written back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from thanthien.lib.rules import values
from thanthien.lib.rules.periods import ALL_MONTHS, Period
from thanthien.lib.rules.values import RuleError

NotApplicable = Literal["full", "zero", "exclude"]
Mode = Literal["full", "linear", "bands"]
Op = Literal[">", ">=", "=", "<=", "<"]

ZERO, ONE = Decimal(0), Decimal(1)


class ShareBand(NamedTuple):
    """From `at` (a ratio) onward, in the direction of the rule, `share` of the points."""

    at: Decimal
    share: Decimal


# Annotations carry the codec with which `data` reads the field and writes it back.
NotApplicableValue = Annotated[NotApplicable, values.one_of("full", "zero", "exclude")]
ModeValue = Annotated[Mode, values.one_of("full", "linear", "bands")]
OpValue = Annotated[Op, values.one_of(">", ">=", "=", "<=", "<")]
NoRecordValue = Annotated[Literal["not_measured", "met"], values.one_of("not_measured", "met")]
BandsValue = Annotated[tuple[ShareBand, ...], values.bands(ShareBand)]
Share = Annotated[Decimal, values.SHARE]
Bound = Annotated[Decimal, values.RATIO]
Months = Annotated[tuple[int, ...], values.MONTHS]
PeriodValue = Annotated[Period, values.PERIOD]
Whole = Annotated[int, values.COUNT]
Flag = Annotated[bool, values.FLAG]
Text = Annotated[str, values.TEXT]
Code = Annotated[str, values.CODE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    per: PeriodValue
    cover: Share = ONE
    min_files: Whole = 1
    months: Months = ALL_MONTHS
    due: Annotated[tuple[int, int] | None, values.MONTH_DAY] = None
    late: Share = ONE
    partial: Flag = True
    kind: Literal["evidence"] = field(default="evidence", init=False)

    def __post_init__(self) -> None:
        _check_cover(self.cover)
        if self.due and self.per is not Period.YEAR:
            raise RuleError("due", "chỉ dùng khi per là year")
        if self.due and self.months != ALL_MONTHS:
            raise RuleError("due", "không dùng chung với months; hãy chọn một trong hai")
        if self.late != ONE and not self.due:
            raise RuleError("late", "chỉ có nghĩa khi có due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    measure: Code
    op: OpValue
    threshold: Annotated[Decimal | None, values.RATIO] = None
    mode: ModeValue = "full"
    zero_at: Bound = ZERO
    bands: BandsValue = ()
    noun: Text = ""
    na: NotApplicableValue = "full"
    kind: Literal["ratio"] = field(default="ratio", init=False)

    def __post_init__(self) -> None:
        _check_threshold(self.mode, self.threshold, self.zero_at, self.op)
        _check_bands(self.mode, self.bands, self.op)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    at_least: Whole
    per: PeriodValue
    measure: Code = ""
    cover: Share = ONE
    months: Months = ALL_MONTHS
    partial: Flag = True
    noun: Text = "lần"
    kind: Literal["count"] = field(default="count", init=False)

    def __post_init__(self) -> None:
        _check_cover(self.cover)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    measure: Code
    each_share: Annotated[Decimal | None, values.SHARE] = None
    each_points: Annotated[Decimal | None, values.POINTS] = None
    floor: Share = ZERO
    no_record: NoRecordValue = "not_measured"
    noun: Text = "trường hợp"
    kind: Literal["deduction"] = field(default="deduction", init=False)

    def __post_init__(self) -> None:
        if (self.each_share is None) == (self.each_points is None):
            raise RuleError("each_share", "cần đúng một trong hai khoá each_share, each_points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    survey: Code
    threshold: Annotated[Decimal | None, values.SHARE] = None
    min_sample: Whole = 1
    mode: ModeValue = "full"
    zero_at: Share = ZERO
    bands: BandsValue = ()
    months: Months = ALL_MONTHS
    kind: Literal["survey"] = field(default="survey", init=False)

    def __post_init__(self) -> None:
        _check_threshold(self.mode, self.threshold, self.zero_at, ">=")
        _check_bands(self.mode, self.bands, ">=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`guide`: what to look at; `why`: why no record can prove it."""

    guide: Text = ""
    why: Text = ""
    kind: Literal["judged"] = field(default="judged", init=False)


@dataclass(frozen=True, slots=True)
class Part:
    rule: Rule
    weight: Decimal = ONE
    label: str = ""

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise RuleError("weight", "phải lớn hơn 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    parts: tuple[Part, ...]
    mode: Literal["sum", "least", "most"] = "sum"
    unmeasured: Literal["zero", "left_out"] = "zero"
    kind: Literal["all_of"] = field(default="all_of", init=False)

    def __post_init__(self) -> None:
        if not self.parts:
            raise RuleError("parts", "cần ít nhất một phần")
        if self.unmeasured == "left_out" and self.mode != "least":
            raise RuleError("unmeasured", "left_out chỉ dùng khi mode là least")


Rule = Evidence | Ratio | Count | Deduction | Survey | Judged | AllOf


def rises(op: Op) -> bool:
    """Whether a higher ratio is the better one."""
    return op in (">", ">=")


def _check_cover(cover: Decimal) -> None:
    if not cover:
        raise RuleError("cover", "phải lớn hơn 0")


def _check_threshold(mode: Mode, threshold: Decimal | None, zero_at: Decimal, op: Op) -> None:
    if mode == "bands":
        if threshold is not None:
            raise RuleError("threshold", "không dùng khi mode là bands; ngưỡng nằm trong bands")
        return
    if threshold is None:
        raise RuleError("threshold", "thiếu khoá này")
    if mode == "full":
        if zero_at:
            raise RuleError("zero_at", "chỉ dùng khi mode là linear")
        return
    if op not in (">=", "<="):
        raise RuleError("mode", 'linear chỉ dùng với op ">=" hoặc "<="')
    if (zero_at >= threshold) if rises(op) else (zero_at <= threshold):
        where = "thấp hơn" if rises(op) else "cao hơn"
        raise RuleError("zero_at", f"mức không có điểm phải {where} threshold")


def _check_bands(mode: Mode, bands: tuple[ShareBand, ...], op: Op) -> None:
    if mode != "bands":
        if bands:
            raise RuleError("bands", "chỉ dùng khi mode là bands")
        return
    if not bands:
        raise RuleError("bands", "cần ít nhất một bậc")
    if op == "=":
        raise RuleError("op", 'bands không dùng với op "="')
    in_order: Callable[[Decimal, Decimal], bool] = Decimal.__gt__ if rises(op) else Decimal.__lt__
    for better, worse in pairwise(bands):
        if not in_order(better.at, worse.at) or better.share <= worse.share:
            raise RuleError("bands", "các bậc phải xếp từ tốt nhất đến thấp nhất, không trùng nhau")
