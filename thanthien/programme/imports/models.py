"""A plan file on its way to becoming tasks: read by the machine, corrected by a person, accepted once."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class PlanReading(models.Model):
    """A plan file on its way in: read in the background, corrected by a person, then accepted once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ đọc"
        READING = "reading", "Đang đọc"
        READY = "ready", "Chờ anh/chị xem lại"
        FAILED = "failed", "Chưa đọc được"
        ACCEPTED = "accepted", "Đã nhận thành nhiệm vụ"
        DISCARDED = "discarded", "Đã bỏ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    pages_done = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    is_plan = models.BooleanField(default=True)
    source_lines = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    document = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)  # corrections that can be undone
    started_at = models.DateTimeField(null=True)
    progress_at = models.DateTimeField(null=True)  # the reader's last sign of life
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaces = models.ForeignKey("plans.Plan", on_delete=models.SET_NULL, null=True, related_name="+")
    plan = models.ForeignKey("plans.Plan", on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "file"],
                condition=models.Q(state__in=["waiting", "reading", "ready"]),
                name="one_open_reading_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.READING, self.State.READY}


class ReadingRow(models.Model):
    """One row read, as a person corrects it. `read` keeps what the machine read, for comparison.

    `lead` and `coordinators` hold names; `doubtful` holds `{"field", "why"}`; `version` counts the
    corrections, so that two people at one row do not write over each other.
    """

    class Kind(models.TextChoices):
        TASK = "task", "Nhiệm vụ trong bảng"
        OBLIGATION = "obligation", "Nội dung trong kế hoạch"
        DUTY = "duty", "Phần tổ chức thực hiện"

    reading = models.ForeignKey(PlanReading, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TASK)
    no = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=400, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    is_header = models.BooleanField(default=False)
    title = models.TextField()
    lead = models.JSONField(default=list)
    coordinators = models.JSONField(default=list)
    product = models.TextField(blank=True)
    timing = models.CharField(max_length=300, blank=True)
    timing_rule = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    criterion = models.ForeignKey(
        "criteria.Criterion", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    criterion_likeness = models.FloatField(default=0)
    criterion_confirmed = models.BooleanField(default=False)
    source = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    confidence = models.FloatField(default=1.0)
    doubtful = models.JSONField(default=list)
    read = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    is_checked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    is_left_out = models.BooleanField(default=False)
    matched_task = models.ForeignKey("plans.Task", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["reading", "position"]
        indexes = [models.Index(fields=["reading", "position"])]

    def __str__(self) -> str:
        return f"{self.no} {self.title}".strip()
