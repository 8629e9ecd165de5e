"""What the person who asked for home service is told, through platform/outbox: the day, on the way, why not.

Subjects and texts name nobody and nothing of health; the words of a refusal are those the person reads on the
page of the request. The number rung is the person's own, else that of who asked in the person's name.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.assistance.models import HomeRequest, HomeRules
from thanthien.operations.assistance.standing import require_manager
from thanthien.platform.audit.actions import record
from thanthien.platform.outbox.actions import queue_message
from thanthien.platform.outbox.models import Channel
from thanthien.platform.outbox.zns import is_set_up
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit

# occasion → subject, text
WORDS = {
    "accepted": (
        "Phục vụ tại nhà {code}: ngày đến",
        "{unit} nhận phục vụ tại nhà, mã {code}. Cán bộ đến {day}. Theo dõi: {link}",
    ),
    "moved": (
        "Phục vụ tại nhà {code}: đổi ngày",
        "{unit} xin đổi ngày đến nhà, mã {code}. Cán bộ đến {day}. Theo dõi: {link}",
    ),
    "postponed": (
        "Phục vụ tại nhà {code}: dời ngày",
        "{unit} chưa đến nhà {day} được, mã {code}. Xin lỗi ông/bà; ngày mới sẽ báo lại. Theo dõi: {link}",
    ),
    "on_the_way": (
        "Phục vụ tại nhà {code}: đang đến",
        "{unit}: cán bộ đang trên đường đến nhà ông/bà, mã {code}.",
    ),
    "missed": (
        "Phục vụ tại nhà {code}: chưa gặp",
        "{unit}: cán bộ đã đến mà chưa gặp được ông/bà, mã {code}. Trung tâm sẽ gọi để hẹn ngày khác.",
    ),
    "refused": (
        "Phục vụ tại nhà {code}: trả lời",
        "{unit} chưa phục vụ tại nhà được, mã {code}. {why} Xem lại: {link}",
    ),
}
LONGEST_WHY = 200  # characters: more is read on the page
_MOBILE = re.compile(r"0[35789]\d{8}")
_BETWEEN = re.compile(r"[\s.()-]")


def tell(
    request: HomeRequest, occasion: str, at: datetime, *, key: str, day: date | None = None, why: str = ""
) -> bool:
    """Queue the message of an occasion: once by its `key`, where the unit sends any and a mobile phone is known."""
    phone = _phone_of(request)
    if not phone or not tells(request.unit):
        return False
    fields = _fields(request.unit, request, day, why)
    subject, text = WORDS[occasion]
    queue_message(
        at=at, unit=request.unit, channel=Channel.ZNS if is_set_up() else Channel.SMS, address=phone,
        template=f"home-{occasion.replace('_', '-')}", fields=fields, subject=subject.format(**fields),
        text=text.format(**fields), about=about(request), key=f"home-{request.pk}-{key}",
    )  # fmt: skip
    return True


def tells(unit: Unit) -> bool:
    """Whether the unit has these messages sent; it does until its centre switches them off."""
    return not HomeRules.objects.filter(unit=unit, tells=False).exists()


def samples(unit: Unit, day: date) -> list[str]:
    """Every message as a person of the unit reads it, about a request of an example's code."""
    request = HomeRequest(unit=unit, code="23456789")
    fields = _fields(unit, request, day, "Ông/bà có thể nộp trực tuyến hoặc ủy quyền cho người thân.")
    return [text.format(**fields) for _, text in WORDS.values()]


def about(request: HomeRequest) -> str:
    return f"assistance.homerequest:{request.pk}"


@transaction.atomic
def switch_messages(*, actor: Person, at: datetime, unit: Unit, on: bool) -> bool:
    """Switch the messages on or off; what is queued already goes out. Returns whether that changed anything."""
    require_manager(actor, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if tells(unit) == on:
        return False
    rules, _ = HomeRules.objects.update_or_create(
        unit=unit, defaults={"tells": on, "changed_at": at, "changed_by": actor}
    )
    said = {True: "bật", False: "tắt"}
    record(
        actor=actor, at=at, action="home_service.messages", subject=rules, unit=unit,
        before={"messages": said[not on]}, after={"messages": said[on]},
    )  # fmt: skip
    return True


def _fields(unit: Unit, request: HomeRequest, day: date | None, why: str) -> dict[str, str]:
    short = why if len(why) <= LONGEST_WHY else f"{why[: LONGEST_WHY - 1].rstrip()}…"
    return {
        "unit": unit.heading,
        "code": request.said_code,
        "day": f"{weekday_vi(day)}" if day else "",
        "why": " ".join(short.split()),
        "link": f"{settings.SITE_URL}/{unit.code}/home-service/{request.code}/",
    }


def _phone_of(request: HomeRequest) -> str:
    """The first mobile phone; "" where only a telephone of the house is known."""
    numbers = (request.recipient.phone, request.recipient.asker_phone)
    for number in numbers:
        digits = _BETWEEN.sub("", number)
        digits = f"0{digits[3:]}" if digits.startswith("+84") else digits
        if _MOBILE.fullmatch(digits):
            return digits
    return ""
