"""QR codes on paper: one procedure as a poster, those of a field on the sheets of a counter."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write.code_sheet import CodeSheet, code_sheet_pdf
from thanthien.lib.documents.write.poster import SIZES, SLOGAN, Poster, poster_pdf
from thanthien.operations.procedures.kept import entry_of, kept
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.pages import UnitRequest, unit_page

MOST = 120  # codes of one file: ten sheets
STEPS = (
    "Mở máy ảnh của điện thoại, soi vào mã này.",
    "Xem giấy tờ cần mang, lệ phí, thời gian, nơi làm; đánh dấu rồi in được.",
)


@unit_page(Action.PROCEDURE_VIEW)
def sheet(request: UnitRequest) -> HttpResponse:
    """Codes of the procedures of `field` (all where none is named) that hold the words of `q`."""
    field = request.GET.get("field", "")[:200]
    rows = kept(request.unit, timezone.localdate()).find(request.GET.get("q", "")[:100], field)[:MOST]
    if not rows:
        raise Http404
    drawn = CodeSheet(
        heading=f"Ủy ban nhân dân {request.unit.full_name}",
        title=field or "Thủ tục hành chính",
        lead="Soi mã bằng điện thoại để xem cần mang gì, lệ phí, thời gian, nơi làm.",
        codes=tuple((one.name, address_of(request.unit, one.code)) for one in rows),
    )
    return _file(code_sheet_pdf(drawn, font_folders=settings.FONT_DIRS), "ma-qr-thu-tuc")


@unit_page(Action.PROCEDURE_VIEW)
def poster(request: UnitRequest, code: str) -> HttpResponse:
    entry = entry_of(request.unit, code, timezone.localdate())
    size = request.GET.get("size", "a4")
    if entry is None or size not in SIZES:
        raise Http404
    one = Poster(
        f"Ủy ban nhân dân {request.unit.full_name}", entry.name, STEPS, SLOGAN, address_of(request.unit, code)
    )
    return _file(poster_pdf(one, size=size, font_folders=settings.FONT_DIRS), f"thu-tuc-{code}-{size}")


def address_of(unit: Unit, code: str) -> str:
    """Of the page that citizens open."""
    return f"{settings.SITE_URL}{reverse('portal:procedure', args=[unit.code, code])}"


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
