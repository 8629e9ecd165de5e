"""What is left of a unit merged into another: everybody who may reads on, nobody writes, whatever the page."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.web.rights_samples import Samples
from tests.web.test_rights import PAGES, ask
from thanthien.platform.people.merging import merge_unit
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.once
BODIES = {"oversight:round_sheet": {"do": "declare", "has_interest": "no"}}


@pytest.mark.parametrize(
    "who", ["coordinator", "leader", "officer", "head", "other_coordinator", "city_admin", "appraiser"]
)
def test_nobody_writes_in_a_unit_that_was_merged(
    who: str, cast: Cast, client_of: Callable[[Person], Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")
    samples = Samples(cast)
    asked = [
        (found.name, found.address(cast.unit if found.is_local else cast.city, samples))
        for found, page in PAGES
        if "POST" in page.methods and (found.is_local or found.name.startswith("oversight:round_"))
    ]
    assert len(asked) > 80
    merge_unit(
        actor=cast.city_admin,
        at=timezone.now(),
        city=cast.city,
        unit=cast.unit,
        successor=cast.other_unit,
        merged_date=timezone.localdate(),
        document="1/NQ-UBTVQH",
    )
    browser = client_of(getattr(cast, who))
    wrong = []
    for name, address in asked:
        status, wrote = ask(browser, "POST", address, {**samples.body(name), **BODIES.get(name, {})})
        if wrote or status >= 500:
            wrong.append(f"{name}: {status}{', wrote' if wrote else ''}")
    assert not wrong, "\n".join(wrong)
