"""Citizens received: the days on which heads receive, the book in its 13 columns, conclusions followed until done.

Who came stands apart (`Visitor`), sealed: a copy of the database alone names nobody. The matter that was handed on
is known by its public code alone, so that the rooms of the daily work do not know each other.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thanthien.lib.codes import grouped
from thanthien.operations.reception.booked import Appointment
from thanthien.operations.reception.history import ClosedMonth, EntryChange

_PERSON = settings.AUTH_USER_MODEL
__all__ = [
    "HEADS",
    "Appointment",
    "ClosedMonth",
    "Conclusion",
    "Entry",
    "EntryChange",
    "Handling",
    "Kind",
    "Post",
    "Receiver",
    "ReceptionDay",
    "ReceptionRoom",
    "Rhythm",
    "Visitor",
]


class Post(models.TextChoices):
    """Who receives on a day."""

    CHAIR = "chair", _("Chủ tịch Ủy ban nhân dân")
    SECRETARY = "secretary", _("Bí thư Đảng ủy")
    STANDING = "standing", _("Công chức tiếp công dân thường xuyên")


HEADS = (Post.CHAIR, Post.SECRETARY)


class ReceptionRoom(models.Model):
    """Where a unit receives, and its own rules; without a row the sample of the data is shown as a sample."""

    unit = models.OneToOneField("units.Unit", on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, blank=True)
    rules = models.TextField(blank=True)  # one a line
    seats = models.PositiveSmallIntegerField(default=0)  # appointments taken for each day; 0: none are taken
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Nơi tiếp công dân: {self.place}"


class Receiver(models.Model):
    """Somebody appointed to receive citizens and to keep the book; these and the leaders read it."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    since_date = models.DateField()
    until_date = models.DateField(null=True)  # the last day

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Người tiếp công dân: {self.person}"


class Rhythm(models.Model):
    """The rule of a post: every week on a day, on the n-th such days of a month, or on dates of a month."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", "Hằng tuần, vào một thứ"
        NTH = "nth", "Hằng tháng, vào thứ của các tuần đã chọn"
        DATES = "dates", "Hằng tháng, vào các ngày"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=10, choices=Post)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    weekday = models.PositiveSmallIntegerField(default=0)  # 0 Monday
    numbers = models.CharField(max_length=40, blank=True)  # "1,3": n-th weeks or dates of the month
    starts = models.TimeField()
    ends = models.TimeField()
    since_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        ordering = ["post", "pk"]

    def __str__(self) -> str:
        return f"Lịch định kỳ: {self.get_post_display()}"


class ReceptionDay(models.Model):
    """A dated day of a post. `substitute` receives with the head's authority; then the head was not there in person."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Theo lịch")
        HELD = "held", _("Đã tiếp")
        CANCELLED = "cancelled", _("Hoãn")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=10, choices=Post)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    date = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    place = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    is_extra = models.BooleanField(
        default=False
    )  # an urgent matter: beside the plan, and beside the law's minimum
    note = models.CharField(max_length=300, blank=True)  # "rơi vào ngày nghỉ, chuyển …"
    first_date = models.DateField()  # as it stood when it was made public
    ruled_date = models.DateField(null=True)  # the date of the rule it was made from
    reason = models.CharField(max_length=300, blank=True)  # why moved, cancelled or received by somebody else
    substitute = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    authority = models.CharField(max_length=200, blank=True)  # the paper that authorises the substitute
    published_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)  # recorded
    held_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    in_person = models.BooleanField(default=False)  # the head, not a substitute
    nobody_came = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["date", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "post", "date", "starts"], name="one_reception_a_time")
        ]
        indexes = [models.Index(fields=["unit", "date"], name="reception_days")]

    def __str__(self) -> str:
        return f"{self.get_post_display()} tiếp công dân {self.date:%d/%m/%Y}"

    @property
    def said_hours(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def receiver(self) -> str:
        who = self.substitute or self.person
        return str(who) if who else self.get_post_display()

    @property
    def is_moved(self) -> bool:
        return self.date != self.first_date


class Kind(models.TextChoices):
    """Which law what a person brings falls under; each goes its own way."""

    COMPLAINT = "complaint", "Khiếu nại"
    DENUNCIATION = "denunciation", "Tố cáo"
    PETITION = "petition", "Kiến nghị, phản ánh"


class Handling(models.TextChoices):
    ACCEPTED = "accepted", "Thuộc thẩm quyền, tiếp nhận xử lý"
    EXPLAINED = "explained", "Giải thích, trả lời ngay"
    GUIDED = "guided", "Hướng dẫn đến cơ quan có thẩm quyền"
    FORWARDED = "forwarded", "Chuyển đơn cho cơ quan có thẩm quyền"
    REFUSED = "refused", "Từ chối tiếp"


class Entry(models.Model):
    """One line of the book. What a denunciation says and who made it is read by those entitled alone."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # counts from 1 in a unit and year
    day = models.ForeignKey(ReceptionDay, on_delete=models.PROTECT, null=True, related_name="entries")
    date = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    category = models.SlugField(max_length=40, blank=True)
    content = models.TextField()
    people = models.PositiveSmallIntegerField(default=1)
    is_protected = models.BooleanField(default=False)  # denunciations, and what is about staff
    about_leader = models.BooleanField(default=False)
    settled_by = models.CharField(max_length=300, blank=True)  # who dealt with it before
    handling = models.CharField(max_length=9, choices=Handling)
    body = models.CharField(max_length=200, blank=True)  # where the person was guided, or the paper sent
    answer = models.TextField(blank=True)  # what was explained on the spot
    refusal = models.SlugField(max_length=20, blank=True)  # a code of data/reception.yaml
    refusal_words = models.CharField(max_length=500, blank=True)
    notice_by_date = models.DateField(null=True)
    notice_date = models.DateField(null=True)
    notice_number = models.CharField(max_length=40, blank=True)
    report_code = models.CharField(max_length=12, blank=True, db_index=True)
    note = models.CharField(max_length=300, blank=True)
    client_key = models.CharField(max_length=64, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["unit", "year", "number"], name="one_entry_a_number")]
        indexes = [models.Index(fields=["unit", "date"], name="reception_entries")]

    def __str__(self) -> str:
        return f"Lượt tiếp số {self.number}/{self.year}"

    @property
    def said_code(self) -> str:
        return grouped(self.report_code) if self.report_code else ""


class Visitor(models.Model):
    """Who came, and who spoke for many: sealed JSON of `visitors.Who`."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="visitor")
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"Người đến của lượt tiếp {self.entry_id}"


class Conclusion(models.Model):
    """What the head concluded: who does what by when, followed until it is done."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(ReceptionDay, on_delete=models.PROTECT, related_name="conclusions")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="conclusions")
    text = models.TextField()
    owner = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    due_date = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["due_date", "pk"]

    def __str__(self) -> str:
        return f"Kết luận {self.due_date:%d/%m/%Y}"
