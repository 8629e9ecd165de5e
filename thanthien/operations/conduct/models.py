"""Who works in a unit, and how they keep to the code of conduct: commitments, checks, breaches, learning."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from thanthien.lib.vietnamese import search_key
from thanthien.operations.conduct.breaches import Breach, BreachStep, Discipline
from thanthien.operations.conduct.learning import AgencyReview, Attendance, Certificate, Praise, Training
from thanthien.operations.conduct.looks import Look, PlannedLeave, SpotCheck

_PERSON = settings.AUTH_USER_MODEL
__all__ = [
    "AgencyReview",
    "Attendance",
    "Breach",
    "BreachStep",
    "Certificate",
    "Commitment",
    "Discipline",
    "Look",
    "PlannedLeave",
    "Post",
    "Praise",
    "SpotCheck",
    "Staff",
    "Training",
]


class Staff(models.Model):
    """A person of the unit's staff, with or without an account. `code` tells two of one name apart."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=100)
    search_key = models.CharField(max_length=120, editable=False)
    code = models.CharField(max_length=30, blank=True)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["unit", "search_key", "pk"]
        verbose_name_plural = "staff"
        indexes = [models.Index(fields=["unit", "search_key"], name="conduct_staff_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"], condition=~models.Q(code=""), name="one_staff_a_code"
            ),
            models.UniqueConstraint(
                fields=["unit", "person"],
                condition=models.Q(person__isnull=False),
                name="one_staff_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.full_name)
        super().save(*args, **kwargs)


class Post(models.Model):
    """Where somebody works from a day to a day; who moves to another agency has a new one."""

    class Category(models.TextChoices):
        CADRE = "cadre", "Cán bộ"
        CIVIL_SERVANT = "civil_servant", "Công chức"
        PUBLIC_EMPLOYEE = "public_employee", "Viên chức"
        CONTRACT = "contract", "Hợp đồng lao động"
        PART_TIME = "part_time", "Người hoạt động không chuyên trách"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="posts")
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=16, choices=Category)
    title = models.CharField(max_length=120, blank=True)
    at_centre = models.BooleanField(default=False)  # serves at the one-stop centre
    since_date = models.DateField()
    until_date = models.DateField(null=True)  # the last day in the post
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["staff", "since_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=models.Q(until_date=None), name="one_open_post_a_staff"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} từ {self.since_date:%d/%m/%Y}"


class Commitment(models.Model):
    """A person's commitment of a year to an edition of the code, signed on paper or in the program."""

    class Way(models.TextChoices):
        PROGRAM = "program", "Ký trong chương trình"
        PAPER = "paper", "Ký trên giấy"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="commitments")
    year = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=20)
    way = models.CharField(max_length=8, choices=Way)
    signed_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["staff", "year"]
        constraints = [models.UniqueConstraint(fields=["staff", "year"], name="one_commitment_a_year")]

    def __str__(self) -> str:
        return f"Cam kết năm {self.year}"
