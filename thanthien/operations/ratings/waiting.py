"""What ratings put before who manages the centre: tablets that are silent, low marks nobody has looked into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.ratings.models import LOWEST_TO_ASK, Rating
from thanthien.operations.ratings.queries import silent_devices
from thanthien.operations.ratings.standing import manages
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit

ROOM = "Đánh giá tại quầy"


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    if not manages(person, unit):
        return
    for one in silent_devices(unit, today):
        assert one.seen_at is not None
        day = timezone.localdate(one.seen_at)
        why = f"từ ngày {date_vi(day)} không liên lạc với máy chủ, cần xem nguồn điện và mạng"
        if one.waiting:
            why += f" (lúc đó còn {one.waiting} lượt trong máy)"
        yield Waiting(ROOM, f"{one.name}, {one.counter}", why, "desk:rating_device", (one.pk,), None, day)
    low = Rating.objects.filter(unit=unit, mark__lte=LOWEST_TO_ASK, handling=None).order_by()
    rows = low.values_list("counter__name").annotate(Count("pk"), Min("day"))
    for counter, number, first in sorted(rows):
        why = "cần xem lại và ghi đã làm gì"
        title = f"{number} lượt không hài lòng ở {counter}"
        yield Waiting(ROOM, title, why, "desk:rating_low", (), None, first)
