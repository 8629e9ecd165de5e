"""The demo's conduct of staff: played through the room's own actions, with every kind of thing to be seen."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import FIRST_DAY
from thanthien.operations.conduct.models import AgencyReview, Breach, Look, SpotCheck, Staff, Training
from thanthien.workflows.demo.conduct import play_conduct
from thanthien.workflows.demo.names import COMMUNES
from thanthien.workflows.demo.people import make_city, make_commune

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("until", [date(2026, 4, 2), date(2026, 11, 22)])
def test_every_page_of_the_demo_has_something_to_show(until: date) -> None:
    since = date(2025, 12, 1)
    city = make_city(at=FIRST_DAY, since=since)
    commune = make_commune(COMMUNES[0], city=city, at=FIRST_DAY, since=since)
    play_conduct(commune, year=2026, until=until)
    assert Staff.objects.count() > 15
    assert set(SpotCheck.objects.values_list("state", flat=True)) == {"open", "finished"}
    assert Look.objects.filter(state=Look.State.AWAY).exists()
    assert Training.objects.exclude(attended=None).exists()
    assert set(Breach.objects.values_list("is_breach", flat=True)) == {True, False}
    assert AgencyReview.objects.get().state == AgencyReview.State.SENT
