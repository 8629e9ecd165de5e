"""The register from an Excel or CSV file, or from the accounts: the differences first, then one press.

The lines that were read travel in the page, sealed by the program: no file with people's names is kept.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.conduct.actions import CannotKeepStaff
from thanthien.operations.conduct.importing import (
    Difference,
    Line,
    apply_lines,
    compare,
    lines_of_accounts,
    read_lines,
)
from thanthien.platform.people.roles import Action
from thanthien.web.desk.conduct.frame import tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm

_SALT = "conduct.import"
_HOURS = 4
_MOST_BYTES = 5_000_000
_KINDS = {"new": "Thêm mới", "changed": "Thay đổi", "refused": "Chưa nhận", "same": "Giữ nguyên"}


class UploadForm(PlainForm):
    upload = forms.FileField(
        label="Tệp danh sách",
        required=False,
        allow_empty_file=True,
        help_text=(
            "Excel (.xlsx) hoặc CSV, có dòng tên cột: Họ và tên, Mã, Loại, Chức vụ, Cơ quan, Một cửa, Từ ngày. "
            "Chỉ cột Họ và tên là bắt buộc."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def page(request: UnitRequest) -> HttpResponse:
    unit, sent, today = request.unit, request.POST, timezone.localdate()
    if request.method == "GET":
        return _show(request, UploadForm())
    form = UploadForm(sent, request.FILES)
    if sent.get("sealed"):
        return _apply(request, form, sent["sealed"])
    try:
        refused: list[Difference] = []
        if sent.get("from") == "accounts":
            lines = lines_of_accounts(unit, today)
            if not lines:
                raise CannotKeepStaff("Mọi tài khoản đã có trong danh sách.")
        else:
            upload = request.FILES.get("upload")
            if upload is None or not upload.size:
                raise CannotKeepStaff("Anh/chị chọn tệp có nội dung.", "upload")
            if upload.size > _MOST_BYTES:
                raise CannotKeepStaff("Tệp quá 5 MB. Anh/chị chỉ để lại bảng danh sách.", "upload")
            lines, refused = read_lines(unit, upload.read(), today)
    except CannotKeepStaff as refusal:
        form.is_valid()
        form.refuse(refusal)
        return _show(request, form, status=422)
    found = sorted(
        [*compare(unit, lines, today), *refused],
        key=lambda one: (list(_KINDS).index(one.kind), one.line.number),
    )
    sealed = signing.dumps([unit.pk, [one.as_data() for one in lines]], salt=_SALT, compress=True)
    return _show(request, UploadForm(), found=found, sealed=sealed)


def _apply(request: UnitRequest, form: UploadForm, sealed: str) -> HttpResponse:
    try:
        unit_pk, rows = signing.loads(sealed, salt=_SALT, max_age=_HOURS * 3600)
        if unit_pk != request.unit.pk:
            raise signing.BadSignature
        done = apply_lines(
            actor=request.user, at=timezone.now(), unit=request.unit, lines=[Line(**row) for row in rows]
        )
    except signing.BadSignature:
        form.is_valid()
        form.add_error(None, "Bảng so sánh đã quá hạn. Anh/chị gửi lại tệp.")
        return _show(request, form, status=422)
    except CannotKeepStaff as refusal:
        form.is_valid()
        form.refuse(refusal)
        return _show(request, form, status=422)
    messages.success(request, f"Đã thêm {done['new']} người, cập nhật {done['changed']} người.")
    return redirect("desk:conduct_staff_list", request.unit.code)


def _show(
    request: UnitRequest,
    form: UploadForm,
    *,
    found: list[Difference] | None = None,
    sealed: str = "",
    status: int = 200,
) -> HttpResponse:
    counts = {kind: sum(one.kind == kind for one in found or []) for kind in _KINDS}
    context: dict[str, Any] = {
        **tabs(request, "desk:conduct_staff_list"),
        "form": form,
        "found": [(one, _KINDS[one.kind]) for one in found or [] if one.kind != "same"],
        "is_compared": found is not None,
        "counts": [(words, counts[kind]) for kind, words in _KINDS.items()],
        "writes": counts["new"] + counts["changed"],
        "sealed": sealed,
    }
    return render(request, "desk/conduct/import.html", context, status=status)
