"""Dated occurrences of the tasks of a year."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from thanthien.programme.occurrences.recurrence import label_of


class Occurrence(models.Model):
    """One time a task is asked for. Whether it was done is read from proof, never kept here.

    `original_date` is the day the rule gives; it stays when a person moves `due_date`. A row that the
    timing no longer gives is withdrawn, not deleted: proof of it still has its place.
    """

    class Rhythm(models.TextChoices):
        WORKING_DAY = "working_day", "mỗi ngày làm việc"
        WEEK = "week", "mỗi tuần"
        MONTH = "month", "mỗi tháng"
        QUARTER = "quarter", "mỗi quý"
        HALF_YEAR = "half_year", "mỗi 6 tháng"
        YEAR = "year", "mỗi năm"
        ONCE = "once", "một lần"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=12, choices=Rhythm)
    first_date = models.DateField()
    last_date = models.DateField()
    due_date = models.DateField("hạn")
    original_date = models.DateField("hạn ban đầu")
    wanted = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=16)
    moved_at = models.DateTimeField(null=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    move_reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_date", "due_date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "first_date", "last_date"], name="one_occurrence_a_period"
            )
        ]
        indexes = [models.Index(fields=["unit", "due_date"])]

    def __str__(self) -> str:
        return f"{self.label}: {self.task.title}"[:200]

    @property
    def label(self) -> str:
        return label_of(self.rhythm, self.first_date, self.last_date)

    @property
    def is_the_tasks_day(self) -> bool:
        """Its day is the task's own last day, which lists of tasks show already."""
        return self.due_date == self.task.due_date

    @property
    def is_moved(self) -> bool:
        return self.moved_at is not None


class Recount(models.Model):
    """One round over the communes of a city after its calendar of working days changed, and what it did.

    Made in the transaction of the change, so that no change is left without its round. A round that nobody
    has begun yet serves later changes too.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")  # the city
    year = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    progress_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    units_total = models.PositiveIntegerField(default=0)
    units_done = models.PositiveIntegerField(default=0)
    units_failed = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)  # occurrences that got another day
    made = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=models.Q(begun_at__isnull=True),
                name="one_recount_to_begin",
            )
        ]

    def __str__(self) -> str:
        return f"Lịch ngày nghỉ năm {self.year}"

    @property
    def changed(self) -> int:
        return self.moved + self.made + self.withdrawn
