"""Places of the headquarters: begun, looked at, mended and looked at again, taken off; and what they measure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cast import VIETNAM, Cast
from tests.operations.facilities.conftest import moved
from tests.programme.plans.factories import picture
from thanthien.operations.facilities.models import Place, PlaceItem, PlaceLook, Repair
from thanthien.operations.facilities.premises.actions import (
    CannotChangePlace,
    CannotLook,
    PlaceFields,
    Seen,
    begin_places,
    end_place,
    keep_place,
    look_at,
)
from thanthien.operations.facilities.premises.measures import collect, collect_looked
from thanthien.operations.facilities.premises.papers import month_list
from thanthien.operations.facilities.premises.queries import seen_places
from thanthien.operations.facilities.premises.waiting import waiting_for
from thanthien.platform.files.actions import keep_upload
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 6, 1, 8, tzinfo=VIETNAM)
NOW = datetime(2026, 6, 10, 8, tzinfo=VIETNAM)


@pytest.fixture
def things(cast: Cast) -> dict[str, PlaceItem]:
    begin_places(actor=cast.coordinator, at=BEGUN, unit=cast.unit)
    rows = PlaceItem.objects.filter(place__unit=cast.unit).select_related("place__unit").order_by("-pk")
    return {one.code: one for one in rows}


def looked(
    actor: Person, item: PlaceItem, state: str = "good", said: str = "", at: datetime = NOW, **more: object
) -> PlaceLook:
    last = item.looks.first()
    seen = Seen(state, more.pop("was", last.pk if last else 0), said, **more)  # type: ignore[arg-type]
    return look_at(actor=actor, at=at, item=item, seen=seen)


def test_the_list_holds_every_row_of_the_plan(cast: Cast, things: dict[str, PlaceItem]) -> None:
    assert Place.objects.filter(unit=cast.unit, kind="office").count() == 3  # one a division
    assert Place.objects.get(kind="waiting_in").agency == cast.centre
    with pytest.raises(CannotChangePlace, match="đã có danh sách"):
        begin_places(actor=cast.leader, at=NOW, unit=cast.unit)
    with pytest.raises(NotAllowed):
        begin_places(actor=cast.officer, at=NOW, unit=cast.unit)


def test_what_is_broken_becomes_a_repair_and_is_looked_at_again(
    cast: Cast, things: dict[str, PlaceItem]
) -> None:
    wifi = things["wifi"]
    with pytest.raises(CannotLook, match="hỏng thế nào"):
        looked(cast.one_stop, wifi, "broken")
    look = looked(cast.one_stop, wifi, "broken", "Không vào được mạng")
    repair = Repair.objects.get()
    assert (look.repair, repair.place_item, repair.place) == (repair, wifi, str(wifi.place))
    looked(cast.one_stop, wifi, "broken", "Vẫn chập chờn", at=NOW + timedelta(hours=1))
    assert Repair.objects.count() == 1  # written into the one that is open
    assert repair.steps.latest("pk").text.endswith("Vẫn chập chờn")
    moved(repair, cast.coordinator, "replace", at=NOW + timedelta(days=1), text="Thay bộ phát")
    [line] = [one for one in seen_places([wifi.place], date(2026, 6, 12))[0].lines if one.item.code == "wifi"]
    assert line.again
    found = [one.title for one in waiting_for(cast.one_stop, cast.unit, date(2026, 6, 12))]
    assert any("xem lại sau khi sửa" in one for one in found)
    looked(cast.one_stop, wifi, at=NOW + timedelta(days=2))
    [line] = [one for one in seen_places([wifi.place], date(2026, 6, 12))[0].lines if one.item.code == "wifi"]
    assert not line.again
    assert not line.asks


def test_two_people_at_one_place(cast: Cast, things: dict[str, PlaceItem]) -> None:
    water = things["water"]
    looked(cast.one_stop, water)
    assert looked(cast.centre_officer, water, was=0).by == cast.one_stop  # both saw the same: one look
    with pytest.raises(CannotLook, match="vừa ghi “Tốt”"):
        looked(cast.centre_officer, water, "lacking", "Hết nước", was=0)
    assert PlaceLook.objects.count() == 1
    looked(cast.centre_officer, water, "lacking", "Hết nước")  # after reading it
    found = [one.title for one in waiting_for(cast.leader, cast.unit, NOW.date())]
    assert "Khu ngồi chờ trong nhà thiếu: Hết nước" in found


def test_a_picture_is_not_shown_for_a_second_day(cast: Cast, things: dict[str, PlaceItem]) -> None:
    photo = keep_upload(upload=picture(), at=NOW)
    looked(cast.one_stop, things["water"], photo=photo)
    looked(cast.one_stop, things["books"], photo=photo)  # the same day: one picture may show two things
    with pytest.raises(CannotLook, match="đã dùng cho lần xem ngày 10/06/2026"):
        looked(cast.one_stop, things["water"], at=NOW + timedelta(days=31), photo=photo)


def test_a_place_taken_off_is_no_longer_due(cast: Cast, things: dict[str, PlaceItem]) -> None:
    place = things["tidy_hall"].place
    ended = end_place(actor=cast.leader, at=NOW, place=place)
    with pytest.raises(CannotLook, match="đã bỏ khỏi danh sách"):
        looked(cast.one_stop, things["tidy_hall"])
    with pytest.raises(CannotChangePlace, match="đã bỏ"):
        end_place(actor=cast.leader, at=NOW, place=ended)
    again = keep_place(actor=cast.leader, at=NOW, unit=cast.unit, fields=PlaceFields("hall", place.label))
    assert again.items.count() == 1
    with pytest.raises(CannotChangePlace, match="đã có nơi này"):
        keep_place(actor=cast.leader, at=NOW, unit=cast.unit, fields=PlaceFields("hall", place.label))


def test_what_is_measured(cast: Cast, things: dict[str, PlaceItem]) -> None:
    looked(cast.one_stop, things["photocopier"])
    looked(cast.one_stop, things["scanner"], "lacking", "Chưa mua")
    looked(cast.one_stop, things["computer"], "none", "Máy đặt ở phòng bên")
    read = {one.measure: (one.numerator, one.denominator) for one in collect(NOW.date(), NOW.date())}
    assert read == {"premises_good": (1, 2), "premises_copier": (1, 2), "premises_computer": (0, 0)}
    monthly = PlaceItem.objects.filter(rhythm="month").count()
    quarterly = PlaceItem.objects.filter(rhythm="quarter").count()
    [one] = collect_looked(date(2026, 6, 1), date(2026, 7, 5))
    assert (one.day, one.numerator) == (date(2026, 6, 30), 2)  # what does not apply is not due
    assert one.denominator == monthly + quarterly - 1


def test_the_list_of_a_month(cast: Cast, things: dict[str, PlaceItem]) -> None:
    assert month_list(cast.unit, date(2026, 6, 1), date(2026, 6, 30)) is None
    looked(cast.one_stop, things["scanner"], "lacking", "Chưa mua")
    paper = month_list(cast.unit, date(2026, 6, 1), date(2026, 6, 30))
    assert paper is not None
    assert "1 lượt" in paper.blocks[0].text  # type: ignore[union-attr]
    assert month_list(cast.other_unit, date(2026, 6, 1), date(2026, 6, 30)) is None
