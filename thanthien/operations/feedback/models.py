"""What people say to a unit, on three legal paths that never mix, and what was done about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thanthien.lib.codes import grouped


class Path(models.TextChoices):
    """Which law a report follows; the clocks of each stand in data/feedback.yaml."""

    PETITION = "petition", _("Phản ánh, kiến nghị")
    REGULATION = "regulation", _("Phản ánh, kiến nghị về quy định hành chính")
    COMPLAINT = "complaint", _("Khiếu nại")
    DENUNCIATION = "denunciation", _("Tố cáo")


class Count(models.TextChoices):
    WORKDAYS = "workdays", "ngày làm việc"
    DAYS = "days", "ngày"


class Channel(models.TextChoices):
    WEB = "web", "Trang của đơn vị"
    QR = "qr", "Mã QR"
    APP = "app", "Ứng dụng"
    EMAIL = "email", "Thư điện tử"
    ZALO = "zalo", "Tin nhắn Zalo"
    FACEBOOK = "facebook", "Trang Facebook"
    HOTLINE = "hotline", "Đường dây nóng"
    WALK_IN = "walk_in", "Trực tiếp tại đơn vị"
    LETTER_BOX = "letter_box", "Hòm thư góp ý"
    RELAY = "relay", "Qua Mặt trận, đoàn thể, trưởng thôn"


class Report(models.Model):
    """One matter a person brings. `due_date` is the last good day of the stage that runs now.

    `code` is what the public calls it; the id never leaves the office. `client_key` is chosen by the
    sender's device: the same key sent again is the same report.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Mới tiếp nhận")
        IN_HAND = "in_hand", _("Đang xử lý")
        ASKED = "asked", _("Chờ người gửi bổ sung")
        DRAFTED = "drafted", _("Chờ duyệt trả lời")
        OUTSIDE = "outside", _("Đã chuyển cơ quan khác")
        ANSWERED = "answered", _("Đã trả lời")
        CLOSED = "closed", _("Đã kết thúc")
        MERGED = "merged", _("Đã gộp")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("Đã giải quyết")
        PARTLY = "partly", _("Đã giải quyết một phần")
        REFUSED = "refused", _("Không thụ lý")
        NOT_OURS = "not_ours", _("Không thuộc thẩm quyền")
        INFORMED = "informed", _("Ghi nhận, thông tin")

    # The indexes below begin with the unit; each more would be written with every report that comes in.
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=12, unique=True)
    client_key = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=12, choices=Path, default=Path.PETITION)
    channel = models.CharField(max_length=10, choices=Channel)
    category = models.SlugField(max_length=40, db_index=False)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    language = models.CharField(max_length=2, default="vi")
    search_key = models.TextField(editable=False)

    is_anonymous = models.BooleanField(default=False)
    # about staff: hidden from everyone but the leader, and from the leader too where it is about the leader
    is_protected = models.BooleanField(default=False)
    about_leader = models.BooleanField(default=False)
    about_agency = models.ForeignKey(
        "units.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # the clock of the stage that runs: from when, how many, counted in what
    clock_start = models.DateField()
    clock_days = models.PositiveSmallIntegerField()
    clock_unit = models.CharField(max_length=8, choices=Count, default=Count.WORKDAYS)
    due_date = models.DateField()
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(
        null=True
    )  # complaints, denunciations: from then the answer's clock runs
    ask_until = models.DateField(null=True)  # while the sender is asked: the clock goes on after this day
    alarm = models.PositiveSmallIntegerField(
        default=0
    )  # told to leaders: 1 shortly before the limit, 2 after it
    answered_at = models.DateTimeField(null=True)
    reopen_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged", db_index=False
    )
    sent_to = models.CharField(max_length=200, blank=True)  # the body outside the unit that has it now

    # what the sender said of the answer: None not said yet
    is_solved = models.BooleanField(null=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)  # 1 very bad … 5 very good

    # what stands in the public list, masked and looked at by an official; "" while nothing does
    may_publish = models.BooleanField(default=False)  # the sender agreed
    public_text = models.TextField(blank=True)
    public_answer = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)

    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # the official who typed it in; None where the citizen sent it

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            # the last three say who may read a report: what is counted is counted in the index alone
            models.Index(
                fields=["unit", "state", "due_date", "path", "is_protected", "about_leader"],
                name="feedback_inbox",
            ),
            models.Index(
                fields=["unit", "-received_at", "path", "is_protected", "about_leader"],
                name="feedback_newest",
            ),
            models.Index(fields=["unit", "category", "-received_at"], name="feedback_alike"),
            models.Index(
                fields=["state", "reopen_until"],
                name="feedback_sweep",
                condition=models.Q(reopen_until__isnull=False),
            ),
            models.Index(
                fields=["handler"], name="feedback_handler", condition=models.Q(handler__isnull=False)
            ),
            models.Index(
                fields=["received_by"], name="feedback_typed", condition=models.Q(received_by__isnull=False)
            ),
            models.Index(
                fields=["merged_into"], name="feedback_merged", condition=models.Q(merged_into__isnull=False)
            ),
            # few among many petitions, and counted on every page of the inbox
            models.Index(
                fields=["unit", "path", "state"],
                name="feedback_other_paths",
                condition=models.Q(path__in=["complaint", "denunciation"]),
            ),
            models.Index(fields=["received_at"], name="feedback_received"),
            models.Index(
                fields=["unit", "-published_at"],
                name="feedback_public",
                condition=models.Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{Path(self.path).label} {self.said_code}"

    @property
    def said_code(self) -> str:
        """ "7K4M-29XQ-T3HD", as it is printed and read aloud."""
        return grouped(self.code)


class Sender(models.Model):
    """Who sent a report, apart from it: read only by those who may, and hidden where the report is protected."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="sender")
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    zalo = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    tell_by = models.CharField(max_length=6, blank=True)  # a channel of platform.outbox

    def __str__(self) -> str:
        return f"Người gửi {self.report_id}"


class Step(models.Model):
    """What happened to a report, in order; nothing changes without one. `by` is None for the sender."""

    class Move(models.TextChoices):
        SEND = "send", _("Gửi")
        ACCEPT = "accept", _("Thụ lý")
        TAKE = "take", _("Tiếp nhận xử lý")
        ROUTE = "route", _("Chuyển cơ quan trong đơn vị")
        CLASSIFY = "classify", _("Phân loại lại")
        ASK = "ask", _("Đề nghị bổ sung")
        SUPPLY = "supply", _("Bổ sung")
        FORWARD = "forward", _("Chuyển cơ quan ngoài đơn vị")
        REPLIED = "replied", _("Cơ quan ngoài đơn vị phản hồi")
        EXTEND = "extend", _("Gia hạn")
        DRAFT = "draft", _("Soạn trả lời")
        RETURN = "return", _("Trả lại bản soạn")
        ANSWER = "answer", _("Trả lời")
        SAY = "say", _("Người gửi đánh giá")
        REOPEN = "reopen", _("Mở lại")
        MERGE = "merge", _("Gộp")
        SPLIT = "split", _("Tách")
        NOTE = "note", _("Ghi chú nội bộ")
        PUBLISH = "publish", _("Công khai")
        HIDE = "hide", _("Thôi công khai")
        RESUME = "resume", _("Tiếp tục xử lý")
        CLOSE = "close", _("Kết thúc")
        ESCALATE = "escalate", _("Báo lãnh đạo")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=8, choices=Move)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    text = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)  # the sender sees it
    is_system = models.BooleanField(default=False)  # time did it, nobody
    state = models.CharField(max_length=8, choices=Report.State)  # after it
    agency = models.ForeignKey(
        "units.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_date = models.DateField(null=True)  # where the step sets the clock

    class Meta:
        ordering = ["report", "pk"]
        indexes = [
            models.Index(
                fields=["move", "at"], name="feedback_moves"
            ),  # what happened on a day, in all units
            models.Index(fields=["move", "due_date"], name="feedback_limits"),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.report_id}"


class Attachment(models.Model):
    """A file with a report: the sender's, or an official's with the answer (`step`)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="attachments")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    is_public = models.BooleanField(default=False)  # in the public list

    def __str__(self) -> str:
        return self.name


