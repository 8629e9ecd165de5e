"""The inbox on the desk: taken, answered, approved by a second person; what is about staff is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import TEXT, sent
from thanthien.operations.feedback.acting import version_of
from thanthien.operations.feedback.models import Channel, Report
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db


def test_from_the_inbox_to_the_answer(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    report = sent(cast, now)
    home = f"/desk/{cast.unit.code}/feedback/"
    assert TEXT in client_of(cast.coordinator).get(home).content.decode()
    for person, move, where, more in (
        (cast.coordinator, "take", "handle", {}),
        (cast.coordinator, "draft", "handle", {"outcome": "solved", "text": "Đã thu gom"}),
        (cast.leader, "answer", "decide", {}),
    ):
        report.refresh_from_db()
        typed = {"move": move, "seen": version_of(report), **more}
        answer = client_of(person).post(f"{home}{report.pk}/{where}/", typed)
        assert answer.status_code == 302, answer.content.decode()
    report.refresh_from_db()
    assert (report.state, report.outcome) == (Report.State.ANSWERED, "solved")


def test_what_is_about_staff_is_seen_by_the_leader_alone(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    report = sent(cast, now, category="staff", text="Cán bộ ở quầy số 2 quát người già")
    home = f"/desk/{cast.unit.code}/feedback/"
    for person in (cast.coordinator, cast.one_stop, cast.head, cast.officer):
        assert "quát người già" not in client_of(person).get(f"{home}?tab=all").content.decode()
        assert client_of(person).get(f"{home}{report.pk}/").status_code == 404
    assert "quát người già" in client_of(cast.leader).get(f"{home}{report.pk}/").content.decode()


def test_a_report_by_telephone_gets_its_code(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    typed = {
        "channel": Channel.HOTLINE, "path": "petition", "category": "water", "client_key": "mot-cuoc-goi",
        "text": "Mất nước từ sáng ở thôn Đông",
    }  # fmt: skip
    answer = client_of(cast.one_stop).post(f"/desk/{cast.unit.code}/feedback/new/", typed, follow=True)
    report = Report.objects.get()
    assert report.said_code in answer.content.decode()
    assert report.received_by == cast.one_stop
