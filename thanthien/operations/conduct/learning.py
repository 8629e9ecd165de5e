"""Trainings and study sessions with who attended, certificates, praise, and the yearly review of an agency."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Training(models.Model):
    class Kind(models.TextChoices):
        TRAINING = "training", "Bồi dưỡng, tập huấn"
        STUDY = "study", "Học tập, làm theo Bác"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    topic = models.CharField(max_length=200)
    skill = models.CharField(max_length=20, blank=True)  # a code of data/conduct.yaml
    first_date = models.DateField()
    last_date = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    place = models.CharField(max_length=150, blank=True)
    organiser = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-first_date", "-pk"]

    def __str__(self) -> str:
        return self.topic


class Attendance(models.Model):
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="attended")
    staff = models.ForeignKey("conduct.Staff", on_delete=models.PROTECT, related_name="attended")
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    certificate = models.CharField(max_length=60, blank=True)  # its number

    class Meta:
        ordering = ["training", "staff"]
        constraints = [models.UniqueConstraint(fields=["training", "staff"], name="one_attendance_a_person")]

    def __str__(self) -> str:
        return f"{self.staff}: {self.training}"


class Certificate(models.Model):
    """A skill that somebody brought along: a diploma or certificate from elsewhere."""

    staff = models.ForeignKey("conduct.Staff", on_delete=models.CASCADE, related_name="certificates")
    skill = models.CharField(max_length=20)
    paper = models.CharField(max_length=200)
    since_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["staff", "skill", "pk"]
        constraints = [models.UniqueConstraint(fields=["staff", "skill"], name="one_certificate_a_skill")]

    def __str__(self) -> str:
        return self.paper


class Praise(models.Model):
    class Source(models.TextChoices):
        CITIZEN = "citizen", "Người dân"
        HEAD = "head", "Lãnh đạo, người đứng đầu"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("conduct.Staff", on_delete=models.PROTECT, related_name="praises")
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    date = models.DateField()
    source = models.CharField(max_length=8, choices=Source)
    text = models.CharField(max_length=500)
    report_code = models.CharField(max_length=12, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"Lời khen ngày {self.date:%d/%m/%Y}"


class AgencyReview(models.Model):
    """What an agency says of itself in a year, and the marks its leader gives on four aspects."""

    class State(models.TextChoices):
        DRAFT = "draft", "Đang viết"
        SENT = "sent", "Chờ lãnh đạo nhận xét"
        JUDGED = "judged", "Đã nhận xét"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    texts = models.JSONField(default=dict)  # aspect → what the agency says
    marks = models.JSONField(default=dict)  # aspect → mark
    remark = models.CharField(max_length=1000, blank=True)
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    judged_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "agency"]
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="one_agency_review_a_year")]

    def __str__(self) -> str:
        return f"Tự nhận xét đội ngũ năm {self.year}"
