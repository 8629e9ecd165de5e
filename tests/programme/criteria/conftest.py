"""The sets and the sample points of the repository, read once."""

from pathlib import Path

import pytest

from thanthien.programme.criteria.definition import (
    CriteriaSetDefinition,
    WeightTableDefinition,
    load_definition,
    load_weights,
)

DATA = Path(__file__).resolve().parents[3] / "data" / "criteria"


@pytest.fixture(scope="session")
def hai_phong() -> CriteriaSetDefinition:
    return load_definition(DATA / "hai-phong-2025.yaml")


@pytest.fixture(scope="session")
def dong_nai() -> CriteriaSetDefinition:
    return load_definition(DATA / "dong-nai-2025.yaml")


@pytest.fixture(scope="session")
def sample(hai_phong: CriteriaSetDefinition) -> WeightTableDefinition:
    return load_weights(DATA / "hai-phong-2025.sample-weights.yaml", hai_phong)
