"""The book: numbered, sealed, groups with who speaks for them, refusals with their notice, conclusions followed."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import serializers
from docx import Document

from tests.cast import NOW, Cast
from tests.operations.reception.factories import (
    ADDRESS,
    CONTENT,
    ID_NUMBER,
    NAME,
    WHO,
    held,
    planned,
    receiving,
    recorded,
    visit,
)
from thanthien.lib.documents.write import AdministrativeDocument, write_docx
from thanthien.operations.reception.book import lines_of
from thanthien.operations.reception.concluding import CannotConclude, add_conclusion, finish_conclusion
from thanthien.operations.reception.entering import CannotRecord, give_notice, look_at_visitor, record_visit
from thanthien.operations.reception.models import Entry, Handling, Kind, Visitor
from thanthien.operations.reception.papers import book_paper, conclusion_paper, month_list, refusal_paper
from thanthien.operations.reception.queries import entries_of, read_entry, read_lines
from thanthien.operations.reception.visitors import Who, open_visitor
from thanthien.operations.reception.waiting import waiting_for
from thanthien.platform.audit.models import Entry as AuditEntry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_lines_are_numbered_and_one_key_is_one_line(cast: Cast) -> None:
    first, second = recorded(cast), recorded(cast, client_key="hai")
    again = recorded(cast)
    assert (first.number, second.number, again.pk) == (1, 2, first.pk)


def test_a_copy_of_the_database_names_nobody(cast: Cast) -> None:
    entry = recorded(cast, kind=Kind.DENUNCIATION)
    rows = serializers.serialize(
        "json", [*Entry.objects.all(), *Visitor.objects.all(), *AuditEntry.objects.all()]
    )
    for secret in (NAME, json.dumps(NAME)[1:-1], ADDRESS, ID_NUMBER):
        assert secret not in rows
    assert open_visitor(Entry.objects.get(pk=entry.pk)) == WHO


def test_only_who_keeps_the_book_reads_it(cast: Cast) -> None:
    recorded(cast)
    officer = receiving(cast)
    for person in (cast.leader, officer):
        assert entries_of(person, cast.unit).count() == 1
    for person in (cast.coordinator, cast.head, cast.one_stop, cast.other_coordinator, cast.city_admin):
        assert not entries_of(person, cast.unit).exists()
        with pytest.raises(NotAllowed):
            record_visit(actor=person, at=NOW, unit=cast.unit, visit=visit(client_key="x"))


def test_a_denunciation_is_read_by_the_leader_alone_and_each_look_is_noted(cast: Cast) -> None:
    officer = receiving(cast)
    entry = record_visit(actor=officer, at=NOW, unit=cast.unit, visit=visit(kind=Kind.DENUNCIATION))
    for read in (
        read_entry(officer, entry),
        *read_lines(officer, [entry]),
        *read_lines(cast.leader, [entry]),
    ):
        assert CONTENT not in read.content
        assert NAME not in read.who.name
    assert read_entry(cast.leader, entry).content == CONTENT
    assert NAME not in read_entry(cast.leader, entry).who.name
    with pytest.raises(NotAllowed):
        look_at_visitor(actor=officer, at=NOW, entry=entry)
    assert look_at_visitor(actor=cast.leader, at=NOW, entry=entry).name == NAME
    assert AuditEntry.objects.filter(action="reception.look").count() == 1


def test_a_denunciation_of_the_leader_is_read_by_nobody_here(cast: Cast) -> None:
    entry = recorded(cast, kind=Kind.DENUNCIATION, about_leader=True)
    assert CONTENT not in read_entry(cast.leader, entry).content
    with pytest.raises(NotAllowed):
        look_at_visitor(actor=cast.leader, at=NOW, entry=entry)


@pytest.mark.parametrize(
    ("people", "speakers", "says"),
    [
        (5, "", "người đại diện"),
        (10, "A\nB\nC", "tối đa 2"),
        (11, "A\nB\nC\nD\nE\nG", "tối đa 5"),
        (4, "", ""),
        (30, "A\nB\nC", ""),
    ],
)
def test_a_large_group_speaks_through_representatives(
    cast: Cast, people: int, speakers: str, says: str
) -> None:
    who = replace(WHO, speakers=speakers)
    if not says:
        assert recorded(cast, people=people, who=who).people == people
        return
    with pytest.raises(CannotRecord, match=says):
        recorded(cast, people=people, who=who)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"content": "Ngắn"}, "Nội dung"),
        ({"date": TODAY + timedelta(days=1)}, "đã qua"),
        ({"date": date(2024, 1, 2)}, "đã qua"),
        ({"people": 0}, "Số người"),
        ({"handling": Handling.GUIDED}, "cơ quan có thẩm quyền"),
        ({"handling": Handling.REFUSED, "refusal": "weather"}, "lý do từ chối"),
        ({"handling": Handling.REFUSED, "refusal": "other"}, "điều luật"),
        ({"handling": Handling.EXPLAINED, "answer": "Đã rõ", "kind": Kind.DENUNCIATION}, "Luật Tố cáo"),
        ({"kind": "rumour"}, "đúng dạng"),
    ],
)
def test_what_does_not_hold_is_refused(cast: Cast, more: dict[str, Any], says: str) -> None:
    with pytest.raises(CannotRecord, match=says):
        recorded(cast, **more)
    assert not Entry.objects.exists()


def test_a_refusal_owes_its_notice_in_three_working_days(cast: Cast) -> None:
    entry = recorded(cast, handling=Handling.REFUSED, refusal="settled", who=Who())
    assert entry.notice_by_date == date(2026, 7, 6)  # Thursday, Friday, Monday
    assert "thông báo từ chối" in next(iter(waiting_for(cast.leader, cast.unit, TODAY))).why
    words = _text(refusal_paper(entry, open_visitor(entry)))
    assert "khoản 3 Điều 9" in words
    assert "Không cho biết tên" in words
    with pytest.raises(CannotRecord, match="Ngày ra thông báo"):
        give_notice(actor=cast.leader, at=NOW, entry=entry, number="1", day=TODAY + timedelta(days=2))
    give_notice(actor=cast.leader, at=NOW, entry=entry, number="12/TB-UBND", day=TODAY)
    assert not list(waiting_for(cast.leader, cast.unit, TODAY))


def test_the_thirteen_columns(cast: Cast) -> None:
    plain = recorded(cast, people=6, who=replace(WHO, speakers="Ông An"), settled_by="UBND huyện cũ")
    secret = recorded(cast, kind=Kind.DENUNCIATION, client_key="hai")
    whole, hidden = lines_of([plain, secret], named=True, results={plain.pk: "Đã giải quyết"})
    assert len(whole) == len(hidden) == 13
    assert (whole[2], whole[3], whole[5], whole[6]) == (
        f"{NAME}, {ADDRESS}; đại diện: Ông An",
        ID_NUMBER,
        "KN, PA",
        "6",
    )
    assert (whole[7], whole[8], whole[11]) == ("UBND huyện cũ", "x", "Đã giải quyết")
    assert NAME not in " ".join(hidden)
    words = _text(book_paper(cast.unit, TODAY, TODAY, [plain, secret], {}))
    assert all(title in words for title in ("CCCD/CMND/Hộ chiếu", "Theo dõi kết quả giải quyết"))
    assert words.count(NAME) == 1


def test_the_month_s_list_names_nobody(cast: Cast) -> None:
    assert month_list(cast.unit, date(2026, 7, 1), date(2026, 7, 31)) is None
    day = held(cast, planned(cast, TODAY, public=True))
    recorded(cast, day=day, people=3)
    paper = month_list(cast.unit, date(2026, 7, 1), date(2026, 7, 31))
    assert paper is not None
    words = _text(paper)
    for part in ("đã tiếp 1 ngày", "người đứng đầu trực tiếp tiếp 1 ngày", "1 lượt, 3 người"):
        assert part in words
    assert NAME not in words
    assert CONTENT not in words


def test_a_conclusion_is_followed_until_its_owner_is_done(cast: Cast) -> None:
    day = held(cast, planned(cast, TODAY))
    kept: dict[str, Any] = {
        "actor": cast.leader,
        "at": NOW,
        "day": day,
        "text": "Đo lại thửa đất",
        "owner": cast.head,
    }
    with pytest.raises(CannotConclude, match="Hạn"):
        add_conclusion(**kept, due=TODAY - timedelta(days=1))
    secret = recorded(cast, day=day, kind=Kind.DENUNCIATION)
    with pytest.raises(CannotConclude, match="không gắn"):
        add_conclusion(**kept, due=TODAY, entry=secret)
    one = add_conclusion(**kept, due=TODAY)
    assert [item.title for item in waiting_for(cast.head, cast.unit, TODAY)] == ["Đo lại thửa đất"]
    assert not list(waiting_for(cast.coordinator, cast.unit, TODAY))
    assert "Đo lại thửa đất" in _text(conclusion_paper(day, [one]))
    with pytest.raises(NotAllowed):
        finish_conclusion(actor=cast.officer, at=NOW, conclusion=one, result="Đã đo xong")
    finish_conclusion(actor=cast.head, at=NOW, conclusion=one, result="Đã đo xong")
    assert not list(waiting_for(cast.head, cast.unit, TODAY))


def _text(paper: AdministrativeDocument) -> str:
    word = Document(io.BytesIO(write_docx(paper)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])
