"""Dialogues for citizens: asked without an account or script, masked, followed in public, settled or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.engagement.factories import (
    ASKED,
    asked_of,
    invited,
    moved_question,
    planned_dialogue,
    promise,
    promised,
)
from thanthien.operations.engagement.committing import move_commitment, promise_question
from thanthien.operations.engagement.models import Attendance, Commitment, Dialogue, Question
from thanthien.web import limits
from thanthien.web.portal import dialogues

pytestmark = pytest.mark.django_db


def of(one: Dialogue) -> str:
    return f"/{one.unit.code}/dialogues/{one.code}/"


def test_a_question_is_asked_without_a_name_and_followed_by_its_code(cast: Cast) -> None:
    one = invited(cast, timezone.now(), days=3)
    browser = Client()
    assert one.title in browser.get(f"/{cast.unit.code}/dialogues/").content.decode()
    answer = browser.post(of(one), {"text": ASKED, "client_key": "a"})
    assert answer.status_code == 302
    browser.post(of(one), {"text": ASKED, "client_key": "a"})
    question = Question.objects.get()
    page = browser.get(answer["Location"])
    assert question.said_code in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert ASKED not in browser.get(of(one)).content.decode()
    moved_question(cast, question, "accept", at=timezone.now())
    public = browser.get(of(one)).content.decode()
    assert "[số điện thoại]" in public
    assert "0912" not in public
    assert (
        "Send a question beforehand"
        in browser.get(f"/{cast.unit.code}/en/dialogues/{one.code}/").content.decode()
    )
    typed = browser.post(f"/{cast.unit.code}/follow/", {"code": question.said_code})
    assert f"/dialogues/question/{question.code}/" in typed["Location"]


def test_bad_questions_keep_what_was_typed_and_a_flood_is_held_off(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = invited(cast, timezone.now(), days=3)
    browser = Client()
    short = browser.post(of(one), {"text": "Sao?", "name": "Bà Nhàn"})
    assert short.status_code == 422
    assert "Bà Nhàn" in short.content.decode()
    assert browser.post(of(one), {"text": ASKED, "website": "spam"}).status_code == 422
    monkeypatch.setattr(dialogues, "ASKS", 2)
    crowded = browser.post(of(one), {"text": ASKED})
    assert (crowded.status_code, crowded["Retry-After"]) == (429, str(limits.MINUTE))
    assert "Đường làng" in crowded.content.decode()
    assert not Question.objects.exists()


def test_what_is_being_prepared_past_or_of_elsewhere_is_closed(cast: Cast) -> None:
    now = timezone.now()
    assert Client().get(of(planned_dialogue(cast, now, days=3))).status_code == 404
    one = invited(cast, now)
    assert Client().get(f"/{cast.other_unit.code}/dialogues/{one.code}/").status_code == 404
    Dialogue.objects.update(date=timezone.localdate() - timedelta(days=1))
    page = Client().get(of(one)).content.decode()
    assert "Gửi câu hỏi trước" not in page
    assert Client().post(of(one), {"text": ASKED}).status_code == 422


def test_who_asked_opens_the_promise_again(cast: Cast) -> None:
    now = timezone.now()
    question = asked_of(invited(cast, now), now)
    made = promise_question(actor=cast.leader, at=now, question=question, promise=promise(cast, now))
    where = f"/{cast.unit.code}/dialogues/question/{question.code}/"
    assert "Ông/bà thấy đã được giải quyết chưa" not in Client().get(where).content.decode()
    move_commitment(
        actor=cast.leader, at=now, commitment=made, move="settle", seen=1, text="Xong, gọi 0912 345 678"
    )
    public = Client().get(f"/{cast.unit.code}/commitments/{made.code}/").content.decode()
    assert "Đã giải quyết" in public
    assert "0912" not in public
    assert Client().post(where, {"is_settled": "no", "text": ""}).status_code == 422
    assert Client().post(where, {"is_settled": "no", "text": "Mưa vẫn ngập"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.times_reopened) == ("open", 1)
    assert "Mưa vẫn ngập" in Client().get(f"/{cast.unit.code}/commitments/{made.code}/").content.decode()
    assert Client().get(f"/{cast.unit.code}/dialogues/question/3333-3333-3333/").status_code == 404


def test_late_promises_are_shown_as_late_and_inner_ones_nowhere(cast: Cast) -> None:
    now = timezone.now()
    promised(cast, now, text="Lắp đèn đường")
    inner = promised(cast, now, text="Việc nội bộ", is_public=False)
    Commitment.objects.update(due_date=timezone.localdate() - timedelta(days=2))
    page = Client().get(f"/{cast.unit.code}/commitments/").content.decode()
    assert "Quá hạn" in page
    assert "Lắp đèn đường" in page
    assert "Việc nội bộ" not in page
    assert Client().get(f"/{cast.unit.code}/commitments/{inner.code}/").status_code == 404


def test_a_phone_at_the_door_counts_once(cast: Cast) -> None:
    one = invited(cast, timezone.now())
    where, phone = f"/{cast.unit.code}/dialogues/here/{one.door}/", Client()
    assert "Tôi có mặt" in phone.get(where).content.decode()
    for key in ("a", "b"):
        answer = phone.post(where, {"client_key": key})
        assert answer.status_code == 302
    assert answer.cookies["here"]["path"] == where
    assert answer.cookies["here"]["httponly"]
    assert Attendance.objects.count() == 1
    said = phone.get(where).content.decode()
    assert "Cảm ơn ông/bà đã đến" in said
    assert "ước tính" in said
    Client().post(where, {"client_key": "c", "name": "Bùi Thị Nhàn"})
    assert Attendance.objects.count() == 2
    Dialogue.objects.update(date=timezone.localdate() + timedelta(days=1))
    assert Client().post(where, {"client_key": "d"}).status_code == 422


def test_the_committees_schedule_is_read_in_both_languages(cast: Cast) -> None:
    one = invited(cast, timezone.now(), days=1)
    assert one.title in Client().get(f"/{cast.unit.code}/party-schedule/").content.decode()
    assert "Coming up" in Client().get(f"/{cast.unit.code}/en/party-schedule/").content.decode()
