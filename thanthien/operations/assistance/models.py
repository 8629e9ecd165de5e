"""People served where they are: requests for home service, a day's round of visits, what was handed over.

Who the person is stands apart (`Recipient`), and belongs to those alone who serve (`standing.py`). That somebody
cannot travel and belongs to a group tells of health: sensitive data (Luật 91/2025/QH15), never written elsewhere.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thanthien.lib.codes import grouped
from thanthien.operations.assistance.helping import HelpShift, SupportCall, Volunteer

_PERSON = settings.AUTH_USER_MODEL
__all__ = [
    "Consent",
    "HelpShift",
    "HomeRequest",
    "HomeRound",
    "HomeRules",
    "HomeStep",
    "Receipt",
    "Recipient",
    "SupportCall",
    "Visit",
    "Volunteer",
]


class HomeRequest(models.Model):
    """Somebody who cannot travel asks to be served at home. Both conditions are kept as they were told."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Mới tiếp nhận")
        CONTACTED = "contacted", _("Đã liên hệ")
        PLANNED = "planned", _("Đã xếp ngày đến")
        SERVED = "served", _("Đã phục vụ tại nhà")
        REFUSED = "refused", _("Chưa phục vụ tại nhà được")
        CANCELLED = "cancelled", _("Người dân thôi đề nghị")

    class Way(models.TextChoices):
        WEB = "web", "Trang của đơn vị"
        PHONE = "phone", "Điện thoại"
        COUNTER = "counter", "Nhờ người đến báo tại quầy"

    class Kind(models.TextChoices):
        RECEIVE = "receive", _("Nhận hồ sơ tại nhà")
        RESULT = "result", _("Trả kết quả tại nhà")
        BIRTH = "birth", _("Trao giấy khai sinh tại nhà")
        INSURANCE = "insurance", _("Trao thẻ bảo hiểm y tế tại nhà")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    client_key = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=8, choices=Way)
    kind = models.CharField(max_length=10, choices=Kind)
    procedures = models.CharField(max_length=300)
    wished = models.CharField(max_length=120, blank=True)  # when, in the person's words
    neighbourhood = models.ForeignKey(
        "units.Neighbourhood", on_delete=models.PROTECT, null=True, related_name="+"
    )
    language = models.CharField(max_length=2, default="vi")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    # the two conditions: both, or an exception with its reason
    cannot_travel = models.BooleanField()
    is_asked = models.BooleanField()
    exception_reason = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    contact_by_date = models.DateField()
    serve_by_date = models.DateField()
    contacted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # served, refused, or no longer wanted
    answer = models.CharField(max_length=500, blank=True)  # why not, and the other ways; the person reads it
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["unit", "state", "contact_by_date"], name="assistance_request_due")]

    def __str__(self) -> str:
        return f"Đề nghị phục vụ tại nhà {self.said_code}"

    @property
    def said_code(self) -> str:
        return grouped(self.code)

    @property
    def has_both(self) -> bool:
        return self.cannot_travel and self.is_asked

    @property
    def may_be_served(self) -> bool:
        return self.has_both or bool(self.exception_reason)


class Recipient(models.Model):
    """Who is served, and who asked in the person's name. `group` is "" where its keeping was not agreed to."""

    class Asker(models.TextChoices):
        SELF = "self", _("Chính người cần phục vụ")
        RELATIVE = "relative", _("Người thân")
        NEIGHBOUR = "neighbour", _("Hàng xóm")
        VILLAGE_HEAD = "village_head", _("Trưởng thôn, tổ trưởng tổ dân phố")

    request = models.OneToOneField(HomeRequest, on_delete=models.CASCADE, related_name="recipient")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    group = models.CharField(max_length=30, blank=True)  # a code of data/assistance.yaml
    asker = models.CharField(max_length=12, choices=Asker)
    asker_name = models.CharField(max_length=100, blank=True)
    asker_phone = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"Người được phục vụ của đề nghị {self.request_id}"


class Consent(models.Model):
    """What the person agreed to, for one purpose: how, through whom, when (Luật 91/2025/QH15)."""

    class Purpose(models.TextChoices):
        SERVE = "serve", "Dùng họ tên, số điện thoại, địa chỉ để liên hệ và đến nhà"
        HEALTH = "health", "Ghi nhóm đối tượng (thông tin về sức khỏe) để phục vụ đúng người"

    request = models.ForeignKey(HomeRequest, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=8, choices=Purpose)
    is_given = models.BooleanField()
    way = models.CharField(max_length=8, choices=HomeRequest.Way)
    by_asker = models.CharField(max_length=12, choices=Recipient.Asker)
    at = models.DateTimeField()

    class Meta:
        ordering = ["request", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "purpose"], name="one_consent_a_purpose")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {'có' if self.is_given else 'không'}"


class HomeStep(models.Model):
    """What was done about a request, in order. Nothing of the person's health is written here."""

    class Move(models.TextChoices):
        ASK = "ask", _("Gửi đề nghị")
        CONTACT = "contact", _("Đã liên hệ")
        EXCEPT = "except", _("Nhận phục vụ, ngoài hai điều kiện")
        PLAN = "plan", _("Xếp ngày đến nhà")
        UNPLAN = "unplan", _("Dời ngày đến")
        NOT_HOME = "not_home", _("Đã đến, không gặp được")
        SERVE = "serve", _("Đã phục vụ tại nhà")
        REFUSE = "refuse", _("Chưa phục vụ tại nhà được")
        CANCEL = "cancel", _("Thôi đề nghị")

    request = models.ForeignKey(HomeRequest, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10, choices=Move)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")  # None: the person
    text = models.CharField(max_length=500, blank=True)
    day = models.DateField(null=True)  # the day of the visit

    class Meta:
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.request}"


class HomeRound(models.Model):
    """A day on which two or three people go from house to house."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    lead = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"Chuyến đi {self.date:%d/%m/%Y}"


class Visit(models.Model):
    """One house of a round, in its order."""

    class State(models.TextChoices):
        PLANNED = "planned", "Chưa đến"
        ARRIVED = "arrived", "Đã đến"
        DONE = "done", "Đã xong"
        NOT_HOME = "not_home", "Không gặp được"
        DROPPED = "dropped", "Bỏ khỏi chuyến"

    round = models.ForeignKey(HomeRound, on_delete=models.PROTECT, related_name="visits")
    request = models.ForeignKey(HomeRequest, on_delete=models.PROTECT, related_name="visits")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    set_out_at = models.DateTimeField(null=True)  # when the person was told that somebody is on the way
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["round", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["planned", "arrived"]),
                name="one_open_visit_a_request",
            )
        ]

    def __str__(self) -> str:
        return f"Lần đến nhà {self.position}, {self.round}"


class Receipt(models.Model):
    """What changed hands at the door: papers taken in or a result handed over, who gave, who took."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="receipt")
    number = models.PositiveIntegerField()  # counts from 1 in a unit and year
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    papers = models.TextField()  # one a line
    given_by = models.CharField(max_length=100)
    taken_by = models.CharField(max_length=100)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_receipt_a_number")
        ]

    def __str__(self) -> str:
        return f"Giấy biên nhận số {self.number}/{self.year}"


class HomeRules(models.Model):
    """What a unit decided about home service; a unit that decided nothing has what is written here."""

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    tells = models.BooleanField(default=True)  # messages to the person: the day, on the way, why not
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name_plural = "home rules"

    def __str__(self) -> str:
        return f"Cách làm phục vụ tại nhà: {self.unit}"
