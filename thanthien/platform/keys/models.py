"""Keys with which other programs ask and send in the name of a unit, how often they do, and what they sent."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models


class Scope(models.TextChoices):
    READ = "read", "Đọc dữ liệu công khai với hạn mức riêng"
    SEND = "send", "Gửi ý kiến, phiếu khảo sát"
    FOLLOW = "follow", "Theo dõi ý kiến đã gửi bằng khóa này"
    CASES = "cases", "Gửi hồ sơ một cửa để theo dõi thời hạn"


class Key(models.Model):
    """A program's key, known by its hash alone. `shown` are its first letters, by which people tell keys apart."""

    class Standing(models.TextChoices):
        LIVE = "live", "Đang dùng được"
        EXPIRED = "expired", "Đã hết hạn"
        REVOKED = "revoked", "Đã thu hồi"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)  # the program and whose it is
    contact = models.CharField(max_length=200, blank=True)  # who answers for it
    shown = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)  # sha-256 of the secret
    scopes = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField()
    per_day = models.PositiveIntegerField()
    last_date = models.DateField(null=True)  # the last good day
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["unit", "-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"

    def allows(self, scope: str) -> bool:
        return scope in self.scopes

    def standing(self, today: date) -> str:
        if self.revoked_at is not None:
            return self.Standing.REVOKED
        if self.last_date is not None and self.last_date < today:
            return self.Standing.EXPIRED
        return self.Standing.LIVE


class KeyUse(models.Model):
    """How often a key was used on a day, and within the last minute it was used in: one row for all processes."""

    key = models.ForeignKey(Key, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    minute = models.DateTimeField()
    minute_count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["key", "-day"]
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="one_count_a_key_and_day")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count} ({self.day:%d/%m/%Y})"


class KeySending(models.Model):
    """What a key sent: `about` as elsewhere says of what ("feedback.report:12")."""

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="sendings")
    about = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["key", "-at"], name="keys_sendings")]

    def __str__(self) -> str:
        return self.about
