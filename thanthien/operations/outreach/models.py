"""Making the programme known: slogans and their looks, campaigns and activities, loudspeakers and what they say."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Slogan(models.Model):
    """A slogan, billboard or banner at a place. `required` is a code of data/outreach.yaml, "" for any other.

    `state` and `looked_date` repeat the last look, so that lists need no second query.
    """

    class Kind(models.TextChoices):
        SLOGAN = "slogan", "Khẩu hiệu"
        BILLBOARD = "billboard", "Pano"
        BANNER = "banner", "Băng rôn"
        SCREEN = "screen", "Màn hình điện tử"

    class State(models.TextChoices):
        IN_PLACE = "in_place", "Tốt"
        FADED = "faded", "Phai, cũ"
        BROKEN = "broken", "Rách, hỏng"
        REMOVED = "removed", "Đã gỡ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    required = models.SlugField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    place = models.CharField(max_length=150)
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    size = models.CharField(max_length=60, blank=True)
    put_up_date = models.DateField()
    every_days = models.PositiveSmallIntegerField()  # the rhythm of looking
    state = models.CharField(max_length=8, choices=State, default=State.IN_PLACE)
    looked_date = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place", "pk"]
        indexes = [models.Index(fields=["unit", "state"], name="outreach_slogan_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} “{self.text}”"

    @property
    def due_date(self) -> date:
        """The day by which it is looked at again."""
        return self.looked_date + timedelta(days=self.every_days)


class SloganLook(models.Model):
    """What was seen of a slogan on a day, with the picture taken then; the first is its putting up."""

    slogan = models.ForeignKey(Slogan, on_delete=models.CASCADE, related_name="looks")
    date = models.DateField()
    state = models.CharField(max_length=8, choices=Slogan.State)
    said = models.CharField(max_length=300, blank=True)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["slogan", "date", "pk"]

    def __str__(self) -> str:
        return f"{self.slogan}: {self.get_state_display()}"


class Campaign(models.Model):
    """What is to be made known in a period, and by which documents."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=1000, blank=True)
    documents = models.TextField(blank=True)  # one a line: those that are spread
    first_date = models.DateField()
    last_date = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-first_date", "-pk"]

    def __str__(self) -> str:
        return self.title


