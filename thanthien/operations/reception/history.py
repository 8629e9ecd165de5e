"""What happened to the book: lines that were corrected, months that were closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class EntryChange(models.Model):
    """A line that was corrected. `sealed`: field → [before, after], sealed as who came is; the reason too."""

    entry = models.ForeignKey("reception.Entry", on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()

    class Meta:
        ordering = ["entry", "pk"]

    def __str__(self) -> str:
        return f"Lần sửa {self.pk} của lượt tiếp {self.entry_id}"


class ClosedMonth(models.Model):
    """A month whose book was signed: its lines are neither corrected nor added to."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()  # the first day of the month
    lines = models.PositiveIntegerField()  # how many it held
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit", "first"]
        constraints = [models.UniqueConstraint(fields=["unit", "first"], name="one_closing_a_month")]

    def __str__(self) -> str:
        return f"Sổ tháng {self.first:%m/%Y} đã chốt"
