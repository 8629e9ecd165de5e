"""The register on the desk: draft, publish, post with proof, take down, take over of another's work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.disclosure.factories import drafted, posted, published
from tests.programme.plans.factories import picture
from thanthien.operations.disclosure.models import Posting, Publication
from thanthien.operations.disclosure.queries import register_of
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Browser = Callable[[Person], Client]
TYPED = {
    "item": "law_13", "title": "Danh mục thủ tục", "document_number": "20/QĐ-UBND", "text": "Gồm 120 thủ tục",
}  # fmt: skip


def test_from_the_register_to_the_citizens(cast: Cast, client_of: Browser) -> None:
    home, today = f"/desk/{cast.unit.code}/disclosure/", timezone.localdate().isoformat()
    page = client_of(cast.coordinator).get(home).content.decode()
    assert "Chưa có nội dung nào đang công khai" in page
    answer = client_of(cast.officer).post(f"{home}new/", {**TYPED, "document_date": today})
    one = Publication.objects.get()
    assert answer.status_code == 302
    assert "Ngày cuối trong hạn" in client_of(cast.officer).get(f"{home}{one.pk}/").content.decode()
    asked = {"move": "publish", "seen": str(one.version)}
    assert client_of(cast.officer).post(f"{home}{one.pk}/decide/", asked).status_code == 403
    assert client_of(cast.coordinator).post(f"{home}{one.pk}/decide/", asked).status_code == 302
    assert "Gồm 120 thủ tục" in Client().get(f"/{cast.unit.code}/public/{one.code}/").content.decode()
    proof = picture("bang-tin.png")
    typed = {"channel": "notice_hq", "place": "Bảng tin tầng 1", "first_date": today, "file": proof}
    assert client_of(cast.one_stop).post(f"{home}{one.pk}/post/", typed).status_code == 302
    posting = Posting.objects.get(channel="notice_hq")
    assert (posting.posted_by, posting.filename) == (cast.one_stop, "bang-tin.png")
    assert client_of(cast.officer).get(f"{home}postings/{posting.pk}/file/").status_code == 200
    assert "Bảng tin tầng 1" in client_of(cast.council).get(f"{home}{one.pk}/").content.decode()


def test_too_early_is_refused_with_the_day_and_what_was_typed_stays(
    cast: Cast, client_of: Browser, now: datetime
) -> None:
    one = published(cast, now)
    notice = posted(cast, now, one, "notice_hq", date(2026, 7, 1))
    there = f"/desk/{cast.unit.code}/disclosure/postings/{notice.pk}/end/"
    answer = client_of(cast.officer).post(there, {"last_date": "2026-07-10", "reason": "Hết chỗ"})
    assert answer.status_code == 422
    assert "30/07/2026" in answer.content.decode()
    assert "Hết chỗ" in answer.content.decode()


def test_a_file_of_a_hundred_megabytes_is_refused_and_the_text_kept(
    cast: Cast, client_of: Browser, settings: object
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000  # type: ignore[attr-defined]  # the same wall, nearer
    today = timezone.localdate().isoformat()
    large = SimpleUploadedFile("lon.pdf", b"%PDF-1.4 " + b"0" * 2000)
    answer = client_of(cast.officer).post(
        f"/desk/{cast.unit.code}/disclosure/new/", {**TYPED, "document_date": today, "file": large}
    )
    assert answer.status_code == 422
    assert "vượt mức" in answer.content.decode()
    assert "Gồm 120 thủ tục" in answer.content.decode()
    assert not Publication.objects.exists()


def test_who_edits_what_another_has_changed_is_told(cast: Cast, client_of: Browser, now: datetime) -> None:
    one = drafted(cast, now)
    there = f"/desk/{cast.unit.code}/disclosure/{one.pk}/edit/"
    typed = {**TYPED, "document_date": "2026-06-29", "seen": str(one.version)}
    assert client_of(cast.head).post(there, typed).status_code == 302
    answer = client_of(cast.officer).post(there, {**typed, "title": "Bản của tôi"})
    assert answer.status_code == 422
    assert "người khác sửa" in answer.content.decode()
    assert "Bản của tôi" in answer.content.decode()


def test_an_item_of_the_units_own(cast: Cast, client_of: Browser) -> None:
    home = f"/desk/{cast.unit.code}/disclosure/items/"
    typed = {"title": "Giờ mở cửa nhà văn hóa", "agency": str(cast.culture.pk)}
    answer = client_of(cast.coordinator).post(f"{home}new/", typed)
    code = answer["Location"].rstrip("/").rpartition("/")[2]
    assert register_of(cast.unit)[code].title == "Giờ mở cửa nhà văn hóa"
    client_of(cast.coordinator).post(f"{home}{code}/set/", {"is_active": "no", "reason": "Đã có ở thôn"})
    page = client_of(cast.coordinator).get(f"/desk/{cast.unit.code}/disclosure/").content.decode()
    assert "Đã có ở thôn" in page
