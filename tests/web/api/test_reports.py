"""Reports by program: the public list as everybody reads it, one by its code, what a key sent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from tests.platform.keys.factories import made
from tests.web.api.conftest import Program
from thanthien.operations.feedback.actions import approve, draft, take
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.public_ids import public_id, row_of
from thanthien.web import limits
from thanthien.web.limits import UNKNOWN_CODES

pytestmark = pytest.mark.django_db
HIDDEN = "Nguyễn Văn Kín, số 0912345678"
SENT = {"client_key": "lan-gui-1", "text": "Rác để trước cổng chợ năm ngày", "category": "waste"}


def shown(cast: Cast, now: datetime, text: str = "Rác để năm ngày", **more: object) -> Report:
    """A report as it stands once an official has let it through."""
    report = sent(cast, now - timedelta(days=20), text=f"{text}. {HIDDEN}")
    fields = {
        "state": Report.State.ANSWERED, "outcome": "solved", "answered_at": now - timedelta(days=9),
        "public_text": text, "public_answer": "Đã thu gom.", "published_at": now - timedelta(days=2), **more,
    }  # fmt: skip
    Report.objects.filter(pk=report.pk).update(**fields)
    report.refresh_from_db()
    return report


def answered(cast: Cast, report: Report) -> None:
    take(act=act(cast.coordinator, report))
    draft(act=act(cast.coordinator, report), outcome="solved", text="Đã thu gom xong.")
    approve(act=act(cast.leader, report))


def test_the_list_is_masked_and_names_no_code(cast: Cast, anyone: Program, now: datetime) -> None:
    report = shown(cast, now)
    sent(cast, now, text="Chưa ai cho công khai việc này")
    told = anyone.ask("/reports")
    text = told.content.decode()
    assert "0912345678" not in text
    assert "Kín" not in text
    assert report.code not in text
    assert "Chưa ai cho công khai" not in text
    items = told.json()["items"]
    assert [(one["text"], one["answer"]) for one in items] == [("Rác để năm ngày", "Đã thu gom.")]
    assert items[0]["received_date"] == "2026-06-11"  # the hour is nobody's business
    assert anyone.get("/reports?q=kin")["items"] == []
    assert anyone.get("/reports?q=rac&outcome=solved&category=waste")["items"] == items
    assert anyone.get("/reports?outcome=refused")["items"] == []
    assert anyone.get("/reports?neighbourhood=Thôn+Mây", status=422)["errors"][0]["field"] == "neighbourhood"
    assert Program(cast.other_unit).get("/reports")["items"] == []


def test_a_public_id_opens_the_public_page_and_never_the_private_one(
    cast: Cast, anyone: Program, now: datetime
) -> None:
    report, hidden = shown(cast, now), sent(cast, now)
    name = public_id(report)
    assert anyone.get(f"/reports/{name}")["text"] == "Rác để năm ngày"
    assert anyone.get(f"/follow/{name}", status=404)["code"] == "not_found"
    for wrong in (report.code, public_id(hidden), "a" * 26, str(report.pk), "é" * 26):
        assert anyone.get(f"/reports/{wrong}", status=404)["code"] == "not_found"
    assert Program(cast.other_unit).get(f"/reports/{name}", status=404)["code"] == "not_found"


def test_an_id_outlives_a_changed_key_of_the_server(cast: Cast, now: datetime) -> None:
    report = sent(cast, now)
    old = public_id(report)
    with override_settings(SECRET_KEY="moi", SECRET_KEY_FALLBACKS=[]):
        assert row_of(old) is None
        assert public_id(report) != old
    with override_settings(SECRET_KEY="moi", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert row_of(old) == report.pk
    assert len({public_id(Report(pk=n)) for n in range(1, 200)}) == 199


def test_the_list_takes_the_same_queries_at_one_row_and_at_many(
    cast: Cast, anyone: Program, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            anyone.get("/reports?limit=100")
        return len(seen)

    shown(cast, now)
    few = queries()
    for _ in range(4):
        shown(cast, now)
    assert queries() == few == 2


def test_figures_count_nothing_about_staff(cast: Cast, anyone: Program, now: datetime) -> None:
    sent(cast, now)
    sent(cast, now, category="staff", text="Cán bộ một cửa nói nặng lời với dân")
    told = anyone.get("/report-figures")
    assert (told["received"], told["open"], told["since"]) == (1, 1, "2026-01-01")
    few = {"name": "", "is_few": True, "open": None, "late": None, "answered": None}
    assert told["neighbourhoods"] == [few]  # one report in a small place tells who
    for _ in range(2):
        sent(cast, now)
    assert anyone.get("/report-figures")["neighbourhoods"][0]["open"] == 3


def test_followed_by_its_code_as_on_the_page(cast: Cast, anyone: Program, now: datetime) -> None:
    report = sent(cast, now)
    told = anyone.ask(f"/follow/{report.said_code}")
    assert told["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in told
    data = told.json()
    assert (data["state"], data["text"], data["due_date"]) == ("received", report.text, str(report.due_date))
    assert data["calculation"]
    assert data["answer"] is None
    answered(cast, report)
    data = anyone.get(f"/follow/{report.code}")
    assert data["answer"] == {
        "outcome": "solved", "outcome_label": "Đã giải quyết", "text": "Đã thu gom xong.", "who_is": "",
    }  # fmt: skip
    assert [step["move"] for step in data["steps"]] == ["send", "take", "answer"]
    assert cast.coordinator.full_name not in str(data)
    assert Program(cast.other_unit).get(f"/follow/{report.code}", status=404)["code"] == "not_found"


def test_codes_that_are_tried_out_are_counted_with_those_of_the_page(
    cast: Cast, anyone: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = sent(cast, now)
    for _ in range(UNKNOWN_CODES):
        anyone.get("/follow/WRNG-WRNG-WRNG", status=404)
    anyone.client.post(f"/{cast.unit.code}/follow/", {"code": "WRNG-WRNG-WRNG"})
    refused = anyone.ask(f"/follow/{report.code}")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert refused.json()["code"] == "too_many_codes"
    monkeypatch.setattr(limits, "_windows", lambda within: 8)
    assert anyone.get(f"/follow/{report.code}")["code"] == report.code


def test_a_key_follows_what_it_sent_and_nothing_else(cast: Cast, sender: Program, now: datetime) -> None:
    told = sender.post("/reports", SENT)
    report = Report.objects.get(code=told["code"])
    other = sent(cast, now)
    assert [one["id"] for one in sender.get("/sent")] == [told["id"]]
    assert sender.get("/sent?first=1") == []
    answered(cast, report)
    one = sender.get(f"/sent/{told['id']}")
    assert (one["state"], one["is_open"], one["answer"]["text"]) == ("answered", False, "Đã thu gom xong.")
    assert report.code not in str(one)
    assert sender.get(f"/sent/{public_id(other)}", status=404)["code"] == "not_found"
    second = Program(cast.unit, made(cast, now)[1])
    assert second.get("/sent") == []
    assert second.get(f"/sent/{told['id']}", status=404)["code"] == "not_found"


def test_what_a_key_sent_takes_the_same_queries_at_one_and_at_many(
    cast: Cast, sender: Program, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert sender.get("/sent?limit=100")
        return len(seen)

    sender.post("/reports", SENT)
    few = queries()
    for n in range(4):
        sender.post("/reports", {**SENT, "client_key": f"lan-gui-{n + 2}"})
    for report in Report.objects.all():
        answered(cast, report)
    assert queries() == few


def test_following_needs_the_scope_and_the_unit(
    cast: Cast, anyone: Program, other_sender: Program, now: datetime
) -> None:
    assert anyone.get("/sent", status=401)["code"] == "key_missing"
    assert other_sender.get("/sent", status=403)["code"] == "other_unit"
    sends_only = Program(cast.unit, made(cast, now, scopes=("send",))[1])
    assert sends_only.get("/sent", status=403)["code"] == "scope_missing"
