"""What people are asked and what they answered.

Who answered is kept nowhere: docs/decisions/2026-11-21-answers-name-nobody.md says what is stored and why.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models


class Questionnaire(models.Model):
    """A form of a unit, copied from `data/surveys` (`origin`) or its own. The questions lie in its versions."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    origin = models.SlugField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["unit", "title"]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """The questions as of a version; once published they stay as they are."""

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        PUBLISHED = "published", "Đã ban hành"

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    content = models.JSONField(default=dict)  # `definition.Content`
    revision = models.PositiveIntegerField(
        default=1
    )  # how often the draft was saved: two do not overwrite each other
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["questionnaire", "number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=models.Q(state="draft"), name="one_draft_a_questionnaire"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}, bản {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError where a published version would change: its answers would tell of other questions."""
        if self.pk and Version.objects.filter(pk=self.pk, state=self.State.PUBLISHED).exists():
            raise ValueError("A published version stays as it was published.")
        super().save(*args, **kwargs)


class Survey(models.Model):
    """One asking with one version: from, until, of how many people. `code` stands in the public address."""

    class State(models.TextChoices):
        DRAFT = "draft", "Đang chuẩn bị"
        OPEN = "open", "Đang lấy ý kiến"
        CLOSED = "closed", "Đã kết thúc"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="surveys")
    title = models.CharField(max_length=200)
    code = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    first_date = models.DateField()
    last_date = models.DateField()
    population = models.PositiveIntegerField()  # N: the people or transactions it speaks for
    margin = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.05"))
    minimum = models.PositiveSmallIntegerField(default=30)  # under it nothing is compared
    is_public = models.BooleanField(default=True)  # by the address and QR too, not by single-use link alone
    asks_neighbourhood = models.BooleanField(default=False)
    measure = models.SlugField(max_length=60, blank=True)  # code of data/measures.yaml that it feeds
    criterion_key = models.CharField(max_length=40, blank=True)  # whose tasks get the summary as proof
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closing = models.JSONField(
        null=True
    )  # `comparing.Standing` as of the last answer, so that years stay comparable
    summary_word = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    summary_pdf = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-first_date", "-pk"]

    def __str__(self) -> str:
        return self.title


class Quota(models.Model):
    """How many answers are wanted of a neighbourhood."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="quotas")
    neighbourhood = models.ForeignKey("units.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    wanted = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "neighbourhood"], name="one_quota_a_place")]

    def __str__(self) -> str:
        return f"{self.neighbourhood}: {self.wanted}"


class Link(models.Model):
    """A single-use link, known by its hash alone. Used or not is all that is kept: not when, not which answer."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="links")
    hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.survey}: {'đã dùng' if self.is_used else 'chưa dùng'}"


class Response(models.Model):
    """One answered form. Its key is random, so that rows tell no order, and makes sending twice harmless.

    There is no hour, no address and no device here; paper forms alone name who typed them in.
    """

    class Channel(models.TextChoices):
        LINK = "link", "Đường dẫn dùng một lần"
        QR = "qr", "Mã QR"
        WEB = "web", "Trang của đơn vị"
        PAPER = "paper", "Phiếu giấy"

    class Flag(models.TextChoices):
        OFFICE = "office", "Gửi từ máy của cơ quan"
        SAME_DEVICE = "same_device", "Máy này đã trả lời"
        BURST = "burst", "Gửi dồn dập từ một nơi"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    answers = models.JSONField()  # key of a question → its answer
    day = models.DateField()
    channel = models.CharField(max_length=5, choices=Channel)
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.PROTECT, null=True, related_name="+"
    )
    flag = models.CharField(max_length=11, choices=Flag, blank=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    paper_number = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["survey", "day"], name="surveys_day")]

    def __str__(self) -> str:
        return f"{self.survey}: một phiếu"


class Theme(models.Model):
    """What comments are often about, by words the unit names; one row a theme."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    words = models.JSONField(default=list)  # as typed; found with or without tone marks

    class Meta:
        ordering = ["unit", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_theme_a_name")]

    def __str__(self) -> str:
        return self.name


class CommentMark(models.Model):
    """Words on a form that are not shown on, with the reason. What was written stays as it was."""

    class Why(models.TextChoices):
        ABUSIVE = "abusive", "Lời lẽ xúc phạm"
        PERSONAL = "personal", "Còn thông tin cá nhân"
        OFF_TOPIC = "off_topic", "Không liên quan"

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="marks")
    question = models.CharField(max_length=40)  # its key
    why = models.CharField(max_length=9, choices=Why)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="one_mark_a_comment")]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_why_display()}"


class FollowUp(models.Model):
    """What was learnt from a result and what is done about it: conclusion, action, who, by when."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="follow_ups")
    conclusion = models.TextField()
    action = models.TextField()
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_date = models.DateField()
    task = models.ForeignKey("plans.Task", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["due_date", "pk"]

    def __str__(self) -> str:
        return self.action[:80]

    @property
    def owner(self) -> str:
        return " – ".join(str(one) for one in (self.agency, self.person) if one)
