"""The roster and the log on their pages: volunteers, a week, attendance, the month's table, a call in one form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.assistance.helping import called, helper, helping
from thanthien.operations.assistance.helping import HelpShift, SupportCall, Volunteer
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def at(cast: Cast, rest: str) -> str:
    return f"/desk/{cast.unit.code}/assistance/{rest}"


def test_a_volunteer_is_added_put_on_the_roster_and_recorded(cast: Cast, client_of: Clients) -> None:
    boss, browser = client_of(cast.coordinator), client_of(cast.one_stop)
    typed = {"name": "Nguyễn Thu Thảo", "body": "youth", "phone": "0912 000 201", "branch": "Chi đoàn"}
    assert boss.post(at(cast, "volunteers/new/"), typed).status_code == 422  # no consent
    boss.post(at(cast, "volunteers/new/"), {**typed, "agrees": "on"})
    person, today = Volunteer.objects.get(), timezone.localdate()
    plan = {"volunteer": str(person.pk), "place": "Trung tâm", "starts": "07:30", "ends": "11:30",
            "days": [today.isoformat()]}  # fmt: skip
    assert browser.post(at(cast, f"roster/plan/?week={today}"), plan).status_code == 302
    shift = HelpShift.objects.get()
    week = browser.get(at(cast, "roster/")).content.decode()
    assert "Nguyễn Thu Thảo" in week
    assert f"shifts/{shift.pk}/" in week
    assert browser.post(at(cast, f"shifts/{shift.pk}/"), {"came": "came", "guided": "-1"}).status_code == 422
    browser.post(
        at(cast, f"shifts/{shift.pk}/"), {"came": "came", "guided": "12", "installed": "3", "filed": "2"}
    )
    month = browser.get(at(cast, "roster/month/")).content.decode()
    assert "1/1" in month
    assert browser.get(at(cast, "roster/month.xlsx"))["Content-Type"].endswith("sheet")
    boss.post(at(cast, f"volunteers/{person.pk}/end/"))
    assert Volunteer.objects.get().until_date == today


def test_telephones_are_for_those_who_call(cast: Cast, client_of: Clients) -> None:
    helper(cast, timezone.now())
    assert "0912 000 201" in client_of(cast.one_stop).get(at(cast, "volunteers/")).content.decode()
    masked = client_of(cast.officer).get(at(cast, "volunteers/")).content.decode()
    assert "0912 000 201" not in masked
    assert "••••••201" in masked


def test_a_shift_is_taken_off_and_strange_weeks_are_this_week(cast: Cast, client_of: Clients) -> None:
    now, browser = timezone.now(), client_of(cast.one_stop)
    shift = helping(cast, helper(cast, now), timezone.localdate(now) + timedelta(days=1), now)
    browser.post(at(cast, f"shifts/{shift.pk}/cancel/"))
    assert not HelpShift.objects.exists()
    for strange in ("x", "2026-99-99", "0001-01-01"):
        assert browser.get(at(cast, f"roster/?week={strange}")).status_code == 200
        assert browser.get(at(cast, f"roster/month/?month={strange}")).status_code == 200


def test_a_call_is_typed_ended_and_found(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.officer)
    typed = {"caller": "citizen", "about": "account", "problem": "Quên mật khẩu", "helper": str(cast.officer.pk),
             "outcome": "open", "client_key": "ca-1"}  # fmt: skip
    assert browser.post(at(cast, "support/new/"), {**typed, "problem": ""}).status_code == 422
    browser.post(at(cast, "support/new/"), typed)
    call = SupportCall.objects.get()
    browser.post(
        at(cast, f"support/{call.pk}/"), {"outcome": "solved", "knowledge": "Đặt lại tại quầy", "seen": "1"}
    )
    assert "Đặt lại tại quầy" in browser.get(at(cast, "support/?q=dat lai")).content.decode()
    assert "Không có ca nào khớp" in browser.get(at(cast, "support/?q=may bay")).content.decode()


def test_another_commune_finds_nothing(cast: Cast, client_of: Clients) -> None:
    now = timezone.now()
    shift, call = helping(cast, helper(cast, now), timezone.localdate(now), now), called(cast, now)
    browser = client_of(cast.other_coordinator)
    for rest in (f"shifts/{shift.pk}/", f"support/{call.pk}/", f"volunteers/{shift.volunteer_id}/"):
        assert browser.get(f"/desk/{cast.other_unit.code}/assistance/{rest}").status_code == 404
        assert browser.get(at(cast, rest)).status_code == 404
