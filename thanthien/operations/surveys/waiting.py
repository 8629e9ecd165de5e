"""What surveys put before a person. A number of queries that does not grow with surveys or answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from thanthien.lib.sampling import sample_size
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.surveys.definition import samples
from thanthien.operations.surveys.models import FollowUp, Response, Survey
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of

ROOM = "Khảo sát"
MOST = 100
ENDING = timedelta(days=7)  # before the end, few answers are told
SILENT = timedelta(days=21)  # a continuous survey without an answer for so long is told
TO_LEARN = timedelta(days=30)  # after the end, somebody should have said what follows from it
State = Survey.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """To managers what is due, silent or to be closed; to all who work on surveys paper to compare, own follow-ups."""
    if not may(person, Action.SURVEY_WORK, unit):
        return
    yield from _own_follow_ups(person, unit)
    yield from _papers(person, unit)
    if may(person, Action.SURVEY_MANAGE, unit):
        yield from _due(unit, today)
        yield from _running(unit, today)
        yield from _unlearnt(unit, today)


def _due(unit: Unit, today: date) -> Iterator[Waiting]:
    """Surveys that the programme wants in this quarter, where none of the year is set up; for units that take part."""
    quarter = (today.month + 2) // 3
    wanted = [one for one in samples().values() if one.due_quarter == quarter]
    if not wanted or adoption_of(unit, today.year) is None:
        return
    year = Survey.objects.filter(unit=unit, first_date__year=today.year)
    had = set(year.values_list("version__questionnaire__origin", flat=True))
    fed = set(year.exclude(measure="").values_list("measure", flat=True))
    last = date(today.year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)
    for one in wanted:
        if one.code not in had and one.measure not in fed:
            why = f"làm trong {one.timing}, chưa lập khảo sát"
            yield Waiting(
                ROOM, one.title, why, "desk:surveys", (), last, date(today.year, quarter * 3 - 2, 1)
            )


def _running(unit: Unit, today: date) -> Iterator[Waiting]:
    rows = Survey.objects.filter(unit=unit).exclude(state=State.CLOSED)
    found = (
        rows.select_related("version__questionnaire")
        .annotate(answers=Count("responses"), latest=Max("responses__day"))
        .order_by("last_date", "pk")[:MOST]
    )
    continuous = {code for code, one in samples().items() if one.is_continuous}
    for one in found:
        why, due = _why(one, today, is_continuous=one.version.questionnaire.origin in continuous)
        if why:
            yield Waiting(ROOM, one.title, why, "desk:survey", (one.pk,), due)


def _why(one: Survey, today: date, *, is_continuous: bool) -> tuple[str, date | None]:
    if one.state == State.DRAFT:
        began = one.first_date <= today
        return ("đã đến ngày bắt đầu, cần mở", one.first_date) if began else ("", None)
    if one.last_date < today:
        return "đã qua ngày kết thúc, cần kết thúc và lập bảng tổng hợp", one.last_date
    answers: int = one.answers  # type: ignore[attr-defined]
    latest: date = max(one.first_date, one.latest or one.first_date)  # type: ignore[attr-defined]
    needed = sample_size(one.population, one.margin)
    if one.last_date - today <= ENDING and answers < needed:
        return f"sắp kết thúc, mới có {answers}/{needed} phiếu", one.last_date
    if is_continuous and today - latest >= SILENT:
        return f"từ ngày {date_vi(latest)} không có phiếu nào", None
    return "", None


def _unlearnt(unit: Unit, today: date) -> Iterator[Waiting]:
    learnt = FollowUp.objects.filter(survey=OuterRef("pk"))
    answered = Response.objects.filter(survey=OuterRef("pk"))
    rows = Survey.objects.filter(unit=unit, state=State.CLOSED, last_date__gte=today - timedelta(days=365))
    for one in rows.filter(~Exists(learnt), Exists(answered)).order_by("last_date", "pk")[:MOST]:
        yield Waiting(
            ROOM, one.title, "đã có kết quả, cần ghi điều rút ra và việc làm", "desk:survey", (one.pk,),
            one.last_date + TO_LEARN, one.last_date,
        )  # fmt: skip


def _own_follow_ups(person: Person, unit: Unit) -> Iterator[Waiting]:
    """Those that became a task wait as the task."""
    mine = [agency.pk for agency in agencies_of_person(person, unit)]
    rows = FollowUp.objects.filter(Q(person=person) | Q(person=None, agency__in=mine), survey__unit=unit)
    for one in rows.filter(done_at=None, task=None).order_by("due_date", "pk")[:MOST]:
        why, since = "việc làm từ kết quả khảo sát, xong thì ghi kết quả", timezone.localdate(one.made_at)
        yield Waiting(ROOM, one.action[:160], why, "desk:survey", (one.survey_id,), one.due_date, since)


def _papers(person: Person, unit: Unit) -> Iterator[Waiting]:
    rows = Response.objects.filter(
        survey__unit=unit, survey__state=State.OPEN, channel=Response.Channel.PAPER, checked_by=None
    ).exclude(typed_by=person)
    counts = rows.order_by("survey").values("survey", "survey__title").annotate(n=Count("pk"))
    for row in counts[:MOST]:
        why = f"{row['n']} phiếu giấy chờ người thứ hai đối chiếu"
        yield Waiting(ROOM, row["survey__title"], why, "desk:survey_check", (row["survey"],))
