"""What time does to imports: their files go after a month, the log of what came in stays."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage

from tests.cast import NOW, Cast
from tests.operations.casework.factories import imported
from tests.operations.casework.test_importing import ROW, applied, csv_of, row
from thanthien.operations.casework.models import Case, CaseImport
from thanthien.operations.casework.sweeping import sweep
from thanthien.platform.audit.models import Entry
from thanthien.platform.files.actions import forget_file, keep_file
from thanthien.platform.files.models import StoredFile

MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    still = SimpleNamespace(enqueue=lambda pk: None)
    monkeypatch.setattr("thanthien.operations.casework.importing.import_in_background", still)


def test_a_file_goes_after_a_month_and_its_row_stays(cast: Cast) -> None:
    made = applied(cast, csv_of(ROW))
    assert made.file is not None
    path = made.file.path
    assert sweep(at=NOW + MONTH).removed == 0
    assert default_storage.exists(path)
    assert sweep(at=NOW + MONTH + timedelta(minutes=1)).removed == 1
    kept = CaseImport.objects.get()
    assert (kept.file_id, kept.state, kept.new, kept.examples) == (None, "done", 1, [])
    assert kept.file_removed_at == NOW + MONTH + timedelta(minutes=1)
    assert not default_storage.exists(path)
    assert Case.objects.count() == 1
    assert made.filename in str(Entry.objects.get(action="case_import.remove_file").after)
    assert sweep(at=NOW + 2 * MONTH).removed == 0


def test_a_file_nobody_went_on_with_is_put_aside(cast: Cast) -> None:
    made = imported(cast, csv_of(ROW))
    assert made.state == "mapping"
    assert sweep(at=NOW + MONTH + timedelta(days=1)).removed == 1
    made.refresh_from_db()
    assert (made.state, made.file) == ("dropped", None)


def test_the_same_bytes_of_a_younger_import_stay(cast: Cast) -> None:
    data = csv_of(ROW)
    applied(cast, data)
    later = imported(cast, data, NOW + MONTH)
    assert sweep(at=NOW + MONTH + timedelta(minutes=1)).removed == 1
    later.refresh_from_db()
    assert later.file is not None
    assert default_storage.exists(later.file.path)


def test_bytes_can_be_kept_again_after_they_were_removed(cast: Cast) -> None:
    file = keep_file(data=csv_of(row(name="Khác")), at=NOW)
    assert forget_file(file)
    again = keep_file(data=csv_of(row(name="Khác")), at=NOW)
    assert default_storage.exists(again.path)
    assert StoredFile.objects.count() == 1
    assert not CaseImport.objects.exists()


def test_a_file_that_ends_worker_after_worker_is_given_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        "thanthien.operations.casework.sweeping.import_in_background", SimpleNamespace(enqueue=asked.append)
    )
    made = imported(cast, csv_of(ROW))
    CaseImport.objects.filter(pk=made.pk).update(state="checking")
    rounds = [NOW + timedelta(minutes=4 * n) for n in range(1, 8)]
    assert [sweep(at=at).resumed for at in rounds] == [1, 1, 1, 1, 1, 0, 0]
    assert asked == [made.pk] * 5
    made.refresh_from_db()
    assert made.state == "failed"
    assert "dừng nhiều lần giữa chừng" in made.problem
    assert made.file is not None
