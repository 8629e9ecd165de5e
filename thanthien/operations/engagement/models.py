"""Dialogue with the people: a conference or a meeting, what was asked, who came.

What somebody asked is kept as it was sent and shown to the public only as an official has let it through, masked.
Names and telephone numbers are for those who answer.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thanthien.lib.codes import grouped
from thanthien.operations.engagement.outings import FieldVisit, Heard, PartyEntry, VisitPhoto
from thanthien.operations.engagement.promised import Commitment, CommitmentStep

_PERSON = settings.AUTH_USER_MODEL
__all__ = [
    "Attendance",
    "Commitment",
    "CommitmentStep",
    "Dialogue",
    "FieldVisit",
    "Heard",
    "PartyEntry",
    "Question",
    "VisitPhoto",
]


class Dialogue(models.Model):
    """One dialogue. `why` and `report_code` tell what case an unplanned one was held for."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Hội nghị đối thoại")
        DIRECT = "direct", _("Đối thoại trực tiếp")
        UNPLANNED = "unplanned", _("Đối thoại đột xuất")

    class State(models.TextChoices):
        DRAFT = "draft", "Đang chuẩn bị"
        PUBLISHED = "published", "Đã mời"
        HELD = "held", "Đã tổ chức"
        CANCELLED = "cancelled", "Không tổ chức"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    door = models.CharField(max_length=12, unique=True)  # in the QR shown at the door
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=200)
    date = models.DateField()
    starts = models.TimeField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    with_front = models.BooleanField(default=False)  # held together with the Fatherland Front committee
    topics = models.TextField()  # one a line
    why = models.CharField(max_length=500, blank=True)
    report_code = models.CharField(max_length=12, blank=True)
    published_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    secretary = models.CharField(max_length=100, blank=True)
    course = models.TextField(blank=True)  # how it went, for the minutes
    conclusion = models.TextField(blank=True)  # of the chair; public
    told_at = models.DateTimeField(null=True)  # when the conclusion first stood on the public page
    paper_count = models.PositiveIntegerField(null=True)  # people on the paper list
    paper_list = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    paper_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["unit", "state", "date"], name="engagement_dialogue_day")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What somebody asks or proposes, before a dialogue or in it. `shown_text` is what the public reads."""

    class State(models.TextChoices):
        NEW = "new", _("Mới nhận")
        ACCEPTED = "accepted", _("Đưa ra đối thoại")
        ANSWERED = "answered", _("Đã trả lời")
        PROMISED = "promised", _("Đã có cam kết giải quyết")
        SET_ASIDE = "set_aside", _("Không đưa ra đối thoại")

    class Way(models.TextChoices):
        WEB = "web", "Trang của đơn vị"
        PAPER = "paper", "Giấy, điện thoại, qua thôn"
        HALL = "hall", "Hỏi tại buổi đối thoại"

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=12, unique=True)
    client_key = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=8, choices=Way)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    text = models.TextField()
    shown_text = models.TextField(blank=True)
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.PROTECT, null=True, related_name="+"
    )
    language = models.CharField(max_length=2, default="vi")
    answer = models.TextField(blank=True)  # said at the dialogue, or why it was set aside; public
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["dialogue", "pk"]

    def __str__(self) -> str:
        return f"Câu hỏi {self.said_code}"

    @property
    def said_code(self) -> str:
        return grouped(self.code)


class Attendance(models.Model):
    """A phone that opened the page of the door. `key` comes from a cookie of that page alone; nobody is followed."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="attendances")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["dialogue", "pk"]
        constraints = [models.UniqueConstraint(fields=["dialogue", "key"], name="one_attendance_a_phone")]

    def __str__(self) -> str:
        return f"Lượt điểm danh {self.pk}"
