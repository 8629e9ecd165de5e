"""The quick form at the counter and on the telephone: words alone are enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.channels.actions import ShiftFields, plan_shifts
from thanthien.operations.channels.models import Post
from thanthien.operations.feedback.models import Channel, Report
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def typed(**more: str) -> dict[str, str]:
    return {
        "channel": "walk_in",
        "path": "petition",
        "client_key": "k1",
        "text": "Đèn đường tắt ở ngõ 12",
        **more,
    }


def test_words_alone_are_enough(cast: Cast, client_of: Clients) -> None:
    home = f"/desk/{cast.unit.code}/feedback/new/"
    answer = client_of(cast.one_stop).post(home, typed(), follow=True)
    report = Report.objects.get()
    assert (report.category, report.agency, report.channel) == ("roads", cast.economy, Channel.WALK_IN)
    assert report.said_code in answer.content.decode()


def test_a_way_to_be_told_needs_its_address(cast: Cast, client_of: Clients) -> None:
    home = f"/desk/{cast.unit.code}/feedback/new/"
    answer = client_of(cast.one_stop).post(home, typed(tell_by="sms"))
    assert answer.status_code == 422
    assert "ghi số điện thoại để báo kết quả" in answer.content.decode()
    assert not Report.objects.exists()


def test_about_a_leader_it_goes_to_the_city_and_the_code_is_still_said(
    cast: Cast, client_of: Clients
) -> None:
    home = f"/desk/{cast.unit.code}/feedback/new/"
    answer = client_of(cast.one_stop).post(home, typed(about_leader="on"), follow=True)
    report = Report.objects.get()
    assert (report.is_protected, report.about_leader, report.category) == (True, True, "staff")
    page = answer.content.decode()
    assert report.said_code in page
    assert "Đèn đường tắt" not in page


def test_the_channel_of_the_shift_is_chosen_beforehand(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.make_aware(datetime(2026, 7, 1, 9))
    fields = ShiftFields(Post.HOTLINE, (now.date(),), time(7, 30), time(11, 30), cast.one_stop)
    plan_shifts(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
    client, home = client_of(cast.one_stop), f"/desk/{cast.unit.code}/feedback/new/"
    monkeypatch.setattr("thanthien.web.desk.feedback.receiving.timezone.now", lambda: now)
    assert '<option value="hotline" selected>' in client.get(home).content.decode()
    assert '<option value="walk_in" selected>' in client_of(cast.officer).get(home).content.decode()


def test_a_leader_sees_what_waits_for_approval_first(cast: Cast, client_of: Clients, now: datetime) -> None:
    home, report = f"/desk/{cast.unit.code}/feedback/", sent(cast, timezone.now())
    for move, more in (("take", {}), ("draft", {"outcome": "solved", "text": "Đã thu gom"})):
        page = client_of(cast.coordinator).get(f"{home}{report.pk}/").content.decode()
        seen = page.split('name="seen" value="')[1].split('"')[0]
        client_of(cast.coordinator).post(f"{home}{report.pk}/handle/", {"move": move, "seen": seen, **more})
    sent(cast, now, text="Chuyện khác hẳn ở thôn Đoài")
    page = client_of(cast.leader).get(home).content.decode()
    assert report.text in page
    assert "Chuyện khác hẳn" not in page
    assert "ngày làm việc" in page
    assert "Chuyện khác hẳn" in client_of(cast.leader).get(f"{home}?tab=open").content.decode()


def test_the_sorter_sets_the_category_on_the_page(cast: Cast, client_of: Clients, now: datetime) -> None:
    report = sent(cast, now, category="other", channel=Channel.EMAIL)
    home = f"/desk/{cast.unit.code}/feedback/{report.pk}/"
    page = client_of(cast.coordinator).get(home).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client_of(cast.coordinator).post(f"{home}sort/", {"move": "category", "seen": seen, "category": "water"})
    report.refresh_from_db()
    assert report.category == "water"
