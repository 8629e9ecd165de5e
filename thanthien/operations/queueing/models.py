"""The queue of the one-stop centre: what is offered, numbers taken, and every step of each until it is finished.

Nobody's name is asked for a number. All state is here: a page shows only what has been committed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_noop as _


class Hall(models.Model):
    """One row a unit with a queue. `version` grows with every step: screens ask for it many times a minute.

    `rules` is what the unit set over `data/queueing.yaml`, empty where it set nothing.
    """

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.BigIntegerField(default=0)
    rules = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Xếp hàng: {self.unit}"


class Service(models.Model):
    """What people take a number for. `minutes` is learned from `learned_from` finished ones, begun with a guess."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    prefix = models.CharField(max_length=1)
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    minutes = models.FloatField(default=10)
    learned_from = models.PositiveIntegerField(default=0)
    counters = models.ManyToManyField("counters.Counter", related_name="+")

    class Meta:
        ordering = ["position", "prefix"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "prefix"], name="queueing_one_a_letter"),
            models.UniqueConstraint(fields=["unit", "name"], name="queueing_one_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Roll(models.Model):
    """The last number given of a unit, day and letter."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    prefix = models.CharField(max_length=1)
    last = models.PositiveIntegerField()
    at = models.DateTimeField(null=True)  # since when the last one waits: no later number goes before it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day", "prefix"], name="queueing_one_roll")]

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class Screen(models.Model):
    """A kiosk that gives numbers, paired by a code that lives minutes; or a board, opened by its address."""

    class Kind(models.TextChoices):
        KIOSK = "kiosk", "Máy lấy số"
        BOARD = "board", "Bảng gọi số"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=12, unique=True)
    pair_hash = models.CharField(max_length=64, blank=True, db_index=True)
    pair_until = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    prints = models.BooleanField(default=True)
    speaks = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    paper_out_at = models.DateTimeField(
        null=True
    )  # somebody said that no paper comes; until it is said to be there
    clock_off = models.IntegerField(
        default=0
    )  # seconds by which the machine's own clock is ahead of the server's

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """A number of a day. `code` opens it on a phone; `key` is the press on a device, so that it counts once.

    `rest` are services (their ids) after this one. `waits_from` orders the queue: when it joined it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        CALLED = "called", _("Đang gọi")
        SERVING = "serving", _("Đang phục vụ")
        PARKED = "parked", _("Tạm dừng")
        MISSED = "missed", _("Gọi không có mặt")
        DONE = "done", _("Đã xong")
        RETURNED = "returned", _("Đã trả số")
        LAPSED = "lapsed", _("Hết ngày, chưa phục vụ")

    class Channel(models.TextChoices):
        KIOSK = "kiosk", "Máy lấy số"
        PHONE = "phone", "Điện thoại"
        DESK = "desk", "Cán bộ lấy giúp"
        BOOKING = "booking", "Hẹn trước"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    prefix = models.CharField(max_length=1)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=64, null=True, unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    rest = models.JSONField(default=list)
    channel = models.CharField(max_length=7, choices=Channel)
    priority = models.CharField(max_length=20, blank=True)  # a key of the rules' priorities
    goes_first = models.BooleanField(default=False)  # by priority, or by an appointment that was kept
    language = models.CharField(max_length=2, default="vi")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    counter = models.ForeignKey(
        "counters.Counter", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    for_counter = models.ForeignKey(
        "counters.Counter", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField()
    waits_from = models.DateTimeField()
    called_at = models.DateTimeField(null=True)  # the latest call
    serving_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recalls = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["waits_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "day", "prefix", "number"], name="queueing_no_number_twice"
            ),
            models.UniqueConstraint(
                fields=["counter"], condition=models.Q(state__in=("called", "serving")),
                name="queueing_one_at_a_counter",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "day", "state"], name="queueing_day_state"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "A012"."""
        return f"{self.prefix}{self.number:03d}"


class TicketStep(models.Model):
    """One thing that happened to a number: who did it, when, at which counter, for which service."""

    class Move(models.TextChoices):
        TAKE = "take", "Lấy số"
        CALL = "call", "Gọi"
        RECALL = "recall", "Gọi lại"
        SERVE = "serve", "Bắt đầu phục vụ"
        PARK = "park", "Tạm dừng"
        RESUME = "resume", "Gọi trở lại"
        MISS = "miss", "Ghi vắng"
        RESTORE = "restore", "Đưa lại vào hàng"
        SEND_ON = "send_on", "Chuyển tiếp"
        NEXT = "next", "Xong, sang việc tiếp theo"
        FINISH = "finish", "Xong"
        RETURN = "return", "Trả số"
        LAPSE = "lapse", "Đóng số"
        CLOSE = "close", "Hết giờ, tự ghi xong"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=8, choices=Move)
    at = models.DateTimeField()
    day = models.DateField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    counter = models.ForeignKey(
        "counters.Counter", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "day", "move"], name="queueing_steps_of_day")]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.at:%H:%M}"


class Slot(models.Model):
    """Places for appointments at one time. `booked` never passes `places`: the database refuses it."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    begins_at = models.DateTimeField()
    day = models.DateField()
    places = models.PositiveSmallIntegerField()
    booked = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["begins_at"]
        constraints = [
            models.UniqueConstraint(fields=["service", "begins_at"], name="queueing_one_slot"),
            models.CheckConstraint(
                condition=models.Q(booked__lte=models.F("places")), name="queueing_not_overbooked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.begins_at:%d/%m/%Y %H:%M}"


class Booking(models.Model):
    """An appointment. Name and telephone are the citizen's choice; the code is what counts."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Đã hẹn")
        CAME = "came", _("Đã đến")
        CANCELLED = "cancelled", _("Đã bỏ")

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.BOOKED)
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, null=True, related_name="booking")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.slot}"
