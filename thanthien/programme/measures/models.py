"""Figures of a unit: numerator and denominator are kept, never a ratio (ratios do not sum)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Reading(models.Model):
    """What a measure read on a day, or in the month that begins on `day`.

    Zero is a reading; no row means "not measured".
    """

    class Period(models.TextChoices):
        DAY = "day", "Theo ngày"
        MONTH = "month", "Cả tháng"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    measure = models.SlugField(max_length=60)
    day = models.DateField()
    period = models.CharField(max_length=5, choices=Period, default=Period.DAY)
    numerator = models.DecimalField(max_digits=16, decimal_places=2)
    denominator = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    remark = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["measure", "day"]
        constraints = [models.UniqueConstraint(fields=["unit", "measure", "day"], name="one_reading_a_day")]

    def __str__(self) -> str:
        return f"{self.measure} {self.when}"

    @property
    def when(self) -> str:
        """ "tháng 3/2026" or "ngày 12/03/2026"."""
        if self.period == self.Period.MONTH:
            return f"tháng {self.day.month}/{self.day.year}"
        return f"ngày {self.day:%d/%m/%Y}"
