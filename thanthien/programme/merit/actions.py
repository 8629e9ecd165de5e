"""Writes of commendation and of public praise and criticism. Good practices: see `practices`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import search_key, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.queries import people_of
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.merit.models import Commendation, Notice
from thanthien.programme.merit.queries import may_reply
from thanthien.programme.merit.states import (
    COMMENDATION_STEPS,
    NOTICE_STEPS,
    CommendationMove,
    NoticeMove,
    Step,
)

_TITLES = ("ông ", "bà ", "anh ", "chị ", "đồng chí ")


class CannotChangeMerit(Refusal):
    """It cannot be written so."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision by its number and day."""

    number: str
    day: date | None


@transaction.atomic
def propose_commendation(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    kind: str,
    name: str,
    achievement: str,
    form: str,
    agency: Agency | None = None,
) -> Commendation:
    """Propose to commend a collective or a person; `form` is what is asked for ("Giấy khen …").

    Raises CannotChangeMerit where something is missing, or where a person is named as a collective.
    """
    require(actor, Action.MERIT_PROPOSE, unit)
    _own_agency(unit, agency)
    for field, value in (("name", name), ("achievement", achievement), ("form", form)):
        if not tidy(value):
            raise CannotChangeMerit("Anh/chị điền ô này.", field)
    if kind == Commendation.Kind.COLLECTIVE and (whom := _person_named(unit, name)):
        raise CannotChangeMerit(
            f"“{whom}” là một người. Anh/chị chọn “Cá nhân”, hoặc ghi tên tập thể (cơ quan, tổ, ban).", "kind"
        )
    made = Commendation.objects.create(
        unit=unit, year=year, kind=Commendation.Kind(kind), name=tidy(name)[:200], agency=agency,
        achievement=achievement.strip(), form=tidy(form)[:150], proposed_at=at, proposed_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="merit.propose", subject=made, unit=unit,
        after={"name": made.name, "form": made.form},
    )  # fmt: skip
    return made


def _person_named(unit: Unit, name: str) -> str:
    """The person that a name says: with a title before it, or somebody of the unit; "" where it says none."""
    first = tidy(name).split(",")[0].strip()
    if first.lower().startswith(_TITLES):
        return first
    people = people_of(unit)
    return next((one.full_name for one in people if search_key(one.full_name) == search_key(first)), "")


@transaction.atomic
def move_commendation(
    *,
    actor: Person,
    at: datetime,
    commendation: Commendation,
    move: CommendationMove,
    seen: int,
    decision: Decision | None = None,
    reason: str = "",
) -> Commendation:
    """Take a proposal a step further. Only the coordinator and the leaders do; `seen` is the version looked at."""
    thing = (
        Commendation.objects.select_for_update(of=("self",))
        .select_related("unit__parent")
        .get(pk=commendation.pk)
    )
    require(actor, Action.MERIT_MANAGE, thing.unit)
    step, before = COMMENDATION_STEPS[move], thing.state
    check_step(step, thing.state, str(thing.get_state_display()), thing.version, seen, reason)
    if step.decides:
        thing.document_number, thing.document_date = checked_decision(decision, at)
    thing.state, thing.remark, thing.version = step.to, tidy(reason), thing.version + 1
    thing.save(update_fields=["state", "remark", "version", "document_number", "document_date"])
    record(
        actor=actor, at=at, action=f"merit.{move}", subject=thing, unit=thing.unit, remark=thing.remark,
        before={"state": before}, after={"state": thing.state, "document_number": thing.document_number},
    )  # fmt: skip
    return thing


@transaction.atomic
def write_notice(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    kind: str,
    name: str,
    text: str,
    audience: str,
    agency: Agency | None = None,
) -> Notice:
    """Draft praise or criticism. Criticism names an agency, so that somebody can answer."""
    require(actor, Action.MERIT_MANAGE, unit)
    _own_agency(unit, agency)
    if kind == Notice.Kind.CRITICISM and agency is None:
        raise CannotChangeMerit(
            "Anh/chị chọn cơ quan được nhắc nhở, để cơ quan đó có quyền phản hồi.", "agency"
        )
    if not tidy(name) and agency is None:
        raise CannotChangeMerit("Anh/chị ghi tên người, tập thể hoặc chọn cơ quan.", "name")
    if not tidy(text):
        raise CannotChangeMerit("Anh/chị ghi rõ việc gì, khi nào, căn cứ vào đâu.", "text")
    made = Notice.objects.create(
        unit=unit, year=year, kind=Notice.Kind(kind), audience=Notice.Audience(audience), agency=agency,
        name=tidy(name)[:200] or str(agency), text=text.strip(), created_at=at, created_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="notice.write", subject=made, unit=unit,
        after={"kind": made.kind, "name": made.name, "audience": made.audience},
    )  # fmt: skip
    return made


