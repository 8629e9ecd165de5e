"""The demo's rounds: registrations sent, two self-assessments handed in, one sent back, a council that appraises the
other; in a year that is over, that commune recognised. Each step on a day of its own, and only once it has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from thanthien.assessment.rounds.actions import send_registration, set_targets
from thanthien.assessment.rounds.appraising import (
    check_sampled,
    close_appraisal,
    declare,
    open_appraisal,
    write_sheet,
)
from thanthien.assessment.rounds.councils import open_council, seat_member
from thanthien.assessment.rounds.deciding import decide
from thanthien.assessment.rounds.defaults import defaults
from thanthien.assessment.rounds.models import Appraisal, Council, Round, SampledProof, Sheet, Submission
from thanthien.assessment.rounds.queries import registration_of, snapshot_of
from thanthien.assessment.rounds.snapshot import leaves_of
from thanthien.assessment.rounds.submitting import send_back
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.rounds import submit_round

OPENED = date(2026, 11, 20)  # of any year: the day on which the council takes up the first commune
_REMARK = "Số liệu chưa khớp với minh chứng kèm theo."


def play_rounds(communes: Sequence[Commune], *, city: Unit, year: int, until: date) -> None:
    """`communes`: the first brings proof for nearly everything, the second falls short."""
    good, weak = communes[0], communes[1]
    for commune in (good, weak):
        _send(commune, year)
    set_targets(
        actor=good.coordinator,
        at=_at(date(year, 2, 11)),
        unit=good.unit,
        year=year,
        levels={year: 4, year + 1: 4, year + 2: 4, year + 3: 4, year + 4: 4},
    )
    if until < date(year, 11, 12):
        return
    admin, appraiser = (Person.objects.get(username=name) for name in ("quantri.tp", "thamdinh.tp"))
    submission = _hand_in(good, date(year, 11, 10), year)
    returned = _hand_in(weak, date(year, 11, 12), year)
    if until >= date(year, 11, 17):
        _send_back(returned, admin, date(year, 11, 17))
    if until >= date(year, 11, 19):
        council = _council(city, admin, appraiser, communes, date(year, 11, 19))
        if until >= OPENED.replace(year=year):
            appraisal = _appraise(submission, council, admin, appraiser)
            if until >= date(year, 12, 22):
                _recognise(appraisal, admin, appraiser)


def _send(commune: Commune, year: int) -> None:
    kept = registration_of(commune.unit, year)
    if kept is not None:
        at = kept.recorded_at + timedelta(hours=2)
        send_registration(actor=commune.coordinator, at=at, unit=commune.unit, year=year, seen=kept.version)


def _hand_in(commune: Commune, day: date, year: int) -> Submission:
    return submit_round(actor=commune.deputy, at=_at(day), unit=commune.unit, year=year, seen=1)


def _send_back(submission: Submission, admin: Person, day: date) -> None:
    weak = next(row for row in leaves_of(snapshot_of(submission)) if row["self"] != row["maximum"])
    send_back(
        actor=admin,
        at=_at(day),
        round_=submission.round,
        remark="Đề nghị đơn vị bổ sung minh chứng còn thiếu rồi nộp lại trước ngày 30/11.",
        remarks={weak["key"]: "Chưa đủ minh chứng cho cả năm, bổ sung hoặc ghi rõ lý do."},
        seen=submission.round.version,
    )


def _council(city: Unit, admin: Person, appraiser: Person, communes: Sequence[Commune], day: date) -> Council:
    """City people with accounts, two members on paper, and the council's members of the two communes."""
    council = open_council(
        actor=admin,
        at=_at(day),
        unit=city,
        year=day.year,
        decision_number="318/QĐ-UBND",
        decision_date=day,
        quorum=defaults().quorum,
    )
    seats = (
        (appraiser, "chair", "Sở Nội vụ", ""),
        (admin, "secretary", "Sở Nội vụ", ""),
        (None, "member", "Ủy ban MTTQ Việt Nam thành phố", "Lâm Thị Bích Đào"),
        (None, "member", "Ban Xây dựng Đảng Thành ủy", "Trương Minh Tuệ"),
        *((one.people["hoidong"], "member", f"Hội đồng {one.unit.full_name}", "") for one in communes[:2]),
    )
    for person, post, organisation, name in seats:
        seat_member(
            actor=admin,
            at=_at(day),
            council=council,
            post=post,
            person=person,
            name=name,
            organisation=organisation,
        )
    return council


