"""Visits: planned, recorded, never of a day to come nor elsewhere; each thing heard turned once; empty weeks told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.cast import VIETNAM, Cast
from tests.operations.engagement.factories import (
    MORNING,
    planned_dialogue,
    promise,
    village,
    visit_fields,
    visited,
)
from tests.programme.plans.factories import picture
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.committing import promise_heard
from thanthien.operations.engagement.models import FieldVisit, Heard, PartyEntry
from thanthien.operations.engagement.queries import (
    dialogues_of,
    heard_of_report,
    places_of,
    schedule_of,
    visits_of,
)
from thanthien.operations.engagement.visiting import (
    EntryFields,
    add_photo,
    answer_heard,
    cancel_entry,
    cancel_visit,
    keep_entry,
    plan_visit,
    record_visit,
)
from thanthien.operations.engagement.waiting import waiting_for
from thanthien.operations.feedback.models import Report
from thanthien.platform.files.actions import keep_upload
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.workflows.engagement import report_heard

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def test_a_visit_is_kept_once_with_what_was_heard(cast: Cast) -> None:
    one = visited(cast, heard=["Đèn đường ngõ 3 hỏng", "Đèn đường ngõ 3 hỏng"])
    assert visited(cast) == one
    assert FieldVisit.objects.count() == 1
    assert [row.text for row in one.heard.all()] == ["Đèn đường ngõ 3 hỏng"]


def test_never_of_a_day_to_come_of_elsewhere_nor_by_who_leads_nothing(cast: Cast) -> None:
    foreign = add_neighbourhood(actor=None, at=MORNING, unit=cast.other_unit, kind="village", name="Đông")
    for more, field in (
        ({"days": -1}, "date"), ({"days": 61}, "date"), ({"neighbourhood": foreign}, "neighbourhood"),
        ({"leader": cast.officer}, "leader"), ({"activity": "?"}, "activity"),
    ):  # fmt: skip
        with pytest.raises(CannotEngage) as refusal:
            visited(cast, **more)
        assert refusal.value.field == field
    gone = village(cast, "Đã nhập")
    fields = visit_fields(cast, TODAY, neighbourhood=gone)
    gone.delete()  # taken off the list while the form was open
    with pytest.raises(CannotEngage, match="không còn thuộc"):
        record_visit(actor=cast.officer, at=MORNING, unit=cast.unit, fields=fields, client_key="x")
    assert not FieldVisit.objects.exists()


def test_a_plan_becomes_the_visit(cast: Cast) -> None:
    fields = visit_fields(cast, TODAY)
    with pytest.raises(NotAllowed):
        plan_visit(actor=cast.officer, at=MORNING, unit=cast.unit, fields=fields, client_key="x")
    plan = plan_visit(actor=cast.coordinator, at=MORNING, unit=cast.unit, fields=fields, client_key="x")
    assert any(item.why == "cần ghi kết quả" for item in waiting_for(cast.leader, cast.unit, TODAY))
    done = record_visit(
        actor=cast.leader, at=MORNING, unit=cast.unit, fields=fields, client_key="y", planned=plan
    )
    assert (done.pk, done.state) == (plan.pk, "done")
    with pytest.raises(CannotEngage, match="người khác"):
        record_visit(
            actor=cast.leader, at=MORNING, unit=cast.unit, fields=fields, client_key="y", planned=plan
        )


def test_each_thing_heard_is_turned_once_and_linked_both_ways(cast: Cast) -> None:
    one = visited(cast, heard=["Rác đổ trộm ở bờ đê", "Xin lắp đèn đường", "Bao giờ cấp sổ"])
    first, second, third = one.heard.all()
    told, received = report_heard(actor=cast.officer, at=MORNING, heard=first)
    assert told.report_code == received.report.code
    assert received.report.neighbourhood == one.neighbourhood
    assert heard_of_report(cast.unit, received.report.code) == told
    with pytest.raises(CannotEngage):
        report_heard(actor=cast.officer, at=MORNING, heard=first)
    with pytest.raises(CannotEngage, match="đã có cam kết hoặc"):
        promise_heard(actor=cast.leader, at=MORNING, heard=first, promise=promise(cast))
    made = promise_heard(actor=cast.officer, at=MORNING, heard=second, promise=promise(cast))
    assert made.heard == second
    assert answer_heard(actor=cast.officer, at=MORNING, heard=third, text="Đã hướng dẫn").state == "answered"
    assert not Heard.objects.filter(state="open").exists()
    assert Report.objects.count() == 1


def test_a_picture_is_kept_once(cast: Cast) -> None:
    one, file = visited(cast), keep_upload(upload=picture(), at=MORNING)
    assert add_photo(actor=cast.officer, at=MORNING, visit=one, file=file) == add_photo(
        actor=cast.officer, at=MORNING, visit=one, file=file
    )
    with pytest.raises(NotAllowed):
        add_photo(actor=cast.other_officer, at=MORNING, visit=one, file=file)


def test_places_by_days_since_the_last_visit(cast: Cast) -> None:
    never = village(cast, "Thượng")
    visited(cast, days=12)
    assert [(place.neighbourhood, place.days) for place in places_of(cast.unit, TODAY)] == [
        (never, None), (village(cast), 12),
    ]  # fmt: skip


def test_a_plan_stands_on_the_map_until_it_is_made_or_called_off(cast: Cast) -> None:
    """Only a visit that was made brings a place back; a plan that nobody kept does not."""
    fields = visit_fields(cast, TODAY + timedelta(days=2))
    plan, other = (
        plan_visit(actor=cast.coordinator, at=MORNING, unit=cast.unit, fields=fields, client_key=key)
        for key in ("x", "y")
    )
    [place] = places_of(cast.unit, TODAY)
    assert (place.days, place.planned) == (None, fields.date)
    cancel_visit(actor=cast.coordinator, at=MORNING, visit=other, text="Bão")
    [place] = places_of(cast.unit, TODAY + timedelta(days=3))
    assert (place.days, place.planned) == (None, None)  # the day went by unrecorded
    record_visit(
        actor=cast.officer, at=MORNING + timedelta(days=3), unit=cast.unit, fields=fields, client_key="z",
        planned=plan,
    )  # fmt: skip
    [place] = places_of(cast.unit, TODAY + timedelta(days=3))
    assert (place.days, place.planned) == (1, None)


def test_the_newest_stands_first(cast: Cast) -> None:
    for number in (9, 2, 5):
        visited(cast, key=str(number), days=number)
        planned_dialogue(cast, days=-number)
    days = [TODAY - timedelta(days=number) for number in (2, 5, 9)]
    assert [one.date for one in visits_of(cast.unit)] == days
    assert [one.date for one in dialogues_of(cast.unit)] == days


def test_the_week_without_a_visit_is_told_before_it_ends(cast: Cast) -> None:
    assert not [i for i in waiting_for(cast.leader, cast.unit, TODAY) if "hằng tuần" in i.title]  # not begun
    visited(cast, days=7)
    told = [i for i in waiting_for(cast.leader, cast.unit, TODAY) if "hằng tuần" in i.title]
    assert [item.due_date for item in told] == [TODAY + timedelta(days=4)]
    monday = TODAY - timedelta(days=2)
    assert not [i for i in waiting_for(cast.leader, cast.unit, monday) if "hằng tuần" in i.title]
    visited(cast, key="hai")
    assert not [i for i in waiting_for(cast.leader, cast.unit, TODAY) if "hằng tuần" in i.title]


def test_the_schedule_holds_all_and_the_public_reads_what_is_published(cast: Cast) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    fields = EntryFields(
        PartyEntry.Kind.RECEPTION, today, "Bí thư tiếp công dân", cast.leader, is_public=True
    )
    public = keep_entry(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
    inner = EntryFields(PartyEntry.Kind.OTHER, today, "Họp nội bộ", cast.leader)
    keep_entry(actor=cast.coordinator, at=now, unit=cast.unit, fields=inner)
    visited(cast, datetime.combine(today, now.time(), VIETNAM))
    assert len(schedule_of(cast.unit, today, today)) == 3
    assert {line.title for line in schedule_of(cast.unit, today, today, public=True)} == {
        "Bí thư tiếp công dân", "Dự họp, sinh hoạt cộng đồng dân cư",
    }  # fmt: skip
    with pytest.raises(CannotEngage, match="người khác"):
        keep_entry(actor=cast.leader, at=now, unit=cast.unit, fields=fields, entry=public, seen=0)
    with pytest.raises(CannotEngage):
        cancel_entry(actor=cast.leader, at=now, entry=public, text="")
    cancel_entry(actor=cast.leader, at=now, entry=public, text="Đổi lịch")
    assert len(schedule_of(cast.unit, today, today)) == 2
