"""Letters on their pages: the whole way of one, a batch, proposals, a ceremony, contributors, greetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.letters.factories import contributor, drafted, gestured, signed
from tests.programme.plans.factories import picture
from thanthien.operations.letters.models import (
    Contributor,
    CourtesyLetter,
    Gesture,
    Greeting,
    GreetingPost,
    LetterBatch,
    LetterWording,
)
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.models import SpecialDay

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
TYPED = {"name": "Vũ Văn Hiến", "honorific": "Ông", "deed": "hiến 120 m² đất", "address": "Thôn Đông"}


def at(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/letters/{rest}"


def test_a_letter_from_the_template_to_the_hands(cast: Cast, client_of: Clients) -> None:
    boss, leader = client_of(cast.coordinator), client_of(cast.leader)
    assert "Thư chia buồn" in boss.get(at(cast, "new/")).content.decode()
    lacking = boss.post(at(cast, "new/?template=thanks"), {**TYPED, "deed": ""})
    assert lacking.status_code == 422
    assert "Vũ Văn Hiến" in lacking.content.decode(), "what was typed stays"
    boss.post(at(cast, "new/?template=thanks"), {**TYPED, "client_key": "a"})
    boss.post(at(cast, "new/?template=thanks"), {**TYPED, "client_key": "a"})
    one = CourtesyLetter.objects.get()
    page = boss.get(at(cast, f"{one.pk}/")).content.decode()
    assert "hiến 120 m² đất" in page
    assert "Ký, lấy số" not in page
    boss.post(at(cast, f"{one.pk}/move/"), {"move": "submit", "seen": "1"})
    assert boss.post(at(cast, f"{one.pk}/move/"), {"move": "sign", "seen": "2"}).status_code == 403
    leader.post(at(cast, f"{one.pk}/move/"), {"move": "sign", "seen": "2"})
    assert "01/2026" in boss.get(at(cast, f"{one.pk}/")).content.decode() or timezone.localdate().year != 2026
    late = boss.post(at(cast, f"{one.pk}/move/"), {"move": "deliver", "seen": "3", "way": "hand", "day": ""})
    assert late.status_code == 422
    day = timezone.localdate().isoformat()
    boss.post(at(cast, f"{one.pk}/move/"), {"move": "deliver", "seen": "3", "way": "hand", "day": day})
    assert CourtesyLetter.objects.get().state == "delivered"
    for form in ("docx", "pdf"):
        assert boss.get(at(cast, f"{one.pk}/letter.{form}")).status_code == 200
    assert boss.get(at(cast, f"{one.pk}/letter.exe")).status_code == 404
    assert boss.get(at(cast, "register.xlsx?kind=thanks")).status_code == 200


def test_a_warning_asks_for_the_reason_beside_what_was_typed(cast: Cast, client_of: Clients) -> None:
    drafted(cast, "condolence", other="Vũ Văn Hiến", address="Thôn Đông")
    boss = client_of(cast.coordinator)
    page = boss.post(at(cast, "new/?template=thanks"), TYPED)
    assert page.status_code == 422
    assert "đã mất" in page.content.decode()
    assert "Vẫn lập thư vì" in page.content.decode()
    assert (
        boss.post(at(cast, "new/?template=thanks"), {**TYPED, "decided_for": "Truy tặng"}).status_code == 302
    )


def test_the_register_finds_without_tone_marks_and_others_see_their_own(
    cast: Cast, client_of: Clients
) -> None:
    drafted(cast)
    drafted(cast, "praise")
    found = client_of(cast.coordinator).get(at(cast, "?q=vu+van+hien")).content.decode()
    assert "Vũ Văn Hiến" in found
    assert "Nguyễn Thị Giỏi" not in found
    stranger = cast.officer.memberships.get()
    stranger.agency = cast.economy
    stranger.save()
    own = client_of(cast.officer)
    assert "Vũ Văn Hiến" not in own.get(at(cast)).content.decode()
    assert own.get(at(cast, f"{CourtesyLetter.objects.earliest('pk').pk}/")).status_code == 404
    assert own.get(at(cast, "people/")).status_code == 302
    assert own.post(at(cast, "gestures/new/visit/"), {}).status_code == 403
    assert client_of(cast.other_coordinator).get(at(cast)).status_code == 404


def test_the_register_asks_as_often_for_one_as_for_three(
    cast: Cast, client_of: Clients, django_assert_max_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, counts = client_of(cast.coordinator), []
    for number in (1, 3):
        while CourtesyLetter.objects.count() < number:
            signed(cast)
        browser.get(at(cast))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            browser.get(at(cast))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_batch_is_shown_before_it_is_made_and_printed_in_one_file(cast: Cast, client_of: Clients) -> None:
    boss = client_of(cast.coordinator)
    sent = {"template": "thanks", "name": "Cảm ơn", "typed": "Ông | Hiến | Đông | | tặng đất\n | Lan | | |"}
    page = boss.post(at(cast, "batches/new/"), sent).content.decode()
    assert "1 thư mới" in page
    assert "1 dòng chưa lập được" in page
    assert not LetterBatch.objects.exists()
    packed = page.partition('name="packed" value="')[2].partition('"')[0]
    boss.post(at(cast, "batches/new/"), {"keep": "1", "packed": packed[:-3] + "xyz"})
    assert not LetterBatch.objects.exists(), "a list that was changed on the way is not taken"
    boss.post(at(cast, "batches/new/"), {"keep": "1", "packed": packed})
    batch = LetterBatch.objects.get()
    assert batch.letters.count() == 1
    boss.post(at(cast, f"batches/{batch.pk}/move/"), {"move": "submit"})
    client_of(cast.leader).post(at(cast, f"batches/{batch.pk}/move/"), {"move": "sign"})
    assert batch.letters.get().number == 1
    for form in ("docx", "pdf"):
        assert boss.get(at(cast, f"batches/{batch.pk}/letters.{form}")).status_code == 200
    bad = {**sent, "typed": "", "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04hong")}
    refused = boss.post(at(cast, "batches/new/"), bad)
    assert refused.status_code == 422
    assert "Cảm ơn" in refused.content.decode()


def test_words_are_looked_at_before_they_are_kept(cast: Cast, client_of: Clients) -> None:
    boss = client_of(cast.coordinator)
    drafted(cast)
    typed = {"subject": "Cảm ơn", "text": "Xin cảm ơn «ho_ten» nhiều lắm", "seen": "0"}
    look = boss.post(at(cast, "templates/thanks/save/"), {**typed, "move": "preview"}).content.decode()
    assert "Xin cảm ơn Vũ Văn Hiến nhiều lắm" in look
    assert not LetterWording.objects.exists()
    wrong = boss.post(at(cast, "templates/thanks/save/"), {**typed, "text": "«ten_la»"})
    assert (wrong.status_code, "«ten_la»" in wrong.content.decode()) == (422, True)
    boss.post(at(cast, "templates/thanks/save/"), typed)
    assert LetterWording.objects.get().version == 1
    assert client_of(cast.officer).post(at(cast, "templates/thanks/save/"), typed).status_code == 403


def test_a_ceremony_with_its_pictures(cast: Cast, client_of: Clients) -> None:
    boss, one = client_of(cast.coordinator), signed(cast, "marriage", timezone.now())
    day = timezone.localdate().isoformat()
    boss.post(at(cast, "gestures/new/ceremony/"), {"date": day, "place": "Hội trường", "led_by": "Chủ tịch"})
    made = Gesture.objects.get()
    boss.post(at(cast, f"gestures/{made.pk}/give/"), {"paper": "marriage", "letter": str(one.pk)})
    assert boss.post(at(cast, f"gestures/{made.pk}/photos/"), {}).status_code == 422
    boss.post(at(cast, f"gestures/{made.pk}/photos/"), {"file": picture()})
    page = boss.get(at(cast, f"gestures/{made.pk}/")).content.decode()
    assert "Đỗ Văn Duyên" in page
    photo = made.photos.get()
    assert boss.get(at(cast, f"gestures/{made.pk}/photos/{photo.pk}/?small")).status_code == 200
    other = client_of(cast.other_coordinator)
    assert other.get(f"/desk/{cast.other_unit.code}/letters/gestures/{made.pk}/").status_code == 404


def test_contributors_meet_and_may_withdraw(cast: Cast, client_of: Clients) -> None:
    boss, meeting = client_of(cast.coordinator), gestured(cast, "meeting", timezone.now())
    typed = {"kind": "respected", "name": "Bùi Văn Uy", "way": "paper", "proof": "Phiếu"}
    assert boss.post(at(cast, "people/new/"), typed).status_code == 422
    boss.post(at(cast, "people/new/"), {**typed, "agrees": ["keep"]})
    one = Contributor.objects.get()
    boss.post(at(cast, f"gestures/{meeting.pk}/guests/"), {"came": [str(one.pk)]})
    assert "Mời 1, có mặt 1" in boss.get(at(cast, f"gestures/{meeting.pk}/")).content.decode()
    withdrawn = {"purpose": "keep", "given": "no", "way": "paper", "proof": "Đơn"}
    boss.post(at(cast, f"people/{one.pk}/consent/"), withdrawn)
    page = boss.get(at(cast, f"gestures/{meeting.pk}/")).content.decode()
    assert "Bùi Văn Uy" not in page
    assert "Người đã rút đồng ý" in page


def test_the_greeting_of_a_holiday_goes_out_with_its_proof(cast: Cast, client_of: Clients) -> None:
    boss, leader, today = client_of(cast.coordinator), client_of(cast.leader), timezone.localdate()
    day = min(today + timedelta(days=1), today.replace(month=12, day=31))
    SpecialDay.objects.update_or_create(
        unit=None, date=day,
        defaults={"name": "Tết Dương lịch", "kind": "day_off", "status": "law", "changed_at": timezone.now()},
    )  # fmt: skip
    way = f"greetings/{day.year}/new_year/"
    assert "Kính thưa toàn thể Nhân dân" in boss.get(at(cast, way)).content.decode()
    boss.post(at(cast, way), {"text": "Kính chúc", "chair": "Phạm Văn Chủ", "seen": "0"})
    post = {"channel": "zalo", "day": today.isoformat(), "file": picture()}
    assert "chưa duyệt" in boss.post(at(cast, f"{way}post/"), post).content.decode()
    leader.post(at(cast, f"{way}approve/"), {"seen": "1"})
    boss.post(at(cast, f"{way}post/"), {**post, "file": picture()})
    assert (Greeting.objects.get().code, GreetingPost.objects.get().channel) == ("new_year", "zalo")
    assert "còn thiếu: truyền thanh, trang thông tin" in boss.get(at(cast, "greetings/")).content.decode()


def test_a_contributors_page_is_not_of_another_unit(cast: Cast, client_of: Clients) -> None:
    one = contributor(cast)
    other = client_of(cast.other_coordinator)
    assert other.get(f"/desk/{cast.other_unit.code}/letters/people/{one.pk}/").status_code == 404
