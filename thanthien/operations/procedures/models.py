"""The catalogue of procedures: who keeps it, its editions by day, what an office adds in its own words, imports.

A procedure belongs to the unit that keeps it – a commune, the city above, the country – and is read by the units
below. Its editions are final: a new one ends the one before, nothing is overwritten.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from thanthien.lib.procedures import Procedure as Said
from thanthien.lib.procedures import Summary, from_data, summary_from_data

_PERSON = settings.AUTH_USER_MODEL


class Shelf(models.Model):
    """What a unit keeps, as one: every change gives it another `mark`, so that what was made of it is made anew."""

    owner = models.OneToOneField("units.Unit", on_delete=models.CASCADE, related_name="+")
    mark = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return f"Thủ tục của {self.owner}"


class Procedure(models.Model):
    """A procedure under the code of the decision that published it."""

    owner = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="one_procedure_a_code")]

    def __str__(self) -> str:
        return self.code


class Import(models.Model):
    """A file of procedures that a person sent: looked through first, then taken as it was shown, or left.

    One procedure that somebody typed comes in the same way, as a list of one (`is_typed`).
    """

    class State(models.TextChoices):
        SHOWN = "shown", "Đang xem"
        APPLIED = "applied", "Đã nhận"
        LEFT = "left", "Đã bỏ"

    owner = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    is_typed = models.BooleanField(default=False)
    from_date = models.DateField()  # first day of what the file gives no day for
    state = models.CharField(max_length=7, choices=State, default=State.SHOWN)
    counts = models.JSONField(default=dict)  # once applied: new, changed, ended, same, problems
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.filename


class Edition(models.Model):
    """What a procedure says from a day on, whole. `until_date`: its last day, before `from_date` for one never used."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=600)
    field = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=200, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    end_decision = models.CharField(max_length=200, blank=True)  # by which it ended, with no other after it
    content = models.JSONField()  # lib/procedures/stored.py
    summary = models.JSONField(default=dict)  # in plain words, by whoever made the file
    digest = models.CharField(max_length=64)  # of content and summary
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=200)  # the file it came in

    class Meta:
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="one_edition_a_number"),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(until_date=None), name="one_open_edition"
            ),
        ]
        indexes = [models.Index(fields=["from_date", "until_date"], name="procedures_edition_days")]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> Said:
        return from_data(self.content)

    @property
    def plain(self) -> Summary:
        return summary_from_data(self.summary)

    @property
    def was_used(self) -> bool:
        return self.until_date is None or self.until_date >= self.from_date


class OwnWords(models.Model):
    """What a unit adds to a procedure for its own people; the official text stays as it is beside it."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    place = models.CharField(max_length=300, blank=True)
    counter = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    summary = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "own words"
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="own_words_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.place or self.counter or 'lời của đơn vị'}"

    @property
    def plain(self) -> Summary:
        return summary_from_data(self.summary)
