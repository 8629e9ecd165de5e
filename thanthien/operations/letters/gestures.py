"""Ceremonies, visits and meetings with their pictures, and the Chair's greetings over all channels."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class Gesture(models.Model):
    """A day on which the unit went to people or had them come: who led, who went, where."""

    class Kind(models.TextChoices):
        CEREMONY = "ceremony", "Lễ trao"
        CONDOLENCE = "condolence", "Viếng, chia buồn"
        VISIT = "visit", "Thăm hỏi, chúc mừng, động viên"
        MEETING = "meeting", "Gặp mặt người đóng góp, người có uy tín"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    date = models.DateField()
    place = models.CharField(max_length=200)
    led_by = models.CharField(max_length=150)  # who hands over, leads the delegation, chairs the meeting
    went = models.TextField(blank=True)  # one person a line
    whom = models.CharField(max_length=150, blank=True)  # the family visited
    about = models.CharField(max_length=150, blank=True)  # the dead person
    about_key = models.CharField(max_length=150, blank=True)
    note = models.TextField(blank=True)  # the minutes of a meeting
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    client_key = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["unit", "kind", "date"], name="letters_gestures"),
            models.Index(fields=["unit", "about_key"], name="letters_mourned"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ngày {self.date:%d/%m/%Y}"

    @property
    def people(self) -> list[str]:
        return [line.strip() for line in self.went.splitlines() if line.strip()]


class GesturePhoto(models.Model):
    gesture = models.ForeignKey(Gesture, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gesture", "file"], name="one_photo_a_gesture")]

    def __str__(self) -> str:
        return f"Ảnh, {self.gesture}"


class Handing(models.Model):
    """What one person was given at a ceremony: a certificate, a card, a letter, or several of them."""

    class Paper(models.TextChoices):
        MARRIAGE = "marriage", "Giấy chứng nhận kết hôn"
        BIRTH = "birth", "Giấy khai sinh, thẻ bảo hiểm y tế"
        NONE = "none", "Không có giấy tờ kèm"

    gesture = models.ForeignKey(Gesture, on_delete=models.PROTECT, related_name="handings")
    paper = models.CharField(max_length=8, choices=Paper, default=Paper.NONE)
    name = models.CharField(max_length=150)
    letter = models.OneToOneField(
        "letters.CourtesyLetter", on_delete=models.PROTECT, null=True, related_name="handing"
    )
    proposal = models.OneToOneField(
        "letters.LetterProposal", on_delete=models.PROTECT, null=True, related_name="handing"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_paper_display()}, {self.gesture}"


class MeetingGuest(models.Model):
    """A contributor asked to a meeting, and whether the person came."""

    gesture = models.ForeignKey(Gesture, on_delete=models.PROTECT, related_name="guests")
    contributor = models.ForeignKey("letters.Contributor", on_delete=models.PROTECT, related_name="meetings")
    came = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gesture", "contributor"], name="one_seat_a_guest")]

    def __str__(self) -> str:
        return f"Khách mời, {self.gesture}"


class Greeting(models.Model):
    """What the Chair says to everybody on one of the days of data/letters.yaml."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.SlugField(max_length=20, db_index=False)
    year = models.PositiveSmallIntegerField()
    date = models.DateField()
    text = models.TextField()
    chair = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["unit", "code", "year"], name="one_greeting_a_day")]

    def __str__(self) -> str:
        return f"Lời chúc của Chủ tịch ngày {self.date:%d/%m/%Y}"


class GreetingPost(models.Model):
    """Where a greeting went out, when, and what shows it."""

    class Channel(models.TextChoices):
        LOUDSPEAKER = "loudspeaker", "Hệ thống truyền thanh"
        WEBSITE = "website", "Trang thông tin điện tử"
        ZALO = "zalo", "Trang Zalo"
        FACEBOOK = "facebook", "Trang Facebook"
        TELECOM = "telecom", "Tin nhắn viễn thông"

    greeting = models.ForeignKey(Greeting, on_delete=models.PROTECT, related_name="posts")
    channel = models.CharField(max_length=11, choices=Channel)
    date = models.DateField()
    url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["date", "pk"]
        constraints = [models.UniqueConstraint(fields=["greeting", "channel"], name="one_post_a_channel")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.date:%d/%m/%Y}"
