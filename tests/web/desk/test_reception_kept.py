"""The desk of the reception: a line put right, a month closed, who has an appointment, the slip for who came."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from tests.cast import Cast
from tests.operations.reception.factories import CONTENT, NAME, planned, receiving, recorded
from tests.web.portal.test_appointments import taking
from thanthien.operations.engagement.models import Commitment
from thanthien.operations.reception.booking import Caller, book_appointment
from thanthien.operations.reception.models import (
    Appointment,
    ClosedMonth,
    Entry,
    EntryChange,
    Handling,
    Kind,
    ReceptionDay,
)
from thanthien.platform.people.models import Person
from thanthien.workflows.reception import hand_on

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
FIXED = "Đề nghị xem lại ranh giới thửa đất số 21"


def at(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/reception/{rest}"


def form_of(entry: Entry, **more: str) -> dict[str, str]:
    return {
        "name": NAME, "address": "Số 9, ngõ giếng", "id_number": "031170001234", "phone": "0912 345 678", "people": "1",
        "content": FIXED, "reason": "Gõ nhầm số thửa", "seen": "0", **more,
    }  # fmt: skip


def test_a_line_is_put_right_and_shows_what_stood_there(cast: Cast, client_of: Clients) -> None:
    entry = recorded(cast, timezone.now(), date=timezone.localdate())
    keeper, where = client_of(receiving(cast)), at(cast, f"book/{entry.pk}/")
    form = keeper.get(f"{where}correct/").content.decode()
    assert CONTENT in form
    assert "Cơ quan có thẩm quyền" not in form  # not asked where nobody was guided there
    wrong = keeper.post(f"{where}correct/", form_of(entry, reason=""))
    assert wrong.status_code == 422
    assert FIXED in wrong.content.decode()
    page = keeper.post(f"{where}correct/", form_of(entry), follow=True).content.decode()
    for words in (f"<del>{CONTENT}</del>", FIXED, "Gõ nhầm số thửa", str(cast.officer)):
        assert words in page
    assert keeper.post(f"{where}correct/", form_of(entry, content=CONTENT)).status_code == 422  # seen: 0
    assert EntryChange.objects.count() == 1
    assert client_of(cast.coordinator).get(f"{where}correct/").status_code == 302  # keeps no book


def test_a_protected_line_asks_for_nobody_s_name(cast: Cast, client_of: Clients) -> None:
    entry = recorded(cast, timezone.now(), date=timezone.localdate(), kind=Kind.DENUNCIATION)
    where = at(cast, f"book/{entry.pk}/correct/")
    assert client_of(receiving(cast)).get(where).status_code == 403
    page = client_of(cast.leader).get(where).content.decode()
    assert CONTENT in page
    assert NAME not in page


def test_a_month_is_closed_once_and_offers_no_correction(cast: Cast, client_of: Clients) -> None:
    before = timezone.localdate().replace(day=1) - timedelta(days=1)
    entry = recorded(cast, timezone.now(), date=before)
    leader, month = client_of(cast.leader), f"{before:%Y-%m}"
    assert "Chốt sổ tháng" in leader.get(at(cast, f"book/?month={month}")).content.decode()
    assert "Chốt sổ tháng" not in leader.get(at(cast, "book/")).content.decode()  # not over yet
    page = leader.post(at(cast, "book/close/"), {"month": month}, follow=True).content.decode()
    assert "đã chốt: 1 lượt" in page
    assert leader.post(at(cast, "book/close/"), {"month": month}).status_code == 302
    assert ClosedMonth.objects.count() == 1
    page = leader.get(at(cast, f"book/{entry.pk}/")).content.decode()
    assert "giữ nguyên như sổ đã ký" in page
    assert "/correct/" not in page
    assert leader.post(at(cast, f"book/{entry.pk}/correct/"), form_of(entry)).status_code == 422
    assert Entry.objects.get().content == CONTENT


def booked(day: ReceptionDay) -> Appointment:
    caller = Caller("Bùi Thị Gấm", "0912 345 678", "thôn Đông", "Ranh giới đất với nhà bên cạnh")
    return book_appointment(at=timezone.now() - timedelta(days=9), day=day, caller=caller, client_key="mot")


def test_who_comes_is_seen_by_the_keeper_and_becomes_a_line_untyped(cast: Cast, client_of: Clients) -> None:
    taking(cast)
    day = planned(cast, timezone.localdate(), at=timezone.now(), is_extra=True, public=True)
    one = booked(day)
    keeper = client_of(receiving(cast))
    page = keeper.get(at(cast, f"days/{day.pk}/")).content.decode()
    assert "Bùi Thị Gấm" in page
    assert "Gấm" not in client_of(cast.coordinator).get(at(cast, f"days/{day.pk}/")).content.decode()
    there = at(cast, f"book/new/?appointment={one.pk}")
    form = keeper.get(there)
    first = form.context["form"].initial
    assert (first["name"], first["address"], first["day"]) == ("Bùi Thị Gấm", "thôn Đông", str(day.pk))
    sent = {**first, "date": first["date"].isoformat(), "answer": "Đã giải thích", "handling": "explained"}
    assert keeper.post(there, sent).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.entry) == ("came", Entry.objects.get())
    assert "Gấm" not in one.sealed
    page = keeper.get(at(cast, f"days/{day.pk}/")).content.decode()
    assert f"đã tiếp, lượt số {Entry.objects.get().number}" in page


def test_the_desk_gives_a_place_back(cast: Cast, client_of: Clients) -> None:
    day = taking(cast)
    one = booked(day)
    where = at(cast, f"appointments/{one.pk}/cancel/")
    assert client_of(cast.coordinator).post(where).status_code == 403
    page = client_of(receiving(cast)).post(where, follow=True).content.decode()
    assert "Đã hủy lượt hẹn" in page
    one.refresh_from_db()
    assert (one.state, one.ended_by) == ("cancelled", cast.officer)


def words_of(data: bytes) -> str:
    paper = Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in paper.paragraphs), *cells])


def test_the_slip_says_what_was_asked_to_whom_it_went_and_when_an_answer_is_due(
    cast: Cast, client_of: Clients
) -> None:
    now = timezone.now()
    entry = hand_on(
        actor=cast.leader, at=now, entry=recorded(cast, now, date=timezone.localdate(now), category="other")
    )
    leader = client_of(cast.leader)
    said = words_of(leader.get(at(cast, f"book/{entry.pk}/slip.docx")).content)
    for words in (NAME, CONTENT, "đã chuyển người xử lý", entry.said_code, "Hạn trả lời:", "/follow/"):
        assert words in said
    assert leader.get(at(cast, f"book/{entry.pk}/slip.pdf")).content.startswith(b"%PDF")
    guided = recorded(
        cast,
        now,
        date=timezone.localdate(now),
        client_key="hai",
        handling=Handling.GUIDED,
        body="Thanh tra thành phố",
    )
    said = words_of(leader.get(at(cast, f"book/{guided.pk}/slip.docx")).content)
    assert "hướng dẫn ông/bà đến Thanh tra thành phố" in said
    secret = recorded(cast, now, date=timezone.localdate(now), client_key="ba", kind=Kind.DENUNCIATION)
    said = words_of(leader.get(at(cast, f"book/{secret.pk}/slip.docx")).content)
    assert NAME not in said
    assert CONTENT not in said
    assert client_of(cast.coordinator).get(at(cast, f"book/{entry.pk}/slip.docx")).status_code == 302


def test_a_visit_becomes_a_promise_followed_in_public(cast: Cast, client_of: Clients) -> None:
    today = timezone.localdate()
    entry = recorded(cast, timezone.now(), date=today)
    leader, there = (
        client_of(cast.leader),
        f"/desk/{cast.unit.code}/commitments/new/?reception={today:%Y-%m-%d}",
    )
    assert there in leader.get(at(cast, f"book/{entry.pk}/")).content.decode()
    sent = {
        "text": "Đo lại ranh giới thửa 12", "owner": f"agency:{cast.economy.pk}", "is_public": "on",
        "due_date": today.isoformat(), "origin": leader.get(there).context["form"].initial["origin"],
    }  # fmt: skip
    leader.post(there, sent)
    assert Commitment.objects.get().origin == f"Tiếp công dân ngày {today:%d/%m/%Y}"
    secret = recorded(cast, timezone.now(), date=today, kind=Kind.DENUNCIATION, client_key="hai")
    assert "?reception=" not in leader.get(at(cast, f"book/{secret.pk}/")).content.decode()
