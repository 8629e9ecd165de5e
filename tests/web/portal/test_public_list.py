"""What everybody reads: published reports in their masked form, found without tones, with plain figures."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.public import public_name
from thanthien.platform.units.models import Neighbourhood

pytestmark = pytest.mark.django_db
HIDDEN = "Nguyễn Văn Kín, số 0912345678"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def shown(
    cast: Cast, text: str = "Rác để năm ngày", *, days_late: int = 0, minute: int = 0, **more: object
) -> Report:
    """A report as it stands once an official has let it through."""
    at = timezone.now() - timedelta(days=20, minutes=minute)
    report = sent(cast, at, text=f"{text}. {HIDDEN}")
    # by the commune's clock: between midnight and seven in the morning UTC is a day behind
    answered = datetime.combine(report.due_date, timezone.localtime(at).timetz()) + timedelta(days=days_late)
    fields = {
        "state": Report.State.ANSWERED, "outcome": Report.Outcome.SOLVED, "answered_at": answered,
        "public_text": text, "public_answer": "Đã thu gom xong.", "published_at": answered, **more,
    }  # fmt: skip
    Report.objects.filter(pk=report.pk).update(**fields)
    report.refresh_from_db()
    return report


def read(cast: Cast, query: str = "", lang: str = "") -> str:
    answer = Client().get(f"/{cast.unit.code}/{lang}reports/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_only_what_was_published_is_there_and_only_its_masked_words(cast: Cast) -> None:
    report = shown(cast)
    sent(cast, timezone.now(), text="Chuyện chưa ai được đọc")
    page = read(cast)
    assert "Rác để năm ngày" in page
    assert "Chuyện chưa ai" not in page
    for secret in (HIDDEN, "Kín", report.code, report.said_code):
        assert secret not in page
    there = f"/{cast.unit.code}/reports/{public_name(report)}/"
    assert f'href="{there}"' in page
    one = Client().get(there).content.decode()
    assert "Đã thu gom xong." in one
    assert report.code not in one
    for elsewhere in (
        there.replace(cast.unit.code, cast.other_unit.code),
        f"/{cast.unit.code}/reports/{report.pk}/",
    ):
        assert Client().get(elsewhere).status_code == 404


def test_it_is_found_without_tones_and_never_by_what_the_mask_hides(cast: Cast) -> None:
    shown(cast)
    shown(cast, "Đèn đường tắt", minute=1, category="roads", outcome=Report.Outcome.PARTLY)
    assert "Đèn đường tắt" in read(cast, "?q=den+duong")
    assert "Rác để" not in read(cast, "?q=den+duong")
    assert "Không có ý kiến công khai nào như vậy" in read(cast, "?q=0912345678")
    assert "Rác để" not in read(cast, "?category=roads")
    assert "Đèn đường tắt" not in read(cast, "?outcome=solved")


def test_staff_are_neither_listed_nor_counted(cast: Cast) -> None:
    shown(cast, "Cán bộ cáu gắt", is_protected=True)
    page = read(cast)
    assert "Cán bộ cáu gắt" not in page
    assert "0 trong 0 ý kiến đã trả lời" in page


def test_figures_say_what_they_are_a_share_of(cast: Cast) -> None:
    shown(cast, satisfaction=5)
    shown(cast, days_late=1, minute=1, satisfaction=2)
    page = read(cast)
    assert page.count("trả lời quá hạn") == 1
    assert "1 trong 2 ý kiến đã trả lời" in page
    assert "1 trong 2 người đánh giá" in page
    assert "50%" in page
    assert "1 of 2 answered reports" in read(cast, lang="en/")


def test_neighbourhoods_are_drawn_by_their_counts(cast: Cast) -> None:
    place = Neighbourhood.objects.filter(unit=cast.unit).first() or Neighbourhood.objects.create(
        unit=cast.unit, kind=Neighbourhood.Kind.VILLAGE, name="Đông"
    )
    shown(cast, neighbourhood=place)
    shown(cast, "Đèn tắt", minute=1)
    assert "shade-4" in read(cast)
    assert "Đèn tắt" not in read(cast, f"?place={place.pk}")


def test_three_rows_and_thirty_cost_the_same(cast: Cast) -> None:
    def queries() -> int:
        read(cast)  # the unit is known
        caches["pages"].clear()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            read(cast)
        return len(seen)

    for minute in range(3):
        shown(cast, minute=minute)
    few = queries()
    for minute in range(3, 19):
        shown(cast, minute=minute)
    assert queries() == few <= 6
