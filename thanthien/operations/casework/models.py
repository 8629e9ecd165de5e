"""Administrative cases as the commune follows them, apologies for what is late, the weekly fast day.

People file on the national portal; here stands when each case came, when it is due, and what became of it. The
applicant is personal data: it is in no `__str__`, so that neither the audit log nor a message of an error has it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_PERSON = settings.AUTH_USER_MODEL


class Case(models.Model):
    """One case. `due_at` is the last good moment, `late_at` the first at which it is overdue, `end_at` its end by

    QĐ 766; `clocks.settle` works all three out and nobody else writes them. `typed` names the fields that a person
    wrote here: an import never takes those back.
    """

    class State(models.TextChoices):
        PROCESSING = "processing", "Đang giải quyết"
        WAITING = "waiting", "Chờ bổ sung"
        HANDLED = "handled", "Đã có kết quả, chờ trả"
        HANDED = "handed", "Đã trả kết quả"
        STOPPED = "stopped", "Dừng giải quyết"
        REFUSED = "refused", "Từ chối giải quyết"

    class Channel(models.TextChoices):
        DIRECT = "direct", "Trực tiếp"
        ONLINE_PARTIAL = "online_partial", "Trực tuyến một phần"
        ONLINE_FULL = "online_full", "Trực tuyến toàn trình"
        POST = "post", "Bưu chính công ích"
        HOME = "home", "Nhận tại nhà"

    class Term(models.TextChoices):
        DAYS = "days", "ngày làm việc"
        HOURS = "hours", "giờ làm việc"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    tail = models.CharField(max_length=10)  # the serial at its end: what people read out
    procedure_code = models.CharField(max_length=30, blank=True)
    procedure_name = models.CharField(max_length=300)
    applicant = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=14, choices=Channel, blank=True)
    result_place = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    term = models.PositiveSmallIntegerField(null=True)
    term_unit = models.CharField(max_length=5, choices=Term, default=Term.DAYS)
    due_given_at = models.DateTimeField(null=True)  # as the provincial system has it
    due_at = models.DateTimeField(null=True)
    supplements = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PROCESSING)
    handled_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # why it was stopped or refused
    end_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    promised_date = models.DateField(null=True)  # told by the last apology; what is late stays late
    agency = models.ForeignKey(
        "units.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    handler = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    handler_name = models.CharField(
        max_length=100, blank=True
    )  # as the import names somebody without an account
    typed = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="one_case_a_code")]
        indexes = [
            models.Index(fields=["unit", "-received_at", "-id"], name="casework_received"),
            models.Index(fields=["unit", "tail"], name="casework_tail"),
            # no partial index: a board's states come as parameters, by which SQLite proves nothing
            models.Index(fields=["unit", "state", "due_at", "id"], name="casework_board"),
            models.Index(fields=["end_at"], name="casework_ended"),
            models.Index(fields=["late_at"], name="casework_late", condition=Q(late_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Hồ sơ {self.code}"

    @property
    def procedure(self) -> str:
        return (
            f"{self.procedure_code} – {self.procedure_name}" if self.procedure_code else self.procedure_name
        )


class Pause(models.Model):
    """The citizen is waited for: from the day of the request until the supplement came, that day not counted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=500)
    from_date = models.DateField()
    until_date = models.DateField(null=True)  # the day of the supplement
    is_imported = models.BooleanField(default=False)  # the given due date knows of it already

    class Meta:
        ordering = ["from_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_date=None), name="one_open_pause_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"Chờ bổ sung từ {self.from_date:%d/%m/%Y}"


class CaseStep(models.Model):
    """What was done to a case here, or what an import changed; `day` is when it happened, `at` when it was told."""

    class Move(models.TextChoices):
        RECEIVE = "receive", "Ghi hồ sơ"
        CORRECT = "correct", "Sửa thông tin"
        ASK = "ask", "Yêu cầu bổ sung"
        SUPPLY = "supply", "Đã nhận bổ sung"
        HANDLE = "handle", "Có kết quả"
        HAND = "hand", "Trả kết quả"
        STOP = "stop", "Dừng giải quyết"
        REFUSE = "refuse", "Từ chối giải quyết"
        REOPEN = "reopen", "Mở lại"
        IMPORT = "import", "Cập nhật từ hệ thống tỉnh"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=8, choices=Move)
    day = models.DateTimeField()
    text = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_move_display()


