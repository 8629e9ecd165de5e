"""Breaches of working rules and discipline. Their names in words never say whose: audit rows are read by many."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Breach(models.Model):
    class State(models.TextChoices):
        REPORTED = "reported", "Mới báo"
        VERIFIED = "verified", "Đã xác minh"
        CONCLUDED = "concluded", "Kết luận có vi phạm"
        CLEARED = "cleared", "Kết luận không vi phạm"
        APPEALED = "appealed", "Đang xem xét khiếu nại"
        CLOSED = "closed", "Đã kết thúc"

    class Source(models.TextChoices):
        CHECK = "check", "Kiểm tra"
        FEEDBACK = "feedback", "Phản ánh của người dân"
        HEAD = "head", "Cơ quan, người phụ trách báo"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # counts from 1 in a unit and year
    staff = models.ForeignKey("conduct.Staff", on_delete=models.PROTECT, related_name="breaches")
    agency = models.ForeignKey(
        "units.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )  # that day's
    kind = models.CharField(max_length=20)  # a code of data/conduct.yaml
    happened_date = models.DateField()
    source = models.CharField(max_length=8, choices=Source)
    report_code = models.CharField(max_length=12, blank=True)  # of the citizen's report
    state = models.CharField(max_length=9, choices=State, default=State.REPORTED)
    # None until concluded; an appeal leaves the conclusion standing until the next one
    is_breach = models.BooleanField(null=True)
    concluded_date = models.DateField(null=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name_plural = "breaches"
        constraints = [models.UniqueConstraint(fields=["unit", "year", "number"], name="one_breach_a_number")]

    def __str__(self) -> str:
        return f"Vụ việc số {self.number:02}/{self.year}"


class BreachStep(models.Model):
    class Move(models.TextChoices):
        REPORT = "report", "Báo vụ việc"
        VERIFY = "verify", "Xác minh"
        CONCLUDE = "conclude", "Kết luận có vi phạm"
        CLEAR = "clear", "Kết luận không vi phạm"
        APPEAL = "appeal", "Khiếu nại kết luận"
        CLOSE = "close", "Kết thúc"

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=8, choices=Move)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["breach", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.breach}"


class Discipline(models.Model):
    """A decision of discipline about a concluded breach, in force from its date to `until_date`, both included."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="disciplines")
    decision_number = models.CharField(max_length=60)
    decision_date = models.DateField()
    form = models.CharField(max_length=20)  # a code of data/conduct.yaml
    until_date = models.DateField(null=True)  # None: until it is lifted
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["breach", "decision_date", "pk"]

    def __str__(self) -> str:
        return f"Quyết định kỷ luật của {str(self.breach)[:1].lower()}{str(self.breach)[1:]}"
