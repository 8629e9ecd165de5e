"""A quarter of a commune's life, played through the rooms, filed and checked; the score worked out by hand three times.

Sample points (`hai-phong-2025.sample-weights.yaml`); the rows named here are all that score.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.conf import settings

from tests.cast import VIETNAM, Cast
from tests.operations.casework.factories import case, move
from tests.operations.engagement.factories import held_dialogue, visited
from tests.operations.letters.factories import signed as signed_letter
from tests.operations.reception.factories import held, planned
from tests.programme.plans.factories import facts, make_plan
from thanthien.assessment.scoring.actions import judge
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.operations.casework.apologies import ApologyFields, fill_apology, send_apology, sign_apology
from thanthien.operations.casework.models import Apology
from thanthien.operations.casework.sweeping import sweep
from thanthien.programme.criteria import definition as defined
from thanthien.programme.criteria.actions import adopt, load_set, load_weights
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.evidence.checking import version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.actions import record_reading
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.filing import accept_papers, file_month
from thanthien.workflows.measuring import count_figures

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(days=7)
JANUARY, FEBRUARY, MARCH = (
    (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 3, 1), date(2026, 3, 31)),
)  # fmt: skip
PROVEN = ("II.4#3", "III.1.2#1", "III.1.2#2", "III.1.4#3")


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), VIETNAM)


@pytest.fixture
def commune(cast: Cast) -> Cast:
    """The set with its sample points adopted, a plan of January with a task for each row that asks for proof."""
    folder, opened = settings.REFERENCE_DIR / "criteria", at(date(2026, 1, 2))
    path, points = folder / "hai-phong-2025.yaml", folder / "hai-phong-2025.sample-weights.yaml"
    definition = defined.load_definition(path)
    kept, _ = load_set(at=opened, definition=definition, source=path.read_text(encoding="utf-8"))
    table, _ = load_weights(
        at=opened, definition=defined.load_weights(points, definition), criteria_set=kept,
        source=points.name,
    )  # fmt: skip
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=opened, unit=cast.unit, year=2026, criteria_set=kept, weight_table=table)
    tasks = make_plan(cast.unit, *(facts(f"Việc {key}", cast.office) for key in PROVEN))
    for task, key in zip(tasks, PROVEN, strict=True):
        task.criterion = kept.criteria.get(key=key)
        task.save()
    tasks[0].plan.issued_date = "2026-01-05"
    tasks[0].plan.save()
    return cast


def typed(cast: Cast, month: date, code: str, top: int, whole: int | None) -> None:
    record_reading(
        actor=cast.officer, at=at(month + 31 * DAY), unit=cast.unit, measure=measure_of(code), day=month,
        period="month", numerator=Decimal(top), denominator=None if whole is None else Decimal(whole),
    )  # fmt: skip


def visits(cast: Cast, *days: date) -> None:
    for day in days:
        visited(cast, at(day, 17), key=f"visit-{day}")


def settled(cast: Cast, serial: int, received: str, ended: str) -> None:
    move(cast, case(cast, serial, received), "handle", ended)


def end_of(cast: Cast, month: tuple[date, date]) -> dict[str, Decimal]:
    """The month is counted, its tables file themselves, the Chair accepts them → rows with points on its last day."""
    first, last = month
    count_figures(at=at(last, 23), first=date(2026, 1, 1), last=last)
    file_month(at=at(last + DAY, 6), unit=cast.unit, first=first, last=last)
    waiting = Evidence.objects.filter(unit=cast.unit, state=Evidence.State.WAITING).select_related("file")
    seen = [(one.pk, version_of_proof(one)) for one in waiting]
    assert accept_papers(actor=cast.leader, at=at(last + DAY), unit=cast.unit, seen=seen).why == ()
    sheet = score_sheet(cast.unit, 2026, last)
    points = {line.key: line.points for line in sheet.leaves if line.points}
    assert sheet.points == sum(points.values())
    return points


def january(cast: Cast) -> None:
    for serial, (received, ended) in enumerate(
        (("2026-01-06 09:00", "2026-01-08 15:00"), ("2026-01-13 09:00", "2026-01-16 10:00"),
         ("2026-01-20 09:00", "2026-01-21 10:00")), 1
    ):  # fmt: skip
        settled(cast, serial, received, ended)
    visits(cast, *(date(2026, 1, 2) + n * WEEK for n in range(5)))
    held(cast, planned(cast, date(2026, 1, 15), at=at(date(2026, 1, 5))), at=at(date(2026, 1, 15), 12))
    typed(cast, JANUARY[0], "digital_signature", 95, 100)
    typed(cast, JANUARY[0], "staff_breach", 0, None)


def february(cast: Cast) -> None:
    case(cast, 9, "2026-02-03 09:00")  # due on the 6th, and nobody ends it
    sweep(at=at(date(2026, 2, 9)))
    visits(cast, date(2026, 2, 5), date(2026, 2, 12), date(2026, 2, 26))  # none in the week of the 16th
    signed_letter(cast, "thanks", at(date(2026, 2, 10)))
    typed(cast, FEBRUARY[0], "digital_signature", 70, 100)
    judge(
        actor=cast.leader, at=at(date(2026, 2, 20)), unit=cast.unit, year=2026, key="III.1.1#1", share=Decimal("0.8"),
        reason="Chi bộ nhận xét tốt, còn một lần phê bình.",
    )  # fmt: skip


def march(cast: Cast) -> None:
    one = Apology.objects.get()
    told = ApologyFields("Chưa bố trí người thay cán bộ đi học", date(2026, 3, 6), "Quầy 2")
    when = at(date(2026, 3, 3))
    one = fill_apology(actor=cast.one_stop, at=when, apology=one, fields=told, submit=True, seen=one.version)
    one = sign_apology(actor=cast.leader, at=when, apology=one, seen=one.version)
    assert send_apology(actor=cast.one_stop, at=when, apology=one, way="hand", seen=one.version)
    visits(cast, *(date(2026, 3, 5) + n * WEEK for n in range(4)))
    held(cast, planned(cast, date(2026, 3, 12), at=at(date(2026, 3, 2))), at=at(date(2026, 3, 12), 12))
    held_dialogue(cast, at(date(2026, 3, 20)))
    typed(cast, MARCH[0], "digital_signature", 200, 200)
    typed(cast, MARCH[0], "staff_breach", 1, None)


def test_the_score_of_a_quarter_is_what_a_careful_person_works_out(commune: Cast) -> None:
    january(commune)
    assert end_of(commune, JANUARY) == {
        "II.4#5": Decimal(1),  # nothing was late
        "II.8": Decimal(8),  # 3 of 3 in time
        "III.1.2#1": Decimal(2),  # a visit in each week that began in the year: 5, 12, 19 and 26 January
        "III.1.2#2": Decimal(2),  # received on the 15th; the table of January is accepted
        "III.2#7": Decimal(2),  # nobody
        "IV.5#1": Decimal(2),  # 95 of 100, from 90 %
    }
    february(commune)
    assert end_of(commune, FEBRUARY) == {
        "II.4#3": Decimal(1),  # a letter of thanks in the quarter, with the list of February
        "III.1.1#1": Decimal("0.8"),  # judged at 80 %
        "III.1.2#1": Decimal("1.75"),  # 2 × 7 of 8 weeks: not that of the 16th
        "III.1.2#2": Decimal(1),  # 2 × 1 of 2 months
        "III.2#7": Decimal(2),
        # II.8: 3 of 4, and only all of them are enough; II.4#5: the letter is still unsent; IV.5#1: 165 of 200
    }
    march(commune)
    assert end_of(commune, MARCH) == {
        "II.4#3": Decimal(1),
        "II.4#5": Decimal(1),  # 1 of 1, late but sent
        "III.1.1#1": Decimal("0.8"),
        "III.1.2#1": Decimal("1.83"),  # 2 × 11 of 12: the week of the 30th is not over and has none
        "III.1.2#2": Decimal("1.33"),  # 2 × 2 of 3 months
        "III.1.4#3": Decimal(2),  # the dialogue of the 20th
        "IV.5#1": Decimal(2),  # 365 of 400, 91.25 %
        # III.2#7: one breach takes all
    }
