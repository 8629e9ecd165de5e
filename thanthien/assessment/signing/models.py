"""Papers on their way to the signature: what was put before the signer, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PaperToSign(models.Model):
    """A document of the unit's year, frozen as a file when it was submitted. A returned one comes back as the
    same row with a new file, so that it has one history. `period` tells apart the months of a monthly report.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ ký"
        RETURNED = "returned", "Trả lại"
        WITHDRAWN = "withdrawn", "Đã rút"
        SIGNED = "signed", "Đã ký"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.SlugField(max_length=40)
    period = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=300)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    remark = models.TextField(blank=True)
    number = models.CharField(max_length=60, blank=True)
    signed_date = models.DateField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    copy = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    copy_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind", "period"],
                condition=~models.Q(state="signed"),
                name="one_paper_on_its_way",
            )
        ]

    def __str__(self) -> str:
        return self.title
