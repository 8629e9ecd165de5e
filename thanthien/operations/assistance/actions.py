"""Writes of home service: a request comes in, is answered, accepted by exception, refused, no longer wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import new_code
from thanthien.lib.rules.deadlines import deadline
from thanthien.lib.vietnamese import tidy
from thanthien.operations.assistance.definition import definition
from thanthien.operations.assistance.models import Consent, HomeRequest, HomeStep, Recipient, Visit
from thanthien.operations.assistance.standing import require_server
from thanthien.operations.assistance.states import BY_VISIT, OPEN_VISITS, SETTLED, STEPS
from thanthien.operations.assistance.telling import tell
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.workdays.queries import calendar_of

Move, State = HomeStep.Move, HomeRequest.State
_PHONE = re.compile(r"\+?\d{9,14}")
_IN_NUMBER = re.compile(r"[\s.()-]")


class CannotServe(Refusal):
    """The request stayed as it was, or was not kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is told. `client_key` makes sending twice one request.

    `group` is kept only where `agrees_health`; without `agrees` nothing is kept at all.
    """

    name: str
    phone: str
    address: str
    kind: str
    procedures: str
    way: str
    client_key: str
    cannot_travel: bool
    agrees: bool
    agrees_health: bool = False
    group: str = ""
    neighbourhood: Neighbourhood | None = None
    wished: str = ""
    asker: str = Recipient.Asker.SELF
    asker_name: str = ""
    asker_phone: str = ""
    language: str = "vi"


@transaction.atomic
def receive_request(*, at: datetime, unit: Unit, asked: Asked, by: Person | None = None) -> HomeRequest:
    """Keep a request with its code, consents and clock. `by`: the official who types it, None for the web.

    Whoever is named asks, or somebody asks in their name; that the person cannot travel is kept as told, and a
    request without it is not turned away here: the desk refuses it politely or accepts it by exception.
    """
    if by is not None:
        require(by, Action.ASSISTANCE_WORK, unit)
    asked = _checked(unit, asked, by)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # the same form sent twice at once is one
    known = HomeRequest.objects.filter(unit=unit, client_key=asked.client_key).first()
    if known is not None:
        return known
    today = timezone.localdate(at)
    calendar, terms = calendar_of(unit, today.year, today.year + 1), definition()
    request = HomeRequest.objects.create(
        unit=unit, code=new_code(), client_key=asked.client_key, way=asked.way, kind=asked.kind,
        procedures=asked.procedures, wished=asked.wished, neighbourhood=asked.neighbourhood,
        language=asked.language, cannot_travel=asked.cannot_travel, is_asked=True, received_at=at, received_by=by,
        contact_by_date=deadline(today, terms.contact_days, calendar).last_day,
        serve_by_date=deadline(today, terms.serve_days, calendar).last_day,
    )  # fmt: skip
    Recipient.objects.create(
        request=request, name=asked.name, phone=asked.phone, address=asked.address, asker=asked.asker,
        asker_name=asked.asker_name, asker_phone=asked.asker_phone,
        group=asked.group if asked.agrees_health else "",
    )  # fmt: skip
    for purpose, given in ((Consent.Purpose.SERVE, True), (Consent.Purpose.HEALTH, asked.agrees_health)):
        Consent.objects.create(
            request=request, purpose=purpose, is_given=given, way=asked.way, by_asker=asked.asker, at=at
        )
    HomeStep.objects.create(request=request, move=Move.ASK, at=at, by=by)
    # Who it is and why stays in the request alone: audit rows are read by more people and never deleted.
    record(
        actor=by, at=at, action="home_service.ask", subject=request, unit=unit, said_actor="Người dân",
        after={"channel": request.way, "kind": request.kind, "due_date": request.contact_by_date},
    )  # fmt: skip
    return request


@transaction.atomic
def move_request(
    *, actor: Person, at: datetime, request: HomeRequest, move: str, seen: str, text: str = ""
) -> HomeRequest:
    """Contact, exception, refuse, cancel, by the table in `states`. `seen`: the state that the page showed.

    Raises CannotServe or NotAllowed.
    """
    require_server(actor, request.unit)
    step, words = STEPS.get(move), tidy(text, keep_lines=True)
    request = locked(request)
    if step is None:
        raise CannotServe("Anh/chị chọn một việc trong danh sách.")
    if request.state != seen or request.state not in step.allowed:
        raise CannotServe(CHANGED)
    if step.by_manager:
        # the same people who may plan for the centre: an exception is a decision, not a click at the counter
        require(actor, Action.ASSISTANCE_MANAGE, request.unit)
    if step.needs and not words:
        raise CannotServe(step.needs, "text")
    if move == Move.EXCEPT:
        if request.has_both:
            raise CannotServe("Đề nghị này đủ hai điều kiện nên không cần nhận ngoại lệ.")
        request.exception_reason = words[:300]
    if move == Move.REFUSE:
        request.answer = words[:500]
    if request.contacted_at is None and move != Move.CANCEL:
        request.contacted_at = at
    step_on(actor=actor, at=at, request=request, move=move, text=words)
    if move == Move.REFUSE:
        tell(request, "refused", at, key=f"refused-{at.timestamp():.0f}", why=request.answer)
    if move == Move.CANCEL:  # nobody goes to a house that no longer waits
        request.visits.filter(state__in=OPEN_VISITS).update(
            state=Visit.State.DROPPED, note="Người dân thôi đề nghị", ended_at=at
        )
    return request


def step_on(
    *,
    actor: Person,
    at: datetime,
    request: HomeRequest,
    move: str,
    text: str = "",
    day: date | None = None,
) -> None:
    """Move a locked request by either table, with its step and its audit row; the words stay in the step."""
    step = {**STEPS, **BY_VISIT}[move]
    if request.state not in step.allowed:
        raise CannotServe(CHANGED)
    before, request.state = request.state, step.to
    request.settled_at = at if step.to in SETTLED else None
    request.save()
    HomeStep.objects.create(request=request, move=move, at=at, by=actor, text=text[:500], day=day)
    record(
        actor=actor, at=at, action=f"home_service.{move}", subject=request, unit=request.unit,
        before={"state": before}, after={"state": request.state},
    )  # fmt: skip


def locked(request: HomeRequest) -> HomeRequest:
    rows = HomeRequest.objects.select_for_update(of=("self",)).select_related("unit", "recipient")
    return rows.get(pk=request.pk)


def _checked(unit: Unit, asked: Asked, by: Person | None) -> Asked:
    """The request without spaces around its words. Raises CannotServe, in the words of a citizen's form."""
    values = {name: tidy(getattr(asked, name)) for name in (
        "name", "phone", "address", "procedures", "wished", "asker_name", "asker_phone")}  # fmt: skip
    most = {"name": 100, "phone": 20, "address": 200, "procedures": 300, "wished": 120, "asker_name": 100,
            "asker_phone": 20}  # fmt: skip
    for name, value in values.items():
        if len(value) > most[name]:
            raise CannotServe(_("Ô này ghi tối đa {most} chữ.").format(most=most[name]), name)
    needed = {
        "name": _("Ông/bà ghi họ tên người cần phục vụ."),
        "address": _("Ông/bà ghi số nhà, ngõ, đường để cán bộ đến đúng nơi."),
        "procedures": _("Ông/bà ghi cần làm giấy tờ, thủ tục gì."),
    }
    for name, words in needed.items():
        if not values[name]:
            raise CannotServe(words, name)
    is_self = asked.asker == Recipient.Asker.SELF
    if not _PHONE.fullmatch(
        _IN_NUMBER.sub("", values["phone"] or ("" if is_self else values["asker_phone"]))
    ):
        raise CannotServe(_("Ông/bà ghi số điện thoại để cán bộ gọi lại, ví dụ: 0912 345 678."), "phone")
    if (
        not is_self
        and values["asker_phone"]
        and not _PHONE.fullmatch(_IN_NUMBER.sub("", values["asker_phone"]))
    ):
        raise CannotServe(
            _("Ông/bà ghi số điện thoại để cán bộ gọi lại, ví dụ: 0912 345 678."), "asker_phone"
        )
    if not is_self and not values["asker_name"]:
        raise CannotServe(_("Ông/bà ghi tên người đề nghị thay."), "asker_name")
    _check_choices(unit, asked)
    if not asked.agrees:
        raise CannotServe(
            _(
                "Cần có sự đồng ý cho dùng họ tên, số điện thoại, địa chỉ để đến nhà; thiếu thì chưa ghi gì cả."
            ),
            "agrees",
        )
    if not asked.client_key or (asked.way == HomeRequest.Way.WEB) != (by is None):
        raise CannotServe(_("Yêu cầu gửi lên chưa đúng dạng."))
    kept = {name: getattr(asked, name) for name in Asked.__dataclass_fields__}
    return Asked(**{**kept, **values})


def _check_choices(unit: Unit, asked: Asked) -> None:
    if asked.kind not in HomeRequest.Kind.values:
        raise CannotServe(_("Ông/bà chọn việc cần làm tại nhà."), "kind")
    if asked.asker not in Recipient.Asker.values:
        raise CannotServe(_("Ông/bà chọn ai là người đề nghị."), "asker")
    if asked.group and asked.group not in definition().groups:
        raise CannotServe(_("Ông/bà chọn một nhóm trong danh sách."), "group")
    if asked.neighbourhood is not None and asked.neighbourhood.unit_id != unit.pk:
        raise CannotServe(_("Ông/bà chọn thôn, tổ dân phố trong danh sách."), "neighbourhood")
