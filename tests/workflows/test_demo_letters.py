"""The demo's letters and outreach, played through the rooms' own actions: every page has something to show."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import FIRST_DAY
from thanthien.operations.letters.models import CourtesyLetter, Gesture, Greeting, MeetingGuest
from thanthien.operations.outreach.models import Broadcast, OutreachActivity, Slogan
from thanthien.workflows.demo.letters import play_letters
from thanthien.workflows.demo.names import COMMUNES
from thanthien.workflows.demo.outreach import play_outreach
from thanthien.workflows.demo.people import Commune, make_city, make_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    since = date(2025, 12, 1)
    city = make_city(at=FIRST_DAY, since=since)
    return make_commune(COMMUNES[0], city=city, at=FIRST_DAY, since=since)


@pytest.mark.parametrize("until", [date(2026, 4, 2), date(2026, 11, 22)])
def test_letters_have_every_state_a_register_shows(commune: Commune, until: date) -> None:
    play_letters(commune, until=until)
    assert set(CourtesyLetter.objects.values_list("state", flat=True)) == {"submitted", "delivered"}
    assert set(Gesture.objects.values_list("kind", flat=True)) == {"ceremony", "condolence", "meeting"}
    assert MeetingGuest.objects.exclude(came=False).count() == 2
    assert not Greeting.objects.filter(approved_at=None).exists()


@pytest.mark.parametrize("until", [date(2026, 4, 2), date(2026, 11, 22)])
def test_outreach_has_slogans_people_and_loudspeakers(commune: Commune, until: date) -> None:
    play_outreach(commune, until=until)
    assert set(Slogan.objects.values_list("state", flat=True)) == {"in_place", "faded"}
    assert OutreachActivity.objects.count() > 2
    assert set(Broadcast.objects.values_list("state", flat=True)) == {"played"}
