"""Points a person gives where no record can: with the reason, by name. Everything else is computed."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models


class Judgement(models.Model):
    """A person's share of a criterion's points (0..1), with the reason. The latest stands; older ones stay."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    criterion = models.ForeignKey("criteria.Criterion", on_delete=models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=5, decimal_places=4)
    reason = models.TextField()
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-judged_at", "-id"]
        indexes = [models.Index(fields=["unit", "year", "criterion"])]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.share}"

    @property
    def percent(self) -> Decimal:
        return self.share * 100
