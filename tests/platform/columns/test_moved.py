"""Columns that a unit confirmed before they moved to the platform: remembered as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.cast import NOW, make_cast
from tests.platform.moving import as_it_was
from thanthien.platform.columns.actions import CannotChooseColumns, chosen_columns, keep_columns
from thanthien.platform.columns.models import ColumnMap
from thanthien.platform.columns.queries import saved_columns

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = ("casework", "0003_times_resumed"), ("casework", "0005_column_maps_elsewhere")


@pytest.fixture
def old() -> Iterator[Any]:
    with as_it_was(BEFORE, AFTER) as models:
        yield models


def test_columns_confirmed_before_are_used_after(old: Any) -> None:
    cast = make_cast()
    kept = old.get_model("casework", "ColumnMap").objects.create(
        unit_id=cast.unit.pk, source="Cổng tỉnh", columns={"code": "Số"}, changed_at=NOW,
        changed_by_id=cast.officer.pk,
    )  # fmt: skip
    MigrationExecutor(connection).migrate([AFTER])
    assert ColumnMap.objects.get().pk == kept.pk
    assert saved_columns(cast.unit, "Cổng tỉnh", ["Số", "Việc"]) == {"code": "Số"}
    assert saved_columns(cast.unit, "Cổng tỉnh", ["Việc"]) is None
    assert saved_columns(cast.other_unit, "Cổng tỉnh", ["Số"]) is None
    keep_columns(actor=cast.officer, at=NOW, unit=cast.unit, source="Khác", columns={"code": "Mã"})
    assert ColumnMap.objects.count() == 2
    assert "casework_columnmap" not in connection.introspection.table_names()


def test_a_choice_holds_together() -> None:
    fields, headers = {"code": "Mã", "name": "Tên"}, ["A", "B"]
    assert chosen_columns({"code": "A", "name": "", "x": "B"}, fields, headers) == {"code": "A"}
    with pytest.raises(CannotChooseColumns, match="không nằm trong tệp"):
        chosen_columns({"code": "C"}, fields, headers)
    with pytest.raises(CannotChooseColumns, match="“A” được chọn cho hai"):
        chosen_columns({"code": "A", "name": "A"}, fields, headers)
