"""Judging: by those who may, with a reason, only where a person judges."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.scoring.actions import CannotJudge, judge
from thanthien.assessment.scoring.models import Judgement
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed


def give(cast: Cast, now: datetime, **changes: Any) -> Judgement:
    given: dict[str, Any] = {
        "actor": cast.leader,
        "at": now,
        "unit": cast.unit,
        "year": 2026,
        "key": "II.3",
        "share": Decimal("0.8"),
        "reason": "Theo phiếu góp ý quý II",
    }
    return judge(**(given | changes))


def test_earlier_judgements_stay_and_the_log_holds_both(year: Year, cast: Cast, now: datetime) -> None:
    give(cast, now)
    give(cast, now, share=Decimal(1))
    assert Judgement.objects.count() == 2
    entry = Entry.objects.filter(action="score.judge").first()
    assert entry is not None
    assert (entry.before or {})["share"] == "0.8000"
    assert (entry.after or {})["share"] == "1"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"key": "II.1"}, "tính từ minh chứng và số liệu"),
        ({"key": "II"}, "không chấm tay"),
        ({"key": "IX"}, "không có trong bộ tiêu chí"),
        ({"share": Decimal("1.01")}, "từ 0 đến 100%"),
        ({"reason": "  ok "}, "lý do"),
    ],
)
def test_what_cannot_be_judged_is_refused(
    year: Year, cast: Cast, now: datetime, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotJudge, match=words):
        give(cast, now, **changes)
    assert not Judgement.objects.exists()


def test_officers_council_and_city_do_not_judge(year: Year, cast: Cast, now: datetime) -> None:
    for person in (cast.officer, cast.head, cast.council, cast.appraiser, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            give(cast, now, actor=person)
