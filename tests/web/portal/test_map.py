"""What was said by neighbourhood: counts for everybody, none so small that it tells who; exact ones at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.public import Standing, public_standing, standing_by_place
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Neighbourhood

pytestmark = pytest.mark.django_db


def place(cast: Cast, name: str) -> Neighbourhood:
    return Neighbourhood.objects.create(unit=cast.unit, kind=Neighbourhood.Kind.VILLAGE, name=name)


def said(cast: Cast, where: Neighbourhood | None, count: int, **more: object) -> None:
    for minute in range(count):
        report = sent(cast, timezone.now() - timedelta(minutes=minute))
        Report.objects.filter(pk=report.pk).update(neighbourhood=where, **more)


def read(cast: Cast, lang: str = "") -> str:
    answer = Client().get(f"/{cast.unit.code}/{lang}map/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_open_and_answered_are_counted_by_place(cast: Cast) -> None:
    east = place(cast, "Phía Đông")
    said(cast, east, 2)
    said(cast, east, 5, state=Report.State.ANSWERED)
    page = read(cast)
    assert '<td class="num">2</td><td class="num">5</td>' in page
    assert ">5/7</text>" in page
    assert f'href="/{cast.unit.code}/reports/?place={east.pk}#list"' in page
    assert "Reports by neighbourhood" in read(cast, "en/")


def test_a_small_number_is_not_said(cast: Cast) -> None:
    said(cast, place(cast, "Phía Tây"), 2)
    page = read(cast)
    assert "dưới 3 ý kiến</td>" in page
    assert "0/2" not in page


def test_staff_complaints_and_other_units_are_not_counted(cast: Cast, now: datetime) -> None:
    east = place(cast, "Phía Đông")
    said(cast, east, 3)
    said(cast, east, 4, is_protected=True)
    said(cast, east, 4, path="complaint")
    said(cast, east, 4, state=Report.State.MERGED)
    today = timezone.localdate()
    assert public_standing(cast.unit, today)[east.pk] == Standing(open=3, late=0, answered=0)
    assert public_standing(cast.other_unit, today) == {}
    leader = standing_by_place(visible_reports(cast.leader, cast.unit), today)
    assert leader[east.pk].open == 7
    assert standing_by_place(visible_reports(cast.other_officer, cast.unit), today) == {}


def test_the_desk_says_every_number_and_leads_to_the_list(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    east, west = place(cast, "Phía Đông"), place(cast, "Phía Tây")
    said(cast, east, 1, due_date=timezone.localdate() - timedelta(days=2))
    said(cast, west, 1, text="Chuyện của phía Tây")
    browser, here = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/"
    page = browser.get(f"{here}map/").content.decode()
    assert "1 quá hạn" in page
    assert f'href="{here}?tab=all&amp;place={east.pk}"' in page
    narrowed = browser.get(f"{here}?tab=all&place={east.pk}").content.decode()
    assert "Chuyện của phía Tây" not in narrowed
    assert "Chuyện của phía Tây" in browser.get(f"{here}?tab=all&place={west.pk}").content.decode()


def test_a_unit_without_a_list_says_so(cast: Cast) -> None:
    assert "Đơn vị chưa có danh sách thôn" in read(cast)


def test_ten_places_cost_as_much_as_one(cast: Cast) -> None:
    def queries() -> int:
        read(cast)  # the unit is known
        caches["pages"].clear()  # and its page is made anew
        with CaptureQueriesContext(connection) as seen:
            read(cast)
        return len(seen)

    said(cast, place(cast, "Một"), 1)
    few = queries()
    for number in range(9):
        said(cast, place(cast, f"Thôn {number}"), 1)
    assert queries() == few == 3
