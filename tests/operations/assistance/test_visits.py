"""Rounds and visits: the order of the houses, receipts, nobody at home, the figure of the criterion."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from docx import Document

from tests.cast import Cast
from tests.operations.assistance.factories import MORNING, NAME, done_visit, moved, planned, received
from thanthien.lib.documents.write import write_docx
from thanthien.operations.assistance.actions import CannotServe
from thanthien.operations.assistance.measures import HOME, collect_home
from thanthien.operations.assistance.models import HomeRequest, Receipt
from thanthien.operations.assistance.papers import receipt_paper, round_sheet
from thanthien.operations.assistance.queries import receipt_of_unit, round_of_unit
from thanthien.operations.assistance.visiting import (
    ReceiptFields,
    RoundFields,
    add_visit,
    move_visit,
    plan_round,
    shift_visit,
)
from thanthien.operations.assistance.waiting import waiting_for
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.figure_records import records_behind

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def test_a_round_goes_from_neighbourhood_to_neighbourhood_and_can_be_reordered(cast: Cast) -> None:
    places = [
        add_neighbourhood(actor=None, at=MORNING, unit=cast.unit, kind="village", name=n)
        for n in ("Đông", "Hạ")
    ]
    asked = [
        received(
            cast,
            MORNING + timedelta(minutes=n),
            client_key=f"k{n}",
            neighbourhood=place,
            procedures=f"Việc {n}",
        )
        for n, place in enumerate((places[1], places[0], None, places[1]))
    ]
    fields = RoundFields(TODAY, cast.one_stop, cast.officer)
    made = plan_round(actor=cast.one_stop, at=MORNING, unit=cast.unit, fields=fields, requests=asked)

    def order() -> list[str]:
        found = round_of_unit(cast.unit, made.pk)
        assert found is not None
        return [visit.request.procedures[-1] for visit in found.visits.all()]

    assert order() == ["1", "0", "3", "2"]  # Đông, Hạ, Hạ, then where the neighbourhood is not known
    visits = list(made.visits.select_related("round__unit"))
    shift_visit(actor=cast.one_stop, at=MORNING, visit=visits[2], up=True)
    shift_visit(actor=cast.one_stop, at=MORNING, visit=visits[0], up=True)  # already the first
    assert order() == ["1", "3", "0", "2"]
    with pytest.raises(NotAllowed):
        shift_visit(actor=cast.officer, at=MORNING, visit=visits[0], up=False)


def test_what_may_not_be_served_is_not_planned_nor_twice(cast: Cast) -> None:
    fields = RoundFields(TODAY, cast.one_stop)
    boss = {"actor": cast.one_stop, "at": MORNING, "unit": cast.unit, "fields": fields}
    with pytest.raises(CannotServe, match="chưa đủ hai điều kiện"):
        plan_round(**boss, requests=[received(cast, cannot_travel=False)])  # type: ignore[arg-type]
    one = received(cast, client_key="hai")
    made = plan_round(**boss, requests=[one])  # type: ignore[arg-type]
    with pytest.raises(CannotServe):
        add_visit(actor=cast.one_stop, at=MORNING, round_=made, request=one)
    for wrong in (RoundFields(TODAY - timedelta(days=1), cast.one_stop), RoundFields(TODAY, cast.other_officer),
                  RoundFields(TODAY, cast.one_stop, cast.one_stop)):  # fmt: skip
        with pytest.raises(CannotServe):
            plan_round(**{**boss, "fields": wrong}, requests=[received(cast, client_key="ba")])  # type: ignore[arg-type]


def test_at_the_door_arrived_then_done_with_a_receipt(cast: Cast) -> None:
    visit = planned(cast, MORNING, "mot").visits.get()
    move_visit(actor=cast.officer, at=MORNING, visit=visit, move="arrive")
    empty = ReceiptFields("", NAME, "Mai")
    with pytest.raises(CannotServe, match="giấy tờ"):
        move_visit(actor=cast.officer, at=MORNING, visit=visit, move="done", receipt=empty)
    with pytest.raises(CannotServe, match="người giao và người nhận"):
        move_visit(
            actor=cast.officer, at=MORNING, visit=visit, move="done", receipt=ReceiptFields("Giấy", "", "Mai")
        )
    fields = ReceiptFields("Giấy ủy quyền", NAME, "Mai", comes_back=True)
    done = move_visit(actor=cast.officer, at=MORNING, visit=visit, move="done", receipt=fields)
    assert (
        done.request.state == HomeRequest.State.SERVED
        or HomeRequest.objects.get(pk=visit.request_id).state == "served"
    )
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.year) == (1, 2026)
    back = HomeRequest.objects.get(follows=visit.request_id)
    assert (back.kind, back.state, back.recipient.name) == ("result", "contacted", NAME)
    with pytest.raises(CannotServe):
        move_visit(actor=cast.officer, at=MORNING, visit=visit, move="done", receipt=fields)


def test_nobody_at_home_waits_for_another_day(cast: Cast) -> None:
    visit = planned(cast, MORNING, "mot").visits.get()
    with pytest.raises(CannotServe, match="tình hình"):
        move_visit(actor=cast.one_stop, at=MORNING, visit=visit, move="not_home")
    move_visit(actor=cast.one_stop, at=MORNING, visit=visit, move="not_home", note="Đi viện, tuần sau về")
    request = HomeRequest.objects.get(pk=visit.request_id)
    assert request.state == "contacted"
    again = plan_round(actor=cast.one_stop, at=MORNING, unit=cast.unit, requests=[request],
                       fields=RoundFields(TODAY + timedelta(days=7), cast.one_stop))  # fmt: skip
    with pytest.raises(CannotServe, match="chưa đến ngày"):
        move_visit(actor=cast.one_stop, at=MORNING, visit=again.visits.get(), move="arrive")
    move_visit(actor=cast.one_stop, at=MORNING, visit=again.visits.get(), move="drop")
    assert HomeRequest.objects.get(pk=request.pk).state == "contacted"


def test_only_who_goes_or_serves_writes_at_the_door(cast: Cast) -> None:
    visit = planned(cast, MORNING, "mot").visits.get()
    for person in (cast.head, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            move_visit(actor=person, at=MORNING, visit=visit, move="arrive")
    assert [one.title for one in waiting_for(cast.officer, cast.unit, TODAY)] == [
        "Đến nhà người dân ngày 01/07/2026"
    ]


def test_the_sheet_and_the_receipt_are_documents(cast: Cast) -> None:
    visit = done_visit(cast, MORNING, "mot")
    receipt, round_ = receipt_of_unit(cast.unit, visit.pk), round_of_unit(cast.unit, visit.round_id)
    assert receipt is not None
    assert round_ is not None
    for document, words in (
        (receipt_paper(receipt), "Bản sao căn cước"),
        (round_sheet(round_), "Số 12, ngõ chùa"),
    ):
        read = Document(io.BytesIO(write_docx(document)))
        cells = [cell.text for table in read.tables for cell in table._cells]
        assert any(words in cell for cell in cells)


def test_the_figure_counts_settled_requests_of_people_with_both_conditions(cast: Cast) -> None:
    done_visit(cast, MORNING, "served")
    moved(received(cast, client_key="refused"), cast.one_stop, "refuse", "Chưa xếp được")
    moved(received(cast, client_key="given-up"), cast.one_stop, "cancel", "Đã khỏe lại")
    moved(received(cast, client_key="no", cannot_travel=False), cast.one_stop, "refuse", "Cách khác")
    received(cast, client_key="late")  # today is long after its term
    figure = next(iter(collect_home(TODAY, TODAY)))
    assert (figure.measure, figure.unit_id, figure.numerator, figure.denominator) == (
        HOME,
        cast.unit.pk,
        1,
        3,
    )
    assert list(collect_home(TODAY - timedelta(days=9), TODAY - timedelta(days=1))) == []
    found = records_behind(cast.leader, cast.unit, measure_of(HOME), TODAY, TODAY)
    assert [one.is_good for one in found.items] == [False, False, True]
    assert NAME not in str(found.items)
    assert records_behind(cast.city_admin, cast.unit, measure_of(HOME), TODAY, TODAY).hidden == 3
