"""An appraisal: opened with a seed, scored in separate sheets, proof looked at, closed with one result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from thanthien.assessment.rounds.closing import missing_for_close
from thanthien.assessment.rounds.consolidation import consolidate, result_as_data
from thanthien.assessment.rounds.councils import make_sheet
from thanthien.assessment.rounds.defaults import defaults
from thanthien.assessment.rounds.models import (
    Appraisal,
    ChairPoint,
    Council,
    CouncilMember,
    Round,
    SampledProof,
    Sheet,
    Submission,
)
from thanthien.assessment.rounds.moving import CannotChangeRound, lock_round, move_round
from thanthien.assessment.rounds.queries import chair_points_of, sheets_that_count, snapshot_of, voices_of
from thanthien.assessment.rounds.sampling import draw, sample_size, seed_of
from thanthien.assessment.rounds.seats import has_interest, may_sit
from thanthien.assessment.rounds.snapshot import canonical, decimal_of, hash_of, leaves_of, text_of
from thanthien.assessment.rounds.states import Move
from thanthien.lib.vietnamese import number_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may
from thanthien.platform.people.roles import Action

Post = CouncilMember.Post


@transaction.atomic
def open_appraisal(
    *, actor: Person, at: datetime, round_: Round, council: Council, seen: int, remark: str = ""
) -> Appraisal:
    """Open the examination of the newest submission, or the re-check after an objection (with a remark).

    The seed follows from the submission and the council (`sampling.seed_of`), is written down and draws the
    proofs to look at. Raises CannotChangeRound.
    """
    round_ = lock_round(round_.pk)
    council = Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    submission = Submission.objects.filter(round=round_).order_by("-version").first()
    if submission is None:
        raise CannotChangeRound("Đơn vị chưa nộp hồ sơ nên chưa mở thẩm định được.")
    number = Appraisal.objects.filter(round=round_).count() + 1
    seed = seed_of(submission.sha256, council.decision_number, number)
    members = list(CouncilMember.objects.filter(council=council, left_at=None).select_related("person"))
    if not any(member.post == Post.CHAIR for member in members):
        raise CannotChangeRound("Hội đồng chưa có chủ tịch. Anh/chị thêm chủ tịch hội đồng trước.", "council")
    if council.unit_id != round_.unit.parent_id or council.year != round_.year:
        raise CannotChangeRound("Hội đồng này không thẩm định đơn vị này trong năm này.", "council")
    move = Move.RECHECK if round_.state == Round.State.OBJECTED else Move.APPRAISE
    move_round(
        actor=actor,
        at=at,
        round_=round_,
        move=move,
        seen=seen,
        remark=remark,
        after={"council": str(council), "seed": seed},
    )
    snapshot = snapshot_of(submission)
    if not leaves_of(snapshot) or snapshot["total"]["maximum"] is None:
        raise CannotChangeRound(
            "Bộ tiêu chí của hồ sơ chưa có bảng điểm nên chưa thẩm định bằng điểm được. "
            "Anh/chị áp dụng bảng điểm rồi trả hồ sơ để đơn vị nộp lại."
        )
    appraisal = Appraisal.objects.create(
        round=round_,
        submission=submission,
        council=council,
        number=number,
        seed=seed,
        opened_at=at,
        opened_by=actor,
    )
    for member in members:
        make_sheet(appraisal, member, at)
    rules = defaults()
    size = sample_size(
        len(snapshot["proofs"]), share=rules.sample_share, least=rules.sample_least, most=rules.sample_most
    )
    SampledProof.objects.bulk_create(
        SampledProof(appraisal=appraisal, position=n, key=one.key, proof_id=one.proof_id)
        for n, one in enumerate(draw(seed, snapshot, size), 1)
    )
    return appraisal


@transaction.atomic
def declare(
    *, actor: Person, at: datetime, appraisal: Appraisal, member: CouncilMember, interest: str = ""
) -> Sheet:
    """Say before scoring that one has no interest in the commune, or which one: then one does not score."""
    appraisal = _lock_running(appraisal)
    sheet = _own_sheet(actor, appraisal, member)
    if sheet.state != Sheet.State.OPEN:
        raise CannotChangeRound(f"Phiếu này đang ở trạng thái “{sheet.get_state_display()}”.")
    words = tidy(interest, keep_lines=True)
    sheet.declared_at, sheet.reason, sheet.written_by = at, words, actor
    sheet.state = Sheet.State.RECUSED if words else Sheet.State.OPEN
    sheet.version += 1
    sheet.save()
    _record(actor, at, "round.recuse" if words else "round.declare", appraisal, sheet, remark=words)
    return sheet


@transaction.atomic
def write_sheet(
    *,
    actor: Person,
    at: datetime,
    appraisal: Appraisal,
    member: CouncilMember,
    points: Mapping[str, tuple[Decimal, str]],
    seen: int,
    hand_in: bool = False,
) -> Sheet:
    """Keep a member's points {criterion key: (points, remark)}; `hand_in` closes the sheet for good.

    Handing in wants every criterion, and a remark wherever the points are not the commune's own. Raises
    CannotChangeRound (its `field` is the criterion key).
    """
    appraisal = _lock_running(appraisal)
    sheet = _own_sheet(actor, appraisal, member)
    if sheet.state != Sheet.State.OPEN:
        raise CannotChangeRound(
            f"Phiếu này đang ở trạng thái “{sheet.get_state_display()}” nên không sửa được."
        )
    if sheet.declared_at is None:
        raise CannotChangeRound("Anh/chị xác nhận không có lợi ích liên quan tới đơn vị trước khi chấm.")
    if sheet.version != seen:
        raise CannotChangeRound(
            f"Phiếu vừa được {sheet.written_by} lưu ở nơi khác. Anh/chị tải lại trang để không ghi đè."
        )
    leaves = {leaf["key"]: leaf for leaf in leaves_of(snapshot_of(appraisal.submission))}
    kept = {key: _checked(leaves, key, given, remark) for key, (given, remark) in points.items()}
    if hand_in:
        _check_whole(leaves, kept)
        sheet.state, sheet.handed_in_at = Sheet.State.HANDED_IN, at
    sheet.points, sheet.written_by = kept, actor
    sheet.version += 1
    sheet.save()
    if hand_in:
        _record(actor, at, "round.sheet", appraisal, sheet)
    return sheet


def _checked(
    leaves: Mapping[str, Mapping[str, Any]], key: str, given: Decimal, remark: str
) -> dict[str, str | None]:
    leaf = leaves.get(key)
    if leaf is None:
        raise CannotChangeRound("Có nội dung không thuộc hồ sơ này. Anh/chị tải lại trang.", key)
    if not 0 <= given <= Decimal(leaf["maximum"]):
        raise CannotChangeRound(
            f"Điểm của “{_name(leaf)}” phải từ 0 đến {number_vi(Decimal(leaf['maximum']))}.", key
        )
    return {"points": text_of(given), "remark": tidy(remark, keep_lines=True)}


def _check_whole(leaves: Mapping[str, Mapping[str, Any]], kept: Mapping[str, Mapping[str, Any]]) -> None:
    missing = [leaf for key, leaf in leaves.items() if key not in kept]
    if missing:
        raise CannotChangeRound(
            f"Còn {len(missing)} nội dung chưa chấm, đầu tiên là “{_name(missing[0])}”. Phần đã chấm đã giữ lại "
            "trên trang.",
            missing[0]["key"],
        )
    for key, leaf in leaves.items():
        if decimal_of(kept[key]["points"]) != decimal_of(leaf["self"]) and len(kept[key]["remark"]) < 3:
            raise CannotChangeRound(
                f"“{_name(leaf)}” chấm khác điểm đơn vị tự chấm; anh/chị ghi nhận xét để giải thích.", key
            )


def _name(leaf: Mapping[str, Any]) -> str:
    return f"{leaf['number']} {leaf['title']}".strip()[:80]


@transaction.atomic
def check_sampled(
    *, actor: Person, at: datetime, sampled: SampledProof, verdict: str, remark: str, seen: str
) -> SampledProof:
    """Write what a drawn proof turned out to be. `seen` is the verdict that stood when the person looked."""
    appraisal = _lock_running(sampled.appraisal)
    _seat(actor, appraisal)
    fresh = SampledProof.objects.select_related("checked_by").get(pk=sampled.pk)
    if fresh.verdict != seen:
        raise CannotChangeRound(
            f"{fresh.checked_by} vừa ghi “{fresh.get_verdict_display()}” cho minh chứng này. Anh/chị tải lại trang."
        )
    words = tidy(remark, keep_lines=True)
    if verdict not in SampledProof.Verdict.values:
        raise CannotChangeRound(
            "Anh/chị chọn kết quả kiểm tra: đúng, không đúng hoặc không mở được.", "verdict"
        )
    if verdict != SampledProof.Verdict.RIGHT and len(words) < 5:
        raise CannotChangeRound("Anh/chị ghi rõ minh chứng sai hoặc không mở được thế nào.", "remark")
    before = {"verdict": fresh.verdict, "remark": fresh.remark} if fresh.verdict else None
    fresh.verdict, fresh.remark, fresh.checked_at, fresh.checked_by = verdict, words, at, actor
    fresh.save(update_fields=["verdict", "remark", "checked_at", "checked_by"])
    _record(
        actor, at, "round.sample", appraisal, fresh, before=before, after={"verdict": verdict}, remark=words
    )
    return fresh


@transaction.atomic
def set_chair_point(
    *, actor: Person, at: datetime, appraisal: Appraisal, key: str, points: Decimal | None, reason: str
) -> ChairPoint | None:
    """The chair's points for a criterion instead of the mean, with the reason; None goes back to the mean."""
    appraisal = _lock_running(appraisal)
    if _seat(actor, appraisal).post != Post.CHAIR:
        raise NotAllowed("Chỉ chủ tịch hội đồng quyết định điểm khác với trung bình các phiếu.")
    leaf = next((one for one in leaves_of(snapshot_of(appraisal.submission)) if one["key"] == key), None)
    if leaf is None:
        raise CannotChangeRound("Nội dung này không thuộc hồ sơ. Anh/chị tải lại trang.")
    words = tidy(reason, keep_lines=True)
    if points is None:
        ChairPoint.objects.filter(appraisal=appraisal, key=key).delete()
        _record(actor, at, "round.mean_again", appraisal, appraisal, after={"criterion": key})
        return None
    if not 0 <= points <= Decimal(leaf["maximum"]):
        raise CannotChangeRound(f"Điểm phải từ 0 đến {number_vi(Decimal(leaf['maximum']))}.", "points")
    if len(words) < 5:
        raise CannotChangeRound("Anh/chị ghi lý do hội đồng quyết định điểm này.", "reason")
    kept, _ = ChairPoint.objects.update_or_create(
        appraisal=appraisal,
        key=key,
        defaults={"points": points, "reason": words, "given_at": at, "given_by": actor},
    )
    _record(
        actor,
        at,
        "round.chair_points",
        appraisal,
        appraisal,
        after={"criterion": key, "points": text_of(points), "reason": words},
    )
    return kept


