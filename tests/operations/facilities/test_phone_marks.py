"""What a phone kept while it had no line: it counts for the moment of the press, and arrives once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast
from tests.operations.facilities.conftest import MORNING
from thanthien.operations.facilities.marking import CannotMark, Look, Sent, mark_item, mark_rest, take_sent
from thanthien.operations.facilities.models import ChecklistItem, DayCheck, Mark, Repair
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
Items = dict[str, ChecklistItem]
LINE_BACK = MORNING + timedelta(hours=1)


def arrives(
    cast: Cast, look: Look, *items: ChecklistItem, at: datetime = LINE_BACK, name: UUID | None = None,
    age: timedelta = timedelta(hours=1), actor: Person | None = None,
) -> None:  # fmt: skip
    sent = Sent(name or uuid4(), items, look, age)
    take_sent(actor=actor or cast.one_stop, at=at, unit=cast.unit, sent=sent)


def test_a_press_counts_for_its_own_moment_and_tells_when_it_arrived(cast: Cast, items: Items) -> None:
    rest = [one for code, one in items.items() if code != "power"]
    mark_item(actor=cast.officer, at=LINE_BACK - timedelta(minutes=5), item=items["power"], look=Look("ok"))
    arrives(cast, Look("ok"), *rest, items["power"])
    check = DayCheck.objects.get()
    assert (check.begun_at, check.begun_by) == (MORNING, cast.one_stop)
    assert check.finished_at == LINE_BACK - timedelta(minutes=5), "the last press, not the last arrival"
    mark = Mark.objects.get(item=rest[0])
    assert (mark.at, mark.arrived_at, mark.by) == (MORNING, LINE_BACK, cast.one_stop)
    assert Mark.objects.get(item=items["power"]).by == cast.officer, "what somebody marked since stays"


def test_a_list_done_before_the_hour_without_a_line_is_done_in_time(cast: Cast, items: Items) -> None:
    arrives(cast, Look("ok"), *items.values())
    assert DayCheck.objects.get().is_on_time
    assert Mark.objects.count() == 23


def test_what_comes_after_its_day_is_kept_and_not_in_time(cast: Cast, items: Items) -> None:
    arrives(cast, Look("ok"), *items.values(), at=LINE_BACK + timedelta(days=1), age=timedelta(hours=25))
    check = DayCheck.objects.get()
    assert (check.date, Mark.objects.count()) == (MORNING.date(), 23)
    assert check.finished_at == LINE_BACK + timedelta(days=1)
    assert not check.is_on_time


def test_several_at_once_are_only_ever_good(cast: Cast, items: Items) -> None:
    power, line = list(items.values())[:2]
    with pytest.raises(CannotMark, match="từng nội dung"):
        arrives(cast, Look("fault", said="Mất điện"), power, line)
    assert not Mark.objects.exists()


def test_what_comes_twice_is_taken_once(cast: Cast, items: Items) -> None:
    name = uuid4()
    for _ in range(2):
        arrives(cast, Look("fault", said="Kẹt giấy"), items["printers"], name=name)
    repair = Repair.objects.get()
    assert repair.reported_at == MORNING
    assert repair.steps.count() == 1
    arrives(cast, Look("ok", was="fault"), items["printers"], age=timedelta(minutes=30))
    arrives(cast, Look("fault", said="Kẹt giấy"), items["printers"], name=name)  # a late echo
    assert Mark.objects.get().seen == "ok"
    assert repair.steps.count() == 2


def test_an_older_press_does_not_undo_a_newer_one(cast: Cast, items: Items) -> None:
    later = MORNING + timedelta(minutes=30)
    mark_item(actor=cast.one_stop, at=later, item=items["power"], look=Look("ok"))
    with pytest.raises(CannotMark, match="vừa ghi “Tốt” lúc 07:50"):  # by the same person, on another phone
        arrives(cast, Look("not_used"), items["power"])
    with pytest.raises(CannotMark, match="vừa ghi"):
        arrives(cast, Look("not_used"), items["power"], actor=cast.officer)
    assert Mark.objects.get().at == later


def test_yesterdays_press_goes_to_yesterdays_list_and_a_week_old_one_nowhere(
    cast: Cast, items: Items
) -> None:
    mark_rest(actor=cast.one_stop, at=LINE_BACK, unit=cast.unit)
    arrives(cast, Look("ok"), items["power"], age=timedelta(days=1, hours=1))
    assert DayCheck.objects.get(date=date(2026, 6, 30)).marks.get().at == MORNING - timedelta(days=1)
    with pytest.raises(CannotMark, match="quá 7 ngày"):
        arrives(cast, Look("ok"), items["power"], age=timedelta(days=8))
    with pytest.raises(NotAllowed):
        arrives(cast, Look("ok"), items["power"], actor=cast.other_officer)
    assert DayCheck.objects.count() == 2
