"""Numbers that a device gave, of all; down to the numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import hall, taken
from thanthien.operations.queueing.measures import BY_MACHINE, collect
from thanthien.operations.queueing.models import Ticket
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.figure_records import records_behind

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_day_of_numbers_is_a_figure_that_opens_them(cast: Cast) -> None:
    caches["objects"].clear()
    hot = hall(cast)
    for channel in (Ticket.Channel.KIOSK, Ticket.Channel.PHONE, Ticket.Channel.DESK):
        taken(cast, hot.a, channel=channel)
    [one] = collect(TODAY - timedelta(days=1), TODAY)
    assert (one.unit_id, one.measure, one.day) == (cast.unit.pk, BY_MACHINE, TODAY)
    assert (one.numerator, one.denominator) == (2, 3)
    found = records_behind(cast.leader, cast.unit, measure_of(BY_MACHINE), TODAY, TODAY)
    assert [(one.title, one.is_good) for one in found.items] == [
        ("A003, 01/07/2026", False),
        ("A001, 01/07/2026", True),
        ("A002, 01/07/2026", True),
    ]
    hidden = records_behind(cast.council, cast.unit, measure_of(BY_MACHINE), TODAY, TODAY)
    assert (hidden.items, hidden.hidden) == ((), 3)
