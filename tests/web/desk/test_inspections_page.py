"""An inspection from the calendar to its end, on the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import one_task, picture
from thanthien.programme.inspections.findings import version_of
from thanthien.programme.inspections.models import Finding, Inspection

ClientOf = Callable[..., Client]


def said(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def there(cast: Cast, client_of: ClientOf) -> str:
    """The address of an inspection of the centre today, by the leader and an officer."""
    one_task(cast)
    today = timezone.localdate()
    form = {
        "title": "Kiểm tra một cửa", "inspection_date": today.isoformat(), "place": f"agency:{cast.centre.pk}",
        "inspectors": [str(cast.leader.pk), str(cast.officer.pk)],
    }  # fmt: skip
    answer = client_of(cast.coordinator).post(
        f"/desk/{cast.unit.code}/inspections/new/?year={today.year}", form
    )
    assert answer.status_code == 302
    return f"/desk/{cast.unit.code}/inspections/{Inspection.objects.get().pk}/"


def find(browser: Client, there: str, cast: Cast, text: str) -> Any:
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    form = {
        "text": text, "severity": "serious", "to": f"agency:{cast.centre.pk}", "due_date": due,
        "upload": picture(colour="navy"),
    }  # fmt: skip
    return browser.post(f"{there}findings/add/", form, follow=True)


def test_found_put_right_re_checked_and_closed(cast: Cast, client_of: ClientOf, there: str) -> None:
    inspector, centre = client_of(cast.officer), client_of(cast.one_stop)
    page = said(find(inspector, there, cast, "Ghế hỏng"))
    assert "Ghế hỏng" in page
    assert "Nghiêm trọng" in page
    finding = Finding.objects.get()
    step = finding.steps.first()
    assert step is not None
    small = inspector.get(f"/desk/{cast.unit.code}/inspections/steps/{step.pk}/small")
    assert small["Content-Type"] == "image/webp"
    move = f"/desk/{cast.unit.code}/inspections/findings/{finding.pk}/"
    assert "Báo đã khắc phục" in said(centre.get(there))
    assert "Phúc tra đạt" not in said(centre.get(there))
    nothing = centre.post(move, {"move": "done", "seen": version_of(finding)})
    assert (nothing.status_code, "ghi đã khắc phục thế nào" in said(nothing)) == (422, True)
    centre.post(move, {"move": "done", "seen": version_of(finding), "remark": "Đã thay ghế"})
    early = client_of(cast.leader).post(f"{there}move/", {"move": "close", "remark": "Xong"})
    assert "Còn 1 tồn tại" in said(early)
    finding.refresh_from_db()
    inspector.post(move, {"move": "pass", "seen": version_of(finding)})
    page = said(client_of(cast.leader).post(f"{there}move/", {"move": "close", "remark": "Đạt"}, follow=True))
    assert "Đã kết thúc" in page
    assert [page.index(words) for words in ("Phát hiện", "Đã thay ghế", "Phúc tra: đạt")] == sorted(
        page.index(words) for words in ("Phát hiện", "Đã thay ghế", "Phúc tra: đạt")
    )


def test_who_is_no_inspector_records_nothing(cast: Cast, client_of: ClientOf, there: str) -> None:
    answer = find(client_of(cast.one_stop), there, cast, "Bụi")
    assert answer.status_code == 403
    assert not Finding.objects.exists()
    assert "Ghi phát hiện" not in said(client_of(cast.council).get(there))


def test_pages_ask_no_more_for_more_findings(cast: Cast, client_of: ClientOf, there: str) -> None:
    browser = client_of(cast.leader)
    counts = []
    for text in ("Một", "Hai", "Ba"):
        find(browser, there, cast, text)
        with CaptureQueriesContext(connection) as asked:
            browser.get(there)
            browser.get(f"/desk/{cast.unit.code}/inspections/")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