@transaction.atomic
def close_appraisal(*, actor: Person, at: datetime, appraisal: Appraisal, seen: int) -> Appraisal:
    """Close with the consolidated points. The chair, the secretary or the city's administrator does it.

    Raises CannotChangeRound while sheets lack for the quorum or drawn proofs were not looked at.
    """
    appraisal = _lock_running(appraisal)
    if has_interest(actor, appraisal):
        raise NotAllowed(
            "Anh/chị đã khai có liên quan đến đơn vị này nên người khác của hội đồng kết thúc thẩm định."
        )
    if (
        not may(actor, Action.ROUND_MANAGE, appraisal.round.unit)
        and _seat(actor, appraisal).post == Post.MEMBER
    ):
        raise NotAllowed("Chủ tịch hội đồng, thư ký hoặc quản trị thành phố kết thúc thẩm định.")
    lacks = missing_for_close(appraisal)
    if lacks.lacks_sheets:
        raise CannotChangeRound(
            f"Mới có {lacks.handed}/{lacks.sheets} phiếu, cần ít nhất {lacks.needed} phiếu. "
            "Anh/chị nhắc các thành viên nộp phiếu."
        )
    if lacks.unchecked:
        raise CannotChangeRound(f"Còn {lacks.unchecked} minh chứng trong mẫu chưa kiểm tra lại.")
    snapshot, voices = snapshot_of(appraisal.submission), voices_of(sheets_that_count(appraisal))
    rows = consolidate(snapshot, voices, chair_points_of(appraisal))
    verdicts = list(appraisal.sample.values_list("verdict", flat=True))
    sample = {verdict: verdicts.count(verdict) for verdict in SampledProof.Verdict.values}
    result = result_as_data(snapshot, rows, voices, sample)
    appraisal.result = canonical(result)
    appraisal.result_sha256 = hash_of(appraisal.result)
    appraisal.total, appraisal.level = decimal_of(result["total"]), result["level"]
    appraisal.closed_at, appraisal.closed_by = at, actor
    appraisal.save()
    move_round(
        actor=actor,
        at=at,
        round_=appraisal.round,
        move=Move.CLOSE,
        seen=seen,
        by_council=True,
        after={"total": result["total"], "sha256": appraisal.result_sha256},
    )
    return appraisal


