"""Ceremonies, visits, meetings, greetings and the register of contributors with what each agreed to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import VIETNAM, Cast
from tests.operations.letters.factories import AT, contributor, drafted, gestured, signed
from tests.programme.plans.factories import picture
from thanthien.operations.letters.actions import CannotWriteLetter
from thanthien.operations.letters.consenting import (
    CannotKeepContributor,
    agreed,
    contributors_of,
    public_name,
    set_consent,
)
from thanthien.operations.letters.gesturing import (
    CannotRecordGesture,
    Handed,
    add_photo,
    hand_over_at,
    set_guests,
)
from thanthien.operations.letters.greeting import (
    CannotGreet,
    approve_greeting,
    greetings_of,
    post_greeting,
    write_greeting,
)
from thanthien.operations.letters.models import Contributor, ContributorConsent, Greeting
from thanthien.operations.letters.waiting import waiting_for
from thanthien.platform.files.actions import keep_file, keep_upload
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.workdays.models import SpecialDay

pytestmark = pytest.mark.django_db
HOLIDAY = date(2026, 9, 2)


@pytest.fixture(autouse=True)
def calendar(cast: Cast) -> None:
    for day, name in ((date(2026, 9, 1), "Quốc khánh, ngày liền kề"), (HOLIDAY, "Quốc khánh")):
        SpecialDay.objects.update_or_create(
            unit=None,
            date=day,
            defaults={"name": name, "kind": "day_off", "status": "official", "changed_at": AT},
        )


def test_a_letter_handed_over_at_a_ceremony_is_delivered_once(cast: Cast) -> None:
    one, day = signed(cast, "marriage"), gestured(cast)
    hand_over_at(actor=cast.coordinator, at=AT, gesture=day, handed=Handed(paper="marriage", letter=one))
    one.refresh_from_db()
    assert (one.state, one.way, one.delivered_date) == ("delivered", "ceremony", day.date)
    with pytest.raises(CannotRecordGesture, match="đã ghi"):
        hand_over_at(actor=cast.coordinator, at=AT, gesture=day, handed=Handed(paper="marriage", letter=one))
    with pytest.raises(CannotRecordGesture):
        hand_over_at(actor=cast.coordinator, at=AT, gesture=day, handed=Handed(name="Lan"))
    coming = gestured(cast, date=AT.date() + timedelta(days=3))
    with pytest.raises(CannotRecordGesture, match="chưa diễn ra"):
        hand_over_at(actor=cast.coordinator, at=AT, gesture=coming, handed=Handed(name="Lan", paper="birth"))


@pytest.mark.parametrize(
    ("kind", "missing"), [("condolence", "about"), ("visit", "went"), ("meeting", "place")]
)
def test_what_a_gesture_needs(cast: Cast, kind: str, missing: str) -> None:
    left_out: dict[str, Any] = {missing: ""}
    with pytest.raises(CannotRecordGesture) as refused:
        gestured(cast, kind, **left_out)
    assert refused.value.field == missing


def test_a_visit_of_condolence_warns_of_good_wishes(cast: Cast) -> None:
    gestured(cast, "condolence")
    with pytest.raises(CannotWriteLetter, match="Đoàn viếng"):
        drafted(cast, "praise", name="Trần Văn Cụ")


def test_pictures_once_and_nothing_but_pictures(cast: Cast) -> None:
    day, file = gestured(cast), keep_upload(upload=picture(), at=AT)
    for _ in range(2):
        add_photo(actor=cast.coordinator, at=AT, gesture=day, file=file, filename="anh.jpg")
    assert day.photos.count() == 1
    with pytest.raises(CannotRecordGesture, match="ảnh hoặc PDF"):
        add_photo(
            actor=cast.coordinator, at=AT, gesture=day, file=keep_file(data=b"chu", at=AT), filename="a.txt"
        )
    with pytest.raises(NotAllowed):
        add_photo(actor=cast.other_coordinator, at=AT, gesture=day, file=file, filename="anh.jpg")


def test_a_person_is_kept_with_proven_consent_and_wiped_when_it_ends(cast: Cast) -> None:
    lacking: tuple[dict[str, Any], ...] = ({"agrees": []}, {"proof": ""})
    for wrong in lacking:
        with pytest.raises(CannotKeepContributor):
            contributor(cast, **wrong)
    one = contributor(cast)
    assert agreed(one) == {"keep", "photo"}
    assert public_name(one) == "Một người có uy tín", "nobody is named without consent"
    args: dict[str, Any] = {"actor": cast.coordinator, "at": AT, "one": one, "way": "paper"}
    set_consent(**args, purpose="publish", is_given=True, proof="Phiếu 2")
    assert public_name(contributors_of(cast.unit).get()) == "Bùi Văn Uy"
    with pytest.raises(CannotKeepContributor, match="chứng cứ"):
        set_consent(**args, purpose="keep", is_given=False, proof=" ")
    set_consent(**args, purpose="keep", is_given=False, proof="Đơn ngày 01/7")
    row = Contributor.objects.values().get()
    assert "Uy" not in str(row)
    assert "0912" not in str(row)
    assert "họ" not in row["merit"]
    assert ContributorConsent.objects.filter(is_given=False).count() == 1, "the withdrawal is provable"
    with pytest.raises(CannotKeepContributor):
        set_consent(**args, purpose="keep", is_given=True, proof="lại")


def test_organisations_need_no_consent_of_a_person(cast: Cast) -> None:
    one = contributor(cast, kind="business", name="Công ty May Thanh Bình", agrees=[], proof="")
    assert public_name(one) == "Công ty May Thanh Bình"


def test_guests_of_a_meeting(cast: Cast) -> None:
    meeting, one = gestured(cast, "meeting"), contributor(cast)
    other = contributor(cast, name="Đào Thị Quý")
    args: dict[str, Any] = {"actor": cast.coordinator, "at": AT}
    set_guests(**args, gesture=meeting, asked=[one, other], came={one.pk})
    set_guests(**args, gesture=meeting, asked=[one, other], came={other.pk})
    assert dict(meeting.guests.values_list("contributor", "came")) == {one.pk: False, other.pk: True}
    with pytest.raises(CannotRecordGesture):
        set_guests(**args, gesture=gestured(cast), asked=[one], came=set())
    coming = gestured(cast, "meeting", date=AT.date() + timedelta(days=9))
    with pytest.raises(CannotRecordGesture, match="Chưa đến ngày"):
        set_guests(**args, gesture=coming, asked=[one], came={one.pk})


def written(cast: Cast, at: datetime = AT, seen: int = 0, text: str = "Kính chúc Nhân dân") -> Greeting:
    return write_greeting(
        actor=cast.coordinator, at=at, unit=cast.unit, code="national_day", year=2026, text=text, chair="Phạm Văn Chủ",
        seen=seen,
    )  # fmt: skip


def test_only_what_the_chair_approved_goes_out_with_proof(cast: Cast) -> None:
    at = datetime(2026, 9, 2, 6, 0, tzinfo=VIETNAM)
    one = written(cast)
    assert one.date == date(2026, 9, 1), "the first day of the name"
    post: dict[str, Any] = {"actor": cast.coordinator, "at": at, "day": HOLIDAY, "url": "https://xa.vn/2-9"}
    with pytest.raises(CannotGreet, match="chưa duyệt"):
        post_greeting(**post, greeting=one, channel="website")
    with pytest.raises(NotAllowed):
        approve_greeting(actor=cast.coordinator, at=AT, greeting=one, seen=one.version)
    one = approve_greeting(actor=cast.leader, at=AT, greeting=one, seen=one.version)
    for wrong in (
        {"url": ""},
        {"url": "javascript:alert(1)"},
        {"day": date(2026, 8, 1)},
        {"day": date(2026, 9, 3)},
    ):
        with pytest.raises(CannotGreet):
            post_greeting(**{**post, **wrong}, greeting=one, channel="website")
    for channel in ("website", "zalo", "website"):
        post_greeting(**post, greeting=one, channel=channel)
    due = next(one for one in greetings_of(cast.unit, 2026) if one.day.code == "national_day")
    assert (len(due.posts), due.lacking) == (2, ["truyền thanh"])
    changed = written(cast, seen=one.version, text="Lời khác")
    assert changed.approved_at is None, "changed words are approved anew"


def test_the_office_is_reminded_before_the_day_until_all_is_told(cast: Cast) -> None:
    def told(today: date) -> list[str]:
        return [one.why for one in waiting_for(cast.coordinator, cast.unit, today) if "Lời chúc" in one.title]

    assert told(date(2026, 8, 20)) == []
    assert told(date(2026, 8, 26)) == ["chưa soạn"]
    one = written(cast)
    assert told(date(2026, 8, 26)) == ["chờ Chủ tịch duyệt"]
    one = approve_greeting(actor=cast.leader, at=AT, greeting=one, seen=one.version)
    assert told(date(2026, 8, 26)) == ["còn thiếu: truyền thanh, trang thông tin, mạng xã hội"]
    at = datetime(2026, 9, 1, 6, 0, tzinfo=VIETNAM)
    for channel in ("loudspeaker", "website", "facebook"):
        post_greeting(
            actor=cast.coordinator, at=at, greeting=one, channel=channel, day=at.date(), url="https://xa.vn/a"
        )
    assert told(date(2026, 9, 1)) == []
