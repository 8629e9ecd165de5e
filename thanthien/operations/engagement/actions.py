"""Writes of dialogues: planned, opened to the public, held with minutes and a count of people, or called off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.codes import new_code, typed_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import Dialogue
from thanthien.operations.engagement.states import DIALOGUES
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

_AHEAD = timedelta(days=400)
MOST_PEOPLE = 100_000


class CannotEngage(Refusal):
    """Nothing was kept; what was there stays as it was."""


@dataclass(frozen=True, slots=True)
class DialogueFields:
    kind: str
    title: str
    date: date
    starts: time
    place: str
    chair: Person
    topics: str
    with_front: bool = False
    why: str = ""
    report_code: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """`paper_count`: people on the list on paper, None where none was kept."""

    secretary: str = ""
    course: str = ""
    conclusion: str = ""
    paper_count: int | None = None
    paper: tuple[StoredFile, str] | None = field(default=None)


@transaction.atomic
def plan_dialogue(*, actor: Person, at: datetime, unit: Unit, fields: DialogueFields) -> Dialogue:
    """A dialogue that is only being prepared: nobody outside reads of it yet."""
    require(actor, Action.ENGAGEMENT_MANAGE, unit)
    made = Dialogue.objects.create(
        unit=unit, code=new_code(), door=new_code(), made_at=at, made_by=actor, **_checked(unit, fields, at)
    )
    record(
        actor=actor, at=at, action="dialogue.plan", subject=made, unit=unit,
        after={"day": made.date, "kind": made.get_kind_display(), "place": made.place},
    )  # fmt: skip
    return made


@transaction.atomic
def change_dialogue(
    *, actor: Person, at: datetime, dialogue: Dialogue, fields: DialogueFields, seen: int
) -> Dialogue:
    """Another day, place, chair or topics, before it is held. `seen`: the version the form was filled from."""
    require(actor, Action.ENGAGEMENT_MANAGE, dialogue.unit)
    one = _locked(dialogue)
    if one.version != seen or one.state not in (Dialogue.State.DRAFT, Dialogue.State.PUBLISHED):
        raise CannotEngage(CHANGED)
    before = {"day": one.date, "place": one.place}
    for name, value in _checked(one.unit, fields, at).items():
        setattr(one, name, value)
    one.version += 1
    one.save()
    record(
        actor=actor, at=at, action="dialogue.change", subject=one, unit=one.unit, before=before,
        after={"day": one.date, "place": one.place},
    )  # fmt: skip
    return one


@transaction.atomic
def move_dialogue(
    *, actor: Person, at: datetime, dialogue: Dialogue, move: str, seen: str, text: str = ""
) -> Dialogue:
    """Publish, hold, cancel, by the table in `states`. `seen`: the state that the page showed."""
    require(actor, Action.ENGAGEMENT_MANAGE, dialogue.unit)
    step, words = DIALOGUES.get(move), tidy(text)[:300]
    one = _locked(dialogue)
    if step is None:
        raise CannotEngage("Anh/chị chọn một việc trong danh sách.")
    if one.state != seen or one.state not in step.allowed:
        raise CannotEngage(CHANGED)
    if step.needs and not words:
        raise CannotEngage(step.needs, "text")
    today = timezone.localdate(at)
    if move == "publish" and one.date < today:
        raise CannotEngage(
            "Ngày tổ chức đã qua. Anh/chị sửa ngày rồi công bố, hoặc ghi là đã tổ chức.", "date"
        )
    if move == "hold" and one.date > today:
        raise CannotEngage(f"Buổi đối thoại vào ngày {one.date:%d/%m/%Y}; chưa đến ngày nên chưa ghi được.")
    one.state, one.version = step.to, one.version + 1
    if move == "publish":
        one.published_at = at
    elif move == "hold":
        one.held_at = at
    else:
        one.cancel_reason = words
    one.save()
    record(
        actor=actor, at=at, action=f"dialogue.{move}", subject=one, unit=one.unit,
        before={"state": seen}, after={"state": one.state}, remark=words,
    )  # fmt: skip
    return one


@transaction.atomic
def write_minutes(
    *, actor: Person, at: datetime, dialogue: Dialogue, minutes: Minutes, seen: int
) -> Dialogue:
    """The course, the conclusion, and how many signed the list; of a dialogue that was held."""
    require(actor, Action.ENGAGEMENT_MANAGE, dialogue.unit)
    one = _locked(dialogue)
    if one.state != Dialogue.State.HELD or one.version != seen:
        raise CannotEngage(CHANGED)
    count = minutes.paper_count
    if count is not None and not 0 <= count <= MOST_PEOPLE:
        raise CannotEngage("Anh/chị ghi số người bằng chữ số, từ 0.", "paper_count")
    one.secretary = tidy(minutes.secretary)[:100]
    one.course = tidy(minutes.course, keep_lines=True)[:20_000]
    one.conclusion = tidy(minutes.conclusion, keep_lines=True)[:10_000]
    one.told_at = (one.told_at or at) if one.conclusion else None
    one.paper_count, one.version = count, one.version + 1
    if minutes.paper is not None:
        one.paper_list, one.paper_name = minutes.paper[0], minutes.paper[1][:200]
    one.save()
    record(
        actor=actor, at=at, action="dialogue.minutes", subject=one, unit=one.unit, after={"count": count},
    )  # fmt: skip
    return one


def short_of_days(dialogue: Dialogue, today: date) -> int:
    """How many days are lacking to the 20 in which opinions are gathered; 0 where the law asks for none."""
    if dialogue.kind != Dialogue.Kind.CONFERENCE:
        return 0
    opened = timezone.localdate(dialogue.published_at) if dialogue.published_at else today
    return max(definition().gather_days - (dialogue.date - opened).days, 0)


def _locked(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=dialogue.pk)


def _checked(unit: Unit, fields: DialogueFields, at: datetime) -> dict[str, object]:
    words = {
        "title": tidy(fields.title)[:200], "place": tidy(fields.place)[:200], "why": tidy(fields.why)[:500],
        "topics": tidy(fields.topics, keep_lines=True)[:4000],
    }  # fmt: skip
    for name, said in (
        ("title", "Anh/chị ghi tên buổi đối thoại."),
        ("place", "Anh/chị ghi nơi tổ chức."),
        ("topics", "Anh/chị ghi nội dung đối thoại, mỗi nội dung một dòng."),
    ):
        if not words[name]:
            raise CannotEngage(said, name)
    if fields.kind not in Dialogue.Kind.values:
        raise CannotEngage("Anh/chị chọn hình thức đối thoại.", "kind")
    if fields.kind == Dialogue.Kind.UNPLANNED and not words["why"]:
        raise CannotEngage("Đối thoại đột xuất thì anh/chị ghi vụ việc dẫn đến đối thoại.", "why")
    if abs(fields.date - timezone.localdate(at)) > _AHEAD:
        raise CannotEngage("Ngày này cách hôm nay quá một năm. Anh/chị xem lại ngày.", "date")
    if not may(fields.chair, Action.ENGAGEMENT_WORK, unit):
        raise CannotEngage(f"{fields.chair} không làm việc ở đơn vị này.", "chair")
    code = typed_code(fields.report_code) if tidy(fields.report_code) else ""
    if tidy(fields.report_code) and not code:
        raise CannotEngage("Mã phản ánh gồm 12 chữ và số. Anh/chị xem lại, hoặc để trống.", "report_code")
    return {
        **words, "kind": fields.kind, "date": fields.date, "starts": fields.starts, "chair": fields.chair,
        "with_front": fields.with_front, "report_code": code,
    }  # fmt: skip
