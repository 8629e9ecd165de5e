"""What goes out to citizens: one row a message, with what became of it."""

from __future__ import annotations

from django.db import models


class Channel(models.TextChoices):
    SMS = "sms", "Tin nhắn SMS"
    ZNS = "zns", "Zalo"
    EMAIL = "email", "Thư điện tử"


class Message(models.Model):
    """A message to one address. The row is made in the transaction of what it tells of, and sent after it.

    `about` says what it tells of ("feedback.report:12"), so that the thing's page shows what became of it.
    `key` is the same for the same message: asked for twice, it is one.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Chờ gửi"
        SENDING = "sending", "Đang gửi"
        SENT = "sent", "Đã gửi"
        DELIVERED = "delivered", "Đã nhận"
        FAILED = "failed", "Chưa gửi được, sẽ gửi lại"
        GIVEN_UP = "given_up", "Không gửi được"
        CANCELLED = "cancelled", "Đã thôi gửi"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=6, choices=Channel)
    address = models.CharField(max_length=254)
    template = models.SlugField(max_length=40, db_index=False)
    fields = models.JSONField(default=dict)  # what the template is filled with
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    about = models.CharField(max_length=80, db_index=True)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)  # of the last try, for officials
    provider_id = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="outbox_due",
                condition=models.Q(state__in=["queued", "failed", "sending"]),
            ),
            models.Index(fields=["unit", "state"], name="outbox_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.made_at:%d/%m/%Y %H:%M}"


class GatewayRest(models.Model):
    """A gateway that fails for everybody rests until a moment; without a row it works."""

    channel = models.CharField(max_length=6, choices=Channel, unique=True)
    failures = models.PositiveIntegerField(default=0)  # one after the other
    until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.failures}"


class Credential(models.Model):
    """A gateway's key that changes while it is used (Zalo hands out a new one with each refresh); sealed."""

    name = models.SlugField(max_length=40, unique=True)
    sealed = models.TextField()
    expires_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
