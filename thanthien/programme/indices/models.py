"""Outside indices: SIPAS, PAR INDEX, PAPI, by year."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class IndexYear(models.Model):
    """An index of a unit (a commune, or the city itself) in a year: what was aimed at and what came out.

    `value` and `target` stand on the scale of `data/indices.yaml`; either may still be missing.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    target = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    rank = models.PositiveIntegerField(null=True)
    rank_of = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code", "year"]
        constraints = [models.UniqueConstraint(fields=["unit", "code", "year"], name="one_index_a_year")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"