def result_of(appraisal: Appraisal) -> dict[str, Any] | None:
    """What was kept at the close, read again; None while it runs."""
    return json.loads(appraisal.result) if appraisal.result else None


def _lock_running(appraisal: Appraisal) -> Appraisal:
    round_ = lock_round(appraisal.round_id)
    fresh = Appraisal.objects.select_related("submission", "council__unit").get(pk=appraisal.pk)
    fresh.round = round_
    if fresh.closed_at is not None or round_.state != Round.State.APPRAISING:
        raise CannotChangeRound("Đợt thẩm định này đã kết thúc nên không ghi thêm được.")
    if round_.unit.is_merged:  # the council's right lies in the city, which may only read there now
        raise CannotChangeRound("Đơn vị đã nhập vào đơn vị khác nên hồ sơ này chỉ còn để xem.")
    return fresh


def _seat(actor: Person, appraisal: Appraisal) -> CouncilMember:
    """The actor's own seat; somebody with an interest in the commune has none here."""
    sheet = (
        Sheet.objects.filter(appraisal=appraisal, member__person=actor, member__left_at=None)
        .select_related("member")
        .first()
    )
    if sheet is None or not may_sit(actor, appraisal.council.unit):
        raise NotAllowed("Anh/chị không phải thành viên hội đồng thẩm định này.")
    if sheet.state == Sheet.State.RECUSED:
        raise NotAllowed("Anh/chị không tham gia thẩm định đơn vị này vì có liên quan.")
    return sheet.member


def _own_sheet(actor: Person, appraisal: Appraisal, member: CouncilMember) -> Sheet:
    """The sheet of a member, for the member; for one without an account, for the secretary or the chair."""
    if member.person_id is not None and member.person_id != actor.pk:
        raise NotAllowed("Mỗi thành viên tự chấm phiếu của mình.")
    if _seat(actor, appraisal).post == Post.MEMBER and member.person_id is None:
        raise NotAllowed("Phiếu giấy của thành viên do thư ký hoặc chủ tịch hội đồng nhập.")
    sheet = Sheet.objects.filter(appraisal=appraisal, member=member).select_related("written_by").first()
    if sheet is None:
        raise CannotChangeRound("Thành viên này không có phiếu trong đợt thẩm định.")
    return sheet


def _record(
    actor: Person, at: datetime, action: str, appraisal: Appraisal, subject: Any, **rest: Any
) -> None:
    """What the council does inside stands in the city's log, not in the one that the commune reads."""
    record(
        actor=actor,
        at=at,
        action=action,
        subject=subject,
        unit=appraisal.council.unit,
        thread=appraisal.round,
        **rest,
    )
