"""Proof: documents, pictures and links that a task was done, dated twice, checked by a second person."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi


class Evidence(models.Model):
    """One proof of one lead's part. `effective_date` is when it happened, `added_at` when it was handed in."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Văn bản"
        PICTURE = "picture", "Hình ảnh"
        LINK = "link", "Đường dẫn"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ kiểm tra"
        ACCEPTED = "accepted", "Đã chấp nhận"
        RETURNED = "returned", "Trả lại"
        WITHDRAWN = "withdrawn", "Đã rút"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey("plans.TaskAgency", on_delete=models.SET_NULL, null=True, related_name="+")
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    effective_date = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remark = models.TextField(blank=True)
    # what is shown is good through this day (a yearly commitment, a decision with a term); None: without end
    valid_until = models.DateField(null=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # the proof whose file this one shows for a further task, checked on its own
    also_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # given by the device that sent it: a name that makes a second sending harmless, and when it took the picture
    client_id = models.UUIDField(null=True, unique=True)
    taken_at = models.DateTimeField(null=True)
    accepted_mark = models.CharField(max_length=64, blank=True)  # `content_mark` of what was accepted

    class Meta:
        ordering = ["-effective_date", "-id"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["task", "state"]), models.Index(fields=["unit", "effective_date"])]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError where an accepted proof would become another than was accepted."""
        if self.state == self.State.ACCEPTED and not self.is_as_accepted:
            raise ValueError("An accepted proof stays as it was accepted; take the acceptance back first.")
        super().save(*args, **kwargs)

    @property
    def is_as_accepted(self) -> bool:
        """Whether the bytes, title and days are still those that were accepted; only accepted proof is."""
        return self.state == self.State.ACCEPTED and self.accepted_mark in ("", self.content_mark)

    @property
    def content_mark(self) -> str:
        """64 hexadecimal digits of the exact bytes (or address), title and days that a person looks at."""
        until = self.valid_until.isoformat() if self.valid_until else ""
        what = self.file.sha256 if self.file else self.url
        said = "\x1f".join((str(self.pk), what, self.title, self.effective_date.isoformat(), until))
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def taken_date(self) -> date | None:
        """The day the picture was taken, by its EXIF or by the device that sent it."""
        taken = (self.file.taken_at if self.file else None) or self.taken_at
        return timezone.localdate(taken) if taken else None

    @property
    def day_doubt(self) -> str:
        """Where the picture's own day is another than the day it is said to show; else ""."""
        taken = self.taken_date
        if taken is None or taken == self.effective_date:
            return ""
        return f"Ảnh chụp ngày {date_vi(taken)}, khác ngày ghi {date_vi(self.effective_date)}."


class AllowedReuse(models.Model):
    """A checker's word that a picture or file may stand for both proofs, so that it is not asked again."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    proof = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proof", "other"], name="one_allowed_reuse_a_pair")]

    def __str__(self) -> str:
        return self.reason


class FiledPaper(models.Model):
    """A table of a span of days that the program drew up and handed in by itself; a version changes no more.

    `digest` is of what the table says, so a table that says the same is not filed again. `why` are the sentences of
    the tasks that took none.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    first_date = models.DateField()
    last_date = models.DateField()
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    why = models.JSONField(default=list)

    class Meta:
        ordering = ["-last_date", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "first_date", "version"], name="evidence_one_version"
            )
        ]

    def __str__(self) -> str:
        return self.title
