"""Who did what, when, with what before and after. Rows are written once and never again."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

LAST_ACT = "audit_last_act"  # the index of what people did, without what citizens sent


class AuditIsFinal(Exception):
    """An audit row cannot be changed or deleted; the database refuses it too (see the triggers in migrations)."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditIsFinal("Nhật ký không sửa được.")

    def delete(self) -> NoReturn:
        raise AuditIsFinal("Nhật ký không xóa được.")


class Entry(models.Model):
    """One write. `thread` gathers the entries of one thing and its parts, e.g. `plans.task:12`."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=150)
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    subject = models.CharField(max_length=300)
    thread = models.CharField(max_length=100, db_index=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    remark = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["unit", "-at"]),
            models.Index(fields=["actor"], name="audit_of_person", condition=models.Q(actor__isnull=False)),
            models.Index(fields=["unit", "-id"], name=LAST_ACT, condition=models.Q(actor__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditIsFinal("Nhật ký không sửa được.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsFinal("Nhật ký không xóa được.")
