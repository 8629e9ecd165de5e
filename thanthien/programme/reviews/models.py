"""Interim and final reviews of a period: the conference, results by year, documents, lessons."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Review(models.Model):
    """The review of a period from one year to another, up to what it concluded."""

    class Kind(models.TextChoices):
        INTERIM = "interim", "Sơ kết"
        FINAL = "final", "Tổng kết"

    class State(models.TextChoices):
        PLANNED = "planned", "Đang chuẩn bị"
        HELD = "held", "Đã tổ chức hội nghị"
        CONCLUDED = "concluded", "Đã kết luận"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField()
    due_date = models.DateField()
    conference_date = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    participants = models.TextField(blank=True)
    agenda = models.TextField(blank=True)
    conclusion = models.TextField(blank=True)
    minutes = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    minutes_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    version = models.PositiveIntegerField(default=1)
    remark = models.TextField(blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-due_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "from_year", "to_year"], name="one_review_of_a_kind_and_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.from_year}–{self.to_year}"


class YearResult(models.Model):
    """What a year of the period had come to when the review was held; kept as it stood that day."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    level = models.CharField(max_length=80, blank=True)
    registered = models.CharField(max_length=80, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["review", "year"], name="one_result_a_year")]

    def __str__(self) -> str:
        return f"{self.year}"


class ReviewDocument(models.Model):
    """A document of the review on its way to the signature."""

    class State(models.TextChoices):
        DRAFTED = "drafted", "Đang soạn"
        SUBMITTED = "submitted", "Đã trình ký"
        RETURNED = "returned", "Trả lại"
        SIGNED = "signed", "Đã ký"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)
    number = models.CharField(max_length=80, blank=True)
    signed_date = models.DateField(null=True)
    remark = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """What was learnt, who follows it up, until when, and what came of it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="lessons")
    text = models.TextField()
    follow_up = models.TextField()
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, related_name="+")
    due_date = models.DateField()
    outcome = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_date", "pk"]

    def __str__(self) -> str:
        return self.text[:120]
