"""The live score: what counts, what does not yet, and what every point stands on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.rounds.actions import register_level
from thanthien.assessment.scoring.actions import judge
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import Line, ScoreSheet
from thanthien.lib.rules import Status
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Plan

MID = date(2026, 7, 1)
FEBRUARY, MAY = date(2026, 2, 3), date(2026, 5, 6)


def line(sheet: ScoreSheet, key: str) -> Line:
    found = sheet.line(key)
    assert found is not None
    return found


def test_accepted_proof_counts_and_names_its_records(year: Year, cast: Cast) -> None:
    task = year.add_task("I#2", cast.office)
    proof = year.add_proof(task, cast.office, MAY, title="Lịch tiếp dân tháng 5")
    row = line(score_sheet(cast.unit, 2026, MID), "I#2")
    assert (row.points, row.maximum, row.status) == (Decimal(2), Decimal(2), Status.MET)
    assert [(one.kind, one.id, one.label) for one in row.records] == [
        ("evidence", proof.pk, "Lịch tiếp dân tháng 5")
    ]
    assert row.records[0].target == ("task", str(task.pk))
    assert [one.id for one in row.tasks] == [task.pk]


@pytest.mark.parametrize("state", ["waiting", "returned", "withdrawn"])
def test_proof_that_is_not_accepted_gives_no_points(year: Year, cast: Cast, state: str) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY, state=state)
    row = line(score_sheet(cast.unit, 2026, MID), "I#2")
    assert row.points == 0
    assert [len(row.waiting), len(row.returned), len(row.records)] == [
        int(state == "waiting"),
        int(state == "returned"),
        0,
    ]


def test_a_row_with_two_leads_needs_proof_of_both(year: Year, cast: Cast) -> None:
    task = year.add_task("I#1", cast.office, cast.centre)
    year.add_proof(task, cast.office, MAY)
    one_sided = line(score_sheet(cast.unit, 2026, date(2026, 6, 30)), "I#1")
    assert one_sided.points == 0
    assert any(cast.centre.name in text for text in one_sided.missing)
    assert not any(cast.office.name in text and "quý II" in text for text in one_sided.missing)
    year.add_proof(task, cast.centre, MAY)
    assert line(score_sheet(cast.unit, 2026, date(2026, 6, 30)), "I#1").points == Decimal(3)  # quý II of two


def test_proof_of_a_third_agency_completes_neither_of_two_leads(year: Year, cast: Cast) -> None:
    task = year.add_task("I#1", cast.office, cast.centre)
    stray = year.add_proof(task, cast.economy, MAY)
    row = line(score_sheet(cast.unit, 2026, MID), "I#1")
    assert row.points == 0
    assert [one.id for one in row.aside] == [stray.pk]


def test_with_one_lead_or_a_group_any_agency_brings_its_proof(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.economy, MAY)
    assert line(score_sheet(cast.unit, 2026, MID), "I#2").points == 2
    year.add_proof(year.add_task("I#1", group="Các cơ quan, đơn vị"), cast.economy, MAY)
    assert line(score_sheet(cast.unit, 2026, MID), "I#1").points == 3


def test_two_pictures_of_one_day_stand_behind_one_point(year: Year, cast: Cast) -> None:
    task = year.add_task("I#2", cast.office)
    ids = {year.add_proof(task, cast.office, MAY, title=title).pk for title in ("Ảnh 1", "Ảnh 2")}
    assert {one.id for one in line(score_sheet(cast.unit, 2026, MID), "I#2").records} == ids


def test_proof_of_a_withdrawn_task_still_counts_but_its_lead_is_not_asked(year: Year, cast: Cast) -> None:
    gone, new = year.add_task("I#2", cast.economy), year.add_task("I#2", cast.office)
    year.add_proof(gone, cast.economy, MAY)
    gone.withdrawn_at = timezone.now()
    gone.save()
    row = line(score_sheet(cast.unit, 2026, MID), "I#2")
    assert row.points == 2
    assert row.leads == (cast.office.name,)
    assert {one.id for one in row.tasks} == {gone.pk, new.pk}


def test_a_task_of_a_heading_gives_the_rows_below_nothing(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I", cast.office), cast.office, MAY)
    sheet = score_sheet(cast.unit, 2026, MID)
    assert line(sheet, "I").points == 0
    assert line(sheet, "I").why == "2 nội dung: 2 chưa đạt; được 0/8 điểm."


def test_flows_add_up_and_only_the_latest_of_a_stock_counts(year: Year, cast: Cast) -> None:
    for day, done, whole in ((FEBRUARY, 10, 10), (MAY, 30, 30)):
        year.add_reading("case_on_time", day, done, whole)
    for day, done, whole in ((FEBRUARY, 50, 100), (MAY, 120, 100)):
        year.add_reading("city_app_per_household", day, done, whole)
    sheet = score_sheet(cast.unit, 2026, MID)
    assert "40/40 hồ sơ" in line(sheet, "II.1").why
    app = line(sheet, "II.2")
    assert "120/100 hộ, đạt 120%" in app.why
    assert (app.points, len(app.records)) == (Decimal(4), 1)
    assert line(score_sheet(cast.unit, 2026, date(2026, 3, 1)), "II.2").points == 0


def test_the_latest_judgement_stands(year: Year, cast: Cast, now: datetime) -> None:
    for hours, share in ((0, "0.5"), (1, "0.8")):
        judge(
            actor=cast.coordinator,
            at=now + timedelta(hours=hours),
            unit=cast.unit,
            year=2026,
            key="II.3",
            share=Decimal(share),
            reason="Theo phiếu góp ý quý II",
        )
    row = line(score_sheet(cast.unit, 2026, MID), "II.3")
    assert row.points == Decimal("2.4")
    assert "Theo phiếu góp ý quý II" in row.why
    assert line(score_sheet(cast.unit, 2026, date(2026, 6, 30)), "II.3").status is Status.NOT_MEASURED


def _reach(year: Year, cast: Cast, now: datetime) -> None:
    """17 of 20 points: everything but the judged row."""
    task = year.add_task("I#1", cast.office)
    for day in (FEBRUARY, MAY):
        year.add_proof(task, cast.office, day)
    year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY)
    year.add_reading("case_on_time", MAY, 5, 5)
    year.add_reading("city_app_per_household", MAY, 101, 100)


def test_not_registered_is_not_recognised_whatever_the_score(year: Year, cast: Cast, now: datetime) -> None:
    _reach(year, cast, now)
    sheet = score_sheet(cast.unit, 2026, MID)
    assert (sheet.points, sheet.maximum) == (Decimal(17), Decimal(20))
    assert (sheet.level.level, sheet.level.label, sheet.level.reached_label) == (
        None,
        "Chưa đăng ký",
        "Mức 1",
    )
    assert "chưa đăng ký" in sheet.level.reason


def test_the_way_up_names_the_rows_that_reach_the_registered_level(
    year: Year, cast: Cast, now: datetime
) -> None:
    _reach(year, cast, now)
    register_level(
        actor=cast.leader, at=now, unit=cast.unit, year=2026, level=2, registered_date=date(2026, 2, 14)
    )
    sheet = score_sheet(cast.unit, 2026, MID)
    assert (sheet.level.level, sheet.level.recognised, sheet.is_late) == (1, True, False)
    assert "còn thiếu 1 điểm để đạt Mức 2" in sheet.level.reason
    way = sheet.way_up
    assert way is not None
    assert way.is_registered
    assert [(step.line.key, step.gain) for step in way.steps] == [("II.3", Decimal(1))]
    assert way.lacking == 1


def test_without_weights_there_are_reasons_but_no_points_and_no_level(
    year: Year, cast: Cast, now: datetime
) -> None:
    _reach(year, cast, now)
    year.adopt(weights=False)
    sheet = score_sheet(cast.unit, 2026, MID)
    assert sheet.points is None
    assert sheet.level.label == "Chưa có bảng điểm"
    row = line(sheet, "I#2")
    assert (row.points, row.status) == (None, Status.MET)
    assert sheet.ways == ()


def test_points_for_a_part_of_the_scale_show_no_level(year: Year, cast: Cast) -> None:
    year.weights.weights.filter(criterion__key="II.3").delete()
    sheet = score_sheet(cast.unit, 2026, MID)
    assert (sheet.level.label, sheet.level.level) == ("Chưa đủ bảng điểm", None)
    assert "17/20" in sheet.level.reason


def test_without_an_adopted_set_the_sheet_is_empty_and_says_so(cast: Cast) -> None:
    sheet = score_sheet(cast.other_unit, 2026, MID)
    assert sheet.top == ()
    assert sheet.level.label == "Chưa chọn bộ tiêu chí"


def test_headings_sum_the_rows_below(year: Year, cast: Cast, now: datetime) -> None:
    _reach(year, cast, now)
    sheet = score_sheet(cast.unit, 2026, MID)
    for top in sheet.top:
        assert top.points == sum((row.points or 0) for row in top.children)
        assert top.maximum == sum((row.maximum or 0) for row in top.children)
    assert sheet.points == sum((top.points or 0) for top in sheet.top)


def test_another_units_records_never_count(year: Year, cast: Cast) -> None:
    proof = year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY)
    Evidence.objects.filter(pk=proof.pk).update(unit=cast.other_unit)
    assert line(score_sheet(cast.unit, 2026, MID), "I#2").points == 0


@pytest.mark.parametrize(
    ("signed", "points"),
    [("2026-03-20", 6), ("2026-01-09", 3), ("2026", 3), ("2025-12-20", 3), ("", 3)],
)
def test_what_lay_before_the_plan_was_signed_is_not_asked_for(
    year: Year, cast: Cast, signed: str, points: int
) -> None:
    """Proof in quý II alone: all that is due after 20 March, half where the year ran from January."""
    Plan.objects.filter(pk=year.plan.pk).update(issued_date=signed)
    year.add_proof(year.add_task("I#1", cast.office), cast.office, MAY)
    assert line(score_sheet(cast.unit, 2026, MID), "I#1").points == points


def test_what_waits_for_a_check_says_what_it_would_add(year: Year, cast: Cast) -> None:
    proof = year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY, state="waiting")
    row = line(score_sheet(cast.unit, 2026, MID), "I#2")
    assert (row.points, row.hoped, row.effort) == (Decimal(0), Decimal(2), 1)
    Evidence.objects.filter(pk=proof.pk).update(state="accepted")
    assert line(score_sheet(cast.unit, 2026, MID), "I#2").hoped == 0


def test_accepted_proof_beside_a_judged_row_is_there_to_be_seen(year: Year, cast: Cast) -> None:
    proof = year.add_proof(year.add_task("II.3", cast.culture), cast.culture, MAY)
    row = line(score_sheet(cast.unit, 2026, MID), "II.3")
    assert row.points == 0
    assert [one.id for one in row.beside] == [proof.pk]
    assert row.accepted == row.beside


def test_the_number_of_queries_does_not_grow_with_rows_and_proofs(year: Year, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            score_sheet(cast.unit, 2026, MID)
        return len(seen)

    first = queries()
    for key in ("I#1", "I#2", "II.1"):
        task = year.add_task(key, cast.office, cast.centre)
        for week in range(10):
            year.add_proof(task, cast.office, FEBRUARY + timedelta(weeks=week))
    assert queries() == first <= 13  # one of them because case_on_time is both counted and typed


def test_a_proof_that_has_ended_no_longer_counts(year: Year, cast: Cast) -> None:
    proof = year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY)
    Evidence.objects.filter(pk=proof.pk).update(valid_until=date(2026, 6, 30))
    before = line(score_sheet(cast.unit, 2026, date(2026, 6, 30)), "I#2")
    assert before.points == 2
    assert before.records[0].label == "Ảnh niêm yết (có hiệu lực đến 30/06/2026)"
    assert line(score_sheet(cast.unit, 2026, MID), "I#2").points == 0


def test_a_file_tied_to_a_further_task_counts_at_both_and_follows_its_own_check(
    year: Year, cast: Cast
) -> None:
    proof = year.add_proof(year.add_task("I#2", cast.office), cast.office, MAY)
    tied = year.add_proof(year.add_task("I#1", cast.office), cast.office, MAY)
    Evidence.objects.filter(pk=tied.pk).update(also_of=proof)
    sheet = score_sheet(cast.unit, 2026, MID)
    assert line(sheet, "I#2").points == 2
    assert line(sheet, "I#1").points == 3
    assert "dùng chung với nhiệm vụ khác" in line(sheet, "I#1").records[0].label
    Evidence.objects.filter(pk=tied.pk).update(state="returned")
    sheet = score_sheet(cast.unit, 2026, MID)
    assert line(sheet, "I#2").points == 2
    assert line(sheet, "I#1").points == 0
