"""Form fields that read what people type the Vietnamese way, and the files they choose."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from thanthien.lib.vietnamese import money_vi, number_vi, parse_money_vi

ACCEPT = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.pptx,.txt"
DAY_FORMS = ["%Y-%m-%d", "%d/%m/%Y"]  # as a date picker sends it, as people type it
UNREAD_DAY = "Chưa đọc được ngày. Anh/chị ghi theo dạng ngày/tháng/năm, ví dụ 27/02/2026."
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


class MoneyField(forms.CharField):
    """ "12.500.000 đ", "12500000", "12,5 triệu" → whole đồng; shown as "12.500.000 đ"."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_money_vi(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Length and NUL were for the text; the amount is a number."""

    def prepare_value(self, value: Any) -> Any:
        return money_vi(value) if isinstance(value, int) else value


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one field. What each really is gets judged by its bytes later."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        found = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in found if one]
