"""The coordinator takes a sample, sets a survey up, opens it, hands out links, reads the results, closes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.surveys.factories import answered, opened
from thanthien.operations.surveys.models import Link, Response, Survey
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db


def test_from_sample_to_word(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/surveys/"
    answer = browser.post(f"{home}copy/", {"sample": "centre"})
    today = timezone.localdate()
    typed = {
        "title": "Khảo sát tại quầy", "first_date": today.isoformat(), "last_date": f"{today.year}-12-31",
        "population": "2.000", "margin": "5", "minimum": "5", "who": "all", "measure": "service_centre",
    }  # fmt: skip
    made = browser.post(answer["Location"], typed)
    assert made.status_code == 302, made.content.decode()
    survey = Survey.objects.get()
    page = browser.get(made["Location"]).content.decode()
    assert "n = 334 phiếu" in page
    browser.post(f"{home}{survey.pk}/move/", {"move": "open"})
    survey.refresh_from_db()
    for mark in (5, 5, 4, 4, 2):
        answered(survey, timezone.now(), mark)
    page = browser.get(f"{home}{survey.pk}/").content.decode()
    assert "32/40 · 80%" in page
    assert "65,2–89,5%" in page  # the interval stands beside the share
    assert 'width="40.0"' in page or 'width="40"' in page
    closed = browser.post(f"{home}{survey.pk}/move/", {"move": "close"}, follow=True).content.decode()
    assert "lập bảng tổng hợp" in closed
    word = browser.get(f"{home}{survey.pk}/export/docx/")
    assert b"".join(word.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    for form in ("xlsx", "csv", "pdf"):
        assert browser.get(f"{home}{survey.pk}/export/{form}/").status_code == 200


def test_surveys_at_work_stand_above_those_that_ended(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    now = timezone.now()
    ended = opened(cast, now, title="Đợt đã xong")
    running = opened(cast, now - timedelta(days=40), "staff", title="Đợt đang hỏi")
    Survey.objects.filter(pk=ended.pk).update(state=Survey.State.CLOSED)
    page = client_of(cast.coordinator).get(f"/desk/{cast.unit.code}/surveys/").content.decode()
    assert 0 < page.index(f"/surveys/{running.pk}/") < page.index(f"/surveys/{ended.pk}/")


def test_links_are_told_once_and_kept_as_hashes(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    survey = opened(cast, timezone.now())
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/surveys/{survey.pk}/links/"
    answer = browser.post(home, {"count": "3", "form": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
    tokens = [address.partition("?k=")[2] for _, address in rows]
    assert len(set(tokens)) == 3
    assert not set(tokens) & set(Link.objects.values_list("hash", flat=True))
    assert browser.post(home, {"count": "9", "form": "pdf"}).content.startswith(b"%PDF")
    assert browser.post(home, {"count": "0", "form": "pdf"}).status_code == 422
    assert "Đã phát 12 đường dẫn, đã dùng 0" in browser.get(home).content.decode()
    assert browser.get(f"/desk/{cast.unit.code}/surveys/{survey.pk}/poster/").content.startswith(b"%PDF")


def test_paper_is_typed_and_compared(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    survey = opened(cast, timezone.now())
    home = f"/desk/{cast.unit.code}/surveys/{survey.pk}/"
    typed = {"paper_number": "7", "q_a1": "3", "q_a8": "5", "q_more": "Cần thêm ghế"}
    answer = client_of(cast.one_stop).post(f"{home}paper/", typed)
    assert answer["Location"].endswith("?n=8")
    response = Response.objects.get()
    assert (response.answers, response.typed_by) == (
        {"a1": 3, "a8": 5, "more": "Cần thêm ghế"},
        cast.one_stop,
    )
    assert "Phiếu số 7" not in client_of(cast.one_stop).get(f"{home}check/").content.decode()
    assert "Phiếu số 7" in client_of(cast.officer).get(f"{home}check/").content.decode()
    client_of(cast.officer).post(f"{home}check/", {"response": str(response.pk)})
    response.refresh_from_db()
    assert response.checked_by == cast.officer


def test_results_take_as_many_queries_for_many_answers(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:

    survey = opened(cast, timezone.now())
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/surveys/{survey.pk}/"
    answered(survey, timezone.now())
    browser.get(home)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            browser.get(home)
        counts.append(len(seen))
        for _ in range(5):
            answered(survey, timezone.now())
    assert counts[0] == counts[1]
