"""The city's decision, the unit's objection, what became of it, and taking a recognition back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.assessment.rounds.models import Appraisal, RecognitionDecision, Round
from thanthien.assessment.rounds.moving import CannotChangeRound, lock_round, move_round
from thanthien.assessment.rounds.queries import decision_in_force, snapshot_of
from thanthien.assessment.rounds.states import Move
from thanthien.lib.vietnamese import date_vi, number_vi, tidy
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action

Kind = RecognitionDecision.Kind
_MOVES = {Kind.RECOGNISE: Move.RECOGNISE, Kind.REFUSE: Move.REFUSE, Kind.REVOKE: Move.REVOKE}


ASK_SAMPLE = (
    "Hồ sơ này chấm theo điểm mẫu, không phải bảng điểm của thành phố. Chưa có gì được ghi. Nếu vẫn quyết định, "
    "anh/chị đánh dấu xác nhận rồi ghi lại; quyết định sẽ mang dòng chữ “theo điểm mẫu”."
)


def is_on_sample(appraisal: Appraisal | None) -> bool:
    """Whether the points of the appraisal come from sample weights, which no city issued."""
    weights = snapshot_of(appraisal.submission)["weights"] if appraisal else None
    return bool(weights and weights["is_sample"])


@transaction.atomic
def decide(
    *,
    actor: Person,
    at: datetime,
    round_: Round,
    kind: str,
    number: str,
    decided_date: date,
    signer: str,
    level: int | None = None,
    reason: str = "",
    object_until: date | None = None,
    sample_agreed: bool = False,
    seen: int,
) -> RecognitionDecision:
    """Write down a decision of the city and move the round by it.

    A unit that had not registered when it handed in is not recognised, whatever its points; no level above
    what the appraised points reach; a lower one only with a reason. On sample points, which no city issued, only
    with `sample_agreed`, and the decision says so. Raises CannotChangeRound.
    """
    require(actor, Action.ROUND_MANAGE, round_.unit)
    round_ = lock_round(round_.pk)
    said, name = tidy(number)[:60], tidy(signer)[:100]
    _check_paper(said, name, decided_date, object_until, at)
    appraisal = _last_appraisal(round_)
    label = ""
    if kind == Kind.RECOGNISE:
        label = _label_of(round_, appraisal, level, reason)
    on_sample = kind in (Kind.RECOGNISE, Kind.REFUSE) and is_on_sample(appraisal)
    if on_sample and not sample_agreed:
        raise CannotChangeRound(ASK_SAMPLE, "sample_agreed")
    before = decision_in_force(round_)
    move_round(
        actor=actor,
        at=at,
        round_=round_,
        move=_keep_move(before) if kind == Kind.KEEP else _MOVES[Kind(kind)],
        seen=seen,
        remark=reason,
        after={"number": said, "day": decided_date, "level": level if kind == Kind.RECOGNISE else None}
        | ({"on_sample": True} if on_sample else {}),
    )
    return RecognitionDecision.objects.create(
        round=round_,
        kind=kind,
        number=said,
        decided_date=decided_date,
        signer=name,
        level=level if kind == Kind.RECOGNISE else None,
        label=label,
        total=appraisal.total if appraisal else None,
        on_sample=on_sample,
        reason=tidy(reason, keep_lines=True),
        object_until=object_until if kind in (Kind.RECOGNISE, Kind.REFUSE) else None,
        recorded_at=at,
        recorded_by=actor,
    )


@transaction.atomic
def object_to_decision(*, actor: Person, at: datetime, round_: Round, reason: str, seen: int) -> Round:
    """The unit objects, by its leader, up to the last day that the decision names. Raises CannotChangeRound."""
    require(actor, Action.ROUND_SUBMIT, round_.unit)
    round_ = lock_round(round_.pk)
    decision = decision_in_force(round_)
    today = timezone.localtime(at).date()
    if decision is not None and decision.object_until is not None and today > decision.object_until:
        raise CannotChangeRound(
            f"Đã hết hạn kiến nghị ({date_vi(decision.object_until)}). Anh/chị liên hệ cơ quan thẩm định của thành phố."
        )
    if decision is not None and decision.objected_at is not None:
        raise CannotChangeRound("Đơn vị đã kiến nghị quyết định này và đã được trả lời.")
    moved = move_round(actor=actor, at=at, round_=round_, move=Move.OBJECT, seen=seen, remark=reason)
    if decision is not None:
        decision.objection, decision.objected_at = tidy(reason, keep_lines=True), at
        decision.objected_by = actor
        decision.save(update_fields=["objection", "objected_at", "objected_by"])
    return moved


def _check_paper(number: str, signer: str, day: date, object_until: date | None, at: datetime) -> None:
    if not number:
        raise CannotChangeRound("Anh/chị ghi số quyết định.", "number")
    if not signer:
        raise CannotChangeRound("Anh/chị ghi người ký quyết định.", "signer")
    if day > timezone.localtime(at).date():
        raise CannotChangeRound(f"Ngày {date_vi(day)} chưa tới.", "decided_date")
    if object_until is not None and object_until < day:
        raise CannotChangeRound("Hạn kiến nghị không thể trước ngày ký quyết định.", "object_until")


def _label_of(round_: Round, appraisal: Appraisal | None, level: int | None, reason: str) -> str:
    """What the level is called in the set of the submission; refuses a level that cannot be recognised."""
    if appraisal is None or appraisal.total is None:
        raise CannotChangeRound("Chưa có kết quả thẩm định nên chưa công nhận được.")
    snapshot = snapshot_of(appraisal.submission)
    if snapshot["registered"] is None:
        raise CannotChangeRound(
            f"Đơn vị không đăng ký mức năm {round_.year} nên không được công nhận, dù đạt bao nhiêu điểm."
        )
    band = next((band for band in snapshot["levels"] if band["level"] == level), None)
    if band is None:
        raise CannotChangeRound("Anh/chị chọn mức được công nhận.", "level")
    if appraisal.level is None or band["level"] > appraisal.level:
        raise CannotChangeRound(
            f"Điểm thẩm định {number_vi(appraisal.total)} chưa đạt {band['label']}.", "level"
        )
    if band["level"] < appraisal.level and len(tidy(reason)) < 5:
        raise CannotChangeRound("Công nhận mức thấp hơn mức theo điểm thì cần ghi lý do.", "reason")
    return str(band["label"])


def _keep_move(before: RecognitionDecision | None) -> Move:
    return Move.KEEP_RECOGNISED if before and before.kind == Kind.RECOGNISE else Move.KEEP_REFUSED


def _last_appraisal(round_: Round) -> Appraisal | None:
    done = Appraisal.objects.filter(round=round_, was_stopped=False, closed_at__isnull=False)
    return done.select_related("submission").order_by("-number").first()
