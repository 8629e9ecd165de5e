"""Tables of a month file themselves as evidence: once, by version, checked by somebody else."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client
from docx import Document

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.audit.models import Entry
from thanthien.platform.files.queries import open_kept
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import Evidence, FiledPaper
from thanthien.programme.evidence.states import Move
from thanthien.programme.measures.models import Reading
from thanthien.programme.plans.models import Task
from thanthien.workflows import month_papers
from thanthien.workflows.filing import file_due, file_month, file_unit, months_behind

pytestmark = pytest.mark.django_db
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture
def tasks(cast: Cast, now: datetime) -> dict[str, Task]:
    path = settings.REFERENCE_DIR / "criteria" / "hai-phong-2025.yaml"
    kept, _ = load_set(at=now, definition=load_definition(path), source=path.read_text(encoding="utf-8"))
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    keys = ("I.3#1", "I.3#2", "II.3", "II.1")
    made = make_plan(cast.unit, *(facts(f"Việc {key}", cast.centre) for key in keys))
    for task, key in zip(made, keys, strict=True):
        task.criterion = kept.criteria.get(key=key)
        task.save()
    return dict(zip(keys, made, strict=True))


def counted(cast: Cast, at: datetime, code: str, day: date, top: int, whole: int | None = None) -> None:
    values = {"numerator": top, "denominator": whole, "recorded_at": at}
    Reading.objects.update_or_create(
        unit=cast.unit, measure=code, day=day, source=Reading.Source.COLLECTED, defaults=values
    )


def said(paper: FiledPaper) -> str:
    with open_kept(paper.file) as kept:
        word = Document(io.BytesIO(kept.read()))
    cells = [" | ".join(cell.text for cell in row.cells) for table in word.tables for row in table.rows]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def june(cast: Cast, at: datetime) -> None:
    for day, top in ((1, 2), (2, 1), (9, 2)):
        counted(cast, at, "duty_covered", date(2026, 6, day), top, 2)
    counted(cast, at, "letter_box_places", date(2026, 6, 3), 7, 9)
    counted(cast, at, "letter_box_places", date(2026, 6, 30), 9, 9)


def test_a_month_becomes_one_table_a_heading_tied_to_its_tasks(
    cast: Cast, now: datetime, tasks: dict[str, Task]
) -> None:
    june(cast, now)
    counted(cast, now, "volunteer_support", date(2026, 6, 4), 1, 1)
    counted(cast, now, "fast_day_held", date(2026, 6, 4), 1)  # II.1: a proof is a day held, a table is none
    made = {one.code: one for one in file_month(at=now, unit=cast.unit, first=JUNE[0], last=JUNE[1])}
    assert set(made) == {"figures-I.3", "figures-II"}
    words = said(made["figures-I.3"])
    assert "Trực đường dây nóng, Zalo, Facebook | 5 | 6 | 83,33% | 3" in words
    assert "Tuần 01/06 – 07/06 | 3 | 4 | 75% | 2" in words
    assert "Nơi có hòm thư góp ý | 9 | 9 | 100% | 2" in words  # states the whole: the last one counts
    assert made["figures-I.3"].digest[:16] in words
    proofs = Evidence.objects.order_by("pk")
    assert [(one.task, one.effective_date, one.state, one.added_by) for one in proofs] == [
        (tasks[key], JUNE[1], "waiting", cast.coordinator) for key in ("I.3#1", "I.3#2", "II.3")
    ]
    assert proofs[0].file == proofs[1].file == made["figures-I.3"].file
    assert proofs[1].also_of == proofs[0]
    assert Entry.objects.filter(action="proof.filed", unit=cast.unit).count() == 2
    assert file_month(at=now, unit=cast.unit, first=JUNE[0], last=JUNE[1]) == []  # says nothing new


def test_a_month_of_zeros_proves_nothing(cast: Cast, now: datetime, tasks: dict[str, Task]) -> None:
    counted(cast, now, "volunteer_support", date(2026, 6, 4), 0, 2)
    assert file_month(at=now, unit=cast.unit, first=JUNE[0], last=JUNE[1]) == []
    june(cast, now)
    counted(cast, now, "duty_covered", date(2026, 6, 1), 0, 2)
    for day in (2, 9):
        counted(cast, now, "duty_covered", date(2026, 6, day), 0, 2)
    [made] = file_month(at=now, unit=cast.unit, first=JUNE[0], last=JUNE[1])
    assert "Trực đường dây nóng, Zalo, Facebook | 0 | 6 | 0% | 3" in said(made)
    assert [one.task for one in Evidence.objects.all()] == [tasks["I.3#1"]]


def test_a_late_correction_makes_the_next_version_and_leaves_what_was_accepted(
    cast: Cast, now: datetime, tasks: dict[str, Task]
) -> None:
    june(cast, now)
    [first] = file_month(at=now, unit=cast.unit, first=JUNE[0], last=JUNE[1])
    accepted = Evidence.objects.get(task=tasks["I.3#1"])
    check_proof(actor=cast.leader, at=now, proof=accepted, move=Move.ACCEPT, seen=version_of_proof(accepted))
    counted(cast, now, "duty_covered", date(2026, 6, 2), 2, 2)
    [second] = file_month(at=now, unit=cast.unit, first=JUNE[0], last=JUNE[1])
    assert (first.version, second.version) == (1, 2)
    assert "| 6 | 6 | 100% | 3" in said(second)
    by_task = {
        key: [(one.state, one.file) for one in Evidence.objects.filter(task=task).order_by("pk")]
        for key, task in tasks.items()
    }
    assert by_task["I.3#1"] == [("accepted", first.file), ("waiting", second.file)]
    assert by_task["I.3#2"] == [("withdrawn", first.file), ("waiting", second.file)]


def test_months_that_corrections_no_longer_reach_stay_as_filed(
    cast: Cast, now: datetime, tasks: dict[str, Task]
) -> None:
    counted(cast, now, "duty_covered", date(2026, 2, 3), 1, 2)
    june(cast, now)
    assert file_unit(at=now, unit=cast.unit) == 2  # February, never filed before, and June
    counted(cast, now, "duty_covered", date(2026, 2, 3), 2, 2)
    assert file_unit(at=now, unit=cast.unit) == 0
    assert months_behind(date(2026, 1, 5)) == [
        (date(2025, 11, 1), date(2025, 11, 30)),
        (date(2025, 12, 1), date(2025, 12, 31)),
    ]


def test_one_that_cannot_be_drawn_up_holds_up_no_other_commune(
    cast: Cast, now: datetime, tasks: dict[str, Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    june(cast, now)
    whole = month_papers.papers_of_surveys

    def broken(unit: object, first: date, last: date) -> object:
        if unit == cast.other_unit:
            raise ValueError("the records are torn")
        return whole(unit, first, last)  # type: ignore[arg-type]

    monkeypatch.setattr("thanthien.workflows.filing.papers_of_surveys", broken)
    adopt(
        actor=None,
        at=now,
        unit=cast.other_unit,
        year=2026,
        criteria_set=CriteriaSet.objects.get(),
        weight_table=None,
    )
    done = file_due(at=now)
    assert (done.made, done.failed) == (1, [str(cast.other_unit)])


def test_the_page_tells_what_was_filed_and_one_press_accepts_it(
    cast: Cast, now: datetime, tasks: dict[str, Task], client_of: object
) -> None:
    june(cast, now)
    [paper] = file_month(at=now, unit=cast.unit, first=JUNE[0], last=JUNE[1])
    address = f"/desk/{cast.unit.code}/proofs/filed/"
    own: Client = client_of(cast.coordinator)  # type: ignore[operator]
    assert "Chấp nhận 2" not in own.get(address).content.decode()  # filed in this person's name
    leader: Client = client_of(cast.leader)  # type: ignore[operator]
    page = leader.get(address).content.decode()
    assert "Bảng số liệu tháng 6/2026, mục I.3" in page
    assert paper.file.sha256[:12] in page
    assert "Chấp nhận 2 minh chứng chờ kiểm tra" in page
    proofs = list(Evidence.objects.all())
    marks = [f"{one.pk}:{version_of_proof(one)}" for one in proofs]
    answer = leader.post(
        f"{address}accept/", {"proof": [marks[0], f"{proofs[1].pk}:stale", "x", "999999:0"]}, follow=True
    )
    assert "Đã chấp nhận 1 minh chứng." in answer.content.decode()
    assert sorted(Evidence.objects.values_list("state", flat=True)) == ["accepted", "waiting"]
    stranger: Client = client_of(cast.other_coordinator)  # type: ignore[operator]
    assert stranger.get(f"{address}{paper.pk}/").status_code == 404
    assert leader.get(f"{address}{paper.pk}/").status_code == 200
