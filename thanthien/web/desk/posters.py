"""Posters with QR codes for every way into the portal, to print and put up."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.lib.documents.write import banner as banners
from thanthien.lib.documents.write.poster import SIZES, SLOGAN, Poster, poster_pdf, qr_path
from thanthien.lib.vietnamese import tidy
from thanthien.operations.disclosure.models import Contact
from thanthien.operations.disclosure.queries import public_contacts
from thanthien.operations.outreach.definition import definition
from thanthien.operations.surveys.queries import open_surveys
from thanthien.platform.counters.queries import open_counters
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.pages import UnitRequest, unit_page


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into the portal: url name, what the poster says of it, what the address adds."""

    code: str
    name: str
    title: str
    steps: tuple[str, ...]
    query: str = ""
    args: tuple[str, ...] = ()


_NO_HOTLINE = "Đơn vị chưa công khai đường dây nóng. Anh/chị thêm số ở mục Công khai, phần số điện thoại."
_NO_WORDS = "Anh/chị chọn khẩu hiệu, hoặc ghi câu chữ."
OPEN = "Mở máy ảnh của điện thoại, soi vào mã này."
ENTRIES = {
    one.code: one
    for one in (
        Entry(
            "send", "portal:send", "Ông/bà có điều muốn phản ánh, kiến nghị?",
            (OPEN, "Viết vài dòng, chụp ảnh nếu có, bấm Gửi.",
             "Giữ lại mã theo dõi để xem câu trả lời."), "?via=qr",
        ),
        Entry(
            "follow", "portal:follow_form", "Xem ý kiến đã gửi đến đâu",
            (OPEN, "Nhập mã theo dõi trên giấy hoặc tin nhắn."),
        ),
        Entry(
            "rate", "portal:rate", "Ông/bà thấy việc phục vụ hôm nay thế nào?",
            (OPEN, "Chọn quầy, bấm một khuôn mặt.",
             "Không hỏi tên, không cần đăng nhập."), "?via=qr",
        ),
        Entry(
            "home", "portal:home", "Trang dành cho người dân",
            (OPEN, "Gửi ý kiến, theo dõi, xem đơn vị đã trả lời những gì."),
        ),
        Entry(
            "contacts", "portal:contacts", "Cần gọi cho ai?",
            (OPEN, "Bấm vào số để gọi đường dây nóng, lãnh đạo, công chức trực."),
        ),
        Entry(
            "search", "portal:search", "Tìm thủ tục, văn bản, số điện thoại",
            (OPEN, "Gõ vài chữ, có dấu hay không dấu đều được.", "Chọn dòng đúng điều cần tìm."),
        ),
        Entry(
            "ask", "portal:ask", "Ông/bà cần làm thủ tục gì?",
            (OPEN, "Gõ hoặc nói việc cần làm, như nói với cán bộ.",
             "Xem cần mang gì, lệ phí, bao lâu, làm ở đâu."),
        ),
        Entry(
            "procedures", "portal:procedures", "Thủ tục ở đây cần giấy tờ gì?",
            (OPEN, "Chọn lĩnh vực, chọn thủ tục, đánh dấu giấy tờ đã có."),
        ),
        Entry(
            "disclosure", "portal:disclosure", "Những điều được công khai",
            (OPEN, "Đọc văn bản, thủ tục, lệ phí, thu chi mà người dân có quyền biết."),
        ),
        Entry(
            "schedule", "portal:schedule", "Lịch làm việc, lịch tiếp công dân",
            (OPEN, "Xem tuần này ai tiếp dân, ở đâu, lúc nào."),
        ),
        Entry(
            "surveys", "portal:surveys", "Ông/bà hài lòng đến đâu?",
            (OPEN, "Chọn một khảo sát, trả lời vài câu.", "Không hỏi họ tên."),
        ),
        Entry(
            "reports", "portal:reports", "Dân hỏi, chính quyền trả lời",
            (OPEN, "Đọc những ý kiến đã được trả lời, đúng hạn hay chậm."),
        ),
    )
}  # fmt: skip


