"""Judging what no record can prove: a share of the points, with the reason, by name."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from thanthien.assessment.scoring.models import Judgement
from thanthien.assessment.scoring.needs import kinds_of, rule_of
from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of


class CannotJudge(Refusal):
    """The judgement was not kept."""


@transaction.atomic
def judge(
    *, actor: Person, at: datetime, unit: Unit, year: int, key: str, share: Decimal, reason: str
) -> Judgement:
    """Give a criterion a share (0–1) of its points. Earlier judgements stay; the latest stands.

    Raises CannotJudge where the criterion is not one a person judges, the share is out of range, or no
    reason is given.
    """
    require(actor, Action.SCORE_JUDGE, unit)
    adoption = adoption_of(unit, year)
    criterion = (
        Criterion.objects.filter(criteria_set=adoption.criteria_set, key=key).first() if adoption else None
    )
    if criterion is None:
        raise CannotJudge("Nội dung này không có trong bộ tiêu chí đang áp dụng. Anh/chị tải lại trang.")
    if criterion.children.exists() or "judged" not in kinds_of(rule_of(criterion.rule)):
        raise CannotJudge("Nội dung này được tính từ minh chứng và số liệu nên không chấm tay.")
    if not Decimal(0) <= share <= Decimal(1):
        raise CannotJudge("Tỷ lệ chấm phải từ 0 đến 100%.", "percent")
    words = tidy(reason, keep_lines=True)
    if len(words) < 5:
        raise CannotJudge("Anh/chị ghi ngắn gọn lý do, căn cứ của số điểm này.", "reason")
    before = Judgement.objects.filter(unit=unit, year=year, criterion__key=key).first()
    kept = Judgement.objects.create(
        unit=unit, year=year, criterion=criterion, share=share, reason=words, judged_at=at, judged_by=actor
    )
    record(
        actor=actor,
        at=at,
        action="score.judge",
        subject=kept,
        unit=unit,
        before={"share": before.share, "reason": before.reason} if before else None,
        after={"share": share, "reason": words},
    )
    return kept
