"""Proof: documents, pictures and links that a task was done, dated twice, checked by a second person."""

from __future__ import annotations

from django.conf import settings
from django.db import models


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

    class Meta:
        ordering = ["-effective_date", "-id"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["task", "state"]), models.Index(fields=["unit", "effective_date"])]

    def __str__(self) -> str:
        return self.title
