"""A dialogue on its day and after: the QR of the door, the minutes, the list on paper, its papers as files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf
from thanthien.lib.documents.write.poster import SLOGAN, Poster, poster_pdf
from thanthien.operations.engagement.actions import CannotEngage, Minutes, write_minutes
from thanthien.operations.engagement.models import Dialogue
from thanthien.operations.engagement.papers import invitation_paper, minutes_paper
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.roles import Action
from thanthien.web.desk.engagement.frame import asked
from thanthien.web.desk.form_page import form_page
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, text_field, upload_field
from thanthien.workflows.engagement import prove_dialogue


class MinutesForm(PlainForm):
    secretary = text_field("Thư ký", length=100)
    paper_count = forms.IntegerField(
        label="Số người theo danh sách giấy", required=False, min_value=0, max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Để trống khi không có danh sách giấy.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Anh/chị ghi số người bằng chữ số, từ 0."),
    )  # fmt: skip
    paper = upload_field("Ảnh hoặc bản chụp danh sách")
    course = text_field("Diễn biến", length=20_000, rows=8, hint="Ai nói gì; không ghi tên người dân.")
    conclusion = text_field(
        "Kết luận của người chủ trì",
        length=10_000,
        rows=4,
        hint="Hiện trên trang công khai cùng các cam kết.",
    )


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def minutes(request: UnitRequest, pk: int) -> HttpResponse:
    one, unit = asked(request, Dialogue, pk), request.unit
    if one.state != Dialogue.State.HELD:
        messages.info(request, "Anh/chị ghi “Đã tổ chức” trước, rồi ghi biên bản.")
        return redirect("desk:dialogue", unit.code, pk)
    first = {name: getattr(one, name) for name in ("secretary", "paper_count", "course", "conclusion")}
    form = MinutesForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            file, name = keep_named(upload=data["paper"] or None, at=timezone.now())
            told = Minutes(
                data["secretary"], data["course"], data["conclusion"], data["paper_count"],
                (file, name) if file else None,
            )  # fmt: skip
            write_minutes(
                actor=request.user, at=timezone.now(), dialogue=one, minutes=told, seen=seen_version(request)
            )
        except CannotKeepFile as error:
            form.add_error("paper", f"Tệp chưa giữ được. {error}")
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu biên bản.")
            return redirect("desk:dialogue", unit.code, pk)
    back = reverse("desk:dialogue", args=[unit.code, pk])
    return form_page(
        request, form, title="Biên bản đối thoại", back=back, back_words=one.title, seen=one.version
    )


@unit_page(Action.ENGAGEMENT_VIEW)
def invitation(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(request, Dialogue, pk)
    return as_download(write_docx(invitation_paper(one)), f"Giấy mời đối thoại {one.date:%d-%m-%Y}.docx")


@unit_page(Action.ENGAGEMENT_VIEW)
def minutes_word(request: UnitRequest, pk: int) -> HttpResponse:
    one = _held(request, pk)
    return as_download(write_docx(minutes_paper(one)), f"Biên bản đối thoại {one.date:%d-%m-%Y}.docx")


@unit_page(Action.ENGAGEMENT_VIEW)
def minutes_pdf(request: UnitRequest, pk: int) -> HttpResponse:
    one = _held(request, pk)
    return as_download(write_pdf(minutes_paper(one)), f"Biên bản đối thoại {one.date:%d-%m-%Y}.pdf")


@unit_page(Action.ENGAGEMENT_VIEW)
def door_poster(request: UnitRequest, pk: int) -> HttpResponse:
    """The code shown at the door: it opens the page that counts a phone once."""
    one = asked(request, Dialogue, pk)
    if one.state not in (Dialogue.State.PUBLISHED, Dialogue.State.HELD):
        raise Http404
    there = reverse("portal:dialogue_here", args=[request.unit.code, one.door])
    steps = (
        "Mở máy ảnh của điện thoại, soi vào mã này.",
        "Bấm “Tôi có mặt”. Không bắt buộc ghi tên.",
        "Không có điện thoại: xin ký danh sách ở bàn đón tiếp.",
    )
    said = Poster(
        f"Ủy ban nhân dân {request.unit.full_name}", one.title, steps, SLOGAN, f"{settings.SITE_URL}{there}"
    )
    data = poster_pdf(said, size="a4", font_folders=settings.FONT_DIRS)
    return as_download(data, f"Mã điểm danh {one.date:%d-%m-%Y}.pdf")


@unit_page(Action.ENGAGEMENT_VIEW)
def paper_list(request: UnitRequest, pk: int) -> HttpResponseBase:
    one = asked(request, Dialogue, pk)
    return hand_over(request, one.paper_list, one.paper_name)


@unit_page(Action.ENGAGEMENT_MANAGE, "POST")
def prove(request: UnitRequest, pk: int) -> HttpResponse:
    """The minutes as they are now, handed in with the tasks of the year that they prove."""
    one = _held(request, pk)
    told = prove_dialogue(actor=request.user, at=timezone.now(), dialogue=one)
    messages.success(request, said_of(told, "Biên bản"))
    return redirect("desk:dialogue", request.unit.code, pk)


def said_of(told: Any, what: str) -> str:
    """In one sentence what became of a proof."""
    if told.made:
        return f"{what} đã nộp làm minh chứng, chờ người thứ hai kiểm tra."
    if told.known:
        return f"{what} đã là minh chứng từ trước."
    return f"{what} chưa nộp được: kế hoạch năm chưa có nhiệm vụ tương ứng, hoặc nhiệm vụ không nhận thêm."


def _held(request: UnitRequest, pk: int) -> Dialogue:
    one = asked(request, Dialogue, pk)
    if one.state != Dialogue.State.HELD:
        raise Http404
    return one
