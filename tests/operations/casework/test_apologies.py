"""Apologies: begun by themselves, once; filled in, signed with a number, sent, delivered; begun by hand for a fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Event

import pytest
from django.db import connection, connections

from tests.cast import Cast
from tests.operations.casework.factories import case, moment, move
from thanthien.operations.casework import apologies
from thanthien.operations.casework.apologies import (
    ApologyFields,
    CannotApologise,
    begin_apology,
    deliver_apology,
    drop_apology,
    fill_apology,
    restore_apology,
    return_apology,
    send_apology,
    sign_apology,
)
from thanthien.operations.casework.models import Apology
from thanthien.operations.casework.papers import apology_document, register_sheet
from thanthien.operations.casework.queries import received_between
from thanthien.operations.casework.sweeping import Swept, sweep
from thanthien.operations.casework.waiting import waiting_for
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed

AT = moment("2026-07-01 09:00")
FIELDS = ApologyFields("Cán bộ thụ lý đi học, chưa bố trí người thay", date(2026, 7, 3), "Quầy 2")


def drafted(cast: Cast, serial: int = 1) -> Apology:
    """Of a case due on 25 June."""
    case(cast, serial, received="2026-06-22 09:00")
    assert sweep(at=AT).begun == 1
    return Apology.objects.latest("pk")


def signed(cast: Cast, one: Apology, at: datetime = AT) -> Apology:
    one = fill_apology(actor=cast.one_stop, at=at, apology=one, fields=FIELDS, submit=True, seen=one.version)
    return sign_apology(actor=cast.leader, at=at, apology=one, seen=one.version)


def test_a_late_case_gets_one_draft_by_itself(cast: Cast) -> None:
    one = case(cast, received="2026-06-22 09:00")
    assert sweep(at=moment("2026-06-25 23:00")) == Swept(0, 0)
    assert sweep(at=moment("2026-06-26 00:01")) == Swept(1, 0)
    assert sweep(at=AT) == Swept(0, 0)
    letter = Apology.objects.get(case=one)
    assert (letter.state, letter.old_due_date, letter.begun_by) == ("draft", date(2026, 6, 25), None)


def test_nobody_apologises_for_what_is_in_time_or_waits_or_is_long_ago(cast: Cast) -> None:
    move(cast, case(cast, 1, received="2026-06-22 09:00"), "handle", "2026-06-25 16:00")
    move(cast, case(cast, 2, received="2026-06-22 09:00"), "ask", "2026-06-23 09:00", "Thiếu giấy")
    case(cast, 3, received="2026-04-06 09:00")
    assert sweep(at=AT).begun == 0


def test_from_the_draft_to_the_delivery(cast: Cast) -> None:
    letter = signed(cast, drafted(cast))
    assert (letter.said_number, letter.year, letter.applicant) == ("01/PXL", 2026, "Nguyễn Thị Bưởi")
    assert send_apology(actor=cast.one_stop, at=AT, apology=letter, way="hand", seen=letter.version) is True
    letter.case.refresh_from_db()
    assert letter.case.promised_date == date(2026, 7, 3)
    assert letter.case.late_at == moment("2026-06-26 00:00")  # what is late stays late
    message = Message.objects.get()
    assert "xin lỗi" in message.text
    assert "03/07/2026" in message.text
    assert "Bưởi" not in message.text
    letter.refresh_from_db()
    done = deliver_apology(
        actor=cast.one_stop, at=AT, apology=letter, day=AT.date(), note="Tại nhà", seen=letter.version
    )
    assert done.state == "delivered"


def test_numbers_run_by_unit_and_year(cast: Cast) -> None:
    first, second = signed(cast, drafted(cast, 1)), signed(cast, drafted(cast, 2))
    assert (first.number, second.number) == (1, 2)
    case(cast, 3, received="2026-12-21 09:00")
    later = moment("2027-01-05 09:00")
    sweep(at=later)
    third = Apology.objects.latest("pk")
    fields = replace(FIELDS, new_due_date=date(2027, 1, 8))
    third = fill_apology(
        actor=cast.one_stop, at=later, apology=third, fields=fields, submit=True, seen=third.version
    )
    assert sign_apology(actor=cast.leader, at=later, apology=third, seen=third.version).number == 1


def test_a_new_date_missed_again_is_another_lateness(cast: Cast) -> None:
    letter = signed(cast, drafted(cast))
    send_apology(actor=cast.one_stop, at=AT, apology=letter, way="post", seen=letter.version)
    assert sweep(at=moment("2026-07-03 17:00")).begun == 0
    assert sweep(at=moment("2026-07-04 08:00")).begun == 1
    assert sweep(at=moment("2026-07-05 08:00")).begun == 0
    assert Apology.objects.latest("pk").old_due_date == date(2026, 7, 3)


def test_a_leader_returns_it_with_the_reason(cast: Cast) -> None:
    letter = drafted(cast)
    letter = fill_apology(
        actor=cast.one_stop, at=AT, apology=letter, fields=FIELDS, submit=True, seen=letter.version
    )
    with pytest.raises(CannotApologise, match="cần sửa điều gì"):
        return_apology(actor=cast.leader, at=AT, apology=letter, why=" ", seen=letter.version)
    letter = return_apology(actor=cast.leader, at=AT, apology=letter, why="Nói rõ hơn", seen=letter.version)
    assert (letter.state, letter.returned_for) == ("draft", "Nói rõ hơn")
    assert any(one.why == "trả lại để sửa" for one in waiting_for(cast.one_stop, cast.unit, AT.date()))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (replace(FIELDS, reason=" "), "reason"),
        (replace(FIELDS, new_due_date=None), "new_due_date"),
        (replace(FIELDS, new_due_date=date(2026, 6, 30)), "new_due_date"),
    ],
)
def test_it_is_not_submitted_half(cast: Cast, fields: ApologyFields, field: str) -> None:
    letter = drafted(cast)
    with pytest.raises(CannotApologise) as caught:
        fill_apology(
            actor=cast.one_stop, at=AT, apology=letter, fields=fields, submit=True, seen=letter.version
        )
    assert caught.value.field == field


def test_only_a_leader_signs_and_nobody_twice(cast: Cast) -> None:
    letter = drafted(cast)
    letter = fill_apology(
        actor=cast.one_stop, at=AT, apology=letter, fields=FIELDS, submit=True, seen=letter.version
    )
    for person in (cast.one_stop, cast.coordinator, cast.head, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            sign_apology(actor=person, at=AT, apology=letter, seen=letter.version)
    seen = letter.version
    sign_apology(actor=cast.leader, at=AT, apology=letter, seen=seen)
    with pytest.raises(CannotApologise):
        sign_apology(actor=cast.leader, at=AT, apology=letter, seen=seen)
    with pytest.raises(CannotApologise, match="Đã ký"):
        sign_apology(actor=cast.leader, at=AT, apology=letter, seen=seen + 1)


def test_without_a_phone_no_message_is_promised(cast: Cast) -> None:
    one = case(cast, received="2026-06-22 09:00", phone="")
    sweep(at=AT)
    letter = signed(cast, Apology.objects.get(case=one))
    with pytest.raises(CannotApologise, match="không có số di động"):
        send_apology(actor=cast.one_stop, at=AT, apology=letter, way="message", seen=letter.version)
    assert send_apology(actor=cast.one_stop, at=AT, apology=letter, way="post", seen=letter.version) is False


def test_staff_at_fault_is_apologised_for_by_hand(cast: Cast) -> None:
    one = case(cast, received="2026-06-30 09:00")
    with pytest.raises(CannotApologise, match="chưa quá hạn"):
        begin_apology(actor=cast.one_stop, at=AT, case=one, kind="late")
    letter = begin_apology(actor=cast.one_stop, at=AT, case=one, kind="fault")
    fields = ApologyFields("Hướng dẫn sai giấy tờ, ông/bà phải đi lại hai lần")
    letter = fill_apology(
        actor=cast.one_stop, at=AT, apology=letter, fields=fields, submit=True, seen=letter.version
    )
    letter = sign_apology(actor=cast.leader, at=AT, apology=letter, seen=letter.version)
    words = " ".join(getattr(block, "text", "") for block in apology_document(letter).blocks)
    assert "sai sót của cán bộ" in words
    assert "gia hạn" not in words
    with pytest.raises(NotAllowed):
        begin_apology(actor=cast.other_officer, at=AT, case=one, kind="fault")


def test_a_draft_put_aside_stays_aside_until_it_is_taken_up(cast: Cast) -> None:
    letter = drafted(cast)
    letter = drop_apology(
        actor=cast.coordinator, at=AT, apology=letter, why="Ngày hẹn nhập sai", seen=letter.version
    )
    assert sweep(at=AT + timedelta(days=1)).begun == 0
    assert (
        restore_apology(actor=cast.coordinator, at=AT, apology=letter, seen=letter.version).state == "draft"
    )


def test_the_paper_has_what_form_04_asks_for(cast: Cast) -> None:
    letter = signed(cast, drafted(cast))
    document = apology_document(letter)
    words = " ".join(getattr(block, "text", "") for block in document.blocks)
    for part in ("Thôn Đông", "0912345678", letter.case.code, "25/06/2026", "03/07/2026", "Quầy 2", "đi học"):
        assert part in words
    assert (document.number, document.addressees) == ("01/PXL", ("Nguyễn Thị Bưởi",))
    assert document.signer == cast.leader.full_name
    move(cast, letter.case, "handle", "2026-07-02 10:00")
    letter = Apology.objects.get()
    assert apology_document(letter).blocks == document.blocks  # what was signed stays as it was


def test_the_register_lists_the_cases_of_a_period(cast: Cast) -> None:
    case(cast, 1, received="2026-06-22 09:00")
    case(cast, 2, received="2026-06-30 09:00")
    rows = received_between(cast.unit, date(2026, 6, 22), date(2026, 6, 29))
    sheet = register_sheet(cast.unit, rows, date(2026, 6, 22), date(2026, 6, 29))
    assert [row.values[1] for row in sheet.rows] == ["H15.50.05.13-260622-0001"]
    assert sheet.rows[0].values[0] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_a_letter_that_is_held_and_a_signature_do_not_wait_for_each_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = drafted(cast)
    one = fill_apology(actor=cast.one_stop, at=AT, apology=one, fields=FIELDS, submit=True, seen=one.version)
    is_held, is_at_the_letter, locked = Event(), Event(), apologies._locked

    def slowly(actor: Person, apology: Apology, move: str, seen: int) -> Apology:
        if move == "sign":
            is_at_the_letter.set()
            return locked(actor, apology, move, seen)
        found = locked(actor, apology, move, seen)
        is_held.set()
        assert is_at_the_letter.wait(10)
        return found

    monkeypatch.setattr(apologies, "_locked", slowly)

    def send_back() -> None:
        return_apology(actor=cast.leader, at=AT, apology=one, why="Ghi rõ hơn", seen=one.version)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        returned = pool.submit(send_back)
        assert is_held.wait(10)
        with pytest.raises(CannotApologise):
            sign_apology(actor=cast.leader, at=AT, apology=one, seen=one.version)
        returned.result()
    one.refresh_from_db()
    assert (one.state, one.number) == ("draft", None)
