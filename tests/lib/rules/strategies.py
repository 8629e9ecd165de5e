"""Rules of every kind and facts of every shape, for property tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from thanthien.lib.rules import (
    AllOf,
    Calendar,
    Count,
    Deduction,
    Evidence,
    Facts,
    Judged,
    Judgement,
    Part,
    Period,
    Proof,
    Ratio,
    Reading,
    Rule,
    ShareBand,
    Survey,
)

YEAR = 2026
LEADS = ("Văn phòng", "Phòng Kinh tế")
MEASURES = ("m_one", "m_two")

days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))
any_days = st.dates(date(YEAR - 1, 11, 1), date(YEAR + 1, 2, 1))
periods = st.sampled_from(list(Period))
months = st.one_of(
    st.just(tuple(range(1, 13))),
    st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))),
)
shares = st.decimals(0, 1, places=2)
covers = st.decimals("0.01", 1, places=2)
measures = st.sampled_from(MEASURES)
maxima = st.decimals(0, 20, places=2)

evidence_rules = st.one_of(
    st.builds(
        Evidence, per=periods, cover=covers, min_files=st.integers(1, 4), months=months, partial=st.booleans()
    ),
    st.builds(
        Evidence,
        per=st.just(Period.YEAR),
        due=st.tuples(st.integers(1, 12), st.integers(1, 28)),
        late=shares,
        partial=st.booleans(),
    ),
)
count_rules = st.builds(
    Count,
    at_least=st.integers(1, 4),
    per=periods,
    measure=st.one_of(st.just(""), measures),
    cover=covers,
    months=months,
    partial=st.booleans(),
)


@st.composite
def band_lists(draw: st.DrawFn, rising: bool) -> tuple[ShareBand, ...]:
    ats = sorted(draw(st.sets(st.decimals(0, "1.5", places=2), min_size=1, max_size=4)), reverse=rising)
    found = draw(st.sets(shares, min_size=len(ats), max_size=len(ats)))
    return tuple(ShareBand(*pair) for pair in zip(ats, sorted(found, reverse=True), strict=True))


@st.composite
def ratio_rules(draw: st.DrawFn, ops: tuple[str, ...] = (">", ">=", "=", "<=", "<")) -> Ratio:
    op = draw(st.sampled_from(ops))
    modes = ["full"] + (["bands"] if op != "=" else []) + (["linear"] if op in (">=", "<=") else [])
    mode = draw(st.sampled_from(modes))
    fixed: dict[str, Any] = {
        "measure": draw(measures),
        "op": op,
        "mode": mode,
        "na": draw(st.sampled_from(["full", "zero", "exclude"])),
    }
    if mode == "bands":
        return Ratio(**fixed, bands=draw(band_lists(op[0] == ">")))
    threshold = draw(st.decimals("0.10", "1.20", places=2))
    if mode == "full":
        return Ratio(**fixed, threshold=threshold)
    zero_at = draw(st.decimals(0, "0.09", places=2)) if op == ">=" else threshold + draw(covers)
    return Ratio(**fixed, threshold=threshold, zero_at=zero_at)


deduction_rules = st.one_of(
    st.builds(Deduction, measure=measures, each_share=shares, floor=shares),
    st.builds(
        Deduction,
        measure=measures,
        each_points=st.decimals("0.01", 3, places=2),
        floor=shares,
        no_record=st.sampled_from(["met", "not_measured"]),
    ),
)
survey_rules = st.one_of(
    st.builds(Survey, survey=measures, threshold=covers, min_sample=st.integers(1, 50), months=months),
    st.builds(Survey, survey=measures, threshold=covers, mode=st.just("linear")),
    st.builds(Survey, survey=measures, mode=st.just("bands"), bands=band_lists(True)),
)
plain_rules: st.SearchStrategy[Rule] = st.one_of(
    evidence_rules, count_rules, ratio_rules(), deduction_rules, survey_rules, st.builds(Judged)
)


def _all_of(children: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    parts = st.builds(Part, children, st.decimals("0.1", 5, places=1), st.sampled_from(["", "Phần một"]))
    return st.builds(
        AllOf,
        parts=st.lists(parts, min_size=1, max_size=3).map(tuple),
        mode=st.sampled_from(["sum", "least", "most"]),
    )


rules = st.recursive(plain_rules, _all_of, max_leaves=4)


proofs = st.builds(
    Proof,
    day=any_days,
    record=st.integers(0, 10**6).map("proof:{}".format),
    lead=st.sampled_from(["", *LEADS, "Đơn vị khác"]),
    files=st.integers(1, 3),
)
readings = st.builds(
    Reading,
    measure=measures,
    day=any_days,
    numerator=st.integers(0, 30).map(Decimal),
    denominator=st.integers(0, 30).map(Decimal),
    record=st.integers(0, 10**6).map("reading:{}".format),
)


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    out_of = draw(st.decimals("0.5", 10, places=1))
    return Judgement(draw(st.decimals(0, out_of, places=1)), out_of, "Có sổ theo dõi.", "judgement:1")


facts = st.builds(
    Facts,
    proofs=st.lists(proofs, max_size=12).map(tuple),
    leads=st.sampled_from([(), LEADS[:1], LEADS]),
    readings=st.lists(readings, max_size=12).map(tuple),
    judgement=st.one_of(st.none(), judgements()),
    since=st.one_of(st.none(), days),
    calendar=st.builds(
        Calendar, days_off=st.frozensets(days, max_size=5), make_up_days=st.frozensets(days, max_size=2)
    ),
)