@unit_page(Action.UNIT_VIEW)
def posters(request: UnitRequest) -> HttpResponse:
    rows = []
    for entry in _entries(request.unit).values():
        address = _address(request.unit, entry)
        side, drawn = qr_path(address)
        rows.append({"entry": entry, "address": address, "side": side, "path": drawn})
    context = {
        "rows": rows,
        "sizes": SIZES,
        "surveys": open_surveys(request.unit, timezone.localdate()),
        "sees_surveys": may(request.user, Action.SURVEY_VIEW, request.unit),
        "slogans": {code: words.replace("|", " ") for code, words in _slogans().items()},
        "banner_sizes": banners.SIZES,
        "looks": banners.LOOKS,
        "hotline": _hotline(request.unit),
    }
    return render(request, "desk/posters/posters.html", context)


@unit_page(Action.UNIT_VIEW)
def poster_file(request: UnitRequest) -> HttpResponse:
    entry = _entries(request.unit).get(request.GET.get("entry", "send"))
    size = request.GET.get("size", "a4")
    if entry is None or size not in SIZES:
        raise Http404
    poster = Poster(
        f"Ủy ban nhân dân {request.unit.full_name}", entry.title, entry.steps, SLOGAN, _address(request.unit, entry)
    )  # fmt: skip
    answer = HttpResponse(
        poster_pdf(poster, size=size, font_folders=settings.FONT_DIRS), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'attachment; filename="ap-phich-{entry.code}-{size}.pdf"'
    return answer


@unit_page(Action.UNIT_VIEW)
def banner_file(request: UnitRequest) -> HttpResponse:
    """A slogan as large as its sheet, for the office printer or a printing house."""
    size, look = request.GET.get("size", "a4"), request.GET.get("look", "do")
    chosen = request.GET.get("text", "")
    hotline = _hotline(request.unit)
    text = _slogans().get(chosen, "")
    if chosen == "hotline":
        text = f"Đường dây nóng\n{hotline}" if hotline else ""
    elif chosen == "free":
        text = tidy(request.GET.get("words", ""), keep_lines=True)[:200]
    if size not in banners.SIZES or look not in banners.LOOKS:
        raise Http404
    if not text.replace("|", "").strip():
        messages.error(request, _NO_HOTLINE if chosen == "hotline" else _NO_WORDS, extra_tags="danger")
        return redirect(f"{reverse('desk:posters', args=[request.unit.code])}#banners")
    note = (
        f"Đường dây nóng: {hotline}" if hotline and "hotline" in request.GET and chosen != "hotline" else ""
    )
    address = _address(request.unit, ENTRIES["send"]) if "code" in request.GET else ""
    made = banners.Banner(f"Ủy ban nhân dân {request.unit.full_name}", text, note, address)
    answer = HttpResponse(
        banners.banner_pdf(made, size=size, look=look, font_folders=settings.FONT_DIRS),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'attachment; filename="khau-hieu-{chosen}-{size}.pdf"'
    return answer


def _slogans() -> dict[str, str]:
    """The slogans whose words plans print, each once, by the code of its first place."""
    found: dict[str, str] = {}
    for one in definition().required.values():
        if one.text and one.lines not in found.values():
            found[one.code] = one.lines or one.text
    return found


def _hotline(unit: Unit) -> str:
    return next((one.phone for one in public_contacts(unit) if one.kind == Contact.Kind.HOTLINE), "")


def _entries(unit: Unit) -> dict[str, Entry]:
    """Those of every unit, then one for each counter that people may rate."""
    own = [
        Entry(
            f"rate-{one.code.lower()}", "portal:rate_counter", f"{one.name}: ông/bà thấy phục vụ thế nào?",
            (OPEN, "Bấm một khuôn mặt.", "Không hỏi tên, không cần đăng nhập."),
            "?via=qr", (one.code,),
        )
        for one in open_counters(unit)
    ]  # fmt: skip
    return ENTRIES | {one.code: one for one in own}


def _address(unit: Unit, entry: Entry) -> str:
    return f"{settings.SITE_URL}{reverse(entry.name, args=[unit.code, *entry.args])}{entry.query}"


urlpatterns = [
    path("posters/", posters, name="posters"),
    path("posters/banner/", banner_file, name="poster_banner"),
    path("posters/file/", poster_file, name="poster_file"),
]
