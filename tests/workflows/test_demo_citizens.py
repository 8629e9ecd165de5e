"""The demo's register and reports: in many states, some public, nothing that reaches a real person."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

import pytest
from django.test import Client
from django.utils import timezone

from thanthien.operations.disclosure.models import Contact, Publication, QuarterList
from thanthien.operations.disclosure.standing import standings_of
from thanthien.operations.feedback.models import Report
from thanthien.platform.outbox.models import Message
from thanthien.workflows.demo.disclosure import play_disclosure
from thanthien.workflows.demo.feedback import play_feedback
from thanthien.workflows.demo.names import COMMUNES
from thanthien.workflows.demo.people import Commune, make_city, make_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    at, since = timezone.make_aware(datetime.combine(date(2026, 1, 5), time(8))), date(2025, 12, 1)
    return make_commune(COMMUNES[0], city=make_city(at=at, since=since), at=at, since=since)


@pytest.mark.parametrize("until", [date(2026, 4, 1), date(2026, 11, 21), date(2026, 12, 31)])
def test_the_register_is_played_on_any_day(commune: Commune, until: date) -> None:
    play_disclosure(commune, until=until, is_first=True)
    kinds = Counter(p.kind for one in standings_of(commune.unit, until) for p in one.problems)
    assert kinds["missing"] >= 2
    assert kinds["late"] == 1  # the draft that nobody has published
    assert kinds["lapsing"] >= 1
    assert kinds["proof"] == 1
    good = [one for one in standings_of(commune.unit, until) if one.is_good]
    assert len(good) >= 8
    assert Contact.objects.filter(unit=commune.unit, ended_at=None).count() == 4
    assert Publication.objects.filter(unit=commune.unit, item="news").count() == 3
    assert QuarterList.objects.get().lacking > 0
    page = Client().get(f"/{commune.unit.code}/public/").content.decode()
    assert "Bảng phí, lệ phí của từng thủ tục" in page


def test_the_reports_stand_in_many_states(commune: Commune) -> None:
    until = date(2026, 11, 21)
    play_feedback(commune, until=until)
    rows = list(Report.objects.filter(unit=commune.unit))
    assert len(rows) == 13
    states = Counter(one.state for one in rows)
    assert {"received", "in_hand", "asked", "answered", "merged"} <= set(states)
    assert sum(one.published_at is not None for one in rows) == 4
    assert sum(one.is_protected for one in rows) == 1
    late = [one for one in rows if one.due_date < until and one.answered_at is None and one.state != "merged"]
    assert len(late) == 1
    reopened = [one for one in rows if one.is_solved is False]
    assert [one.answered_at is not None for one in reopened] == [True]
    page = Client().get(f"/{commune.unit.code}/reports/").content.decode()
    assert "0900 000 123" not in page
    assert "Đèn đường ở nhà văn hóa thôn Đông" in page
    assert not Message.objects.exists()
