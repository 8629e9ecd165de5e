"""Writes of outside indices: one year of one index, or one index of many communes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.vietnamese import number_vi, tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.indices.models import IndexYear
from thanthien.programme.indices.registry import Index

EARLIEST = 2010


class CannotRecordIndex(Refusal):
    """The value cannot be."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one index in one year, on the index's own scale."""

    value: Decimal | None = None
    target: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None
    source: str = ""


@transaction.atomic
def record_index(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    index: Index,
    year: int,
    said: Said,
    seen: int = 0,
    upload: UploadedFile[Any] | None = None,
) -> IndexYear:
    """Keep or correct a year of an index. `seen` is the version looked at, 0 where there was none."""
    require(actor, Action.INDEX_RECORD, unit)
    _check(unit, index, year, said, at)
    values = _values(said) | _kept(upload, at)
    row = IndexYear.objects.select_for_update().filter(unit=unit, code=index.code, year=year).first()
    if (row.version if row else 0) != seen:
        raise CannotRecordIndex(_overtaken(index, year, row))
    if row is None:
        return _add(actor, at, unit, index, year, values)
    before, after = differences(row, values)
    if after:
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.recorded_at, row.recorded_by = row.version + 1, at, actor
        row.save()
        record(
            actor=actor, at=at, action="index.correct", subject=row, unit=unit, before=_plain(before),
            after=_plain(after),
        )  # fmt: skip
    return row


def _add(
    actor: Person, at: datetime, unit: Unit, index: Index, year: int, values: dict[str, Any]
) -> IndexYear:
    try:
        with transaction.atomic():
            row = IndexYear.objects.create(
                unit=unit, code=index.code, year=year, recorded_at=at, recorded_by=actor, **values
            )
    except IntegrityError as error:  # two people added the same year at once
        raise CannotRecordIndex(_overtaken(index, year, None)) from error
    record(actor=actor, at=at, action="index.record", subject=row, unit=unit, after=_plain(values))
    return row


def _overtaken(index: Index, year: int, row: IndexYear | None) -> str:
    """What the other person wrote is said: the form shows only what this one typed."""
    now = ""
    if row is not None:
        told = (("kết quả", row.value), ("chỉ tiêu", row.target))
        said = ", ".join(f"{name} {number_vi(value)}" for name, value in told if value is not None)
        now = f" ({said}, {row.recorded_by} ghi)"
    return (
        f"Năm {year} của {index.name} đã có người khác ghi{now}. Chưa có gì được lưu; anh/chị về trang Chỉ số, "
        "xem số đó rồi bấm Sửa nếu cần."
    )


@transaction.atomic
def record_for_communes(
    *,
    actor: Person,
    at: datetime,
    city: Unit,
    index: Index,
    year: int,
    rows: Sequence[tuple[Unit, Decimal, int | None, int | None]],
    source: str,
) -> int:
    """Keep one index of many communes (commune, value, rank, of how many); how many were new or changed.

    A rank that does not say of how many is one among `rows`. All or nothing; targets that communes set stay.
    """
    require(actor, Action.INDEX_MANAGE, city)
    if not rows:
        raise CannotRecordIndex("Chưa có dòng nào để ghi.")
    if not tidy(source):
        raise CannotRecordIndex("Anh/chị ghi số liệu lấy từ văn bản nào.", "source")
    changed = 0
    for unit, value, rank, rank_of in rows:
        if unit.parent_id != city.pk:
            raise CannotRecordIndex(f"{unit.heading} không thuộc {city.full_name}.")
        known = IndexYear.objects.filter(unit=unit, code=index.code, year=year).first()
        said = Said(
            value, known.target if known else None, rank, (rank_of or len(rows)) if rank else None, source
        )
        kept = (known.value, known.rank, known.rank_of, known.source) if known is not None else None
        if kept == (value, rank, said.rank_of, tidy(source)):
            continue
        record_index(
            actor=actor, at=at, unit=unit, index=index, year=year, said=said, seen=known.version if known else 0
        )  # fmt: skip
        changed += 1
    return changed


def _check(unit: Unit, index: Index, year: int, said: Said, at: datetime) -> None:
    if (index.level == "unit") != unit.is_local:
        raise CannotRecordIndex(f"{index.name} không phải là chỉ số của {unit.full_name}.")
    if not EARLIEST <= year <= timezone.localdate(at).year + 10:
        raise CannotRecordIndex("Anh/chị kiểm tra lại năm.", "year")
    if said.value is None and said.target is None:
        raise CannotRecordIndex("Anh/chị ghi kết quả, hoặc chỉ tiêu, hoặc cả hai.", "value")
    for field, number in (("value", said.value), ("target", said.target)):
        if number is not None and not 0 <= number <= index.maximum:
            raise CannotRecordIndex(
                f"{index.name} có thang từ 0 đến {number_vi(index.maximum)} {index.unit}.", field
            )
    if said.value is not None and not tidy(said.source):
        raise CannotRecordIndex("Anh/chị ghi kết quả lấy từ văn bản nào.", "source")
    if said.rank is not None and said.rank_of is not None and not 1 <= said.rank <= said.rank_of:
        raise CannotRecordIndex("Thứ hạng phải từ 1 đến tổng số đơn vị được xếp.", "rank")


def _values(said: Said) -> dict[str, Any]:
    return {
        "value": said.value,
        "target": said.target,
        "rank": said.rank,
        "rank_of": said.rank_of,
        "source": tidy(said.source)[:300],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: number_vi(v) if isinstance(v, Decimal) else v for k, v in values.items() if k != "file"}


def _kept(upload: UploadedFile[Any] | None, at: datetime) -> dict[str, Any]:
    if upload is None:
        return {}
    try:
        file, filename = keep_named(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotRecordIndex(str(refusal), "upload") from refusal
    return {"file": file, "filename": filename}
