"""Figures of a unit: numerator and denominator are kept, never a ratio (ratios do not sum)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models


class Reading(models.Model):
    """What a measure read on a day, or in the week or month that begins on `day`.

    Zero is a reading; no row means "not measured". A figure that a person typed and one that was collected
    from the records may stand for the same day: which one holds, `queries.holding` says.
    """

    class Period(models.TextChoices):
        DAY = "day", "Theo ngày"
        WEEK = "week", "Cả tuần"
        MONTH = "month", "Cả tháng"

    class Source(models.TextChoices):
        TYPED = "typed", "Người ghi"
        COLLECTED = "collected", "Tự động"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    measure = models.SlugField(max_length=60)
    day = models.DateField()
    period = models.CharField(max_length=5, choices=Period, default=Period.DAY)
    source = models.CharField(max_length=9, choices=Source, default=Source.TYPED)
    numerator = models.DecimalField(max_digits=16, decimal_places=2)
    denominator = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    remark = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["measure", "day"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "measure", "day", "source"], name="one_reading_a_day")
        ]
        indexes = [models.Index(fields=["measure", "day"], name="measures_day")]

    def __str__(self) -> str:
        return f"{self.measure} {self.when}"

    @property
    def is_collected(self) -> bool:
        return self.source == self.Source.COLLECTED

    @property
    def when(self) -> str:
        """ "tháng 3/2026", "tuần 09/03–15/03/2026" or "ngày 12/03/2026"."""
        if self.period == self.Period.MONTH:
            return f"tháng {self.day.month}/{self.day.year}"
        if self.period == self.Period.WEEK:
            return f"tuần {self.day:%d/%m}–{self.day + timedelta(days=6):%d/%m/%Y}"
        return f"ngày {self.day:%d/%m/%Y}"


class Filling(models.Model):
    """That a measure was collected for a day, of all units. Started and not done: interrupted, to be done again."""

    measure = models.SlugField(max_length=60)
    day = models.DateField()
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["measure", "day"]
        constraints = [models.UniqueConstraint(fields=["measure", "day"], name="one_filling_a_day")]

    def __str__(self) -> str:
        return f"{self.measure} {self.day:%d/%m/%Y}"


class UnitFilled(models.Model):
    """When a unit's collected figures last changed: what was worked out from them before is stale."""

    unit = models.OneToOneField("units.Unit", on_delete=models.CASCADE, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "units filled"

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.changed_at:%d/%m/%Y %H:%M}"


class FigureImport(models.Model):
    """A file of a month's figures from the province: its columns chosen, looked at, kept or put aside.

    `columns`: field → header, as somebody or an earlier choice confirmed them, before that as guessed. `figures`:
    how many of the month's figures it changed.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", "Chờ xác nhận các cột"
        WAITING = "waiting", "Chờ xem và ghi"
        KEPT = "kept", "Đã ghi vào phiếu"
        DROPPED = "dropped", "Đã bỏ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()  # its first day
    source = models.CharField(max_length=80)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=State, default=State.MAPPING)
    columns = models.JSONField(default=dict)
    figures = models.PositiveSmallIntegerField(default=0)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-handed_in_at", "-pk"]
        indexes = [models.Index(fields=["unit", "month"], name="measures_import_month")]

    def __str__(self) -> str:
        return self.filename
