"""Letters in the unit's name, how they are worded, batches of them, and letters that the daily work suggests.

Whom a letter is for is personal data: no `__str__` has it, so that neither the audit log nor an error names anybody.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from thanthien.operations.letters.contributors import Contributor, ContributorConsent
from thanthien.operations.letters.gestures import (
    Gesture,
    GesturePhoto,
    Greeting,
    GreetingPost,
    Handing,
    MeetingGuest,
)

_PERSON = settings.AUTH_USER_MODEL
__all__ = [
    "BatchRow",
    "Contributor",
    "ContributorConsent",
    "CourtesyLetter",
    "Gesture",
    "GesturePhoto",
    "Greeting",
    "GreetingPost",
    "Handing",
    "LetterBatch",
    "LetterProposal",
    "LetterWording",
    "MeetingGuest",
]


class Kind(models.TextChoices):
    CONGRATULATION = "congratulation", "Thư chúc mừng"
    THANKS = "thanks", "Thư cảm ơn"
    PRAISE = "praise", "Thư khen"
    COMMENDATION = "commendation", "Thư biểu dương"
    CONDOLENCE = "condolence", "Thư chia buồn"
    APOLOGY = "apology", "Thư xin lỗi"


class LetterWording(models.Model):
    """A unit's own words for a template of data/letters.yaml; the highest version holds, `is_ours` means the sample."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    template = models.SlugField(max_length=20, db_index=False)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    is_ours = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["template", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "template", "version"], name="one_wording_a_version")
        ]

    def __str__(self) -> str:
        return f"Mẫu thư {self.template}, bản {self.version}"


class LetterBatch(models.Model):
    """Letters of one template to many people. Rows become letters one by one; cut off, it goes on where it was."""

    class State(models.TextChoices):
        CHECKED = "checked", "Chờ lập thư"
        MAKING = "making", "Đang lập thư"
        DONE = "done", "Đã lập đủ thư"
        DROPPED = "dropped", "Đã bỏ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    template = models.SlugField(max_length=20, db_index=False)
    name = models.CharField(max_length=150)
    occasion = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKED)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "letter batches"

    def __str__(self) -> str:
        return f"Lô thư {self.name}"


class CourtesyLetter(models.Model):
    """One letter. What was signed stands in `lines`, word for word; the number comes with the signature.

    `name_key` finds a name written with or without tone marks; `id_key` is a keyed digest of the identity number,
    which tells two people of one name apart and cannot be read back.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Chờ ký"
        SIGNED = "signed", "Đã ký, chờ trao"
        SENT = "sent", "Đã gửi"
        DELIVERED = "delivered", "Đã đến tay"
        DROPPED = "dropped", "Đã bỏ"

    class Way(models.TextChoices):
        CEREMONY = "ceremony", "Trao tại lễ"
        HAND = "hand", "Trao tận tay"
        POST = "post", "Bưu chính"
        ZALO = "zalo", "Tin nhắn Zalo"
        EMAIL = "email", "Thư điện tử"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=14, choices=Kind)
    template = models.SlugField(max_length=20, db_index=False)
    wording = models.PositiveIntegerField(default=0)  # version of the unit's words; 0: the sample
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    honorific = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150)
    address = models.CharField(max_length=200, blank=True)
    address_key = models.CharField(max_length=200, blank=True)
    id_key = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    other = models.CharField(max_length=150, blank=True)  # spouse, child, the dead person
    other_key = models.CharField(max_length=150, blank=True)
    deed = models.CharField(max_length=500, blank=True)
    occasion = models.CharField(max_length=150, blank=True)
    recognition = models.CharField(max_length=80, blank=True)  # number of the decision
    recognition_date = models.DateField(null=True)
    practice = models.ForeignKey(
        "merit.Practice", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    extra = models.TextField(blank=True)  # the writer's own words, after those of the template
    decided_for = models.CharField(max_length=500, blank=True)  # why it is written in spite of a warning
    returned_for = models.CharField(max_length=500, blank=True)
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    signed_date = models.DateField(null=True)
    signed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    signer_post = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    lines = models.JSONField(default=list)
    way = models.CharField(max_length=8, choices=Way, blank=True)
    sent_date = models.DateField(null=True)
    delivered_date = models.DateField(null=True)
    delivery_note = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(LetterBatch, on_delete=models.PROTECT, null=True, related_name="letters")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    client_key = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_letter_of_a_number"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(signed_date__isnull=False), name="a_number_is_signed"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "kind"], name="letters_of_state"),
            models.Index(fields=["unit", "name_key"], name="letters_of_name"),
            models.Index(fields=["unit", "other_key"], name="letters_of_other"),
        ]

    def __str__(self) -> str:
        said = self.said_number
        return f"{self.get_kind_display()} số {said}" if said else self.get_kind_display()

    @property
    def said_number(self) -> str:
        """ "05/2026"; blank before it is signed. The paper adds the unit's symbol."""
        return f"{self.number:02d}/{self.year}" if self.number else ""

    @property
    def is_out(self) -> bool:
        return self.state in (self.State.SIGNED, self.State.SENT, self.State.DELIVERED)


class BatchRow(models.Model):
    """One recipient of a batch: what was typed, and the letter made of it – at most one, ever."""

    batch = models.ForeignKey(LetterBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    values = models.JSONField()
    letter = models.OneToOneField(CourtesyLetter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="one_row_a_position")]

    def __str__(self) -> str:
        return f"Dòng {self.position}, {self.batch}"


class LetterProposal(models.Model):
    """A letter that the work of another room suggests; a person accepts it or says why not.

    `source_key` names the thing it came from, so that the same thing suggests one letter only.
    """

    class Source(models.TextChoices):
        CASE = "case", "Trả kết quả thủ tục"
        PRACTICE = "practice", "Sáng kiến, cách làm được công nhận"
        FEEDBACK = "feedback", "Ý kiến về cán bộ, đã kết luận có lỗi"

    class State(models.TextChoices):
        OPEN = "open", "Chờ quyết định"
        ACCEPTED = "accepted", "Đã lập thư"
        DISMISSED = "dismissed", "Không lập thư"

    class Why(models.TextChoices):
        MISTAKEN = "mistaken", "Không đúng việc"
        UNWANTED = "unwanted", "Người dân không muốn nhận"
        OTHER = "other", "Lý do khác"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    template = models.SlugField(max_length=20, db_index=False)
    source = models.CharField(max_length=8, choices=Source)
    source_key = models.CharField(max_length=60)
    date = models.DateField()
    name = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=300)
    practice = models.ForeignKey(
        "merit.Practice", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    letter = models.OneToOneField(
        CourtesyLetter, on_delete=models.PROTECT, null=True, related_name="proposal"
    )
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "source", "source_key"], name="one_proposal_a_thing")
        ]
        indexes = [models.Index(fields=["unit", "state"], name="letters_proposed")]

    def __str__(self) -> str:
        return f"Đề xuất thư: {self.get_source_display()}"
