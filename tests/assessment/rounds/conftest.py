"""The steps of a round, for every test of this room."""

from __future__ import annotations

import pytest

from tests.assessment.rounds.steps import Steps
from tests.assessment.year import Year
from tests.cast import Cast


@pytest.fixture
def steps(year: Year, cast: Cast) -> Steps:
    return Steps(year, cast)
