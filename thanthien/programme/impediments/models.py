"""Difficulties (vướng mắc) that go up and come back with an answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Impediment(models.Model):
    """A difficulty, its state, and the last good day for the next answer (`due_date`)."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ Phòng Văn hóa - Xã hội"
        ESCALATED = "escalated", "Chờ lãnh đạo UBND"
        ANSWERED = "answered", "Đã trả lời"
        SOLVED = "solved", "Đã giải quyết"
        WITHDRAWN = "withdrawn", "Đã rút"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # counts from 1 in a unit and year
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    proposal = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_date = models.DateField(null=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_impediment_a_number")
        ]
        indexes = [models.Index(fields=["unit", "state", "due_date"])]

    def __str__(self) -> str:
        return f"Vướng mắc số {self.number}/{self.year}"


class ImpedimentStep(models.Model):
    """What was said and decided, in order."""

    class Move(models.TextChoices):
        REPORT = "report", "Báo vướng mắc"
        NOTE = "note", "Góp ý, đề xuất"
        ANSWER = "answer", "Trả lời"
        ESCALATE = "escalate", "Trình lãnh đạo UBND"
        SOLVED = "solved", "Xác nhận đã giải quyết"
        NOT_SOLVED = "not_solved", "Chưa giải quyết được"
        WITHDRAW = "withdraw", "Rút lại"

    impediment = models.ForeignKey(Impediment, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=12, choices=Move)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    due_date = models.DateField(null=True)

    class Meta:
        ordering = ["impediment", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.impediment}"


class AnswerTerms(models.Model):
    """How many working days a unit allows for an answer; without a row the sample of the data holds."""

    unit = models.OneToOneField("units.Unit", on_delete=models.CASCADE, related_name="+")
    answer_days = models.PositiveSmallIntegerField()
    leader_days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "answer terms"

    def __str__(self) -> str:
        return f"{self.answer_days} và {self.leader_days} ngày làm việc"
