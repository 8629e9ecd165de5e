"""The programme's year at a unit. So far: the level registered; the rounds follow."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Registration(models.Model):
    """The level a unit aims for in a year. Without it nothing is recognised, whatever the score."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    registered_date = models.DateField()
    document_number = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-year", "unit"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_registration_a_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}: {self.level}"
