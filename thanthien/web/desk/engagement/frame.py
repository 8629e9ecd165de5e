"""What these pages share: the row of tabs, rows by their id, the form of a commitment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django import forms
from django.http import Http404
from django.utils import timezone

from thanthien.operations.engagement.committing import Promise
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import (
    Commitment,
    Dialogue,
    FieldVisit,
    Heard,
    PartyEntry,
    Question,
)
from thanthien.operations.engagement.queries import (
    commitment_of_unit,
    dialogue_of_unit,
    entry_of_unit,
    heard_of_unit,
    question_of_unit,
    visit_of_unit,
)
from thanthien.operations.engagement.standing import manages
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.pages import UnitRequest
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    doer_choices,
    doer_chosen,
    text_field,
)

Row = TypeVar("Row")
TABS = (
    ("desk:dialogues", "Đối thoại"),
    ("desk:field_visits", "Xuống cơ sở"),
    ("desk:commitments", "Cam kết"),
    ("desk:party_schedule", "Lịch của cấp ủy"),
)
FINDERS: dict[type, Callable[[Unit, int], object]] = {
    Dialogue: dialogue_of_unit,
    Question: question_of_unit,
    FieldVisit: visit_of_unit,
    Heard: heard_of_unit,
    Commitment: commitment_of_unit,
    PartyEntry: entry_of_unit,
}


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    return {"en_tabs": TABS, "here": here, "manages": manages(request.user, request.unit)}


def asked(request: UnitRequest, kind: type[Row], pk: int) -> Row:
    """The row of this unit, or 404."""
    found = FINDERS[kind](request.unit, pk)
    if not isinstance(found, kind):
        raise Http404
    return found


def time_field(label: str, *, missing: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=bool(missing),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": missing, "invalid": "Anh/chị ghi giờ theo dạng 14:30."},
    )


class PromiseForm(PlainForm):
    text = text_field("Cam kết làm gì", missing="Anh/chị ghi cam kết làm gì.", length=1000, rows=3,
                      hint="Người dân đọc được; số điện thoại, số giấy tờ tự che.")  # fmt: skip
    owner = choice_field("Cơ quan, người thực hiện", missing="Anh/chị chọn cơ quan hoặc người thực hiện.")
    due_date = date_field("Hạn", missing="Anh/chị chọn hạn.")
    is_public = forms.BooleanField(label="Theo dõi công khai trên trang của đơn vị", required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.set_choices("owner", doer_choices(unit, "Chọn cơ quan hoặc người", Action.ENGAGEMENT_WORK))

    def promise(self, origin: str = "") -> Promise:
        data = self.cleaned_data
        agency, person = doer_chosen(self.unit, data["owner"])
        return Promise(data["text"], data["due_date"], agency, person, data["is_public"], origin)


def first_promise(text: str) -> dict[str, Any]:
    due = timezone.localdate() + timedelta(days=definition().promise_days)
    return {"text": text[:1000], "due_date": due, "is_public": True}
