"""The year of scoring, for every test of assessment."""

from tests.assessment.year import year

__all__ = ["year"]