class ClockPause(models.Model):
    """Days on which the clock stood, both included; open while `last_date` is None."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="pauses")
    first_date = models.DateField()
    last_date = models.DateField(null=True)
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.report_id}: {self.first_date:%d/%m/%Y}"


class ClockExtension(models.Model):
    """Working days added to the clock, by whom and why."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.report_id}: {self.days}"


class Answer(models.Model):
    """A draft of an answer and who approved it; the last approved one is what the sender reads."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="answers")
    outcome = models.CharField(max_length=8, choices=Report.Outcome)
    text = models.TextField()
    who_is = models.CharField(max_length=300, blank=True)  # for "not ours": whose matter it is
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return f"Trả lời {self.report_id}"


class RoutingRule(models.Model):
    """Where a new report goes. The first rule that fits holds; an empty column fits everything."""

    unit = models.ForeignKey("units.Unit", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    category = models.SlugField(max_length=40, blank=True)
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.CASCADE, null=True, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit", "position"]

    def __str__(self) -> str:
        return f"{self.position}. {self.agency}"


class CategoryTerms(models.Model):
    """What a unit sets for a category itself; without a row the data's sample holds."""

    unit = models.ForeignKey("units.Unit", on_delete=models.CASCADE, related_name="+")
    category = models.SlugField(max_length=40)
    days = models.PositiveSmallIntegerField(null=True)  # working days; never longer than the law's
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "category terms"
        constraints = [models.UniqueConstraint(fields=["unit", "category"], name="one_term_a_category")]

    def __str__(self) -> str:
        return self.category
