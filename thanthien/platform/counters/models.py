"""The counters of the one-stop centre, and who works at which: ratings and the queue both stand on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Counter(models.Model):
    """A counter of the one-stop centre. `code` stands in the address that a phone opens."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=12, unique=True)
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["unit", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="counters_one_a_name")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """Who works at a counter, from a moment to a moment; without an end: still there."""

    counter = models.ForeignKey(Counter, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-begins_at"]
        indexes = [models.Index(fields=["counter", "begins_at"], name="counters_seat_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=models.Q(ends_at=None), name="counters_one_person_there"
            )
        ]

    def __str__(self) -> str:
        return f"{self.counter}: {self.person}"
