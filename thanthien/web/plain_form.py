"""A form whose fields carry the classes of the desk, so that a page says only what it asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from thanthien.lib.vietnamese import sort_key, whole_number
from thanthien.platform.people.models import Person
from thanthien.platform.people.queries import given_name_first, people_of
from thanthien.platform.people.roles import GRANTS, Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import rows_of, task_of_unit
from thanthien.web.fields import ACCEPT, DAY_FORMS, UNREAD_DAY

Choice = tuple[str, Any]


class PlainForm(forms.Form):
    """Every widget gets its class; a field refused is told to screen readers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
                widget.attrs.setdefault("class", "form-check-input")
            elif isinstance(widget, forms.Select):
                widget.attrs.setdefault("class", "form-select")
            else:
                widget.attrs.setdefault("class", "form-control")

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside its field, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def first_error(self) -> str:
        """What is wrong with a form whose fields the page draws by hand, in one sentence."""
        return str(next(iter(self.errors.values()))[0])

    def set_choices(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


def text_field(
    label: str,
    *,
    missing: str = "",
    length: int = 300,
    rows: int = 0,
    hint: str = "",
    list_id: str = "",
) -> forms.CharField:
    """One line, or `rows` lines; required where `missing` says what to do without it."""
    attrs = {"list": list_id} if list_id else {}
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=length,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs=attrs),
        error_messages={"required": missing, "max_length": f"Nội dung dài quá {length} ký tự."},
    )


def date_field(label: str, *, missing: str = "", hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(missing),
        input_formats=DAY_FORMS,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": missing,
            "invalid": UNREAD_DAY,
        },
    )


def year_field(label: str, *, missing: str = "", hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=bool(missing),
        min_value=2000,
        max_value=2100,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": missing,
            **dict.fromkeys(("invalid", "min_value", "max_value"), "Anh/chị ghi năm bằng bốn chữ số."),
        },
    )


def choice_field(label: str, *, missing: str = "", hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=bool(missing),
        help_text=hint,
        error_messages={"required": missing, "invalid_choice": "Lựa chọn này không còn. Anh/chị chọn lại."},
    )


def boxes_field(label: str, *, missing: str = "", hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=bool(missing),
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing, "invalid_choice": "Lựa chọn này không còn. Anh/chị chọn lại."},
    )


def upload_field(label: str, *, hint: str = "") -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,
        help_text=hint or "Ảnh, PDF, Word, Excel; không quá 100 MB.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


def agency_choices(unit: Unit) -> list[Choice]:
    return [(str(agency.pk), agency.name) for agency in agencies_of(unit)]


def people_choices(unit: Unit, only: Action | None = None) -> list[Choice]:
    """The people of a unit under their agencies, leaders first; `given_name_first` inside each.

    `only`: those whose role in the unit lets them do this.
    """
    groups: dict[str, list[Choice]] = {}
    orders: dict[str, tuple[int, str]] = {}
    for person in sorted(people_of(unit).filter(is_active=True), key=given_name_first):
        roles = person.roles_here  # type: ignore[attr-defined]
        if only is not None and not any(role.role in GRANTS[only] for role in roles):
            continue
        agency: Agency | None = next((role.agency for role in roles if role.agency), None)
        title = next((role.title for role in roles if role.title), "")
        name = agency.name if agency else "Lãnh đạo và thành viên khác"
        orders[name] = (agency.position, sort_key(name)) if agency else (-1, "")
        said = f"{person.full_name} – {title}" if title else person.full_name
        groups.setdefault(name, []).append((str(person.pk), said))
    return [(name, groups[name]) for name in sorted(groups, key=lambda n: orders[n])]


def person_chosen(unit: Unit, value: str) -> Person | None:
    """The person of an id that `people_choices` offered."""
    pk = whole_number(value)
    return people_of(unit).filter(pk=pk, is_active=True).first() if pk is not None else None


def agency_chosen(unit: Unit, value: str) -> Agency | None:
    pk = whole_number(value)
    return agencies_of(unit).filter(pk=pk).first() if pk is not None else None


def agencies_chosen(unit: Unit, values: Iterable[str]) -> tuple[Agency, ...]:
    """The agencies of ids that `agency_choices` offered, in the unit's own order."""
    wanted = {whole_number(value) for value in values}
    return tuple(agency for agency in agencies_of(unit) if agency.pk in wanted)


def doer_choices(unit: Unit, nobody: str, only: Action | None = None) -> list[Choice]:
    """Agencies, then people, to give something to; `nobody` are the words of the empty choice."""
    people = [
        (heading, [(f"person:{pk}", said) for pk, said in group])
        for heading, group in people_choices(unit, only)
    ]
    agencies = [(f"agency:{pk}", name) for pk, name in agency_choices(unit)]
    return [("", nobody), ("Cơ quan", agencies), *people]


def doer_chosen(unit: Unit, value: str) -> tuple[Agency | None, Person | None]:
    """The agency or the person of a value that `doer_choices` offered."""
    kind, _, pk = value.partition(":")
    agency = agency_chosen(unit, pk) if kind == "agency" else None
    return agency, person_chosen(unit, pk) if kind == "person" else None


def task_choices(unit: Unit, year: int, *, first_of: Collection[int] = ()) -> list[Any]:
    """The tasks of a year for a form; those in which an agency of `first_of` has a part stand first, apart."""
    rows = list(rows_of(unit, year).order_by("position").values_list("pk", "title"))
    own = set(
        rows_of(unit, year).filter(agencies__agency__in=first_of).values_list("pk", flat=True)
        if first_of
        else ()
    )
    mine, others = (
        [(str(pk), title[:110]) for pk, title in rows if (pk in own) is is_own] for is_own in (True, False)
    )
    if not mine:
        return [("", "Không gắn"), *others]
    return [("", "Không gắn"), ("Việc của cơ quan anh/chị", mine), ("Việc của cơ quan khác", others)]


def task_chosen(unit: Unit, value: str) -> Task | None:
    pk = whole_number(value)
    return task_of_unit(unit, pk) if pk is not None else None
