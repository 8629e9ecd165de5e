"""From the daily work to points: filled by one job, killed and done again, frozen, scored with its numbers."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.operations.disclosure.factories import published
from tests.operations.feedback.factories import sent
from tests.workflows.test_killed import killed_in
from thanthien.assessment.rounds.models import Round, Submission
from thanthien.assessment.rounds.queries import frozen_until
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.lib.rules import Status
from thanthien.operations.channels.models import Relayer
from thanthien.operations.channels.relaying import RelayerFields, add_relayer, say_nothing
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.measures.models import Filling, Reading
from thanthien.programme.measures.registry import measures
from thanthien.workflows.figure_records import ROOMS, records_behind
from thanthien.workflows.measuring import (
    Wanted,
    codes,
    fill_changed,
    fill_due,
    fill_open,
    fill_wanted,
    newest_act,
)

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def adopted(cast: Cast, now: datetime) -> CriteriaSet:
    path = settings.REFERENCE_DIR / "criteria" / "hai-phong-2025.yaml"
    kept, _ = load_set(at=now, definition=load_definition(path), source=path.read_text(encoding="utf-8"))
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    return kept


def relay(cast: Cast, now: datetime, monday: date, *weeks: int) -> None:
    fields = RelayerFields(Relayer.Kind.VILLAGE_HEAD, "Ông Đỗ Văn Mão", monday)
    relayer = add_relayer(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
    for n in weeks:
        say_nothing(actor=cast.coordinator, at=now, relayer=relayer, monday=monday + n * WEEK)


def test_every_measure_of_a_room_is_counted_once_and_leads_to_records() -> None:
    assert len(codes()) == len(set(codes()))
    told = {code: one.room for code, one in measures().items() if one.room}
    assert set(codes()) <= set(told)
    assert set(told.values()) <= set(ROOMS)


def test_the_work_of_three_weeks_makes_points_and_says_why(
    cast: Cast, now: datetime, adopted: CriteriaSet
) -> None:
    relay(cast, now, date(2026, 6, 8), 0, 2)
    published(cast, now - 10 * DAY, item="commitment", title="Cam kết", document_date=now.date() - 10 * DAY)
    before = score_sheet(cast.unit, 2026, now.date())
    line = before.line("I.3#4")
    assert line is not None
    assert line.status is Status.UNMET  # proof was asked for and none came
    assert "chưa đo" in line.why
    fill_due(at=now)
    sheet = score_sheet(cast.unit, 2026, now.date())
    line, shown, board = (sheet.line(key) for key in ("I.3#4", "I.1#1", "I.2#1"))
    assert line is not None
    assert shown is not None
    assert board is not None
    assert "Đầu mối phản hồi: 2/25 tuần có ít nhất 1 đầu mối" in line.why  # weeks without a relayer too
    assert "Công khai hằng ngày: 11/11 ngày, đạt 100%" in shown.why
    assert [record.label for record in line.records][:2] == [
        "Tiếp nhận hằng tuần qua Mặt trận, đoàn thể, trưởng thôn, tuần 08/06–14/06/2026: 1/1",
        "Tiếp nhận hằng tuần qua Mặt trận, đoàn thể, trưởng thôn, tuần 15/06–21/06/2026: 0/1",
    ]
    assert "Niêm yết hằng ngày: 0/" in board.why  # zero was measured


def test_what_changes_today_is_in_the_score_after_the_next_look(
    cast: Cast, now: datetime, adopted: CriteriaSet
) -> None:
    monday = now.date() - timedelta(days=now.weekday())
    relay(cast, now, monday)
    fill_due(at=now)
    relayer = Relayer.objects.get()
    say_nothing(actor=cast.coordinator, at=now, relayer=relayer, monday=monday)
    fill_open(at=now + timedelta(seconds=30))
    line = score_sheet(cast.unit, 2026, now.date()).line("I.3#4")
    assert line is not None
    assert "Đầu mối phản hồi: 1/26 tuần" in line.why  # the running week counts as soon as it is done


def test_a_correction_of_last_month_is_in_the_figures_after_the_next_look(cast: Cast, now: datetime) -> None:
    relay(cast, now, date(2026, 6, 1), 0)
    fill_due(at=now)
    seen = newest_act()
    week = Reading.objects.filter(unit=cast.unit, measure="weekly_relay", day=date(2026, 6, 8))
    assert [one.numerator for one in week] == [0]
    say_nothing(actor=cast.coordinator, at=now, relayer=Relayer.objects.get(), monday=date(2026, 6, 8))
    fill_open(at=now)
    assert [one.numerator for one in week.all()] == [0]
    done, seen = fill_changed(at=now, since=seen)
    assert [one.numerator for one in week.all()] == [1]
    assert done.units == {cast.unit.pk}
    assert fill_changed(at=now, since=seen)[0].days == 0  # nobody did anything since


def test_the_score_takes_the_same_queries_however_many_figures(
    cast: Cast, now: datetime, adopted: CriteriaSet, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    relay(cast, now, date(2026, 6, 8), 0, 2)
    sent(cast, now - 100 * DAY)
    fill_due(at=now)
    assert Reading.objects.count() > 500
    with django_assert_max_num_queries(14):
        score_sheet(cast.unit, 2026, now.date())


def test_what_was_handed_in_keeps_its_figures_until_it_is_sent_back(
    cast: Cast, now: datetime, adopted: CriteriaSet
) -> None:
    monday = date(2026, 6, 8)
    relay(cast, now, monday)
    fill_due(at=now)
    round_ = Round.objects.create(unit=cast.unit, year=2026, state=Round.State.SUBMITTED, moved_at=now)
    Submission.objects.create(
        round=round_, version=1, as_of=now.date(), snapshot="{}", sha256="0", submitted_at=now,
        submitted_by=cast.coordinator,
    )  # fmt: skip
    assert frozen_until() == {(cast.unit.pk, 2026): now.date()}
    say_nothing(actor=cast.coordinator, at=now, relayer=Relayer.objects.get(), monday=monday)
    assert fill_due(at=now).frozen == 1
    assert Reading.objects.get(measure="weekly_relay", day=monday).numerator == 0
    Round.objects.update(state=Round.State.RETURNED)
    assert fill_due(at=now).frozen == 0
    assert Reading.objects.get(measure="weekly_relay", day=monday).numerator == 1


def test_by_the_day_and_by_the_range_are_the_same(cast: Cast, now: datetime) -> None:
    relay(cast, now, date(2026, 6, 8), 0, 2)
    published(cast, now - 10 * DAY, item="commitment", title="Cam kết", document_date=now.date() - 10 * DAY)
    sent(cast, now - 8 * DAY)
    first = now.date() - 24 * DAY
    fields = ("unit_id", "measure", "day", "numerator", "denominator", "period")
    fill_wanted(at=now, wanted=Wanted(first, now.date()))
    by_range = set(Reading.objects.values_list(*fields))
    Reading.objects.all().delete()
    for n in range(25):
        fill_wanted(at=now, wanted=Wanted(first + n * DAY, first + n * DAY))
    assert set(Reading.objects.values_list(*fields)) == by_range
    assert len(by_range) > 100


def test_a_report_about_staff_is_in_no_open_figure_and_in_nobody_s_list(cast: Cast, now: datetime) -> None:
    secret = sent(cast, now - 60 * DAY, category="staff", text="Cán bộ một cửa đòi tiền bồi dưỡng")
    plain = sent(cast, now - 60 * DAY)
    fill_due(at=now)
    day = timezone.localdate(plain.received_at)
    received = Reading.objects.get(measure="feedback_received", day=day)
    assert received.numerator == 1
    assert Reading.objects.get(measure="feedback_protected", day=secret.due_date + DAY).denominator == 1
    for person in (cast.coordinator, cast.officer, cast.leader):
        found = records_behind(person, cast.unit, measures()["feedback_received"], day, day)
        assert secret.pk not in {one.args[0] for one in found.items}
        assert len(found.items) + found.hidden == 1
    behind = records_behind(
        cast.leader, cast.unit, measures()["feedback_protected"], secret.due_date + DAY, secret.due_date + DAY
    )
    assert [one.args for one in behind.items] == [(secret.pk,)]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_each_figure_once(cast: Cast, now: datetime) -> None:
    relay(cast, now, date(2026, 6, 8), 0, 2)
    sent(cast, now - 8 * DAY)
    problems: list[BaseException] = []
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            fill_wanted(at=now, wanted=Wanted(date(2026, 6, 1), now.date()))
        except BaseException as error:
            problems.append(error)
        finally:
            connections.close_all()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert problems == []
    assert Reading.objects.filter(measure="weekly_relay").count() == 4
    assert not Filling.objects.filter(done_at=None).exists()


_KILLED = """
from datetime import date
from django.utils import timezone
from thanthien.programme.measures import filling
from thanthien.workflows.measuring import Wanted, fill_wanted
first = filling._rewrite
def half(at, source, first_day, last_day, frozen, only, done):
    if "weekly_relay" in source.codes:
        wanted = filling._wanted(source, first_day, last_day, only)
        key = sorted(wanted)[0]
        filling._reading(key, wanted[key], at).save()
        here()
    first(at, source, first_day, last_day, frozen, only, done)
filling._rewrite = half
fill_wanted(at=timezone.now(), wanted=Wanted(date(2026, 6, 1), date(2026, 6, 30)))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_day_it_is_done_again(cast: Cast, now: datetime) -> None:
    relay(cast, now, date(2026, 6, 8), 0, 2)
    connection.close()
    killed_in(_KILLED)
    assert not Reading.objects.filter(measure="weekly_relay").exists()  # no half of it
    assert Filling.objects.filter(measure="weekly_relay", done_at=None).count() == 30
    fill_due(at=now)
    found = Reading.objects.filter(measure="weekly_relay").order_by("day").values_list("day", "numerator")
    assert list(found) == [
        (date(2026, 6, 8), Decimal(1)), (date(2026, 6, 15), Decimal(0)), (date(2026, 6, 22), Decimal(1)),
        (date(2026, 6, 29), Decimal(0)),
    ]  # fmt: skip
    assert not Filling.objects.filter(measure="weekly_relay", done_at=None).exists()
