"""Dialogue, visits and commitments at the desk, as an official goes through them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.engagement.factories import (
    asked_of,
    held_dialogue,
    invited,
    promised,
    village,
    visited,
)
from tests.programme.plans.factories import picture
from thanthien.operations.engagement.models import Commitment, Dialogue, FieldVisit, Question
from thanthien.operations.feedback.models import Report
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def at(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/{rest}"


def test_a_dialogue_from_plan_to_minutes(cast: Cast, client_of: Clients) -> None:
    browser, today = client_of(cast.coordinator), timezone.localdate()
    typed = {
        "kind": "conference", "title": "Hội nghị đối thoại năm", "date": today.isoformat(), "starts": "08:00",
        "place": "Nhà văn hóa", "chair": str(cast.leader.pk), "topics": "Đường làng", "with_front": "on",
    }  # fmt: skip
    wrong = browser.post(at(cast, "dialogues/new/"), {**typed, "topics": ""})
    assert wrong.status_code == 422
    assert "Nhà văn hóa" in wrong.content.decode()  # what was typed stays
    page = browser.post(at(cast, "dialogues/new/"), typed, follow=True).content.decode()
    one = Dialogue.objects.get()
    assert "không đủ 20 ngày" in page
    where = at(cast, f"dialogues/{one.pk}/")
    assert "đã hiện trên trang" in browser.post(
        f"{where}move/", {"move": "publish", "seen": "draft"}, follow=True
    ).content.decode()  # fmt: skip
    assert browser.post(f"{where}move/", {"move": "publish", "seen": "draft"}).status_code == 422
    assert browser.get(f"{where}door.pdf").content.startswith(b"%PDF")
    browser.post(f"{where}move/", {"move": "hold", "seen": "published"})
    one.refresh_from_db()
    told = {
        "secretary": "Lan",
        "paper_count": "85",
        "course": "Dân hỏi",
        "conclusion": "Sửa đường",
        "paper": picture(),
    }
    page = browser.post(f"{where}minutes/", {**told, "seen": str(one.version)}, follow=True).content.decode()
    assert "85 người" in page
    for name in ("minutes.docx", "minutes.pdf", "invitation.docx", "list/"):
        assert browser.get(where + name).status_code == 200, name
    assert browser.post(f"{where}prove/").status_code == 302


def test_a_question_is_read_masked_and_becomes_a_commitment(cast: Cast, client_of: Clients) -> None:
    now = timezone.now()
    one = held_dialogue(cast, now)
    typed = {
        "text": "Đường làng Hạ ngập, gọi 0912 345 678",
        "way": "hall",
        "name": "Bà Nhàn",
        "client_key": "a",
    }
    browser = client_of(cast.officer)
    assert browser.post(at(cast, f"dialogues/{one.pk}/questions/new/"), typed).status_code == 302
    question = Question.objects.get()
    where = at(cast, f"dialogues/questions/{question.pk}/")
    assert "Bà Nhàn" not in browser.get(where).content.decode()
    boss = client_of(cast.coordinator)
    page = boss.get(where).content.decode()
    assert "Bà Nhàn" in page
    assert "[số điện thoại]" in page
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    promise = {"text": "Sửa rãnh", "owner": f"agency:{cast.economy.pk}", "due_date": due, "is_public": "on"}
    assert boss.post(f"{where}promise/", {**promise, "owner": ""}).status_code == 422
    assert boss.post(f"{where}promise/", promise).status_code == 302
    again = boss.post(f"{where}promise/", promise)
    assert again.status_code == 422
    assert "đã có cam kết" in again.content.decode()
    assert Commitment.objects.get().agency == cast.economy


def test_a_visit_is_recorded_on_the_phone_and_what_was_heard_turned(cast: Cast, client_of: Clients) -> None:
    browser, today = client_of(cast.officer), timezone.localdate()
    typed = {
        "date": today.isoformat(), "neighbourhood": str(village(cast).pk), "leader": str(cast.leader.pk),
        "activity": "meeting", "heard": "Cống ngõ 12 tắc\nXin lắp đèn đường", "client_key": "a", "photo": picture(),
    }  # fmt: skip
    later = (today + timedelta(days=1)).isoformat()
    wrong = browser.post(at(cast, "field/record/"), {**typed, "date": later, "photo": ""})
    assert "Ngày này chưa đến" in wrong.content.decode()
    page = browser.post(at(cast, "field/record/"), typed, follow=True).content.decode()
    one = FieldVisit.objects.get()
    assert one.photos.count() == 1
    assert page.count("Thành phản ánh") == 2
    first, second = one.heard.all()
    page = browser.post(
        at(cast, f"field/heard/{first.pk}/"), {"move": "report"}, follow=True
    ).content.decode()
    report = Report.objects.get()
    assert report.said_code in page
    linked = client_of(cast.coordinator).get(at(cast, f"feedback/{report.pk}/")).content.decode()
    assert f"field/{one.pk}/" in linked
    assert browser.post(at(cast, f"field/heard/{first.pk}/"), {"move": "report"}).status_code == 422
    promise = {"text": "Lắp đèn", "owner": f"person:{cast.officer.pk}", "due_date": later, "is_public": "on"}
    boss = client_of(cast.leader)
    page = boss.post(at(cast, f"field/heard/{second.pk}/promise/"), promise, follow=True).content.decode()
    assert "Đã thành cam kết" in page
    assert boss.get(at(cast, f"field/photos/{one.photos.get().pk}/")).status_code == 200
    assert "hôm nay" in browser.get(at(cast, "field/")).content.decode()


def test_a_commitment_is_settled_with_proof_and_shown_in_its_lists(cast: Cast, client_of: Clients) -> None:
    now = timezone.now()
    one = promised(cast, now, agency=cast.culture)
    where, browser = at(cast, f"commitments/{one.pk}/"), client_of(cast.officer)
    assert "Dời hạn" not in browser.get(where).content.decode()
    assert browser.post(f"{where}move/", {"move": "settle", "seen": "1", "text": ""}).status_code == 422
    done = {"move": "settle", "seen": "1", "text": "Đã sửa 120 m", "proof": picture()}
    assert "Đã sửa 120 m" in browser.post(f"{where}move/", done, follow=True).content.decode()
    assert browser.get(f"{where}proof/").status_code == 200
    assert "Sửa rãnh" not in browser.get(at(cast, "commitments/")).content.decode()
    assert "Sửa rãnh" in browser.get(at(cast, "commitments/?state=settled")).content.decode()


def test_a_line_of_the_schedule_is_kept_and_taken_off(cast: Cast, client_of: Clients) -> None:
    browser, today = client_of(cast.coordinator), timezone.localdate()
    typed = {
        "kind": "reception",
        "date": today.isoformat(),
        "title": "Bí thư tiếp dân",
        "person": str(cast.leader.pk),
    }
    page = browser.post(at(cast, "party-schedule/new/"), typed, follow=True).content.decode()
    assert "Bí thư tiếp dân" in page
    assert "nội bộ" in page


def test_an_official_of_another_commune_finds_nothing(cast: Cast, client_of: Clients) -> None:
    now = timezone.now()
    question = asked_of(invited(cast, now), now)
    visit, promise = visited(cast, now, heard=["Đèn hỏng"]), promised(cast, now)
    browser = client_of(cast.other_coordinator)
    for rest in (
        f"dialogues/{question.dialogue_id}/", f"dialogues/questions/{question.pk}/", f"field/{visit.pk}/",
        f"commitments/{promise.pk}/",
    ):  # fmt: skip
        assert browser.get(at(cast, rest)).status_code == 404
        assert browser.get(f"/desk/{cast.other_unit.code}/{rest}").status_code == 404


def test_lists_cost_the_same_at_one_and_at_three(
    cast: Cast, client_of: Clients, django_assert_max_num_queries: Callable[..., object]
) -> None:
    now, browser = timezone.now(), client_of(cast.coordinator)
    for number in range(3):
        invited(cast, now, days=number)
        visited(cast, now, key=str(number), neighbourhood=village(cast, f"Số {number}"), heard=["Đèn hỏng"])
        promised(cast, now)
    for rest in ("dialogues/", "field/", "commitments/", "party-schedule/"):
        with django_assert_max_num_queries(22):  # type: ignore[attr-defined]
            assert browser.get(at(cast, rest)).status_code == 200
