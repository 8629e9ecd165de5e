"""Leaders among the people: visits to neighbourhoods with what was heard, and the committee's schedule."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

_PERSON = settings.AUTH_USER_MODEL


class FieldVisit(models.Model):
    """A leader goes to a neighbourhood: planned for a day, then recorded, on a phone in the field."""

    class State(models.TextChoices):
        PLANNED = "planned", "Dự kiến"
        DONE = "done", "Đã đi"
        CANCELLED = "cancelled", "Không đi"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    neighbourhood = models.ForeignKey("units.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    client_key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State)
    date = models.DateField()
    leader = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    others = models.CharField(max_length=300, blank=True)
    activity = models.CharField(max_length=30)  # a code of data/engagement.yaml
    note = models.CharField(max_length=1000, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["unit", "state", "date"], name="engagement_visit_day")]

    def __str__(self) -> str:
        return f"{self.neighbourhood}, {self.date:%d/%m/%Y}"


class VisitPhoto(models.Model):
    visit = models.ForeignKey(FieldVisit, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["visit", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "file"], name="one_picture_a_visit")]

    def __str__(self) -> str:
        return f"Ảnh {self.pk}, {self.visit}"


class Heard(models.Model):
    """One thing heard on a visit. It is answered there, becomes a report, or becomes a commitment: once."""

    class State(models.TextChoices):
        OPEN = "open", "Chưa xử lý"
        ANSWERED = "answered", "Đã trả lời tại chỗ"
        REPORT = "report", "Đã chuyển thành phản ánh"
        PROMISED = "promised", "Đã thành cam kết"

    visit = models.ForeignKey(FieldVisit, on_delete=models.PROTECT, related_name="heard")
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    report_code = models.CharField(max_length=12, blank=True, db_index=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["visit", "pk"]

    def __str__(self) -> str:
        return f"Ý kiến nghe được {self.pk}"


class PartyEntry(models.Model):
    """A line of the party committee's schedule. Planned visits and dialogues stand there by themselves."""

    class Kind(models.TextChoices):
        RECEPTION = "reception", _("Tiếp công dân")
        VISIT = "visit", _("Xuống cơ sở")
        DIALOGUE = "dialogue", _("Đối thoại")
        OTHER = "other", _("Việc khác")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    date = models.DateField()
    starts = models.TimeField(null=True)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["date", "starts", "pk"]
        verbose_name_plural = "party entries"
        indexes = [models.Index(fields=["unit", "date"], name="engagement_schedule_day")]

    def __str__(self) -> str:
        return f"{self.title}, {self.date:%d/%m/%Y}"
