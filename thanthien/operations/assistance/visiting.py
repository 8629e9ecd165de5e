"""Writes of rounds: a day planned, its order, and what happened at each door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.assistance.actions import CannotServe, locked, step_on
from thanthien.operations.assistance.models import (
    Consent,
    HomeRequest,
    HomeRound,
    HomeStep,
    Receipt,
    Recipient,
    Visit,
)
from thanthien.operations.assistance.queries import in_route_order
from thanthien.operations.assistance.standing import require_server, serves
from thanthien.operations.assistance.states import OPEN_VISITS, VISITS
from thanthien.operations.assistance.telling import tell
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Unit

Move = HomeStep.Move
MOST_HOUSES = 30
_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class RoundFields:
    date: date
    lead: Person
    second: Person | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptFields:
    """`papers`: one a line. `comes_back`: a result is still to be brought, as a request that follows this one."""

    papers: str
    given_by: str
    taken_by: str
    photo: StoredFile | None = None
    comes_back: bool = False


@transaction.atomic
def plan_round(
    *, actor: Person, at: datetime, unit: Unit, fields: RoundFields, requests: Sequence[HomeRequest]
) -> HomeRound:
    """A day with its people and houses, one neighbourhood after the other."""
    require_server(actor, unit)
    today = timezone.localdate(at)
    if not today <= fields.date <= today + _AHEAD:
        raise CannotServe("Anh/chị chọn ngày từ hôm nay đến 60 ngày tới.", "date")
    for person in filter(None, (fields.lead, fields.second)):
        if not may(person, Action.ASSISTANCE_WORK, unit):
            raise CannotServe(f"{person} không làm việc ở đơn vị này.", "lead")
    if fields.second == fields.lead:
        raise CannotServe("Anh/chị chọn hai người khác nhau.", "second")
    if not requests:
        raise CannotServe("Anh/chị chọn ít nhất một đề nghị.", "requests")
    made = HomeRound.objects.create(
        unit=unit, date=fields.date, lead=fields.lead, second=fields.second, note=tidy(fields.note)[:300],
        made_at=at, made_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="home_service.round", subject=made, unit=unit,
        after={"day": fields.date, "count": len(requests), "person": str(fields.lead)},
    )  # fmt: skip
    for request in in_route_order(list(requests)):
        _add(actor, at, made, request)
    return made


@transaction.atomic
def add_visit(*, actor: Person, at: datetime, round_: HomeRound, request: HomeRequest) -> Visit:
    """One more house at the end of a round that is not over."""
    require_server(actor, round_.unit)
    round_ = _locked_round(round_)
    if round_.date < timezone.localdate(at):
        raise CannotServe("Chuyến đi này đã qua; anh/chị lập chuyến mới.")
    return _add(actor, at, round_, request)


@transaction.atomic
def shift_visit(*, actor: Person, at: datetime, visit: Visit, up: bool) -> None:
    """Change places with the house before or after; the first goes no higher, which is no mistake."""
    require_server(actor, visit.round.unit)
    round_ = _locked_round(visit.round)
    standing = list(round_.visits.exclude(state=Visit.State.DROPPED).order_by("position", "pk"))
    here = next((n for n, one in enumerate(standing) if one.pk == visit.pk), None)
    there = None if here is None else here - 1 if up else here + 1
    if here is None or there is None or not 0 <= there < len(standing):
        return
    standing[here], standing[there] = standing[there], standing[here]
    for position, one in enumerate(standing, 1):
        if one.position != position:
            Visit.objects.filter(pk=one.pk).update(position=position)
    record(
        actor=actor, at=at, action="home_service.order", subject=round_, unit=round_.unit,
        after={"position": there + 1},
    )  # fmt: skip


@transaction.atomic
def move_visit(
    *,
    actor: Person,
    at: datetime,
    visit: Visit,
    move: str,
    note: str = "",
    receipt: ReceiptFields | None = None,
) -> Visit:
    """On the way, arrived, done with its receipt, nobody at home, taken off the round; by who goes or serves."""
    unit = visit.round.unit
    _require_goer(actor, visit)
    request = locked(visit.request)
    visit = Visit.objects.select_for_update(of=("self",)).select_related("round__unit").get(pk=visit.pk)
    allowed, to = VISITS.get(move, ((), ""))
    if visit.state not in allowed:
        raise CannotServe(CHANGED)
    if visit.round.date > timezone.localdate(at) and move != "drop":
        raise CannotServe(f"Chuyến đi vào ngày {visit.round.date:%d/%m/%Y}; chưa đến ngày nên chưa ghi được.")
    words = tidy(note)[:300]
    if move == "not_home" and not words:
        raise CannotServe("Anh/chị ghi tình hình: gặp ai, hẹn lại khi nào.", "note")
    if move in ("set_out", "arrive", "not_here"):
        _go(at, visit, request, move)
        record(actor=actor, at=at, action=f"home_service.{move}", subject=visit, unit=unit, thread=request)
    elif move == "done":
        visit.arrived_at = visit.arrived_at or at
        _hand_over(actor, at, visit, receipt)
        step_on(actor=actor, at=at, request=request, move=Move.SERVE, text=words, day=visit.round.date)
        if receipt is not None and receipt.comes_back:
            _follow(actor, at, request)
    else:
        step = Move.NOT_HOME if move == "not_home" else Move.UNPLAN
        step_on(actor=actor, at=at, request=request, move=step, text=words, day=visit.round.date)
        occasion = "missed" if move == "not_home" else "postponed"
        tell(request, occasion, at, key=f"{occasion}-{visit.pk}", day=visit.round.date)
    visit.state, visit.note = to, words or visit.note
    visit.ended_at = None if to in OPEN_VISITS else at
    visit.save()
    return visit


@transaction.atomic
def add_signed(*, actor: Person, at: datetime, visit: Visit, photo: StoredFile | None) -> Receipt:
    """The picture of the signed receipt, brought later; one that is kept is not replaced."""
    unit = visit.round.unit
    _require_goer(actor, visit)
    receipt = Receipt.objects.select_for_update(of=("self",)).filter(visit=visit).first()
    if receipt is None or receipt.photo_id is not None:
        raise CannotServe(CHANGED)
    if photo is None:
        raise CannotServe("Anh/chị chụp hoặc chọn ảnh giấy biên nhận đã ký.", "photo")
    receipt.photo = photo
    receipt.save(update_fields=["photo"])
    record(
        actor=actor, at=at, action="home_service.signed", subject=receipt, unit=unit, thread=visit.request,
        after={"number": receipt.number},
    )  # fmt: skip
    return receipt


def _require_goer(actor: Person, visit: Visit) -> None:
    unit = visit.round.unit
    require(actor, Action.ASSISTANCE_WORK, unit)
    if not serves(actor, unit) and actor.pk not in (visit.round.lead_id, visit.round.second_id):
        raise NotAllowed("Việc này do người đi chuyến này hoặc người của Trung tâm làm.")


def _go(at: datetime, visit: Visit, request: HomeRequest, move: str) -> None:
    if move == "set_out":
        visit.set_out_at = visit.set_out_at or at
        tell(request, "on_the_way", at, key=f"way-{visit.pk}")
    else:
        visit.arrived_at = at if move == "arrive" else None


def _add(actor: Person, at: datetime, round_: HomeRound, request: HomeRequest) -> Visit:
    request = locked(request)
    if request.unit_id != round_.unit_id:
        raise CannotServe("Đề nghị được chọn không thuộc đơn vị này.")
    if not request.may_be_served:
        raise CannotServe(
            f"Đề nghị {request.said_code} chưa đủ hai điều kiện (không đi lại được và có đề nghị); "
            "người phụ trách nhận ngoại lệ trước, hoặc trả lời người dân."
        )
    last = round_.visits.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_HOUSES:
        raise CannotServe(f"Mỗi chuyến đi nhiều nhất {MOST_HOUSES} nhà.")
    step_on(actor=actor, at=at, request=request, move=Move.PLAN, day=round_.date)
    occasion = "moved" if request.visits.exists() else "accepted"
    visit = Visit.objects.create(round=round_, request=request, position=last + 1)
    tell(request, occasion, at, key=f"day-{visit.pk}", day=round_.date)
    return visit


def _locked_round(round_: HomeRound) -> HomeRound:
    return HomeRound.objects.select_for_update(of=("self",)).select_related("unit").get(pk=round_.pk)


def _hand_over(actor: Person, at: datetime, visit: Visit, fields: ReceiptFields | None) -> Receipt:
    papers = tidy(fields.papers, keep_lines=True) if fields else ""
    given, taken = (tidy(fields.given_by), tidy(fields.taken_by)) if fields else ("", "")
    if fields is None or not papers:
        raise CannotServe("Anh/chị ghi những giấy tờ đã nhận hoặc đã trao, mỗi loại một dòng.", "papers")
    if not given or not taken:
        raise CannotServe(
            "Anh/chị ghi tên người giao và người nhận.", "given_by" if not given else "taken_by"
        )
    unit, year = visit.round.unit, timezone.localdate(at).year
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # numbers are given one after the other
    last = Receipt.objects.filter(unit=unit, year=year).aggregate(last=Max("number"))["last"] or 0
    receipt = Receipt.objects.create(
        visit=visit, number=last + 1, year=year, unit=unit, papers=papers[:2000], given_by=given[:100],
        taken_by=taken[:100], photo=fields.photo, at=at, by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="home_service.receipt", subject=receipt, unit=unit, thread=visit.request,
        after={"number": receipt.number, "count": len(papers.splitlines())},
    )  # fmt: skip
    return receipt


def _follow(actor: Person, at: datetime, request: HomeRequest) -> HomeRequest:
    """The result is brought home as well: the same person, a request of its own that is counted no second time."""
    who, first = request.recipient, request
    agreed = list(request.consents.all())
    made = HomeRequest.objects.create(
        unit=first.unit, code=new_code(), client_key=f"follows-{first.code}", way=first.way,
        kind=HomeRequest.Kind.RESULT, procedures=first.procedures, neighbourhood=first.neighbourhood,
        language=first.language, state=HomeRequest.State.CONTACTED, cannot_travel=first.cannot_travel,
        is_asked=first.is_asked, exception_reason=first.exception_reason, received_at=at, received_by=actor,
        contact_by_date=first.serve_by_date, serve_by_date=timezone.localdate(at) + _AHEAD, contacted_at=at,
        follows=first,
    )  # fmt: skip
    names = ("name", "phone", "address", "group", "asker", "asker_name", "asker_phone")
    Recipient.objects.create(request=made, **{name: getattr(who, name) for name in names})
    for one in agreed:
        Consent.objects.create(
            request=made, purpose=one.purpose, is_given=one.is_given, way=one.way, by_asker=one.by_asker, at=one.at
        )  # fmt: skip
    HomeStep.objects.create(request=made, move=Move.ASK, at=at, by=actor)
    record(
        actor=actor, at=at, action="home_service.ask", subject=made, unit=made.unit,
        after={"channel": made.way, "kind": made.kind},
    )  # fmt: skip
    return made
