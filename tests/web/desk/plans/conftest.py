"""Readings for the pages, made as in the room itself, and the addresses of a reading."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.programme.imports.conftest import handed_in
from thanthien.programme.imports.models import PlanReading

__all__ = ["handed_in"]


class Desk:
    """The coordinator's browser: `desk.get("plan_reading", pk)`, `desk.post("plan_row", pk, row, do="save")`."""

    def __init__(self, client: Client, unit_code: str) -> None:
        self.client, self.unit_code = client, unit_code

    def url(self, name: str, *args: int) -> str:
        return reverse(f"desk:{name}", args=[self.unit_code, *args])

    def get(self, name: str, *args: int, htmx: bool = False, query: str = "") -> str:
        headers = {"HX-Request": "true"} if htmx else {}
        answer = self.client.get(self.url(name, *args) + query, headers=headers)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(
        self, name: str, *args: int, htmx: bool = False, status: int | None = None, **data: object
    ) -> str:
        headers = {"HX-Request": "true"} if htmx else {}
        answer = self.client.post(self.url(name, *args), data, headers=headers, follow=True)
        assert answer.status_code == (status or 200), answer.status_code
        return answer.content.decode()


@pytest.fixture
def desk(cast: Cast, client_of: object) -> Desk:
    assert callable(client_of)
    return Desk(client_of(cast.coordinator), cast.unit.code)


def row_ids(reading: PlanReading) -> list[int]:
    return list(reading.rows.order_by("position").values_list("pk", flat=True))
