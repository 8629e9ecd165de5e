"""The weekly relay: who passes on what people say, week by week, and quick entry for one relayer."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.channels.models import Relayer
from thanthien.operations.channels.queries import monday_of
from thanthien.operations.channels.registers import coverage_of, relay_of, relayer_of_unit
from thanthien.operations.channels.relaying import (
    RelayerFields,
    add_relayer,
    end_relayer,
    may_enter,
    say_nothing,
)
from thanthien.operations.feedback.definition import definition as feedback_definition
from thanthien.operations.feedback.models import Path
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.desk.channels.boxes import place_choices, place_chosen, typed_from
from thanthien.web.desk.channels.frame import tabs, week_asked, weeks_beside
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
)
from thanthien.workflows.channels import relay_report

WORDS = {
    "heard": "có ý kiến",
    "nothing": "không có ý kiến",
    "missing": "chưa phản hồi",
    "open": "đang chờ phản hồi",
    "outside": "ngoài thời gian làm đầu mối",
}


class RelayerForm(PlainForm):
    kind = choice_field("Loại đầu mối", missing="Anh/chị chọn loại đầu mối.")
    name = text_field("Tên đầu mối", missing="Anh/chị ghi tên đầu mối.", length=150)
    neighbourhood = choice_field("Thôn, tổ dân phố")
    person = choice_field("Tài khoản", hint="Có tài khoản thì đầu mối tự phản hồi được.")
    since_date = date_field("Từ ngày", missing="Anh/chị ghi ngày bắt đầu.")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", Relayer.Kind.choices)
        self.set_choices("neighbourhood", place_choices(unit, "Toàn đơn vị"))
        self.set_choices("person", [("", "Không có, điều phối viên ghi thay"), *people_choices(unit)])


@unit_page(Action.CHANNEL_VIEW)
def relay(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = relay_of(request.unit, monday_of(today), today)
    context = {
        **tabs("desk:relay"),
        "rows": [
            (row, [(cell, WORDS[cell.state]) for cell in row.cells], may_enter(request.user, row.relayer))
            for row in rows
        ],
        "coverage": coverage_of(rows, today),
        "missing": sum(1 for row in rows if row.now.state == "open"),
        "manages": may(request.user, Action.CHANNEL_MANAGE, request.unit),
    }
    return render(request, "desk/channels/relay.html", context)


@unit_page(Action.CHANNEL_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    form = RelayerForm(unit, request.POST or None, initial={"since_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = RelayerFields(
            data["kind"], data["name"], data["since_date"], place_chosen(unit, data["neighbourhood"]),
            person_chosen(unit, data["person"]),
        )  # fmt: skip
        try:
            add_relayer(actor=request.user, at=timezone.now(), unit=unit, fields=fields)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã thêm đầu mối.")
            return redirect("desk:relay", unit.code)
    back = reverse("desk:relay", args=[unit.code])
    return form_page(request, form, title="Thêm đầu mối", back=back, back_words="Phản hồi hằng tuần")


@unit_page(Action.CHANNEL_MANAGE, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    relayer = end_relayer(actor=request.user, at=timezone.now(), relayer=_found(request, pk))
    messages.success(request, f"{relayer.name} thôi làm đầu mối từ ngày mai; các tuần đã ghi được giữ lại.")
    return redirect("desk:relay", request.unit.code)


@unit_page(Action.CHANNEL_WORK, "GET", "POST")
def week(request: UnitRequest, pk: int) -> HttpResponse:
    """One relayer's week: "nothing to report", or what was heard, one report at a time."""
    relayer, sent, refused = _found(request, pk), request.POST, ""
    monday = week_asked(sent.get("week", "") or request.GET.get("week", ""))
    here = f"{reverse('desk:relay_week', args=[request.unit.code, pk])}?week={monday.isoformat()}"
    if request.method == "POST":
        try:
            if sent.get("nothing"):
                say_nothing(actor=request.user, at=timezone.now(), relayer=relayer, monday=monday)
                messages.success(request, "Đã ghi: tuần này không có ý kiến.")
                return redirect("desk:relay", request.unit.code)
            received = relay_report(
                actor=request.user, at=timezone.now(), relayer=relayer, monday=monday,
                typed=typed_from(request), client_key=sent.get("client_key", "") or secrets.token_urlsafe(18),
            )  # fmt: skip
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, f"Đã ghi ý kiến, mã {received.report.said_code}. Còn ý kiến nào, ghi tiếp bên dưới."
            )
            return redirect(here)
    today = timezone.localdate()
    row = next((one for one in relay_of(request.unit, monday, today, 1) if one.relayer.pk == pk), None)
    context = {
        **weeks_beside(request, monday),
        "relayer": relayer,
        "cell": row.now if row else None,
        "said": WORDS[row.now.state] if row else WORDS["outside"],
        "enters": may_enter(request.user, relayer),
        "refused": refused,
        "typed": sent,
        "client_key": secrets.token_urlsafe(18),
        "categories": feedback_definition().categories.values(),
        "paths": Path.choices,
        "places": neighbourhoods_of(request.unit),
    }  # fmt: skip
    return render(request, "desk/channels/relay_week.html", context, status=422 if refused else 200)


def _found(request: UnitRequest, pk: int) -> Relayer:
    relayer = relayer_of_unit(request.unit, pk)
    if relayer is None:
        raise Http404
    return relayer
