"""Appointments that citizens make for a day of reception."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thanthien.lib.codes import grouped

_PERSON = settings.AUTH_USER_MODEL


class Appointment(models.Model):
    """One place of a day. Who comes and what about lies sealed, and is taken out once it stands in the book."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Đã hẹn")
        CAME = "came", _("Đã tiếp")
        CANCELLED = "cancelled", _("Đã hủy")

    day = models.ForeignKey("reception.ReceptionDay", on_delete=models.PROTECT, related_name="appointments")
    number = models.PositiveSmallIntegerField()  # the place, from 1
    seats = (
        models.PositiveSmallIntegerField()
    )  # how many places the day had: the hour is worked out from both
    code = models.CharField(max_length=12, unique=True)
    client_key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.BOOKED)
    sealed = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.OneToOneField(
        "reception.Entry", on_delete=models.PROTECT, null=True, related_name="appointment"
    )

    class Meta:
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "number"],
                condition=~models.Q(state="cancelled"),
                name="one_appointment_a_place",
            )
        ]

    def __str__(self) -> str:
        return f"Hẹn tiếp công dân {self.said_code}"

    @property
    def said_code(self) -> str:
        return grouped(self.code)
