"""What was promised to the people: an owner, a date, and every step until the people have it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thanthien.lib.codes import grouped
from thanthien.lib.vietnamese.personal import masked

_PERSON = settings.AUTH_USER_MODEL


class Commitment(models.Model):
    """`first_due_date` is what was promised first: a date that is moved is still measured by it."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang thực hiện")
        SETTLED = "settled", _("Đã giải quyết")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    text = models.CharField(max_length=1000)
    # where it was promised; a question and a thing heard become one commitment at the most
    question = models.OneToOneField(
        "engagement.Question", on_delete=models.PROTECT, null=True, related_name="commitment"
    )
    heard = models.OneToOneField(
        "engagement.Heard", on_delete=models.PROTECT, null=True, related_name="commitment"
    )
    dialogue = models.ForeignKey(
        "engagement.Dialogue", on_delete=models.PROTECT, null=True, related_name="commitments"
    )
    origin = models.CharField(max_length=200, blank=True)  # said in words where it is none of them
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    is_public = models.BooleanField(default=True)
    first_due_date = models.DateField()
    due_date = models.DateField()
    done_text = models.CharField(max_length=2000, blank=True)
    proof = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    proof_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_date", "pk"]
        indexes = [models.Index(fields=["unit", "state", "due_date"], name="engagement_commitment_due")]

    def __str__(self) -> str:
        return f"Cam kết {self.said_code}"

    @property
    def said_code(self) -> str:
        return grouped(self.code)

    @property
    def shown_text(self) -> str:
        return masked(self.text)

    @property
    def shown_done(self) -> str:
        return masked(self.done_text)


class CommitmentStep(models.Model):
    """What was done about a commitment, in order; the public reads `text` masked."""

    class Move(models.TextChoices):
        PROMISE = "promise", _("Cam kết")
        NOTE = "note", _("Cập nhật")
        HAND = "hand", _("Giao lại người thực hiện")
        EXTEND = "extend", _("Dời hạn")
        SETTLE = "settle", _("Đã giải quyết")
        REOPEN = "reopen", _("Mở lại")
        ACCEPT = "accept", _("Người dân đồng ý với kết quả")

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=8, choices=Move)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")  # None: a citizen
    text = models.CharField(max_length=2000, blank=True)
    due_date = models.DateField(null=True)

    class Meta:
        ordering = ["commitment", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.commitment}"

    @property
    def shown_text(self) -> str:
        return masked(self.text)
