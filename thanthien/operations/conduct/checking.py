"""Writes of spot checks: drawn and opened, each person marked, away replaced by the next in line, finished."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.conduct.definition import CENTRE, definition
from thanthien.operations.conduct.drawing import Candidate, in_line, seed_of
from thanthien.operations.conduct.leaving import away_on
from thanthien.operations.conduct.models import Look, Post, SpotCheck
from thanthien.operations.conduct.queries import looked_at_in, posts_on
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

State = Look.State
_TWO = "Người khác vừa ghi cho người này. Anh/chị xem lại rồi sửa nếu cần."


class CannotCheck(Refusal):
    """Nothing was marked."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one person. Behaviours that could not be watched are left out."""

    state: str
    has_badge: bool | None = None
    is_neat: bool | None = None
    behaviours: dict[str, bool] = field(default_factory=dict)
    reason: str = ""
    note: str = ""
    photo: StoredFile | None = None


@transaction.atomic
def open_check(*, actor: Person, at: datetime, unit: Unit, purpose: str) -> SpotCheck:
    """Draw the people of today's check and open it; opened already by somebody else: that one."""
    require(actor, Action.CONDUCT_CHECK, unit)
    terms, today = definition(), timezone.localdate(at)
    wanted = terms.purposes.get(purpose)
    if wanted is None:
        raise CannotCheck("Anh/chị chọn mục đích kiểm tra.", "purpose")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    known = SpotCheck.objects.filter(unit=unit, date=today, purpose=purpose).first()
    if known is not None:
        return known
    scope = [one for one in posts_on(unit, today) if wanted.scope != CENTRE or one.at_centre]
    away = away_on(unit, today)
    posts = [one for one in scope if one.staff_id not in away]
    if scope and not posts:
        raise CannotCheck("Hôm nay mọi người đều đã báo trước là nghỉ hoặc đi công tác.")
    if not posts:
        raise CannotCheck(
            "Danh sách chưa có người làm việc tại Trung tâm." if wanted.scope == CENTRE
            else "Danh sách cán bộ, công chức chưa có ai. Anh/chị lập danh sách trước."
        )  # fmt: skip
    seed = seed_of(unit.code, today, purpose)
    before = looked_at_in(unit, quarter_of(today), today)
    line = in_line(
        seed,
        (Candidate(one.staff_id, one.agency_id or 0, *before.get(one.staff_id, (0, ""))) for one in posts),
    )
    check = SpotCheck.objects.create(
        unit=unit, date=today, purpose=purpose, seed=seed, size=terms.draw.size(len(line)), opened_at=at,
        opened_by=actor, line=[[one.staff, one.stratum, one.times, one.last] for one in line],
    )  # fmt: skip
    _fill(check, {one.staff_id: one for one in posts})
    record(
        actor=actor, at=at, action="spot_check.open", subject=check, unit=unit,
        after={"count": check.size, "code": seed},
    )  # fmt: skip
    return check


@transaction.atomic
def mark_look(*, actor: Person, at: datetime, look: Look, version: int, seen: Seen) -> Look:
    """Write down what was seen. `version`: the one that the page showed; two phones do not overwrite each other."""
    unit = look.check_of.unit
    require(actor, Action.CONDUCT_CHECK, unit)
    check = SpotCheck.objects.select_for_update(of=("self",)).select_related("unit").get(pk=look.check_of_id)
    found = Look.objects.select_related("staff").filter(pk=look.pk).first()
    if found is None:
        raise CannotCheck("Người này không còn trong đợt kiểm tra, vì người vắng trước đó đã có mặt.")
    look = found
    _check_open(actor, at, check, look)
    if look.version != version:
        raise CannotCheck(_TWO)
    _check_seen(seen)
    is_seen, is_away = seen.state == State.SEEN, seen.state == State.AWAY
    look.state = seen.state
    look.has_badge, look.is_neat = (seen.has_badge, seen.is_neat) if is_seen else (None, None)
    look.behaviours = dict(seen.behaviours) if is_seen else {}
    look.reason, look.note = seen.reason if is_away else "", tidy(seen.note)[:300]
    look.photo = seen.photo or (look.photo if is_seen else None)
    look.marked_at, look.marked_by = at, actor
    look.version += 1
    look.save()
    _fill(check, {one.staff_id: one for one in posts_on(unit, check.date)})
    # whom it was about stays in the check: audit rows are read by more people
    record(
        actor=actor,
        at=at,
        action="spot_check.mark",
        subject=check,
        unit=unit,
        after={"position": look.position},
    )
    return look