def _appraise(submission: Submission, council: Council, admin: Person, appraiser: Person) -> Appraisal:
    """Opened; the secretary has handed in the own sheet and one on paper, half of the drawn proofs are checked."""
    year = submission.round.year
    at = _at(OPENED.replace(year=year))
    appraisal = open_appraisal(
        actor=admin,
        at=at,
        round_=submission.round,
        council=council,
        seen=Round.objects.get(pk=submission.round_id).version,
    )
    open_sheets = list(appraisal.sheets.filter(state=Sheet.State.OPEN).select_related("member__person"))
    paper = next(sheet for sheet in open_sheets if sheet.member.person is None)
    for sheet in open_sheets:
        if sheet == paper or sheet.member.person == admin:
            _score(appraisal, sheet, admin, at)
    drawn = list(appraisal.sample.all())
    _check(drawn[: len(drawn) // 2], appraiser, at)
    return appraisal


def _check(drawn: Sequence[SampledProof], appraiser: Person, at: datetime) -> None:
    for one in drawn:
        check_sampled(
            actor=appraiser, at=at, sampled=one, verdict=SampledProof.Verdict.RIGHT, remark="", seen=""
        )


def _recognise(appraisal: Appraisal, admin: Person, appraiser: Person) -> None:
    round_ = appraisal.round
    day = date(round_.year, 12, 22)
    at = _at(date(round_.year, 12, 8))
    for sheet in appraisal.sheets.filter(state=Sheet.State.OPEN).select_related("member__person"):
        _score(
            appraisal, sheet, sheet.member.person or admin, at, finds_weaker=sheet.member.person == appraiser
        )
    _check(list(appraisal.sample.filter(verdict="")), appraiser, at)
    seen = Round.objects.get(pk=round_.pk).version
    closed = close_appraisal(
        actor=appraiser, at=_at(date(round_.year, 12, 15)), appraisal=appraisal, seen=seen
    )
    decide(
        actor=admin,
        at=_at(day),
        round_=round_,
        kind="recognise" if closed.level else "refuse",
        number="512/QĐ-UBND",
        decided_date=day,
        signer="Hoàng Văn Sơn, Phó Chủ tịch UBND thành phố",
        level=closed.level,
        reason="" if closed.level else "Điểm thẩm định dưới mức thấp nhất.",
        object_until=day + timedelta(days=defaults().objection_days),
        sample_agreed=True,  # the demo has no points but sample ones
        seen=seen + 1,
    )


def _score(
    appraisal: Appraisal, sheet: Sheet, actor: Person, at: datetime, *, finds_weaker: bool = False
) -> None:
    """The commune's own points, but for one row that somebody may find weaker."""
    leaves = leaves_of(snapshot_of(appraisal.submission))
    written = declare(actor=actor, at=at, appraisal=appraisal, member=sheet.member)
    points = {leaf["key"]: (Decimal(leaf["self"]), "") for leaf in leaves}
    if finds_weaker:
        first = next(leaf for leaf in leaves if Decimal(leaf["self"]) > 0)
        points[first["key"]] = (Decimal(first["self"]) / 2, _REMARK)
    write_sheet(
        actor=actor,
        at=at,
        appraisal=appraisal,
        member=sheet.member,
        points=points,
        seen=written.version,
        hand_in=True,
    )


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 40)))
