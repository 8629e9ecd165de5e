"""A statement by its name says and does what its text would; a new connection prepares anew."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from thanthien.platform.statements import ask

ASKED = "SELECT code FROM units_unit WHERE code = %s OR name = %s ORDER BY code"
needs_postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite's driver keeps statements by itself"
)


def codes(statement: str, *values: object) -> list[str]:
    with connection.cursor() as cursor:
        ask(cursor, statement, values)
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def two_units(db: None) -> list[str]:
    from thanthien.platform.units.models import Unit

    for code, name in (("S1", "Xã ' một"), ("S2", "100% %s")):
        Unit.objects.create(code=code, name=name, kind=Unit.Kind.COMMUNE, search_key="")
    return ["S1", "S2"]


def test_values_stay_values(two_units: list[str]) -> None:
    for _ in range(3):
        assert codes(ASKED, "S1", "100% %s") == two_units
    assert codes(ASKED, "S1' OR 'a'='a", "Xã ' một") == ["S1"]


@needs_postgres
def test_the_text_goes_once(two_units: list[str]) -> None:
    codes(ASKED, "a", "b")
    with CaptureQueriesContext(connection) as seen:
        codes(ASKED, "S2", "")
    assert [one["sql"].split("_")[0] for one in seen] == ["EXECUTE kept"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{ASKED[:40]}%"]
        )
        assert cursor.fetchone() == (1,)


@needs_postgres
def test_a_pooler_is_sent_the_text(two_units: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    with CaptureQueriesContext(connection) as seen:
        assert codes(ASKED, "S2", "") == ["S2"]
    assert seen[0]["sql"].startswith("SELECT code")


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_knows_nothing_of_the_old_one() -> None:
    assert codes(ASKED, "a", "b") == []
    connection.close()
    assert codes(ASKED, "a", "b") == []


@pytest.mark.django_db
def test_what_cannot_be_prepared_is_told_every_time() -> None:
    for _ in range(2):
        with pytest.raises(DatabaseError, match="khong_co"), transaction.atomic():
            codes("SELECT code FROM khong_co WHERE code = %s", "a")


@pytest.mark.django_db
def test_what_was_prepared_in_a_transaction_that_failed_stays() -> None:
    with transaction.atomic():
        codes(ASKED + " LIMIT 7", "a", "b")
        transaction.set_rollback(True)
    assert codes(ASKED + " LIMIT 7", "a", "b") == []
