"""What people are told outside the pages: a digest by mail, a feed for the calendar of a phone."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Rhythm(models.TextChoices):
    NONE = "none", "Không gửi"
    DAILY = "daily", "Hằng ngày, vào sáng ngày làm việc"
    WEEKLY = "weekly", "Hằng tuần, vào sáng ngày làm việc đầu tuần"


class MailChoice(models.Model):
    """How often a person wants to be told by mail what waits. Without a row: never."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}: {self.rhythm}"


class Digest(models.Model):
    """One mail to one person on one day, and what became of it.

    The row is made before the mail goes out, so that two workers never send it twice; one that a crash left
    in `sending` is not sent again.
    """

    class State(models.TextChoices):
        SENDING = "sending", "Đang gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Chưa gửi được"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    address = models.EmailField()
    items = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.SENDING)
    tries = models.PositiveSmallIntegerField(default=1)
    problem = models.TextField(blank=True)  # of the last try, for the administrator
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.person} {self.day}: {self.state}"


class CalendarFeed(models.Model):
    """The private address of a person's calendar. Found by its digest; the secret itself is sealed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # sha-256 of the secret
    sealed = models.TextField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at__isnull=True), name="one_feed_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%d/%m/%Y}"
