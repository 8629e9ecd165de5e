"""Working days: the days of a year that are not what their weekday says."""

from __future__ import annotations

from django.db import models


class SpecialDay(models.Model):
    """A day off, a day worked in its place, or a day that a city declares to be like any other.

    Rows without a unit hold for the whole country and come from `data/holidays`; a city's own row stands
    over the country's row of the same day.
    """

    class Kind(models.TextChoices):
        OFF = "day_off", "Nghỉ"
        MAKE_UP = "make_up", "Làm bù"
        PLAIN = "plain", "Như ngày thường"

    class Status(models.TextChoices):
        OFFICIAL = "official", "Đã có thông báo"
        LAW = "law", "Theo luật"
        ESTIMATE = "estimate", "Dự kiến"
        OWN = "own", "Địa phương quy định"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    date = models.DateField()
    name = models.CharField("tên ngày", max_length=150)
    kind = models.CharField("loại", max_length=8, choices=Kind)
    status = models.CharField("căn cứ", max_length=8, choices=Status)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "date"], name="one_special_day_a_unit"),
            models.UniqueConstraint(
                fields=["date"], condition=models.Q(unit__isnull=True), name="one_special_day_of_the_country"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.date:%d/%m/%Y})"


class OfficeHours(models.Model):
    """The parts of a working day in a unit, [["07:30", "11:30"], …]; a unit without a row has set none."""

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    spans = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "office hours"

    def __str__(self) -> str:
        return f"Giờ làm việc: {self.unit}"
