"""A letter's way: drafted from a template, submitted, signed with a number or returned, handed over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections

from tests.cast import Cast
from tests.operations.letters.factories import AT, drafted, fields, signed, submitted
from thanthien.lib.documents import read
from thanthien.lib.documents.write import write_docx_set, write_pdf_set
from thanthien.operations.letters.actions import (
    CannotWriteLetter,
    deliver_letter,
    draft_letter,
    drop_letter,
    fill_letter,
    return_letter,
    send_letter,
    sign_letter,
)
from thanthien.operations.letters.definition import BadLetters, definition, read_definition
from thanthien.operations.letters.models import CourtesyLetter
from thanthien.operations.letters.papers import letter_document
from thanthien.operations.letters.wording import (
    CannotWord,
    back_to_sample,
    lines_of,
    set_words,
    words_for,
)
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.merit.models import Practice

pytestmark = pytest.mark.django_db


def test_a_letter_is_signed_numbered_frozen_and_handed_over(cast: Cast) -> None:
    one = signed(cast)
    assert (one.number, one.year, one.state, one.signed_by) == (1, 2026, "signed", cast.leader)
    assert "hiến 120 m² đất" in one.lines[0]
    assert "«" not in "".join(one.lines)
    template = definition().templates["thanks"]
    set_words(
        actor=cast.coordinator, at=AT, unit=cast.unit, template=template, subject="Khác", seen=0,
        text="Cảm ơn « Ho_Ten » vì «viec».",
    )  # fmt: skip
    one.refresh_from_db()
    assert "hiến 120 m² đất" in lines_of(one)[1][0], "what was signed stays"
    two = signed(cast, name="Phạm Thị Tâm", deed="tặng 50 suất quà")
    assert (two.number, two.wording, two.lines) == (2, 1, ["Cảm ơn Phạm Thị Tâm vì tặng 50 suất quà."])
    with pytest.raises(CannotWriteLetter, match="Ngày phải từ"):
        deliver_letter(
            actor=cast.coordinator,
            at=AT,
            letter=one,
            way="hand",
            day=date(2026, 6, 30),
            note="",
            seen=one.version,
        )
    done = deliver_letter(
        actor=cast.coordinator, at=AT, letter=one, way="hand", day=AT.date(), note="", seen=one.version
    )
    assert (done.state, done.way) == ("delivered", "hand")
    with pytest.raises(CannotWriteLetter):
        drop_letter(actor=cast.coordinator, at=AT, letter=done, why="thôi", seen=done.version)


def test_a_leader_returns_with_a_reason_and_nobody_else_signs(cast: Cast) -> None:
    one = submitted(cast)
    with pytest.raises(NotAllowed):
        sign_letter(actor=cast.coordinator, at=AT, letter=one, seen=one.version)
    with pytest.raises(CannotWriteLetter, match="sửa điều gì"):
        return_letter(actor=cast.leader, at=AT, letter=one, why=" ", seen=one.version)
    back = return_letter(actor=cast.leader, at=AT, letter=one, why="Ghi rõ diện tích", seen=one.version)
    assert (back.state, back.returned_for) == ("draft", "Ghi rõ diện tích")
    with pytest.raises(CannotWriteLetter):  # an old page
        fill_letter(actor=cast.coordinator, at=AT, letter=back, fields=fields(), seen=1)


def test_mail_goes_out_and_only_with_an_address(cast: Cast) -> None:
    bare, one = signed(cast), signed(cast, email="hien@example.vn")
    args: dict[str, Any] = {"actor": cast.coordinator, "at": AT, "way": "email", "day": AT.date()}
    with pytest.raises(CannotWriteLetter, match="thư điện tử"):
        send_letter(**args, letter=bare, seen=bare.version)
    assert send_letter(**args, letter=one, seen=one.version).state == "sent"
    mail = Message.objects.get()
    assert mail.address == "hien@example.vn"
    assert "hiến 120 m² đất" in mail.text


def test_commendation_asks_for_the_recognition(cast: Cast) -> None:
    with pytest.raises(CannotWriteLetter, match="đã được công nhận"):
        drafted(cast, "commendation", recognition="")
    with pytest.raises(CannotWriteLetter, match="đã được công nhận"):
        drafted(cast, "commendation", recognition_date=None)
    practice = Practice(
        unit=cast.unit, year=2026, code="be-thu-gom", title="Bể thu gom", problem="a", way="b", result="c",
        written_at=AT, written_by=cast.officer,
    )  # fmt: skip
    practice.save()
    with pytest.raises(CannotWriteLetter, match="chưa được công nhận"):
        drafted(cast, "commendation", practice=practice, recognition="", recognition_date=None)
    practice.state, practice.document_number = Practice.State.RECOGNISED, "07/QĐ-UBND"
    practice.document_date = date(2026, 6, 1)
    practice.save()
    one = signed(cast, "commendation", practice=practice, recognition="", recognition_date=None)
    assert "07/QĐ-UBND ngày 01/06/2026" in " ".join(one.lines)


def test_no_good_wishes_to_a_person_whose_death_is_known(cast: Cast) -> None:
    drafted(cast, "condolence")
    dead: dict[str, Any] = {"name": "Tran Van Cu", "address": "thôn Đoài"}
    with pytest.raises(CannotWriteLetter, match="đã mất") as refused:
        drafted(cast, "thanks", **dead)
    assert refused.value.field == "decided_for"
    namesake = drafted(cast, "thanks", name="Trần Văn Cụ", address="Thôn Bắc")
    assert namesake.pk, "another address is another person"
    one = drafted(cast, "thanks", **dead, decided_for="Truy tặng, gia đình nhận thay")
    assert one.decided_for
    with pytest.raises(CannotWriteLetter, match="đã mất"):  # the spouse of a couple
        drafted(cast, "marriage", other="Trần Văn Cụ")


def test_a_death_that_becomes_known_later_stops_the_signature(cast: Cast) -> None:
    one = submitted(cast, "thanks", name="Trần Văn Cụ", address="")
    drafted(cast, "condolence")
    with pytest.raises(CannotWriteLetter, match="đã mất"):
        sign_letter(actor=cast.leader, at=AT, letter=one, seen=one.version)
    assert CourtesyLetter.objects.filter(number__isnull=False).count() == 0


def test_the_identity_number_tells_namesakes_apart_and_is_not_kept(cast: Cast) -> None:
    one = drafted(cast, "thanks", id_number="031 090 001 234")
    row = CourtesyLetter.objects.filter(pk=one.pk).values().get()
    assert row["id_key"]
    assert "031090001234" not in str(row)
    assert one.id_key == drafted(cast, "praise", id_number="031090001234").id_key


def test_a_warning_of_another_room_needs_a_reason(cast: Cast) -> None:
    said = ("Người này đang trong thời gian bị kỷ luật.",)
    with pytest.raises(CannotWriteLetter, match="kỷ luật"):
        drafted(cast, "praise", warnings=said)
    assert drafted(cast, "praise", warnings=said, decided_for="Người khác, trùng tên").pk


def test_the_same_key_is_one_letter_and_none_of_another_unit(cast: Cast) -> None:
    args: dict[str, Any] = {"actor": cast.coordinator, "at": AT, "fields": fields(), "client_key": "mot"}
    assert draft_letter(**args, unit=cast.unit) == draft_letter(**args, unit=cast.unit)
    with pytest.raises(NotAllowed):
        draft_letter(**{**args, "actor": cast.other_coordinator}, unit=cast.other_unit)


@pytest.mark.parametrize(
    ("template", "wrong", "field"),
    [("thanks", {"name": " "}, "name"), ("thanks", {"deed": ""}, "deed"), ("marriage", {"other": ""}, "other"),
     ("thanks", {"email": "không phải"}, "email"),
     ("commendation", {"recognition_date": date(2027, 1, 1)}, "recognition_date")],
)  # fmt: skip
def test_what_a_template_needs_is_asked_for(
    cast: Cast, template: str, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(CannotWriteLetter) as refused:
        drafted(cast, template, **wrong)
    assert refused.value.field == field


def test_words_of_the_unit_are_checked_versioned_and_taken_back(cast: Cast) -> None:
    template = definition().templates["praise"]
    args: dict[str, Any] = {
        "actor": cast.coordinator,
        "at": AT,
        "unit": cast.unit,
        "template": template,
        "subject": "Khen",
    }
    with pytest.raises(CannotWord, match="«que_quan»"):
        set_words(**args, text="«ho_ten» ở «que_quan»", seen=0)
    with pytest.raises(CannotWord, match="ho_ten"):
        set_words(**args, text="Khen ngợi", seen=0)
    set_words(**args, text="Khen «ho_ten»", seen=0)
    with pytest.raises(CannotWord):
        set_words(**args, text="Khen nữa «ho_ten»", seen=0)
    assert words_for(cast.unit, template).version == 1
    assert words_for(cast.other_unit, template).is_ours
    back_to_sample(actor=cast.coordinator, at=AT, unit=cast.unit, template=template, seen=1)
    assert words_for(cast.unit, template).is_ours
    with pytest.raises(NotAllowed):
        set_words(**{**args, "actor": cast.officer}, text="Khen «ho_ten»", seen=2)


def test_every_sample_fills_without_a_hole(cast: Cast) -> None:
    bad = {"code": "a", "kind": "b", "name": "c", "subject": "d", "text": "«que_quan»"}
    with pytest.raises(BadLetters, match="que_quan"):
        read_definition({"fields": {}, "templates": [bad]})
    for code in definition().templates:
        one = CourtesyLetter(unit=cast.unit, template=code, name="A", other="B", deed="C", occasion="D",
                             recognition="E", honorific="Ông")  # fmt: skip
        text = " ".join(lines_of(one)[1])
        assert "«" not in text
        assert "…" not in text


def said(data: bytes) -> str:
    """Every word of a file, tables too."""
    document = read(data)
    cells = [cell.text for table in document.tables() for row in table.rows for cell in row.cells if cell]
    return " ".join([*(one.text for one in document.paragraphs()), *cells])


def test_letters_on_paper_one_and_several(cast: Cast) -> None:
    documents = [letter_document(signed(cast)), letter_document(signed(cast, "condolence"))]
    for data in (write_docx_set(documents), write_pdf_set(documents)):
        text = said(data)
        assert "Vũ Văn Hiến" in text
        assert "Trần Văn Cụ" in text
        assert "02/TH-UBND" in text


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_get_two_numbers_in_a_row(cast: Cast) -> None:
    letters = [submitted(cast, name=f"Người {n}", at=AT + timedelta(minutes=n)) for n in range(6)]

    def sign(one: CourtesyLetter) -> None:
        try:
            sign_letter(actor=cast.leader, at=AT, letter=one, seen=one.version)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(sign, letters))
    numbers = CourtesyLetter.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]
