"""A unit's plan for a year and the tasks it gives."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from thanthien.lib.vietnamese import search_key


class Plan(models.Model):
    """The plan in force for a unit and year; an amended plan takes the place of the one before."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_date = models.CharField(max_length=10, blank=True)  # ISO, perhaps partial: 2026-02, 2026
    title = models.TextField()
    years = models.JSONField(default=list)
    is_open_ended = models.BooleanField(default=False)
    signer = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=100, blank=True)
    signed_for = models.CharField(max_length=150, blank=True)
    target_level = models.PositiveSmallIntegerField(null=True)
    steering = models.JSONField(default=list)
    duties = models.JSONField(default=list)
    recipients = models.JSONField(default=list)
    accepted_at = models.DateTimeField()
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-accepted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=models.Q(replaced_by__isnull=True),
                name="one_plan_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"Kế hoạch {self.number}".strip() if self.number else f"Kế hoạch năm {self.year}"


class LegalBasis(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="legal_bases")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_date = models.CharField(max_length=10, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    title = models.TextField(blank=True)

    class Meta:
        ordering = ["plan", "position"]
        verbose_name_plural = "legal bases"

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()


class Task(models.Model):
    """A row of the plan. Its state follows from its leads: accepted only when every lead's part is."""

    class State(models.TextChoices):
        OPEN = "open", "Chưa làm"
        STARTED = "started", "Đang làm"
        DONE = "done", "Chờ kiểm tra"
        RETURNED = "returned", "Trả lại"
        ACCEPTED = "accepted", "Đã chấp nhận"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    no = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=400, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    is_header = models.BooleanField(default=False)
    title = models.TextField()
    search_key = models.TextField(editable=False)
    product = models.TextField(blank=True)
    timing = models.CharField(max_length=300, blank=True)
    timing_rule = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    due_date = models.DateField(null=True, db_index=True)
    criterion = models.ForeignKey("criteria.Criterion", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    withdrawn_at = models.DateTimeField(null=True)  # gone from an amended plan; proof stays
    source = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    is_ad_hoc = models.BooleanField(
        default=False
    )  # given by a leader beside the plan; an amended plan keeps it
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    document_number = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["unit", "year", "position"]
        indexes = [models.Index(fields=["unit", "year", "state"])]

    def __str__(self) -> str:
        return f"{self.no} {self.title}".strip()[:200]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.title} {self.product}")
        super().save(*args, **kwargs)


class TaskAgency(models.Model):
    """An agency's part in a task: lead or supporting, an agency of the unit or a printed group."""

    class Part(models.TextChoices):
        LEAD = "lead", "Chủ trì"
        SUPPORT = "support", "Phối hợp"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    group_name = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=8, choices=Part)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=Task.State, default=Task.State.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["task", "part", "position"]
        verbose_name_plural = "task agencies"
        indexes = [models.Index(fields=["agency", "part"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else self.group_name


class TaskNote(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text[:60]
