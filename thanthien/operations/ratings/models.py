"""What people say right after a service: one of five faces, at a counter, on a tablet or their own phone.

Who rated is kept nowhere: docs/decisions/2026-11-21-ratings-name-the-counter-not-the-citizen.md says what is.
"""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models

from thanthien.lib.vietnamese.personal import masked

LOWEST_TO_ASK = 2  # marks 1 and 2 are asked for a reason and wait for the head
MARKS = range(1, 6)


class Device(models.Model):
    """A tablet at a counter. It is paired by a code that lives minutes; of code and token only hashes are kept."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ ghép"
        PAIRED = "paired", "Đang dùng"
        REVOKED = "revoked", "Đã ngừng"

    counter = models.ForeignKey("counters.Counter", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=12, unique=True)  # what a kept rating says it was given on
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    pair_hash = models.CharField(max_length=64, blank=True, db_index=True)
    pair_until = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    paired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)  # ratings on the tablet that had no line yet
    offset_seconds = models.IntegerField(default=0)  # what to add to the tablet's clock
    latest_at = models.DateTimeField(null=True)  # of the rating given last, to see who taps in a row

    class Meta:
        ordering = ["counter", "name"]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """One face pressed. The key is made of the device's own, so that it tells no order and comes once.

    `person` is who worked at the counter then. Marks of doubt are shown beside the result; see `VALID`.
    """

    class Channel(models.TextChoices):
        TABLET = "tablet", "Máy tại quầy"
        QR = "qr", "Mã QR tại quầy"
        WEB = "web", "Trang của đơn vị"

    id = models.UUIDField(primary_key=True)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    counter = models.ForeignKey(
        "counters.Counter", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="ratings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    mark = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)  # keys of `Terms.reasons`
    comment = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="vi")
    channel = models.CharField(max_length=6, choices=Channel)
    day = models.DateField()
    given_at = models.DateTimeField()  # by the tablet's clock, put right; to the minute
    received_at = models.DateTimeField()  # to the minute
    is_dense = models.BooleanField(default=False)
    is_outside = models.BooleanField(default=False)
    is_office = models.BooleanField(default=False)
    is_clock_off = models.BooleanField(default=False)  # told, and counted: the hour was put right

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["unit", "day"], name="ratings_day"),
            models.Index(fields=["counter", "day"], name="ratings_counter_day"),
        ]

    def __str__(self) -> str:
        return f"{self.counter}: mức {self.mark}"

    @property
    def said(self) -> str:
        """The words with personal data masked, as every page shows them."""
        return masked(self.comment)


VALID = models.Q(is_dense=False, is_outside=False, is_office=False)


class Handling(models.Model):
    """What was done about a low mark."""

    rating = models.OneToOneField(Rating, on_delete=models.CASCADE, related_name="handling")
    note = models.CharField(max_length=500)
    handled_at = models.DateTimeField()
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.note[:80]


class Terms(models.Model):
    """What a unit set for itself: reasons to choose from, working hours, the minimum for comparing."""

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)  # [{key, vi, en}]
    morning_from = models.TimeField(default=time(7, 30))
    morning_to = models.TimeField(default=time(11, 30))
    afternoon_from = models.TimeField(default=time(13, 30))
    afternoon_to = models.TimeField(default=time(17, 0))
    minimum = models.PositiveSmallIntegerField(default=30)

    def __str__(self) -> str:
        return f"Đánh giá tại quầy: {self.unit}"
