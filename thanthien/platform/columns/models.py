"""Which column of a file means what, as a person of a unit confirmed it: remembered by unit and source."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ColumnMap(models.Model):
    """`columns`: field → header. A room names its sources, so that two rooms never share one."""

    unit = models.ForeignKey("units.Unit", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "source"], name="columns_one_map_a_source")]

    def __str__(self) -> str:
        return self.source
