"""Which steps of the regulation on dialogue one dialogue has followed; the steps stand in data/engagement.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from thanthien.operations.engagement.definition import Rule, definition
from thanthien.operations.engagement.models import Dialogue, Question
from thanthien.operations.engagement.states import SHOWN_QUESTIONS
from thanthien.platform.units.models import Unit

CONFERENCE = Dialogue.Kind.CONFERENCE
Q_ = Question.State


@dataclass(frozen=True, slots=True)
class Followed:
    """`is_done` None: its time has not come, or is not over yet. `said`: what there is, in words."""

    rule: Rule
    is_done: bool | None
    said: str


def with_answers(dialogues: QuerySet[Dialogue]) -> QuerySet[Dialogue]:
    """With what `steps_of` reads: questions taken up, and those of them without an answer or a public promise."""
    taken = Q(questions__state__in=(Q_.NEW, *SHOWN_QUESTIONS))
    kept_inside = Q(questions__state=Q_.PROMISED, questions__commitment__is_public=False)
    left = Q(questions__state__in=(Q_.NEW, Q_.ACCEPTED)) | kept_inside
    return dialogues.annotate(
        taken_up=Count("questions", filter=taken, distinct=True),
        left_open=Count("questions", filter=left, distinct=True),
    )


def steps_of_dialogue(unit: Unit, pk: int, today: date) -> list[Followed]:
    """One query."""
    one = with_answers(Dialogue.objects.filter(unit=unit, pk=pk)).first()
    return steps_of(one, today) if one else []


def steps_of(one: Dialogue, today: date) -> list[Followed]:
    """Of a row of `with_answers`; none of a dialogue that was called off. An unplanned one is bound by no days."""
    if one.state == Dialogue.State.CANCELLED:
        return []
    rules, held = definition().steps, one.state == Dialogue.State.HELD
    found = [_before(one, rules["invite"], held), _before(one, rules["gather"], held)]
    if one.kind == CONFERENCE:
        found.append(Followed(rules["front"], one.with_front, "" if one.with_front else "chưa ghi phối hợp"))
    else:
        found.pop()
    minutes = bool(one.course or one.conclusion) and one.paper_count is not None
    said = f"{one.paper_count} người" if minutes else "chưa đủ diễn biến, số người"
    found.append(
        Followed(rules["minutes"], minutes if held else None, said if held else "sau buổi đối thoại")
    )
    found.append(_results(one, rules["results"], held, today))
    found.append(_answers(one, rules["answers"], held))
    return found


def _before(one: Dialogue, rule: Rule, held: bool) -> Followed:
    days = rule.days if one.kind == CONFERENCE else 0
    if one.published_at is None:
        return Followed(rule, False if held else None, "chưa công bố giấy mời")
    ahead = (one.date - timezone.localdate(one.published_at)).days
    words = f"{ahead} ngày trước ngày tổ chức" if ahead > 0 else "trong ngày tổ chức"
    return Followed(rule, ahead >= days, words + (f", cần {days} ngày" if ahead < days else ""))


def _results(one: Dialogue, rule: Rule, held: bool, today: date) -> Followed:
    if not held:
        return Followed(rule, None, "sau buổi đối thoại")
    last = one.date + timedelta(days=rule.days) if one.kind == CONFERENCE and rule.days else None
    limit = f", hạn {last:%d/%m/%Y}" if last else ""
    if not one.conclusion:
        is_over = last is not None and today > last
        return Followed(rule, False if is_over else None, f"chưa ghi kết luận{limit}")
    told = _day(one.told_at)
    if told is None:  # written before the day was kept
        return Followed(rule, True, "đã công bố")
    return Followed(rule, last is None or told <= last, f"công bố {told:%d/%m/%Y}{limit}")


def _answers(one: Dialogue, rule: Rule, held: bool) -> Followed:
    taken, left = one.taken_up, one.left_open  # type: ignore[attr-defined]
    if not held:
        return Followed(rule, None, f"{taken} câu hỏi đã nhận" if taken else "sau buổi đối thoại")
    return Followed(rule, not left, f"còn {left}/{taken} câu" if left else f"{taken} câu hỏi")


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at is not None else None


def counted(steps: list[Followed]) -> tuple[int, int]:
    """(followed, whose time has come)."""
    told = [one.is_done for one in steps if one.is_done is not None]
    return sum(told), len(told)