@transaction.atomic
def finish_check(*, actor: Person, at: datetime, check: SpotCheck, note: str = "") -> SpotCheck:
    """Close a check in which everybody drawn was looked at."""
    require(actor, Action.CONDUCT_CHECK, check.unit)
    check = SpotCheck.objects.select_for_update(of=("self",)).select_related("unit").get(pk=check.pk)
    if check.state == SpotCheck.State.FINISHED:
        return check
    left = check.looks.filter(state=State.WAITING).count()
    if left:
        raise CannotCheck(
            f"Còn {left} người chưa kiểm tra. Chưa xong thì để đợt này dở dang, số đã ghi vẫn được tính."
        )
    if not check.looks.filter(state__in=(State.SEEN, State.ABSENT)).exists():
        raise CannotCheck("Chưa kiểm tra được ai nên chưa kết thúc đợt này được.")
    check.state, check.finished_at, check.finished_by = SpotCheck.State.FINISHED, at, actor
    check.note = tidy(note)[:500]
    check.save()
    record(actor=actor, at=at, action="spot_check.finish", subject=check, unit=check.unit)
    return check


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _check_open(actor: Person, at: datetime, check: SpotCheck, look: Look) -> None:
    if check.state == SpotCheck.State.FINISHED:
        raise CannotCheck("Đợt kiểm tra đã kết thúc.")
    if timezone.localdate(at) != check.date:
        raise CannotCheck("Chỉ ghi được trong ngày kiểm tra. Đợt này để dở dang; số đã ghi vẫn được tính.")
    if look.staff.person_id == actor.pk:
        raise CannotCheck("Anh/chị không tự kiểm tra mình. Nhờ người khác ghi.")


def _check_seen(seen: Seen) -> None:
    if seen.state not in (State.SEEN, State.AWAY, State.ABSENT):
        raise CannotCheck("Anh/chị chọn có mặt, vắng có lý do hay vắng chưa rõ lý do.", "state")
    if seen.state == State.AWAY and seen.reason not in Look.Reason.values:
        raise CannotCheck("Anh/chị chọn lý do vắng.", "reason")
    if seen.state == State.SEEN and (seen.has_badge is None or seen.is_neat is None):
        raise CannotCheck("Anh/chị chọn đủ hai mục đeo thẻ và trang phục.", "has_badge")
    if not set(seen.behaviours) <= set(definition().behaviours):
        raise CannotCheck("Nội dung kiểm tra không còn. Anh/chị tải lại trang.")


def _fill(check: SpotCheck, posts: dict[int, Post]) -> None:
    """As many people as the check asks for, leaving out who is away; somebody back puts the last waiting one out."""
    looks = list(check.looks.order_by("position"))
    active = [one for one in looks if one.state != State.AWAY]
    waiting = [one for one in active if one.state == State.WAITING and one.position > check.size]
    while len(active) > check.size and waiting:
        gone = waiting.pop()
        active.remove(gone)
        looks.remove(gone)
        gone.delete()
    away = away_on(check.unit, check.date)  # told since the draw: another one stands in
    taken, position = {one.staff_id for one in looks}, max((one.position for one in looks), default=0)
    missing = check.size - len(active)
    for staff_id, *_ in check.line:
        if missing <= 0:
            break
        post = posts.get(staff_id)
        if staff_id in taken or staff_id in away or post is None:
            continue
        position, missing = position + 1, missing - 1
        Look.objects.create(
            check_of=check, staff_id=staff_id, position=position, agency=post.agency, at_centre=post.at_centre
        )
