"""The Chair's greeting over the loudspeakers: only approved words, played once, and the channel notes itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.test import Client

from tests.cast import VIETNAM, Cast
from tests.operations.outreach.factories import cluster, planned
from thanthien.operations.letters.greeting import approve_greeting, greetings_of, write_greeting
from thanthien.operations.letters.models import Greeting, GreetingPost
from thanthien.operations.outreach.actions import write_bulletin
from thanthien.operations.outreach.models import Bulletin
from thanthien.operations.outreach.scheduling import Heard
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.models import SpecialDay
from thanthien.workflows.greetings import bulletin_of_greeting
from thanthien.workflows.outreach import record_with_posting

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 8, 25, 9, 0, tzinfo=VIETNAM)
HOLIDAY = date(2026, 9, 2)
CODE = "2026-national_day"


@pytest.fixture
def greeting(cast: Cast) -> Greeting:
    SpecialDay.objects.update_or_create(
        unit=None, date=HOLIDAY,
        defaults={"name": "Quốc khánh", "kind": "day_off", "status": "official", "changed_at": BEFORE},
    )  # fmt: skip
    return write_greeting(
        actor=cast.coordinator, at=BEFORE, unit=cast.unit, code="national_day", year=2026,
        text="Kính chúc toàn thể Nhân dân sức khỏe.", chair="Phạm Văn Chủ", seen=0,
    )  # fmt: skip


def approved(cast: Cast, greeting: Greeting) -> Greeting:
    return approve_greeting(actor=cast.leader, at=BEFORE, greeting=greeting, seen=greeting.version)


def test_only_what_the_chair_approved_becomes_a_bulletin(
    cast: Cast, greeting: Greeting, client_of: Callable[[Person], Client]
) -> None:
    browser, add = (
        client_of(cast.coordinator),
        f"/desk/{cast.unit.code}/outreach/bulletins/new/?greeting={CODE}",
    )
    assert bulletin_of_greeting(cast.unit, CODE) is None
    assert browser.get(add).status_code == 404
    approved(cast, greeting)
    page = browser.get(f"/desk/{cast.unit.code}/letters/greetings/?year=2026").content.decode()
    assert f"outreach/bulletins/new/?greeting={CODE}" in page
    form = browser.get(add).content.decode()
    assert "Kính chúc toàn thể Nhân dân sức khỏe." in form
    browser.post(add, {"title": "Lời chúc 2/9", "text": "Kính chúc toàn thể Nhân dân sức khỏe."})
    assert Bulletin.objects.get().greeting_code == CODE
    for wrong in ("2026-tet", "abc", "99999-tet", f"2025-{'x' * 50}"):
        assert bulletin_of_greeting(cast.unit, wrong) is None
    assert bulletin_of_greeting(cast.other_unit, CODE) is None


def test_once_played_the_channel_is_noted_with_its_day_and_log(
    cast: Cast, greeting: Greeting, client_of: Callable[[Person], Client]
) -> None:
    approved(cast, greeting)
    client_of(cast.coordinator).post(
        f"/desk/{cast.unit.code}/outreach/bulletins/new/?greeting={CODE}",
        {"title": "Lời chúc 2/9", "text": "Kính chúc Nhân dân."},
    )
    where = cluster(cast)
    rows = planned(
        cast,
        Bulletin.objects.get(),
        where,
        days=(HOLIDAY, HOLIDAY),
        hours=(time(6, 30), time(17, 30)),
        at=BEFORE,
    )
    evening = datetime(2026, 9, 2, 19, 0, tzinfo=VIETNAM)
    for number, row in enumerate(rows):
        record_with_posting(actor=cast.coordinator, at=evening, heard={row: Heard("played")})
        post = GreetingPost.objects.get()  # one, however often it is played
        assert (post.channel, post.date) == ("loudspeaker", HOLIDAY), number
        assert post.file is not None
    due = next(one for one in greetings_of(cast.unit, 2026) if one.day.code == "national_day")
    assert due.lacking == ["trang thông tin", "mạng xã hội"]


def test_what_was_not_played_notes_nothing(cast: Cast, greeting: Greeting) -> None:
    approved(cast, greeting)
    fields = bulletin_of_greeting(cast.unit, CODE)
    assert fields is not None
    made = write_bulletin(actor=cast.coordinator, at=BEFORE, unit=cast.unit, fields=fields)
    [row] = planned(cast, made, cluster(cast), days=(HOLIDAY, HOLIDAY), hours=(time(6, 30),), at=BEFORE)
    evening = datetime(2026, 9, 2, 19, 0, tzinfo=VIETNAM)
    record_with_posting(actor=cast.coordinator, at=evening, heard={row: Heard("missed", "Mất điện")})
    assert not GreetingPost.objects.exists()
