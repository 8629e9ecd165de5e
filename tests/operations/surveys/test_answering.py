"""An answer kept: what lies in the tables afterwards, and what does not."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from tests.cast import Cast
from tests.operations.surveys.factories import TYPED, answered, opened
from thanthien.operations.surveys.actions import make_links
from thanthien.operations.surveys.answering import CannotAnswer, Sent, answer, answer_paper, check_paper
from thanthien.operations.surveys.models import Link, Response
from thanthien.platform.audit.models import Entry

pytestmark = pytest.mark.django_db


def everything() -> dict[str, str]:
    """Every row of every table as JSON, by model."""
    return {
        model._meta.label: serializers.serialize("json", model._default_manager.order_by("pk"))
        for model in apps.get_models()
    }


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    """The portal's clock stands at `now`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


def test_after_an_answer_only_the_answer_and_the_used_link_have_changed(cast: Cast, today: datetime) -> None:
    survey = opened(cast, today)
    token = make_links(actor=cast.coordinator, at=today, survey=survey, count=3)[0]
    before = everything()
    typed = {f"q_{key}": value[0] for key, value in TYPED.items()} | {"key": str(uuid.uuid4())}
    reply = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="May-cua-ba-Mo/1").post(
        f"/{cast.unit.code}/surveys/{survey.code}/?k={token}", typed
    )
    assert reply.status_code == 302, reply.content.decode()
    after = everything()
    assert {name for name in after if after[name] != before[name]} == {"surveys.Response", "surveys.Link"}
    kept = "".join(after[name] for name in ("surveys.Response", "surveys.Link"))
    assert all(secret not in kept for secret in ("203.0.113.7", "May-cua-ba-Mo", token, "T09:00", "09:00"))
    fields = {field.name for field in Response._meta.get_fields() if field.concrete}
    assert fields == {
        "id", "survey", "answers", "day", "channel", "neighbourhood", "flag", "typed_by", "checked_by", "paper_number",
    }  # fmt: skip
    assert {field.name for field in Link._meta.get_fields() if field.concrete} == {
        "id",
        "survey",
        "hash",
        "is_used",
    }


def test_a_link_works_once_and_never_for_another_survey(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now, is_public=False)
    token = make_links(actor=cast.coordinator, at=now, survey=survey, count=1)[0]
    with pytest.raises(CannotAnswer, match="đường dẫn hoặc mã QR riêng"):
        answered(survey, now)
    answered(survey, now, token=token, channel="link")
    with pytest.raises(CannotAnswer, match="đã được dùng"):
        answered(survey, now, token=token, channel="link")
    assert survey.responses.count() == 1


def test_the_same_page_sent_twice_is_one_answer(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now)
    key = uuid.uuid4()
    assert answered(survey, now, key=key) == answered(survey, now, key=key)
    assert survey.responses.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"a8": []}, "a8"),
        ({"a1": ["6"]}, "a1"),
        ({"a1": ["0"]}, "a1"),
        ({"who": ["9"]}, "who"),
        ({"a2": ["tốt"]}, "a2"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_question(
    cast: Cast, now: datetime, typed: dict[str, list[str]], field: str
) -> None:
    survey = opened(cast, now)
    with pytest.raises(CannotAnswer) as refusal:
        answered(survey, now, typed=typed)
    assert refusal.value.field == field
    assert not Response.objects.exists()


def test_paper_names_who_typed_it_and_a_second_person_compares(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now)
    sent = Sent(uuid.uuid4(), TYPED, Response.Channel.PAPER)
    response = answer_paper(actor=cast.officer, at=now, survey=survey, sent=sent, paper_number="12")
    with pytest.raises(CannotAnswer, match="Phiếu số 12 đã được nhập"):
        answer_paper(
            actor=cast.head, at=now, survey=survey, paper_number="12",
            sent=Sent(uuid.uuid4(), TYPED, Response.Channel.PAPER),
        )  # fmt: skip
    with pytest.raises(CannotAnswer, match="Người nhập phiếu"):
        check_paper(actor=cast.officer, at=now, response=response)
    check_paper(actor=cast.head, at=now, response=response)
    response.refresh_from_db()
    assert (response.typed_by, response.checked_by) == (cast.officer, cast.head)
    assert "answers" not in str(Entry.objects.get(action="survey.paper").after)


def test_a_closed_or_future_survey_takes_nothing(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now)
    late = now.replace(year=now.year + 1)
    with pytest.raises(CannotAnswer, match="đã kết thúc"):
        answer(at=late, survey=survey, sent=Sent(uuid.uuid4(), TYPED, "qr"))
