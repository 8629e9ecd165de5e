"""The API keeps to its own description: schemathesis asks every address, well and badly, and checks each answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from tests.cast import Cast
from tests.operations.disclosure.factories import published
from tests.operations.procedures.factories import BIRTH, loaded
from tests.operations.surveys.factories import opened
from tests.platform.keys.factories import made
from tests.web.api.test_reports import shown
from thanthien.config.wsgi import application
from thanthien.web.api import keyed
from thanthien.web.api.v1.api import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Cast, frozen: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """One thing of each kind, so that addresses lead somewhere; and a key without a narrow limit."""
    monkeypatch.setattr(keyed, "READS", 10**9)
    loaded(cast.city, frozen, BIRTH)
    scopes = ("read", "send", "follow", "cases")
    _, secret = made(cast, frozen, scopes=scopes, per_minute=6000, per_day=1_000_000)
    return {
        "secret": secret, "code": cast.unit.code, "publication": published(cast, frozen).code,
        "survey": opened(cast, frozen).code, "procedure": BIRTH["code"], "tracking_code": shown(cast, frozen).code,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _connection_stays_open() -> Iterator[None]:
    """A server ends each request by closing its connection; here it is the one of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# What a description cannot say (which categories a unit takes, what a cursor was) is refused all the same.
SAID_NO = ["2xx", "400", "401", "403", "404", "409", "410", "422"]
CONFIG = {"checks": {"positive_data_acceptance": {"expected-statuses": SAID_NO}}}


def _operations(schema: Any, mode: GenerationMode) -> Iterator[Any]:
    """Every address as it is described, and those that take a query or a body also otherwise."""
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, told in operations.items():
            takes = "requestBody" in told or any(one["in"] == "query" for one in told["parameters"])
            if mode is GenerationMode.POSITIVE or takes:
                yield schema[path][method.upper()]


@pytest.mark.parametrize(
    ("mode", "operations"), [(GenerationMode.POSITIVE, 26), (GenerationMode.NEGATIVE, 13)]
)
def test_every_answer_is_as_described(mode: GenerationMode, operations: int, world: dict[str, str]) -> None:
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
    headers = {"Authorization": f"Bearer {world['secret']}"}
    asked: set[str] = set()
    for operation in _operations(schema, mode):

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=8, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def ask(case: Any) -> None:
            for name in set(case.path_parameters or {}) & set(world):
                case.path_parameters[name] = world[name]
            lacks_key = ParameterLocation.HEADER in {
                place for place, part in case.meta.components.items() if part.mode.is_negative
            }
            case.call_and_validate(headers=None if lacks_key else headers)
            asked.add(case.operation.label)

        ask()
    assert len(asked) == operations
