"""Accounts closed after they acted: what they signed and scored still bears their names."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.cast import Cast
from thanthien.assessment.rounds.queries import sheets_of
from thanthien.platform.people.actions import close_account
from thanthien.platform.people.models import Person


def test_who_handed_in_scored_and_checked_is_still_named(
    steps: Steps, cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    submission = steps.submitted()
    appraisal = steps.appraised(points={"I#1": "5"})
    steps.decided()
    leader, member = str(cast.leader), str(cast.appraiser)
    for person, boss, unit in (
        (cast.leader, cast.coordinator, cast.unit),
        (cast.appraiser, cast.city_admin, cast.city),
    ):
        close_account(actor=boss, at=DECEMBER, unit=unit, person=person)
        person.refresh_from_db()
        assert not person.is_active
    submission.refresh_from_db()
    assert str(submission.submitted_by) == leader
    assert member in [sheet.member.name for sheet in sheets_of(appraisal)]
    page = f"/city/{cast.city.code}/rounds/{steps.round().pk}/"
    browser = client_of(cast.city_admin)
    shown = browser.get(page).content.decode()
    assert leader in shown
    assert f"{member}: Thiếu ảnh quý IV" in browser.get(f"{page}points/").content.decode()
    assert member in browser.get(f"{page}sample/").content.decode()
    assert leader in client_of(cast.officer).get(f"/desk/{cast.unit.code}/round/").content.decode()
