"""Inspections of agencies and neighbourhoods; each finding with its correction and re-check."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Inspection(models.Model):
    """A visit on a day to an agency or a neighbourhood, by inspectors with an account."""

    class State(models.TextChoices):
        PLANNED = "planned", "Đã lên lịch"
        HELD = "held", "Đang khắc phục"
        CLOSED = "closed", "Đã kết thúc"
        CANCELLED = "cancelled", "Đã hủy"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    inspection_date = models.DateField()
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    # A neighbourhood may be taken off the unit's list; its name stays in `place`.
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    place = models.CharField(max_length=150)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    # "" for the unit's own inspection; else whose supervision it is: Mặt trận, an organisation, a people's board
    supervised_by = models.CharField(max_length=200, blank=True)
    inspectors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    conclusion = models.TextField(blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-inspection_date", "-pk"]
        indexes = [models.Index(fields=["unit", "year", "state"])]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """What an inspection found, who puts it right until when, and whether it has been."""

    class Severity(models.TextChoices):
        MINOR = "minor", "Nhẹ"
        MAJOR = "major", "Cần khắc phục sớm"
        SERIOUS = "serious", "Nghiêm trọng"

    class State(models.TextChoices):
        NOTED = "noted", "Chưa giao khắc phục"
        ORDERED = "ordered", "Đang khắc phục"
        DONE = "done", "Chờ phúc tra"
        PASSED = "passed", "Đã đạt"
        DROPPED = "dropped", "Không phải khắc phục"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    text = models.TextField()
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.MAJOR)
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, null=True, related_name="+")
    criterion = models.ForeignKey("criteria.Criterion", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.NOTED)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_date = models.DateField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["inspection", "pk"]
        indexes = [models.Index(fields=["state", "due_date"])]

    def __str__(self) -> str:
        return self.text[:120]


class FindingStep(models.Model):
    """One link of a finding's chain: found, ordered, put right, re-checked; with its picture or paper."""

    class Move(models.TextChoices):
        FIND = "find", "Phát hiện"
        ORDER = "order", "Giao khắc phục"
        DONE = "done", "Báo đã khắc phục"
        PASS = "pass", "Phúc tra: đạt"
        FAIL = "fail", "Phúc tra: chưa đạt"
        DROP = "drop", "Không phải khắc phục"
        REOPEN = "reopen", "Mở lại"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=8, choices=Move)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.TextField(blank=True)
    due_date = models.DateField(null=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["finding", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.finding}"
