"""Form fields that read what people type the Vietnamese way."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from thanthien.lib.vietnamese import number_vi

_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+")


class NumberField(forms.DecimalField):
    """ "1.234,5", "1 234,5", "1.234" (a thousand and more) or "1.5" → Decimal; shown as "1.234,5"."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # a DecimalField gives Decimals
        if isinstance(value, str):
            value = re.sub(r"\s", "", value)
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
            elif _GROUPED.fullmatch(value):
                value = value.replace(".", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return number_vi(value) if isinstance(value, Decimal | int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}
