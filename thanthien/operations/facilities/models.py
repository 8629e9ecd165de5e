"""The list gone through at the start of each day, the premises and how they look, and what is being mended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

_PERSON = settings.AUTH_USER_MODEL


class ChecklistRule(models.Model):
    """By when a unit's list is done each working day, and by whom: one person, or an agency's people."""

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    due_time = models.TimeField()
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    since_date = models.DateField()  # working days before it were not measured
    sample_version = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Kiểm tra đầu ngày trước {self.due_time:%H:%M}"


class ChecklistItem(models.Model):
    """One thing looked at. Taken off the list it stays, so that old days are read as they were."""

    class Kind(models.TextChoices):
        INFRASTRUCTURE = "infrastructure", "Hạ tầng"
        EQUIPMENT = "equipment", "Thiết bị"
        SYSTEM = "system", "Hệ thống, phần mềm"
        COMFORT = "comfort", "Phục vụ người dân"
        SAFETY = "safety", "An toàn"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    label = models.CharField(max_length=120)
    hint = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    sample_code = models.CharField(max_length=40, blank=True)  # of the sample it came from
    since_date = models.DateField()
    until_date = models.DateField(null=True)  # the first day on which it is no longer on the list
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label"], condition=models.Q(until_date=None), name="one_item_a_label"
            )
        ]

    def __str__(self) -> str:
        return self.label


class DayCheck(models.Model):
    """The list of one day. `finished_at` is when the last item was marked for the first time.

    `due_time` is kept as it was on the day: who changes the hour later changes no day of the past.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    due_time = models.TimeField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["unit", "date"], name="one_check_a_day")]

    def __str__(self) -> str:
        return f"Kiểm tra đầu ngày {self.date:%d/%m/%Y}"

    @property
    def is_on_time(self) -> bool:
        if self.finished_at is None:
            return False
        here = timezone.localtime(self.finished_at)
        return (here.date(), here.time().replace(second=0, microsecond=0)) <= (self.date, self.due_time)


class Mark(models.Model):
    """What was seen of one item on one day; a row an item, so that two people marking at once keep both."""

    class Seen(models.TextChoices):
        OK = "ok", "Tốt"
        FAULT = "fault", "Hỏng, thiếu"
        NOT_USED = "not_used", "Không dùng"

    day_check = models.ForeignKey(DayCheck, on_delete=models.CASCADE, related_name="marks")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="marks")
    seen = models.CharField(max_length=8, choices=Seen)
    said = models.CharField(max_length=300, blank=True)  # what is wrong
    repair = models.ForeignKey("Repair", on_delete=models.PROTECT, null=True, related_name="marks")
    at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)  # where the phone had no line: when the server heard of it
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["day_check", "item__position", "item"]
        constraints = [models.UniqueConstraint(fields=["day_check", "item"], name="one_mark_an_item")]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_seen_display()}"


class SentMark(models.Model):
    """What a phone sent of a list, under the name the phone gave it: sent twice it is taken once."""

    client_id = models.UUIDField(unique=True)
    day_check = models.ForeignKey(DayCheck, on_delete=models.CASCADE, related_name="sent")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()  # when it was marked on the phone
    arrived_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client_id}: {self.day_check}"


class Repair(models.Model):
    """Something broken or missing, from the report until it works again, is replaced or given up.

    `item` is empty for what is on no list. While one is open the same item opens no second one.
    """

    class State(models.TextChoices):
        REPORTED = "reported", "Mới báo"
        ASSIGNED = "assigned", "Đã giao"
        MENDING = "mending", "Đang sửa"
        BEYOND = "beyond", "Không sửa được"
        FIXED = "fixed", "Đã sửa xong"
        REPLACED = "replaced", "Đã thay mới"
        GIVEN_UP = "given_up", "Thôi dùng"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # counts from 1 in a unit
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, null=True, related_name="repairs")
    place_item = models.ForeignKey("PlaceItem", on_delete=models.PROTECT, null=True, related_name="repairs")
    thing = models.CharField(max_length=120)  # as the item was called then
    said = models.CharField(max_length=300)
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    outsider = models.CharField(max_length=150, blank=True)  # a workshop, a supplier who does it
    due_date = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    client_key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="one_repair_a_number"),
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(state__in=["reported", "assigned", "mending", "beyond"]),
                name="one_open_repair_an_item",
            ),
            models.UniqueConstraint(
                fields=["place_item"],
                condition=models.Q(state__in=["reported", "assigned", "mending", "beyond"]),
                name="one_open_repair_a_place_item",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due_date"], name="facilities_repair_due")]

    def __str__(self) -> str:
        return f"Phiếu sửa chữa số {self.number}: {self.thing}"


class RepairStep(models.Model):
    """What was reported, done and seen, in order; with the picture taken then."""

    class Move(models.TextChoices):
        REPORT = "report", "Báo hỏng"
        SEEN_AGAIN = "seen_again", "Kiểm tra đầu ngày: vẫn hỏng"
        SEEN_WORKING = "seen_working", "Kiểm tra đầu ngày: dùng được"
        ASSIGN = "assign", "Giao người sửa"
        START = "start", "Bắt đầu sửa"
        NOTE = "note", "Ghi chú"
        FIX = "fix", "Đã sửa xong"
        BEYOND = "beyond", "Không sửa được"
        REPLACE = "replace", "Đã thay mới"
        GIVE_UP = "give_up", "Thôi dùng"
        REOPEN = "reopen", "Lại hỏng, mở lại"

    repair = models.ForeignKey(Repair, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=12, choices=Move)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000, blank=True)
    assignee = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    due_date = models.DateField(null=True)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["repair", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.repair}"


class Place(models.Model):
    """A place of the headquarters that is looked at; `kind` is a code of data/premises.yaml.

    Taken off the list it stays, so that what was seen there is still read.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20)
    label = models.CharField(max_length=120)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    since_date = models.DateField()
    until_date = models.DateField(null=True)  # the first day on which it is no longer looked at
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label"], condition=models.Q(until_date=None), name="one_place_a_label"
            )
        ]

    def __str__(self) -> str:
        return self.label


class PlaceItem(models.Model):
    """One thing looked at in a place, and how it was last seen; the looks themselves are kept whole."""

    class State(models.TextChoices):
        UNSEEN = "", "Chưa xem"
        GOOD = "good", "Tốt"
        LACKING = "lacking", "Thiếu"
        BROKEN = "broken", "Hỏng"
        NOT_APPLICABLE = "none", "Không áp dụng"

    class Rhythm(models.TextChoices):
        MONTH = "month", "Mỗi tháng"
        QUARTER = "quarter", "Mỗi quý"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="items")
    code = models.SlugField(max_length=30)
    rhythm = models.CharField(max_length=7, choices=Rhythm)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State, blank=True, default="")
    seen_date = models.DateField(null=True)

    class Meta:
        ordering = ["place", "position"]
        constraints = [models.UniqueConstraint(fields=["place", "code"], name="one_item_a_place_and_code")]

    def __str__(self) -> str:
        return f"{self.place}: {self.code}"


class PlaceLook(models.Model):
    """What somebody saw of one thing in one place: a row a look, never changed."""

    item = models.ForeignKey(PlaceItem, on_delete=models.CASCADE, related_name="looks")
    state = models.CharField(max_length=7, choices=PlaceItem.State)
    said = models.CharField(max_length=300, blank=True)  # what is lacking or broken, why it does not apply
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, null=True, related_name="looks")
    date = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["date"], name="facilities_look_date")]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_state_display()}"