@transaction.atomic
def move_notice(
    *, actor: Person, at: datetime, notice: Notice, move: NoticeMove, seen: int, reason: str = ""
) -> Notice:
    """Publish a notice, or take it back with the reason. Criticism is published by a second person."""
    thing = _notice(notice)
    require(actor, Action.MERIT_MANAGE, thing.unit)
    step, before = NOTICE_STEPS[move], thing.state
    check_step(step, thing.state, str(thing.get_state_display()), thing.version, seen, reason)
    if move is NoticeMove.PUBLISH:
        if thing.kind == Notice.Kind.CRITICISM and thing.created_by_id == actor.pk:
            raise NotAllowed("Nhắc nhở, phê bình do một người soạn và một người khác thông báo.")
        thing.published_at, thing.published_by = at, actor
    thing.state, thing.remark, thing.version = step.to, tidy(reason), thing.version + 1
    thing.save(update_fields=["state", "remark", "version", "published_at", "published_by"])
    record(
        actor=actor, at=at, action=f"notice.{move}", subject=thing, unit=thing.unit, remark=thing.remark,
        before={"state": before}, after={"state": thing.state},
    )  # fmt: skip
    return thing


@transaction.atomic
def reply_to_notice(*, actor: Person, at: datetime, notice: Notice, text: str) -> Notice:
    """The agency named says its side, once; the reply stands beside the notice for all who see it."""
    thing = _notice(notice)
    require(actor, Action.MERIT_VIEW, thing.unit)
    if not may_reply(actor, thing):
        raise NotAllowed("Chỉ người của cơ quan được nêu tên mới phản hồi thông báo này.")
    if thing.state != Notice.State.PUBLISHED:
        raise CannotChangeMerit("Thông báo này hiện không còn hiệu lực nên không cần phản hồi.")
    if thing.replied_at is not None:
        raise CannotChangeMerit(f"Cơ quan đã phản hồi ({thing.replied_by}). Phản hồi chỉ ghi một lần.")
    if not tidy(text):
        raise CannotChangeMerit("Anh/chị ghi nội dung phản hồi.")
    thing.reply, thing.replied_at, thing.replied_by = text.strip(), at, actor
    thing.save(update_fields=["reply", "replied_at", "replied_by"])
    record(actor=actor, at=at, action="notice.reply", subject=thing, unit=thing.unit, remark=thing.reply)
    return thing


def check_step(step: Step, state: str, state_words: str, version: int, seen: int, reason: str) -> None:
    """Refuse a step from a wrong state, on another version than the one seen, or without its reason."""
    if version != seen:
        raise CannotChangeMerit(CHANGED)
    if state not in step.allowed:
        raise CannotChangeMerit(f"Nội dung này đang “{state_words}” nên không làm bước “{step.words}” được.")
    if step.asks_reason and not tidy(reason):
        raise CannotChangeMerit("Anh/chị ghi lý do.", "reason")


def checked_decision(decision: Decision | None, at: datetime) -> tuple[str, date]:
    """The number and day of a decision that can be. Raises `CannotChangeMerit`."""
    if decision is None or not tidy(decision.number) or decision.day is None:
        raise CannotChangeMerit("Anh/chị ghi số và ngày của quyết định.")
    if decision.day > timezone.localdate(at):
        raise CannotChangeMerit("Ngày quyết định không thể sau ngày hôm nay.")
    return tidy(decision.number)[:80], decision.day


def _notice(notice: Notice) -> Notice:
    rows: Any = Notice.objects.select_for_update(of=("self",)).select_related("unit__parent")
    found: Notice = rows.get(pk=notice.pk)
    return found


def _own_agency(unit: Unit, agency: Agency | None) -> None:
    if agency is not None and agency.unit_id != unit.pk:
        raise CannotChangeMerit("Cơ quan này không thuộc đơn vị.", "agency")
