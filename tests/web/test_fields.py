"""Numbers as Vietnamese type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from thanthien.web.fields import NumberField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.234,5", "1234.5"), ("1 234,5", "1234.5"), ("1.234", "1234"), ("1.234.567", "1234567"), ("1,5", "1.5"),
     ("1.5", "1.5"), ("80", "80"), ("0", "0"), ("1234", "1234")],
)  # fmt: skip
def test_what_is_typed_is_what_is_meant(typed: str, meant: str) -> None:
    assert NumberField(decimal_places=2, max_digits=16).clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["nhiều", "1,2,3", "1.23.4", "∞", "NaN"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        NumberField().clean(typed)


def test_a_number_is_shown_as_it_is_typed() -> None:
    assert NumberField().prepare_value(Decimal("1234.5")) == "1.234,5"
    assert NumberField().prepare_value("1.2x") == "1.2x"
