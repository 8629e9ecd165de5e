"""The ways on which a unit hears people outside its own pages: who is on duty, letter boxes, the weekly relay.

What was said is kept by the intake; here stands only the public code of each report (`report_code`), so
that the rooms of the daily work do not know each other.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Post(models.TextChoices):
    """What somebody is on duty for."""

    HOTLINE = "hotline", "Đường dây nóng"
    ZALO = "zalo", "Trang Zalo"
    FACEBOOK = "facebook", "Trang Facebook"


class DutyHours(models.Model):
    """When a unit is open on a working day; without a row the sample of the data holds."""

    unit = models.OneToOneField("units.Unit", on_delete=models.CASCADE, related_name="+")
    morning_from = models.TimeField()
    morning_to = models.TimeField()
    afternoon_from = models.TimeField()
    afternoon_to = models.TimeField()

    class Meta:
        verbose_name_plural = "duty hours"

    def __str__(self) -> str:
        return f"{self.morning_from:%H:%M} – {self.afternoon_to:%H:%M}"


class Shift(models.Model):
    """Somebody on duty for a channel, on a day from–to. Handed over with a note that the next one accepts."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=10, choices=Post)
    date = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)  # what the next one must know
    handed_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["date", "starts", "post", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "post", "date", "starts", "person"], name="one_shift_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.date:%d/%m/%Y} {self.said_hours}"

    @property
    def said_hours(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class LetterBox(models.Model):
    """A box for letters at a place; opened at a rhythm, each time in front of witnesses."""

    class State(models.TextChoices):
        IN_USE = "in_use", "Đang dùng"
        PAUSED = "paused", "Tạm ngừng"
        REMOVED = "removed", "Đã bỏ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=200)
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    since_date = models.DateField()
    every_days = models.PositiveSmallIntegerField()  # opened at least once in so many days
    state = models.CharField(max_length=8, choices=State, default=State.IN_USE)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "letter boxes"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_box_a_name")]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """One opening of a box: by whom, before whom, the seals, how many letters; an empty box is a record too."""

    box = models.ForeignKey(LetterBox, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    witnesses = models.TextField()
    seal_before = models.CharField(max_length=100)  # as it was found: its number, whole or broken
    seal_after = models.CharField(max_length=100)
    letters_count = models.PositiveSmallIntegerField()
    remark = models.TextField(blank=True)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    client_key = models.CharField(max_length=64, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"Mở {self.box}"


class Letter(models.Model):
    """A letter out of a box: a report with its code, or set aside with the reason."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveSmallIntegerField()
    report_code = models.CharField(max_length=12, blank=True)
    set_aside = models.CharField(max_length=300, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["opening", "number"]
        constraints = [models.UniqueConstraint(fields=["opening", "number"], name="one_letter_a_number")]

    def __str__(self) -> str:
        return f"Thư số {self.number}"


class Relayer(models.Model):
    """Somebody who passes on each week what people say: the Front, an organisation, a village head."""

    class Kind(models.TextChoices):
        FRONT = "front", "Mặt trận Tổ quốc"
        FRONT_BOARD = "front_board", "Ban công tác Mặt trận"
        ORGANISATION = "organisation", "Đoàn thể chính trị - xã hội"
        VILLAGE_HEAD = "village_head", "Trưởng thôn, tổ trưởng tổ dân phố"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=150)  # the person, and the organisation where it is one
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    person = models.ForeignKey(_PERSON, on_delete=models.SET_NULL, null=True, related_name="+")
    since_date = models.DateField()
    until_date = models.DateField(null=True)  # the last day

    class Meta:
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.neighbourhood})" if self.neighbourhood else self.name


class RelayedWeek(models.Model):
    """What one relayer passed on in one week; `monday` names it. No row: nothing was heard from the relayer."""

    relayer = models.ForeignKey(Relayer, on_delete=models.PROTECT, related_name="weeks")
    monday = models.DateField()
    nothing = models.BooleanField()  # "không có ý kiến", said by the relayer
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-monday", "relayer"]
        constraints = [models.UniqueConstraint(fields=["relayer", "monday"], name="one_week_a_relayer")]

    def __str__(self) -> str:
        return f"{self.relayer}, tuần {self.monday:%d/%m} – {self.monday + timedelta(days=6):%d/%m/%Y}"


class RelayedReport(models.Model):
    """A report that came in through a relayer."""

    week = models.ForeignKey(RelayedWeek, on_delete=models.PROTECT, related_name="reports")
    report_code = models.CharField(max_length=12, unique=True)

    def __str__(self) -> str:
        return self.report_code


class Verdict(models.TextChoices):
    """What became of something that a machine brought."""

    REPORT = "report", "Thành ý kiến"
    SUPPLEMENT = "supplement", "Bổ sung cho ý kiến đã có"
    AUTOMATIC = "automatic", "Thư tự động, thư báo lỗi, thư quảng bá"
    FLOOD = "flood", "Quá nhiều từ một người gửi"
    TOO_LARGE = "too_large", "Quá nặng"
    TOO_SHORT = "too_short", "Quá ngắn, chưa rõ việc gì"
    UNREADABLE = "unreadable", "Không đọc được, cần người xem"
    OTHER = "other", "Không phải lời nhắn của người dân"


class Mailbox(models.Model):
    """Where the reading of a unit's mailbox stands. The letters stay in the mailbox; nothing there is deleted."""

    unit = models.OneToOneField("units.Unit", on_delete=models.CASCADE, related_name="+")
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return f"Hộp thư {self.unit}"


class Arrival(models.Model):
    """One mail or Zalo message that came, by the provider's own id: the same again is not taken a second time.

    `sender_key` is a keyed digest of the sender, to count by and not to read; what was said is not kept here.
    """

    class Source(models.TextChoices):
        MAIL = "mail", "Thư điện tử"
        ZALO = "zalo", "Tin nhắn Zalo"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=4, choices=Source)
    key = models.CharField(max_length=64)
    sender_key = models.CharField(max_length=32)
    verdict = models.CharField(max_length=10, choices=Verdict)
    report_code = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "source", "key"], name="one_arrival_a_key")]
        indexes = [models.Index(fields=["unit", "source", "sender_key", "at"], name="channels_of_sender")]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.at:%d/%m/%Y %H:%M}"