class OutreachActivity(models.Model):
    """One occasion on which people were told: when, where, how many, and what shows it."""

    class Kind(models.TextChoices):
        PARTY_CELL = "party_cell", "Sinh hoạt chi bộ"
        VOTER_MEETING = "voter_meeting", "Tiếp xúc cử tri"
        CONFERENCE = "conference", "Hội nghị tuyên truyền, quán triệt"
        RESIDENTS = "residents", "Họp thôn, tổ dân phố"
        NETWORK = "network", "Đội ngũ tuyên truyền, đoàn thể"
        ARTS = "arts", "Văn hóa, văn nghệ"
        BOARD = "board", "Bảng tin văn hóa"
        WEBSITE = "website", "Trang thông tin điện tử"
        ZALO = "zalo", "Trang Zalo"
        FACEBOOK = "facebook", "Trang Facebook"
        LEAFLET = "leaflet", "Tờ rơi, tài liệu"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="activities")
    kind = models.CharField(max_length=13, choices=Kind)
    title = models.CharField(max_length=200)
    date = models.DateField()
    place = models.CharField(max_length=150, blank=True)
    neighbourhoods = models.ManyToManyField("units.Neighbourhood", related_name="+")
    people = models.PositiveIntegerField(null=True)
    url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)  # entered by mistake; the row stays

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name_plural = "outreach activities"
        indexes = [models.Index(fields=["unit", "date"], name="outreach_activity_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"


class QuietHours(models.Model):
    """When a unit's loudspeakers rest: the night and noon; without a row the sample of the data holds."""

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    night_from = models.TimeField()
    night_until = models.TimeField()
    noon_from = models.TimeField()
    noon_until = models.TimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "quiet hours"

    def __str__(self) -> str:
        return f"{self.night_from:%H:%M}–{self.night_until:%H:%M}, {self.noon_from:%H:%M}–{self.noon_until:%H:%M}"


class Pronunciation(models.Model):
    """How a unit wants something written to be read; it goes before the rules of the library."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    written = models.CharField(max_length=60)
    spoken = models.CharField(max_length=200)

    class Meta:
        ordering = ["written"]
        constraints = [models.UniqueConstraint(fields=["unit", "written"], name="one_pronunciation_a_word")]

    def __str__(self) -> str:
        return f"{self.written}: {self.spoken}"


class LoudspeakerCluster(models.Model):
    """Loudspeakers that say the same at one time, and the neighbourhoods that hear them."""

    class Kind(models.TextChoices):
        SMART = "smart", "Thông minh (qua mạng)"
        RADIO = "radio", "Vô tuyến FM"
        WIRED = "wired", "Có dây"
        HAND = "hand", "Loa kéo, loa lưu động"

    class State(models.TextChoices):
        WORKING = "working", "Đang dùng"
        BROKEN = "broken", "Đang hỏng"
        ENDED = "ended", "Thôi dùng"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=5, choices=Kind)
    place = models.CharField(max_length=150, blank=True)
    neighbourhoods = models.ManyToManyField("units.Neighbourhood", related_name="+")
    since_date = models.DateField()
    state = models.CharField(max_length=7, choices=State, default=State.WORKING)
    state_date = models.DateField()
    said = models.CharField(max_length=300, blank=True)  # of the state: what is broken
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_cluster_a_name")]

    def __str__(self) -> str:
        return self.name


class Sound(models.Model):
    """An audio file of some words in some voice; kept by what it says, so that it is made once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ tạo"
        MAKING = "making", "Đang tạo"
        READY = "ready", "Đã có"
        FAILED = "failed", "Chưa tạo được"

    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    seconds = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    has_mp3 = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)  # it failed
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.digest[:12]} ({self.get_state_display()})"


class Bulletin(models.Model):
    """A text for the loudspeakers. `publication_code`: of what is made public by reading it out."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # counts from 1 in a unit
    title = models.CharField(max_length=200)
    text = models.TextField()
    spoken = models.TextField()  # as it is read; the sound says this
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="bulletins")
    publication_code = models.CharField(max_length=12, blank=True)
    greeting_code = models.CharField(max_length=30, blank=True)  # of the Chair's greeting that it reads out
    least_days = models.PositiveSmallIntegerField(default=0)  # in a row, that the law asks for
    sound = models.ForeignKey(Sound, on_delete=models.PROTECT, null=True, related_name="bulletins")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="one_bulletin_a_number")]

    def __str__(self) -> str:
        return f"Bản tin số {self.number}: {self.title}"


class Broadcast(models.Model):
    """A bulletin on one cluster at one time: planned, then played or not. `seconds`: how long it takes."""

    class State(models.TextChoices):
        PLANNED = "planned", "Chờ phát"
        PLAYED = "played", "Đã phát"
        MISSED = "missed", "Không phát được"
        CANCELLED = "cancelled", "Đã bỏ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="broadcasts")
    cluster = models.ForeignKey(LoudspeakerCluster, on_delete=models.PROTECT, related_name="broadcasts")
    begins_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    urgent_reason = models.CharField(max_length=300, blank=True)  # why in the quiet hours
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    said = models.CharField(max_length=300, blank=True)  # why it was missed or cancelled
    planned_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begins_at", "cluster__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "begins_at"], condition=~models.Q(state="cancelled"),
                name="one_broadcast_a_time",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "begins_at"], name="outreach_broadcast_time")]

    def __str__(self) -> str:
        return f"{self.bulletin} – {self.cluster}"

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + timedelta(seconds=self.seconds)
