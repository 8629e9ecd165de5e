"""What a unit makes public: publications with their postings, telephone numbers, schedules."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from thanthien.lib.codes import grouped
from thanthien.lib.vietnamese import search_key


class Channel(models.TextChoices):
    """Where something is shown: the forms of Luật 10/2022, Điều 12 and of the criteria, group I.2."""

    NOTICE_CENTRE = "notice_centre", "Niêm yết tại Trung tâm Phục vụ hành chính công"
    NOTICE_HQ = "notice_hq", "Niêm yết tại trụ sở UBND"
    VILLAGE_HOUSE = "village_house", "Niêm yết tại nhà văn hóa thôn, tổ dân phố"
    PORTAL = "portal", "Trang của đơn vị"
    LOUDSPEAKER = "loudspeaker", "Hệ thống truyền thanh"
    FACEBOOK = "facebook", "Trang Facebook"
    ZALO = "zalo", "Trang Zalo"
    PRESS = "press", "Báo chí"


NOTICES = frozenset({Channel.NOTICE_CENTRE, Channel.NOTICE_HQ, Channel.VILLAGE_HOUSE})


class ItemTerms(models.Model):
    """What a unit sets for an item of the register itself; without a row the data's holds.

    `title` names an item of the unit's own (its code begins with "own-").
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=300, blank=True)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True)  # why it is not followed

    class Meta:
        verbose_name_plural = "item terms"
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="one_terms_an_item")]

    def __str__(self) -> str:
        return self.title or self.code


class Publication(models.Model):
    """One text made public. `code` is what the public calls it; versions of one text share `thread`.

    `document_date` is the day of the decision or document: the legal clock starts there, `due_date` is the
    last good day. `version` counts the changes, so that two who edit at once are told.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Bản soạn"
        PUBLISHED = "published", "Đang công khai"
        REPLACED = "replaced", "Đã có bản mới"
        WITHDRAWN = "withdrawn", "Đã gỡ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    item = models.SlugField(max_length=40)
    code = models.CharField(max_length=12, unique=True)
    thread = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    document_number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField()
    due_date = models.DateField()
    period = models.CharField(max_length=10, blank=True)  # "2026-Q3" of a quarterly list
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    search_key = models.TextField(editable=False)

    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-document_date", "-pk"]
        indexes = [
            models.Index(fields=["unit", "item", "state"], name="disclosure_item"),
            models.Index(fields=["unit", "-published_at"], name="disclosure_newest"),
            models.Index(fields=["thread"], name="disclosure_thread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(state="published"), name="one_version_is_public"
            ),
            models.UniqueConstraint(
                fields=["unit", "period", "state"],
                condition=~models.Q(period="") & models.Q(state__in=["draft", "published"]),
                name="one_list_a_quarter",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.title} {self.text} {self.document_number}")
        super().save(*args, **kwargs)

    @property
    def said_code(self) -> str:
        return grouped(self.code)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.state in (self.State.PUBLISHED, self.State.REPLACED)

    @property
    def document(self) -> str:
        """ "12/QĐ-UBND ngày 01/07/2026"."""
        day = f"ngày {self.document_date:%d/%m/%Y}"
        return f"{self.document_number} {day}" if self.document_number else day


class Posting(models.Model):
    """Shown on a channel from a day, until a day (the last day shown; None while nobody has said)."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="postings")
    channel = models.CharField(max_length=13, choices=Channel)
    place = models.CharField(max_length=150, blank=True)
    url = models.URLField(max_length=500, blank=True)
    first_date = models.DateField()
    last_date = models.DateField(null=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["publication", "first_date", "pk"]

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        return f"{self.get_channel_display()}{where}"

    @property
    def has_proof(self) -> bool:
        """A picture, a file or an address that shows it."""
        return self.file_id is not None or bool(self.url)


class QuarterList(models.Model):
    """A version of the list of what was public in a quarter, as it stood when it was made: its papers are kept.

    `digest` tells whether anything has changed since; a later correction makes the next version.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)  # "2026-Q3"
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: by itself when the quarter was over
    digest = models.CharField(max_length=64)
    shown = models.PositiveIntegerField()  # contents that were public
    lacking = models.PositiveIntegerField()  # lines of what was lacking
    word = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    posted = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-period", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "version"], name="one_version_of_a_list")
        ]

    def __str__(self) -> str:
        return f"{self.period} ({self.version})"


class Contact(models.Model):
    """Who to call. A change ends the row and begins another, so that it can be told who answered when.

    A person's own number (`is_personal`) stands here only by that person's entry.
    """

    class Kind(models.TextChoices):
        HOTLINE = "hotline", "Đường dây nóng"
        LEADER = "leader", "Lãnh đạo"
        DUTY = "duty", "Công chức trực"
        OFFICE = "office", "Cơ quan, bộ phận"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=20)
    hours = models.CharField(max_length=120, blank=True)
    is_personal = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["unit", "position", "pk"]
        indexes = [models.Index(fields=["unit", "ended_at"], name="disclosure_contacts")]

    def __str__(self) -> str:
        return f"{self.name}: {self.phone}"


class Schedule(models.Model):
    """The work of a week, or when citizens are received in a month; `first_date` is its first day."""

    class Kind(models.TextChoices):
        WEEK = "week", "Lịch công tác tuần"
        RECEPTION = "reception", "Lịch tiếp công dân"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    first_date = models.DateField()
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)  # after it was published

    class Meta:
        ordering = ["-first_date"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "first_date"], name="one_schedule_a_period")
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.WEEK:
            return f"{self.get_kind_display()} từ {self.first_date:%d/%m/%Y}"
        return f"{self.get_kind_display()} tháng {self.first_date.month}/{self.first_date.year}"


class ScheduleEntry(models.Model):
    """A line of a schedule: when, what, who, where."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="entries")
    date = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField(null=True)
    text = models.CharField(max_length=300)
    who = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    is_chair = models.BooleanField(default=False)  # the Chair takes part

    class Meta:
        ordering = ["date", "begins", "pk"]
        verbose_name_plural = "schedule entries"

    def __str__(self) -> str:
        return self.text
