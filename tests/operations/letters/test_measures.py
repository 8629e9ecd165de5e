"""What is counted, and the papers that prove it, read back."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cast import VIETNAM, Cast
from tests.operations.letters.factories import AT, contributor, drafted, fields, gestured, signed
from tests.operations.letters.test_letters import said
from thanthien.lib.documents.write import AdministrativeDocument, write_docx, write_xlsx
from thanthien.operations.letters import measures
from thanthien.operations.letters.gesturing import Handed, hand_over_at, set_guests
from thanthien.operations.letters.greeting import approve_greeting, post_greeting, write_greeting
from thanthien.operations.letters.measures import MEASURES
from thanthien.operations.letters.models import CourtesyLetter, LetterProposal
from thanthien.operations.letters.papers import (
    commendation_list,
    condolence_list,
    greetings_list,
    marriage_list,
    meetings_list,
    register_sheet,
    thanks_list,
)
from thanthien.operations.letters.proposing import (
    Suggested,
    accept_proposal,
    dismiss_proposal,
    keep_suggested,
)
from thanthien.platform.workdays.models import SpecialDay

pytestmark = pytest.mark.django_db
DAY = AT.date()
JULY = (date(2026, 7, 1), date(2026, 7, 31))


def counted(code: str, first: date = DAY, last: date = DAY) -> list[tuple[int, int | None]]:
    source = next(one for one in MEASURES if code in one.codes)
    return [
        (int(one.numerator), None if one.denominator is None else int(one.denominator))
        for one in source.collect(first, last)
        if one.measure == code
    ]


def proposed(cast: Cast, key: str) -> LetterProposal:
    keep_suggested(
        at=AT,
        suggested=[Suggested(cast.unit, "marriage", "case", key, DAY, "Đăng ký kết hôn", "Đỗ Văn Duyên")],
    )
    return LetterProposal.objects.get(source_key=key)


def test_nothing_is_measured_before_the_room_is_used(cast: Cast) -> None:
    drafted(cast)
    assert [list(source.collect(*JULY)) for source in MEASURES] == [[], [], []]


def test_letters_and_visits_are_counted_on_their_day_and_zero_after(cast: Cast) -> None:
    signed(cast)
    signed(cast, "commendation")
    signed(cast, "condolence")
    gestured(cast, "condolence")
    gestured(cast, "meeting")
    assert counted(measures.THANKS) == [(1, None)]
    assert counted(measures.COMMENDATION) == [(1, None)]
    assert counted(measures.CONDOLENCE) == [(2, None)]
    assert counted(measures.MEETING) == [(1, None)]
    assert counted(measures.THANKS, date(2026, 7, 2), date(2026, 7, 3)) == [(0, None), (0, None)]


def test_a_certificate_counts_once_with_or_without_its_letter(cast: Cast) -> None:
    for key in ("1", "2", "3", "4"):
        proposed(cast, key)
    one, two, three, four = LetterProposal.objects.order_by("source_key")
    dismiss_proposal(actor=cast.coordinator, at=AT, proposal=three, why="unwanted", remark="")
    dismiss_proposal(actor=cast.coordinator, at=AT, proposal=four, why="other", remark="Hết phôi")
    assert counted(measures.MARRIAGE) == [(0, 3)]
    letter = accept_proposal(actor=cast.coordinator, at=AT, proposal=one, fields=fields("marriage"))
    assert counted(measures.MARRIAGE) == [(0, 3)], "a draft is no letter yet"
    CourtesyLetter.objects.filter(pk=letter.pk).update(
        state="signed", signed_date=DAY, number=1, year=2026, signed_by=cast.leader
    )
    letter.refresh_from_db()
    day = gestured(cast)
    hand_over_at(actor=cast.coordinator, at=AT, gesture=day, handed=Handed(paper="marriage", letter=letter))
    hand_over_at(actor=cast.coordinator, at=AT, gesture=day, handed=Handed(paper="marriage", proposal=two))
    hand_over_at(
        actor=cast.coordinator, at=AT, gesture=day, handed=Handed(paper="marriage", name="Lan và Nam")
    )
    hand_over_at(actor=cast.coordinator, at=AT, gesture=day, handed=Handed(paper="birth", name="Cháu Bống"))
    assert counted(measures.MARRIAGE) == [(1, 4)]
    text = read_back(marriage_list(cast.unit, *JULY))
    assert "Đã trao 4 giấy chứng nhận kết hôn, 1 kèm thư" in text
    assert "Đỗ Văn Duyên và Lê Thị Phận" in text


def test_a_greeting_counts_when_all_three_ways_have_it(cast: Cast) -> None:
    SpecialDay.objects.update_or_create(
        unit=None, date=DAY,
        defaults={"name": "Quốc khánh", "kind": "day_off", "status": "official", "changed_at": AT},
    )  # fmt: skip
    assert counted(measures.GREETINGS) == []
    one = write_greeting(
        actor=cast.coordinator,
        at=AT,
        unit=cast.unit,
        code="national_day",
        year=2026,
        text="Chúc",
        chair="Chủ",
        seen=0,
    )
    one = approve_greeting(actor=cast.leader, at=AT, greeting=one, seen=one.version)
    assert counted(measures.GREETINGS) == [(0, 1)]
    for channel in ("loudspeaker", "website", "zalo"):
        post_greeting(
            actor=cast.coordinator, at=AT, greeting=one, channel=channel, day=DAY, url="https://xa.vn/1"
        )
    assert counted(measures.GREETINGS) == [(1, 1)]
    assert "Hệ thống truyền thanh 01/07/2026" in read_back(greetings_list(cast.unit, *JULY))


def read_back(document: AdministrativeDocument | None) -> str:
    assert document is not None
    return said(write_docx(document))


def test_lists_of_a_month_hold_what_was_done_and_nothing_else(cast: Cast) -> None:
    for builder in (
        marriage_list,
        condolence_list,
        thanks_list,
        commendation_list,
        greetings_list,
        meetings_list,
    ):
        assert builder(cast.unit, *JULY) is None
    signed(cast)
    signed(cast, "commendation")
    signed(cast, "condolence")
    gestured(cast, "condolence")
    meeting = gestured(cast, "meeting", note="Các cụ góp ý về đường làng")
    set_guests(actor=cast.coordinator, at=AT, gesture=meeting, asked=[contributor(cast)], came=set())
    june = datetime(2026, 6, 3, 9, 0, tzinfo=VIETNAM)
    signed(cast, name="Người tháng Sáu", deed="tặng cây", at=june)
    thanks = read_back(thanks_list(cast.unit, *JULY))
    assert "Vũ Văn Hiến" in thanks
    assert "Người tháng Sáu" not in thanks
    assert "125/QĐ-UBND" in read_back(commendation_list(cast.unit, *JULY))
    assert "Bà Lê Thị Đoàn" in read_back(condolence_list(cast.unit, *JULY))
    minutes = read_back(meetings_list(cast.unit, *JULY))
    assert "Các cụ góp ý" in minutes
    assert "Bùi Văn Uy" not in minutes
    assert thanks_list(cast.other_unit, *JULY) is None


def test_the_register_as_excel(cast: Cast) -> None:
    signed(cast)
    rows = CourtesyLetter.objects.select_related("unit", "signed_by")
    text = said(write_xlsx((register_sheet(cast.unit, rows, "Mọi loại thư"),)))
    assert "01/2026" in text
    assert "Vũ Văn Hiến" in text
