"""Forms of this part of the desk: one look, one way to say what is missing."""

from __future__ import annotations

from typing import Any

from django import forms

from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import agencies_of
from thanthien.web.fields import ACCEPT, FilesField, ManyFiles
from thanthien.web.plain_form import PlainForm, date_field

_MISSING = "Anh/chị điền ô này."


class DeskForm(PlainForm):
    """Fields dressed for the desk. Names in `wide` take a whole line; long texts always do."""

    wide: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _MISSING
            field.is_wide = name in self.wide or isinstance(field.widget, forms.Textarea)  # type: ignore[attr-defined]


def text(label: str, *, rows: int = 3, required: bool = True, hint: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=area, help_text=hint, max_length=6000)


def line(label: str, *, required: bool = True, hint: str = "", length: int = 300) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=length, help_text=hint)


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    return date_field(label, missing=_MISSING if required else "", hint=hint)


def one_file(label: str, *, hint: str = "") -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": ACCEPT})
    return forms.FileField(label=label, required=False, help_text=hint, widget=widget)


def many_files(label: str, *, hint: str = "") -> FilesField:
    return FilesField(label=label, required=False, help_text=hint, widget=ManyFiles(attrs={"accept": ACCEPT}))


def select() -> forms.Select:
    """For a field added once the form stands, so after the others were dressed."""
    return forms.Select(attrs={"class": "form-select"})


def agency(unit: Unit, label: str, *, required: bool = False) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(
        agencies_of(unit),
        label=label,
        required=required,
        empty_label="Chọn cơ quan" if required else "Không ghi",
        widget=select(),
        error_messages={
            "required": "Anh/chị chọn cơ quan.",
            "invalid_choice": "Cơ quan này không có trong danh sách.",
        },
    )
