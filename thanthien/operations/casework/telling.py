"""What an applicant is told, through platform/outbox: the result is ready, the apology. Without personal data."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.casework.codes import takes_messages
from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.models import Apology, Case, CaseRules
from thanthien.platform.outbox.actions import queue_message
from thanthien.platform.outbox.models import Channel
from thanthien.platform.outbox.zns import is_set_up
from thanthien.platform.units.models import Unit

RESULT = (
    "Hồ sơ {code} đã có kết quả",
    "{unit}: hồ sơ {code} đã có kết quả. Mời ông/bà mang giấy hẹn đến {place} để nhận.",
)
APOLOGY = (
    "Xin lỗi về hồ sơ {code}",
    "{unit} xin lỗi ông/bà vì hồ sơ {code} chưa đúng hẹn ngày {old}. {new}Văn bản xin lỗi số {number}.",
)
_PLACE = "Trung tâm Phục vụ hành chính công"


def tell_result(case: Case, at: datetime) -> bool:
    """Queue the message that the result can be fetched: once a case, where it is news and there is a mobile phone."""
    if case.state != Case.State.HANDLED or case.handled_at is None or not takes_messages(case.phone):
        return False
    if at - case.handled_at > timedelta(days=definition().result_message_days):
        return False
    if not tells_results(case.unit):
        return False
    _queue(case, at, "case-result", f"case-result-{case.pk}", RESULT, _result_fields(case))
    return True


def tells_results(unit: Unit) -> bool:
    """Whether the unit has result messages sent; it does until its centre switches them off."""
    return not CaseRules.objects.filter(unit=unit, tells_results=False).exists()


def result_text(unit: Unit, code: str, place: str = "") -> str:
    """What an applicant of the unit reads when the result is ready."""
    return RESULT[1].format(**_result_fields(Case(unit=unit, code=code, result_place=place)))


def _result_fields(case: Case) -> dict[str, str]:
    return {"unit": case.unit.heading, "code": case.code, "place": case.result_place or _PLACE}


def tell_apology(apology: Apology, at: datetime) -> bool:
    case = apology.case
    if not takes_messages(apology.phone):
        return False
    fields = {
        "unit": case.unit.heading,
        "code": case.code,
        "old": date_vi(apology.old_due_date),
        "new": _promise(apology.new_due_date),
        "number": apology.said_number,
    }
    _queue(case, at, "case-apology", f"case-apology-{apology.pk}", APOLOGY, fields)
    return True


def about(case: Case) -> str:
    return f"casework.case:{case.pk}"


def _promise(day: date | None) -> str:
    return f"Xin hẹn lại ngày {date_vi(day)}. " if day else ""


def _queue(
    case: Case, at: datetime, template: str, key: str, words: tuple[str, str], fields: dict[str, str]
) -> None:
    subject, text = words
    queue_message(
        at=at, unit=case.unit, channel=Channel.ZNS if is_set_up() else Channel.SMS, address=case.phone,
        template=template, fields=fields, subject=subject.format(**fields), text=text.format(**fields),
        about=about(case), key=key,
    )  # fmt: skip
