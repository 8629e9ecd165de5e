"""Councils of a year: founded by a decision, seats given and ended."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.assessment.rounds.councils import open_council, seat_member, unseat_member
from thanthien.assessment.rounds.defaults import defaults
from thanthien.assessment.rounds.models import Council, CouncilMember
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import councils_of
from thanthien.assessment.rounds.seats import people_who_may_sit
from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import local_units_below
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, unit_page


class CouncilForm(forms.Form):
    decision_number = forms.CharField(
        label="Số quyết định thành lập",
        max_length=60,
        error_messages={"required": "Anh/chị ghi số quyết định thành lập hội đồng."},
    )
    decision_date = forms.DateField(
        label="Ngày quyết định",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Anh/chị chọn ngày quyết định.", "invalid": "Ngày chưa đúng."},
    )
    quorum = NumberField(
        label="Tỷ lệ phiếu tối thiểu (%)",
        min_value=Decimal(1),
        max_value=Decimal(100),
        error_messages={
            "required": "Anh/chị ghi tỷ lệ phiếu.",
            "invalid": "Tỷ lệ phải là số, ví dụ 66.",
            "min_value": "Tỷ lệ phải từ 1 đến 100.",
            "max_value": "Tỷ lệ phải từ 1 đến 100.",
        },
    )


@unit_page(Action.ROUND_MANAGE, "GET", "POST")
def overview(request: UnitRequest) -> HttpResponse:
    this_year = timezone.localdate().year
    asked = whole_number(request.GET.get("year")) or 0
    year = asked if 2000 <= asked <= 2100 else this_year
    form = CouncilForm(request.POST or None, initial={"quorum": defaults().quorum * 100})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            council = open_council(
                actor=request.user,
                at=timezone.now(),
                unit=request.unit,
                year=year,
                decision_number=said["decision_number"],
                decision_date=said["decision_date"],
                quorum=said["quorum"] / 100,
            )
        except CannotChangeRound as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, "Đã lập hội đồng. Anh/chị thêm các thành viên.")
            return redirect("oversight:council", request.unit.code, council.pk)
    context = {"year": str(year), "councils": councils_of(request.unit, year), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "oversight/rounds/councils.html", context, status=status)


@unit_page(Action.ROUND_MANAGE, "GET", "POST")
def one(request: UnitRequest, pk: int) -> HttpResponse:
    council = Council.objects.filter(pk=pk, unit=request.unit).select_related("unit__parent").first()
    if council is None:
        raise Http404
    refusal: CannotChangeRound | None = None
    if request.method == "POST":
        try:
            messages.success(request, _change(request, council))
        except CannotChangeRound as refused:
            refusal = refused
        else:
            return redirect("oversight:council", request.unit.code, pk)
    seats = CouncilMember.objects.filter(council=council).select_related("person", "home").order_by("pk")
    context = {
        "council": council,
        "year": str(council.year),
        "quorum": council.quorum * 100,
        "seats": [seat for seat in seats if seat.left_at is None],
        "former": [seat for seat in seats if seat.left_at is not None],
        "people": people_who_may_sit(request.unit),
        "communes": local_units_below(request.unit).order_by("code"),
        "posts": CouncilMember.Post.choices,
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "oversight/rounds/council.html", context, status=422 if refusal else 200)


def _change(request: UnitRequest, council: Council) -> str:
    """Give or end a seat, as the form says; the sentence about it."""
    data = request.POST
    if ends := whole_number(data.get("unseat")):
        member = CouncilMember.objects.filter(council=council, pk=ends).first()
        if member is None:
            raise CannotChangeRound("Thành viên này không có trong hội đồng. Anh/chị tải lại trang.")
        unseat_member(actor=request.user, at=timezone.now(), member=member, remark=data.get("remark", ""))
        return f"Đã cho {member} thôi tham gia hội đồng."
    person = next(
        (one for one in people_who_may_sit(council.unit) if one.username == data.get("person")), None
    )
    home = local_units_below(council.unit).filter(code=data.get("home", "")).first()
    post = data.get("post", "")
    member = seat_member(
        actor=request.user,
        at=timezone.now(),
        council=council,
        post=post if post in CouncilMember.Post.values else CouncilMember.Post.MEMBER,
        person=person,
        name=data.get("name", ""),
        organisation=data.get("organisation", ""),
        home=home,
    )
    return f"Đã thêm {member} vào hội đồng."
