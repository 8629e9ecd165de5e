"""Reports about a leader go to the city, which answers them; nobody of the commune sees them anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.feedback.acting import version_of
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.models import Report
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
TEXT = "Ông Chủ tịch xã bớt đất công cho người nhà"


@pytest.fixture
def report(cast: Cast, now: datetime) -> Report:
    contact = Contact("Phạm Thị Mơ", email="mo@example.vn", tell_by="email")
    return sent(cast, now, category="staff", text=TEXT, about_leader=True, contact=contact)


def test_the_city_takes_drafts_and_answers(
    cast: Cast, client_of: Callable[[Person], Client], report: Report
) -> None:
    browser, home = client_of(cast.city_admin), f"/city/{cast.city.code}/feedback/"
    assert TEXT in browser.get(home).content.decode()
    for move, more in (("take", {}), ("draft", {"outcome": "solved", "text": "Đã xác minh"}), ("answer", {})):
        report.refresh_from_db()
        typed = {"move": move, "seen": version_of(report), **more}
        answer = browser.post(f"{home}{report.pk}/handle/", typed)
        assert answer.status_code == 302, answer.content.decode()
    report.refresh_from_db()
    assert (report.state, report.handler) == (Report.State.ANSWERED, cast.city_admin)
    assert TEXT in browser.get(f"{home}?tab=ended").content.decode()
    desk = browser.get(f"/desk/{cast.unit.code}/feedback/{report.pk}/")
    assert desk["Location"] == f"{home}{report.pk}/"


def test_nobody_of_the_commune_meets_it_anywhere(
    cast: Cast, client_of: Callable[[Person], Client], report: Report
) -> None:
    desk = f"/desk/{cast.unit.code}/"
    Message.objects.update(state=Message.State.GIVEN_UP)
    sent_code = report.said_code
    for person in (cast.leader, cast.coordinator):
        browser = client_of(person)
        for page in ("feedback/?tab=all", "feedback/?tab=all&q=dat", "my-work/", "audit/", "audit/file/",
                     "messages/?tab=all", ""):  # fmt: skip
            answer = browser.get(desk + page)
            said = answer.getvalue().decode() if answer.streaming else answer.content.decode()
            assert answer.status_code == 200
            assert TEXT not in said, page
            assert sent_code not in said, page
        assert browser.get(f"{desk}feedback/{report.pk}/").status_code == 404
        message = Message.objects.get()
        assert browser.post(f"{desk}messages/{message.pk}/again/").status_code == 404
    assert TEXT not in client_of(cast.leader).get(f"{desk}feedback/protected/").content.decode()
    city = client_of(cast.city_admin).get(f"/city/{cast.city.code}/audit/").content.decode()
    assert sent_code in city
