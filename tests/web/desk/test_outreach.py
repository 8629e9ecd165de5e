"""Making the programme known at the desk: a slogan with its picture, activities, a bulletin from text to log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import picture
from thanthien.operations.outreach.models import (
    Broadcast,
    Bulletin,
    LoudspeakerCluster,
    OutreachActivity,
    Slogan,
    SloganLook,
)
from thanthien.platform.people.models import Person
from thanthien.platform.units.actions import add_neighbourhood

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def at(cast: Cast, rest: str) -> str:
    return f"/desk/{cast.unit.code}/{rest}"


def put_up(cast: Cast, browser: Client, **more: object) -> Slogan:
    today = timezone.localdate()
    body = {
        "required": "hall", "kind": "slogan", "text": "Vì Nhân dân phục vụ", "place": "Sảnh", "date": today,
        "state": "in_place", "photo": picture(), **more,
    }  # fmt: skip
    browser.post(at(cast, "outreach/slogans/new/"), body)
    return Slogan.objects.get()


def test_a_slogan_is_put_up_looked_at_and_its_picture_kept(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.officer)
    page = browser.get(at(cast, "outreach/")).content.decode()
    assert page.count('class="st-lack">chưa có') == 5
    asked = browser.get(at(cast, "outreach/slogans/new/?required=hall")).content.decode()
    assert "Xây dựng chính quyền thân thiện, vì Nhân dân phục vụ" in asked
    one = put_up(cast, browser)
    look = SloganLook.objects.get()
    assert browser.get(at(cast, f"outreach/looks/{look.pk}/photo/")).status_code == 200
    where = at(cast, f"outreach/slogans/{one.pk}/look/")
    browser.post(where, {"date": timezone.localdate(), "state": "broken", "said": "Rách góc"})
    page = browser.get(at(cast, f"outreach/slogans/{one.pk}/")).content.decode()
    assert "Rách góc" in page
    assert "Rách, hỏng" in browser.get(at(cast, "outreach/?state=bad")).content.decode()


def test_what_is_no_picture_is_refused_and_what_was_typed_stays(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.officer)
    body = {
        "required": "hall", "kind": "slogan", "text": "Câu chữ đã gõ", "place": "Sảnh", "state": "in_place",
        "date": timezone.localdate(), "photo": SimpleUploadedFile("anh.jpg", b"khong phai anh"),
    }  # fmt: skip
    answer = browser.post(at(cast, "outreach/slogans/new/"), body)
    assert answer.status_code == 422
    assert (
        "Tệp này không phải ảnh" in answer.content.decode() or "Ảnh chưa giữ được" in answer.content.decode()
    )
    assert "Câu chữ đã gõ" in answer.content.decode()
    assert not Slogan.objects.exists()


def test_activities_reach_neighbourhoods_and_fill_a_paper(cast: Cast, client_of: Clients) -> None:
    now = timezone.now()
    east = add_neighbourhood(actor=None, at=now, unit=cast.unit, kind="village", name="Đông")
    add_neighbourhood(actor=None, at=now, unit=cast.unit, kind="village", name="Tây")
    browser, today = client_of(cast.officer), timezone.localdate()
    campaign = {
        "title": "Quán triệt đề án", "first_date": today, "last_date": today,
        "documents": "Luật Thực hiện dân chủ ở cơ sở",
    }  # fmt: skip
    browser.post(at(cast, "outreach/campaigns/new/"), campaign)
    body = {
        "kind": "voter_meeting", "title": "Tiếp xúc cử tri thôn Đông", "date": today, "people": "85",
        "neighbourhoods": [east.pk], "url": "https://xa.example.gov.vn/tin", "campaign": "",
    }  # fmt: skip
    assert browser.post(at(cast, "outreach/activities/new/"), body).status_code == 302
    page = browser.get(at(cast, "outreach/activities/")).content.decode()
    assert "Luật Thực hiện dân chủ ở cơ sở" in page
    assert "1 hoạt động, 85 lượt người" in page
    reach = browser.get(at(cast, "outreach/reach/")).content.decode()
    assert "1/2 thôn, tổ dân phố" in reach
    assert reach.count("chưa đến") == 1
    paper = browser.get(at(cast, f"outreach/papers/activities/?month={today:%Y-%m}&form=pdf"))
    assert paper.content.startswith(b"%PDF")
    empty = browser.get(at(cast, "outreach/papers/broadcasts/"), follow=True).content.decode()
    assert "chưa có gì để lập" in empty
    tomorrow = {**body, "date": today + timedelta(days=1)}
    assert browser.post(at(cast, "outreach/activities/new/"), tomorrow).status_code == 422
    one = OutreachActivity.objects.get()
    browser.post(at(cast, f"outreach/activities/{one.pk}/withdraw/"), {"reason": "Ghi nhầm"})
    assert "0 hoạt động" in browser.get(at(cast, "outreach/activities/")).content.decode()


def test_a_bulletin_from_its_reading_to_the_log(cast: Cast, client_of: Clients) -> None:
    browser, boss = client_of(cast.officer), client_of(cast.coordinator)
    today, now = timezone.localdate(), timezone.now()
    body = {"name": "Cụm Đông", "kind": "smart", "since_date": today, "state": "working"}
    assert browser.post(at(cast, "outreach/loudspeakers/new/"), body).status_code == 403
    boss.post(at(cast, "outreach/loudspeakers/new/"), body)
    words = {"title": "Mời họp", "text": "UBND xã mời 3.321 hộ họp lúc 7h30."}
    looked = browser.post(at(cast, "outreach/bulletins/new/"), {**words, "more": "1"})
    assert looked.status_code == 200
    assert "ba nghìn ba trăm hai mươi mốt hộ" in looked.content.decode()
    assert not Bulletin.objects.exists()
    browser.post(at(cast, "outreach/bulletins/new/"), words)
    one = Bulletin.objects.get()
    here = f"outreach/bulletins/{one.pk}/"
    plan = {"first_date": today, "last_date": today, "hours": "6h30, 22:00", "clusters": "1"}
    plan["clusters"] = str(LoudspeakerCluster.objects.get().pk)
    refused = browser.post(at(cast, here + "plan/"), plan)
    assert refused.status_code == 422
    assert "giờ không phát loa" in refused.content.decode()
    assert "6h30, 22:00" in refused.content.decode()
    assert (
        "Chưa đọc được giờ"
        in browser.post(at(cast, here + "plan/"), {**plan, "hours": "sáng"}).content.decode()
    )
    browser.post(at(cast, here + "plan/"), {**plan, "hours": "6:30"})
    cast_one = Broadcast.objects.get()
    Broadcast.objects.update(begins_at=now - timedelta(minutes=5))
    log = browser.get(at(cast, "outreach/log/")).content.decode()
    assert "Ghi sổ" in log
    row = {"week": str(today), "shown": str(cast_one.pk)}
    missed = browser.post(at(cast, "outreach/log/record/"), row)
    assert missed.status_code == 422
    assert "vì sao không phát được" in missed.content.decode()
    browser.post(at(cast, "outreach/log/record/"), {**row, "played": str(cast_one.pk)})
    cast_one.refresh_from_db()
    assert cast_one.state == "played"
    browser.post(at(cast, here + "say/"), {"written": "UBND", "spoken": "ủy ban"})
    page = browser.get(at(cast, here)).content.decode()
    assert "Cách đọc đã đổi" in page
    long = browser.post(at(cast, "outreach/bulletins/new/"), {"title": "Dài", "text": "chữ " * 4000})
    assert long.status_code == 422
    assert "dài quá 10.000" in long.content.decode()


def test_a_slogan_is_printed_with_the_words_of_the_plan_or_free_ones(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.officer)
    page = browser.get(at(cast, "posters/")).content.decode()
    assert "Xây dựng chính quyền thân thiện, vì Nhân dân phục vụ" in page
    made = browser.get(at(cast, "posters/banner/?text=hall&size=2x1&look=do&code=1"))
    assert made.content.startswith(b"%PDF")
    assert browser.get(at(cast, "posters/banner/?text=free&words=Chào+mừng&size=a3")).content.startswith(
        b"%PDF"
    )
    for empty in ("text=free&words=+", "text=hotline", ""):
        assert browser.get(at(cast, f"posters/banner/?{empty}")).status_code == 302
    assert browser.get(at(cast, "posters/banner/?text=hall&size=a0")).status_code == 404


def test_another_unit_finds_nothing(cast: Cast, client_of: Clients) -> None:
    one = put_up(cast, client_of(cast.officer))
    stranger = client_of(cast.other_officer)
    assert stranger.get(at(cast, f"outreach/slogans/{one.pk}/")).status_code == 404
    own = f"/desk/{cast.other_unit.code}/outreach/slogans/{one.pk}/"
    assert stranger.get(own).status_code == 404
