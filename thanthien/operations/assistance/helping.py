"""Who helps people at the centre: volunteers with their shifts, and the support team's log."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Volunteer(models.Model):
    """A member of the Front, an organisation or the youth union who helps people; with the own consent."""

    class Body(models.TextChoices):
        YOUTH = "youth", "Đoàn Thanh niên"
        FRONT = "front", "Mặt trận Tổ quốc"
        WOMEN = "women", "Hội Liên hiệp Phụ nữ"
        FARMERS = "farmers", "Hội Nông dân"
        VETERANS = "veterans", "Hội Cựu chiến binh"
        UNION = "union", "Công đoàn"
        DIGITAL = "digital", "Tổ công nghệ số cộng đồng"
        OTHER = "other", "Hội, đoàn thể khác"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    body = models.CharField(max_length=10, choices=Body)
    branch = models.CharField(max_length=150, blank=True)  # the chapter, the village
    phone = models.CharField(max_length=20, blank=True)
    agreed_at = models.DateTimeField()  # to name and telephone being kept for calling and for the roster
    until_date = models.DateField(null=True)  # the first day on which the person no longer helps
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["body", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class HelpShift(models.Model):
    """A volunteer at a place on a day; afterwards whether they came, how long, and what they helped with."""

    class Came(models.TextChoices):
        PLANNED = "planned", "Chưa ghi"
        CAME = "came", "Có mặt"
        ABSENT = "absent", "Vắng"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="shifts")
    date = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    place = models.CharField(max_length=120)
    is_called = models.BooleanField(default=False)  # called in when needed, not in the plan of the week
    came = models.CharField(max_length=7, choices=Came, default=Came.PLANNED)
    minutes = models.PositiveSmallIntegerField(default=0)
    guided = models.PositiveSmallIntegerField(default=0)  # people received and guided
    installed = models.PositiveSmallIntegerField(default=0)  # the city's app, VNeID
    filed = models.PositiveSmallIntegerField(default=0)  # online filings helped with
    note = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["date", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "date", "starts"], name="one_help_shift_a_start")
        ]
        indexes = [models.Index(fields=["unit", "date"], name="assistance_shift_day")]

    def __str__(self) -> str:
        return f"{self.volunteer} {self.date:%d/%m/%Y} {self.said_hours}"

    @property
    def said_hours(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class SupportCall(models.Model):
    """A call of the support team (Tổ Ứng cứu Công nghệ và Nghiệp vụ): who needed help with what, what came of it."""

    class Caller(models.TextChoices):
        CITIZEN = "citizen", "Người dân, doanh nghiệp"
        COUNTER = "counter", "Quầy tiếp nhận"
        STAFF = "staff", "Cán bộ, công chức"

    class About(models.TextChoices):
        ONLINE = "online", "Nộp hồ sơ trực tuyến"
        ACCOUNT = "account", "Tài khoản VNeID, Cổng Dịch vụ công"
        SYSTEM = "system", "Phần mềm, hệ thống"
        DEVICE = "device", "Máy móc, đường truyền"
        PROCEDURE = "procedure", "Nghiệp vụ, thủ tục"

    class Outcome(models.TextChoices):
        OPEN = "open", "Đang hỗ trợ"
        SOLVED = "solved", "Đã giải quyết"
        PASSED_ON = "passed_on", "Đã chuyển nơi khác"
        UNSOLVED = "unsolved", "Chưa giải quyết được"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    client_key = models.CharField(max_length=64, unique=True)
    caller = models.CharField(max_length=8, choices=Caller)
    about = models.CharField(max_length=10, choices=About)
    problem = models.CharField(max_length=300)
    subject = models.CharField(max_length=150, blank=True)  # the procedure or system
    helper = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    knowledge = models.CharField(max_length=1000, blank=True)  # how it was solved, for the next time
    search_key = models.TextField(editable=False)
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-called_at", "-pk"]
        indexes = [models.Index(fields=["unit", "-called_at"], name="assistance_support_newest")]

    def __str__(self) -> str:
        return f"Ca hỗ trợ {self.called_at:%d/%m/%Y}"
