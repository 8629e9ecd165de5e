"""The reception at the desk: the month planned and published, a visit typed and handed on, held, exported."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from tests.cast import Cast
from tests.operations.reception.factories import (
    ADDRESS,
    CONTENT,
    ID_NUMBER,
    NAME,
    planned,
    receiving,
    recorded,
)
from thanthien.operations.feedback.models import Report
from thanthien.operations.reception.models import Conclusion, Entry, Kind, ReceptionDay
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def at(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/reception/{rest}"


def typed(**more: str) -> dict[str, str]:
    first = {
        "name": NAME, "address": ADDRESS, "id_number": ID_NUMBER, "phone": "", "people": "1", "speakers": "",
        "kind": "petition", "category": "", "content": CONTENT, "settled_by": "", "handling": "accepted",
        "tell_by": "", "answer": "", "body": "", "refusal": "", "refusal_words": "",
        "date": timezone.localdate().isoformat(), "day": "", "note": "", "client_key": "mot",
    }  # fmt: skip
    return {**first, **more}


def test_a_month_is_planned_and_published_with_the_law_s_check(cast: Cast, client_of: Clients) -> None:
    browser = client_of(cast.coordinator)
    following = (timezone.localdate().replace(day=28) + timedelta(days=10)).strftime("%Y-%m")
    page = browser.get(at(cast, f"?month={following}")).content.decode()
    assert "chưa đủ mức tối thiểu của luật: 0/2 ngày" in page
    rule = {"post": "chair", "person": str(cast.leader.pk), "kind": "nth", "weekday": "2", "numbers": "1; 3",
            "starts": "08:00", "ends": "11:30"}  # fmt: skip
    assert browser.post(at(cast, "setup/rules/new/"), {**rule, "numbers": "1, x"}).status_code == 422
    assert browser.post(at(cast, "setup/rules/new/"), {**rule, "numbers": "9"}).status_code == 422
    browser.post(at(cast, "setup/rules/new/"), rule)
    browser.post(at(cast, "plan/"), {"month": following})
    browser.post(at(cast, "publish/"), {"month": following})
    page = browser.get(at(cast, f"?month={following}")).content.decode()
    assert "Chủ tịch tiếp đủ mức tối thiểu của luật: 2/2 ngày" in page
    assert ReceptionDay.objects.filter(published_at__isnull=False).count() == 2
    again = browser.post(at(cast, "publish/"), {"month": following})
    assert again.status_code == 422
    assert "Không còn ngày nào chưa công bố" in again.content.decode()
    file = browser.get(at(cast, f"schedule.docx?month={following}"))
    assert len(Document(io.BytesIO(file.content)).tables[1].rows) == 3


def test_a_visit_is_typed_and_goes_on_in_one_press(cast: Cast, client_of: Clients) -> None:
    browser = client_of(receiving(cast, timezone.now()))
    wrong = browser.post(at(cast, "book/new/"), typed(people="7"))
    assert wrong.status_code == 422
    assert "đoàn đông người: anh/chị ghi người đại diện" in wrong.content.decode()
    assert CONTENT in wrong.content.decode()
    page = browser.post(at(cast, "book/new/"), typed(), follow=True).content.decode()
    entry = Entry.objects.get()
    assert entry.said_code in page
    assert NAME in page
    assert Report.objects.get().code == entry.report_code
    browser.post(at(cast, "book/new/"), typed())
    assert Entry.objects.count() == 1
    browser.post(at(cast, "book/new/"), typed(client_key="hai", keep="1"))
    later = Entry.objects.get(number=2)
    assert not later.report_code
    browser.post(at(cast, f"book/{later.pk}/move/"))
    assert Report.objects.count() == 2
    listed = browser.get(at(cast, "book/")).content.decode()
    assert NAME not in listed  # initials in the list
    assert "P. T. N." in listed


def test_a_denunciation_shows_nobody_to_those_not_entitled(
    cast: Cast, client_of: Clients, caplog: pytest.LogCaptureFixture
) -> None:
    browser = client_of(receiving(cast, timezone.now()))
    page = browser.post(at(cast, "book/new/"), typed(kind="denunciation"), follow=True).content.decode()
    entry = Entry.objects.get()
    pages = [
        page,
        *(browser.get(at(cast, rest)).content.decode() for rest in ("", "book/", f"book/{entry.pk}/")),
    ]
    for seen in pages:
        for secret in (NAME, ADDRESS, ID_NUMBER, CONTENT):
            assert secret not in seen
    assert browser.post(at(cast, f"book/{entry.pk}/look/")).status_code == 403
    leader = client_of(cast.leader)
    assert NAME not in leader.get(at(cast, f"book/{entry.pk}/")).content.decode()
    assert NAME in leader.post(at(cast, f"book/{entry.pk}/look/")).content.decode()
    for form in ("docx", "xlsx", "pdf"):
        assert leader.get(at(cast, f"book.{form}")).status_code == 405
    book = load_workbook(io.BytesIO(leader.post(at(cast, "book.xlsx")).content))
    assert NAME not in str(list(book.worksheets[0].iter_rows(values_only=True)))
    audit = client_of(cast.coordinator).get(f"/desk/{cast.unit.code}/audit/").content.decode()
    assert "Xuất sổ tiếp công dân" in audit
    assert NAME not in audit
    assert NAME not in caplog.text


def test_who_does_not_keep_the_book_is_led_away(cast: Cast, client_of: Clients) -> None:
    entry = recorded(cast, timezone.now(), date=timezone.localdate())
    for person in (cast.coordinator, cast.head, cast.one_stop):
        browser = client_of(person)
        for rest in ("book/", f"book/{entry.pk}/", "book/new/"):
            page = browser.get(at(cast, rest), follow=True)
            assert page.redirect_chain, rest
            assert NAME not in page.content.decode()
        assert browser.post(at(cast, "book.docx")).status_code == 403
    stranger = client_of(cast.other_coordinator)
    assert stranger.get(at(cast, f"book/{entry.pk}/")).status_code == 404
    assert stranger.get(f"/desk/{cast.other_unit.code}/reception/book/{entry.pk}/").status_code == 404
    assert client_of(cast.city_admin).get(at(cast)).status_code == 403


def test_a_day_is_held_concluded_and_its_papers_made(cast: Cast, client_of: Clients) -> None:
    now, today = timezone.now(), timezone.localdate()
    day = planned(cast, today, at=now, is_extra=True)
    browser = client_of(cast.leader)
    rest = f"days/{day.pk}/"
    refused = browser.post(at(cast, f"{rest}hold/"), {"seen": "1", "in_person": "0", "nobody_came": "1"})
    assert refused.status_code == 422
    assert "giấy ủy quyền" in refused.content.decode()
    page = browser.post(
        at(cast, f"{rest}hold/"), {"seen": "1", "in_person": "1", "nobody_came": "1"}, follow=True
    ).content.decode()
    assert "không có công dân đến" in page
    kept = {"text": "Đo lại thửa đất", "owner": str(cast.head.pk), "due": today.isoformat()}
    assert browser.post(at(cast, f"{rest}conclude/"), {**kept, "due": "32/13/2026"}).status_code == 422
    browser.post(at(cast, f"{rest}conclude/"), kept)
    assert browser.get(at(cast, f"{rest}conclusions.docx")).status_code == 200
    owner = client_of(cast.head)
    assert "Đo lại thửa đất" in owner.get(at(cast, "conclusions/")).content.decode()
    assert "Đo lại thửa đất" in owner.get(f"/desk/{cast.unit.code}/my-work/").content.decode()
    one = Conclusion.objects.get()
    assert owner.post(at(cast, f"conclusions/{one.pk}/finish/"), {"result": ""}).status_code == 422
    owner.post(at(cast, f"conclusions/{one.pk}/finish/"), {"result": "Đã đo xong"})
    one.refresh_from_db()
    assert one.done_at


def test_a_refusal_has_its_notice_as_word_and_pdf(cast: Cast, client_of: Clients) -> None:
    browser = client_of(receiving(cast, timezone.now()))
    page = browser.post(
        at(cast, "book/new/"), typed(handling="refused", refusal="threat"), follow=True
    ).content.decode()
    entry = Entry.objects.get()
    assert "3 ngày làm việc" in page
    assert not entry.report_code
    word = browser.post(at(cast, f"book/{entry.pk}/refusal.docx"))
    assert NAME in "\n".join(one.text for one in Document(io.BytesIO(word.content)).paragraphs)
    assert browser.post(at(cast, f"book/{entry.pk}/refusal.pdf")).content.startswith(b"%PDF")
    sent = {"number": "7/TB-UBND", "date": timezone.localdate().isoformat()}
    browser.post(at(cast, f"book/{entry.pk}/notice/"), sent)
    entry.refresh_from_db()
    assert entry.notice_number == "7/TB-UBND"


def test_two_who_change_a_day_at_once(cast: Cast, client_of: Clients) -> None:
    day = planned(cast, timezone.localdate(), at=timezone.now(), is_extra=True, public=True)
    browser = client_of(cast.coordinator)
    change = at(cast, f"days/{day.pk}/change/")
    sent = {"act": "cancel", "seen": "1", "reason": "Bão số 3"}
    assert browser.post(change, sent).status_code == 302
    late = browser.post(
        change, {**sent, "act": "substitute", "person": str(cast.head.pk), "authority": "Giấy 4"}
    )
    assert late.status_code == 422
    assert "người khác sửa" in late.content.decode()
    for bad in ({"act": "move", "seen": "2", "date": "2026-02-31"}, {"act": "fly", "seen": "2"}):
        assert browser.post(change, bad).status_code == 422


def test_the_list_keeps_its_number_of_queries(
    cast: Cast, client_of: Clients, django_assert_max_num_queries: Callable[..., object]
) -> None:
    today = timezone.localdate()
    for n in range(3):
        recorded(cast, timezone.now(), date=today, client_key=str(n), kind=Kind.PETITION)
    browser = client_of(cast.leader)
    browser.get(at(cast, "book/"))
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        browser.get(at(cast, "book/"))