class Apology(models.Model):
    """Form 04 of Thông tư 03/2025/TT-VPCP: once per lateness, or begun by hand where staff were at fault.

    Its text, and whom it is for, is frozen when it is signed. `old_due_date` is the due date missed, or the date that
    an earlier apology promised.
    """

    class Kind(models.TextChoices):
        LATE = "late", "Quá hạn"
        FAULT = "fault", "Sai sót của cán bộ"

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Chờ ký"
        SIGNED = "signed", "Đã ký, chờ gửi"
        SENT = "sent", "Đã gửi"
        DELIVERED = "delivered", "Người dân đã nhận"
        DROPPED = "dropped", "Đã bỏ"

    class Way(models.TextChoices):
        MESSAGE = "message", "Tin nhắn"
        POST = "post", "Bưu chính"
        HAND = "hand", "Trao trực tiếp"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="apologies")
    kind = models.CharField(max_length=5, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    old_due_date = models.DateField()
    new_due_date = models.DateField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    return_place = models.CharField(max_length=200, blank=True)
    returned_for = models.CharField(max_length=500, blank=True)  # what the leader wants changed
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    signed_date = models.DateField(null=True)
    signed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    signer_post = models.CharField(max_length=100, blank=True)
    applicant = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    lines = models.JSONField(default=list)  # the text that was signed, word for word
    sent_by_way = models.CharField(max_length=7, choices=Way, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_date = models.DateField(null=True)
    delivery_note = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # None: by itself
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        verbose_name_plural = "apologies"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "old_due_date"], condition=Q(kind="late"), name="one_apology_a_lateness"
            ),
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_apology_a_number"),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="casework_apologies")]

    def __str__(self) -> str:
        return f"Văn bản xin lỗi, hồ sơ {self.case.code}"

    @property
    def said_number(self) -> str:
        """ "05/PXL"; blank before it is signed."""
        return f"{self.number:02d}/PXL" if self.number else ""


class FastDay(models.Model):
    """The weekday on which some procedures are returned the same day; `procedures` holds {"code", "name"}."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    procedures = models.JSONField(default=list)
    document = models.CharField(max_length=120)
    first_date = models.DateField()
    last_date = models.DateField(null=True)  # the last day in force
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-first_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_date=None) | Q(last_date__gte=F("first_date")), name="fast_day_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"Ngày giải quyết nhanh từ {self.first_date:%d/%m/%Y}"


class CaseImport(models.Model):
    """A file of cases on its way in, or what a program sent on a day (`key`, `intake_date`).

    `done` rows are looked at or applied; `faults` holds [line, field, sentence], of a program's records the code of
    the case in place of the line. The file goes after the days of data/casework.yaml; this row stays.
    """

    class State(models.TextChoices):
        READING = "reading", "Đang đọc tệp"
        MAPPING = "mapping", "Chờ xác nhận các cột"
        CHECKING = "checking", "Đang kiểm tra"
        CHECKED = "checked", "Chờ nhập"
        APPLYING = "applying", "Đang nhập"
        DONE = "done", "Đã nhập"
        FAILED = "failed", "Không đọc được"
        DROPPED = "dropped", "Đã bỏ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_removed_at = models.DateTimeField(null=True)
    key = models.ForeignKey("keys.Key", on_delete=models.PROTECT, null=True, related_name="+")
    intake_date = models.DateField(null=True)
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    headers = models.JSONField(default=list)
    examples = models.JSONField(default=list)  # the first values of each column
    columns = models.JSONField(default=dict)  # field → header
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    progress_at = models.DateTimeField()
    resumed = models.PositiveSmallIntegerField(default=0)  # how often a worker ended in the middle of it
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "intake_date"], name="one_intake_a_key_and_day")
        ]

    def __str__(self) -> str:
        what = "Hồ sơ do ứng dụng gửi" if self.key_id else "Tệp hồ sơ của"
        return f"{what} {self.source}, {self.handed_in_at:%d/%m/%Y}"


class CaseRules(models.Model):
    """What a unit decided about its cases; a unit that decided nothing has what is written here."""

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    tells_results = models.BooleanField(default=True)  # a message to the applicant when the result is ready
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name_plural = "case rules"

    def __str__(self) -> str:
        return f"Cách làm với hồ sơ: {self.unit}"
