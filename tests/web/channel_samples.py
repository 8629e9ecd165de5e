"""One of each thing of the channels, and a program's key, for the rights matrix."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from tests.cast import NOW, Cast
from tests.platform.keys.factories import made
from tests.programme.plans.factories import picture
from thanthien.operations.channels.actions import ShiftFields, plan_shifts
from thanthien.operations.channels.boxes import BoxFields, OpeningFields, keep_box, record_opening
from thanthien.operations.channels.models import Post, Relayer
from thanthien.operations.channels.relaying import RelayerFields, add_relayer
from thanthien.platform.files.actions import keep_upload

# Whose id `pk` is, by the longest beginning of the page's name.
CHANNEL_ROWS = {
    "desk:duty": "shift",
    "desk:letter_box": "box",
    "desk:letter_opening": "opening",
    "desk:relay": "relayer",
    "desk:key": "key",
}
CHANNEL_BODIES: dict[str, dict[str, str]] = {
    "desk:duty_hand": {"take": "1"},
    "desk:relay_week": {"nothing": "1"},
    "desk:letter_opening_type": {"number": "1", "aside": "1", "set_aside": "Giấy trắng"},
}


class ChannelSamples:
    def __init__(self, cast: Cast) -> None:
        now, unit = timezone.now(), cast.unit
        tomorrow = timezone.localdate(now) + timedelta(days=1)
        shift = ShiftFields(Post.HOTLINE, (tomorrow,), time(7, 30), time(17), cast.one_stop)
        self.shift = plan_shifts(actor=cast.coordinator, at=now, unit=unit, fields=shift)[0]
        photo = keep_upload(upload=picture(), at=now)
        box = BoxFields("Hòm thư trụ sở", "Cổng trụ sở", date(2026, 1, 5), 7, photo=photo)
        self.box = keep_box(actor=cast.coordinator, at=now, unit=unit, fields=box)
        opened = OpeningFields(now, cast.officer, "Bà Lan", "còn nguyên", "015", 1, "mau", photo=photo)
        self.opening = record_opening(actor=cast.officer, at=now, box=self.box, fields=opened)
        relayer = RelayerFields(Relayer.Kind.VILLAGE_HEAD, "Ông Đỗ Văn Mão", date(2026, 1, 5))
        self.relayer = add_relayer(actor=cast.coordinator, at=now, unit=unit, fields=relayer)
        self.key = made(cast, NOW)[0]
