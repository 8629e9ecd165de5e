"""The API told to people: a page of ours made from the OpenAPI, which the strict policy of content allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_noop as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from thanthien.web.api.problems import KINDS, refuse, said
from thanthien.web.api.v1.api import api

KEPT = 300  # seconds
GROUPS = {
    "units": _("Đơn vị, danh bạ, lịch"),
    "disclosure": _("Nội dung công khai"),
    "procedures": _("Thủ tục"),
    "reports": _("Ý kiến của người dân"),
    "sending": _("Gửi ý kiến"),
    "surveys": _("Khảo sát"),
    "cases": _("Hồ sơ một cửa"),
}
# What each address gives, for the page in Vietnamese; the English is the OpenAPI's own.
WORDS = {
    "units": "Danh sách xã, phường, đặc khu; tìm theo tên, có dấu hoặc không dấu.",
    "unit": "Một đơn vị với các thôn, tổ dân phố.",
    "contacts": "Gọi cho ai: đường dây nóng, lãnh đạo, người trực, các bộ phận.",
    "schedule": "Lịch tuần và lịch tiếp công dân đã công bố; không ghi ngày thì từ thứ Hai tuần này.",
    "online": "Hồ sơ giải quyết trực tuyến theo tháng: số lượng, tổng số và tỷ lệ.",
    "disclosure": "Danh mục phải công khai, ai chịu trách nhiệm, mỗi mục đang có bao nhiêu văn bản.",
    "publications": "Văn bản công khai, mới nhất trước; có thể lấy cả bản đã được thay.",
    "publication": "Một văn bản với nội dung, nơi niêm yết và các bản khác.",
    "news": "Tin tức của đơn vị.",
    "procedures": "Thủ tục đang áp dụng, theo mã; tìm theo tên, có dấu hoặc không dấu, theo lĩnh vực.",
    "procedure": "Một thủ tục: giấy tờ, phí, thời hạn, nơi nộp, kết quả, căn cứ, và tóm tắt dễ hiểu nếu có.",
    "ask": "Hỏi thủ tục bằng lời thường ngày; câu hỏi không được lưu lại.",
    "search": "Tìm trong mọi nội dung công khai của đơn vị, có dấu hoặc không dấu.",
    "report_form": "Lĩnh vực, loại theo luật, thôn, tổ dân phố và giới hạn để dựng mẫu gửi.",
    "reports": "Ý kiến đã được trả lời và công khai, đã che thông tin cá nhân.",
    "report": "Một ý kiến công khai, theo mã công khai.",
    "report_figures": "Số ý kiến nhận, trả lời, đúng hạn, hài lòng, theo từng nơi; không tính ý kiến về cán bộ.",
    "follow": "Một ý kiến theo mã theo dõi, như trang theo dõi của người gửi.",
    "send_report": "Gửi một ý kiến thay người dân, không kèm tệp.",
    "send_report_with_files": "Gửi một ý kiến kèm ảnh hoặc PDF; tệp được nhận theo nội dung thật.",
    "sent": "Các ý kiến gửi bằng khóa này và tình trạng của chúng.",
    "sent_report": "Một ý kiến gửi bằng khóa này, đã công khai hay chưa.",
    "surveys": "Các khảo sát ai cũng trả lời được lúc này.",
    "survey": "Câu hỏi của một khảo sát.",
    "send_cases": "Gửi hồ sơ một cửa để đơn vị theo dõi thời hạn, nhiều nhất 500 hồ sơ một lần; trả lời từng hồ sơ.",
    "answer_survey": "Gửi một phiếu trả lời, không có tên người.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An address as the page tells of it; `fields` are (name, kind, needed, words)."""

    method: str
    path: str
    words: str
    needs_key: bool
    fields: list[tuple[str, str, bool, str]]
    statuses: list[str]


@require_safe
def docs(request: HttpRequest, lang: str = "vi") -> HttpResponse:
    with translation.override(lang):
        context = {
            "lang": lang,
            "groups": [(_words, told) for group, _words in GROUPS.items() if (told := _group(group, lang))],
            "problems": [
                (code, kind.status, kind.title if lang == "vi" else kind.title_en)
                for code, kind in KINDS.items()
            ],
            "site": settings.SITE_URL,
        }
        answer = render(request, "api/docs.html", context, using="portal")
    patch_cache_control(answer, public=True, max_age=KEPT)
    return answer


def _group(group: str, lang: str) -> list[Told]:
    return [told for tag, told in _operations(lang) if tag == group]


@lru_cache(maxsize=2)
def _operations(lang: str) -> list[tuple[str, Told]]:
    schema = api.get_openapi_schema()
    shapes = schema["components"]["schemas"]
    return [
        (
            one["tags"][-1],
            Told(
                method.upper(), path, WORDS[one["operationId"]] if lang == "vi" else _english(one),
                "security" in one, list(_fields(one, shapes, lang)), sorted(map(str, one["responses"])),
            ),
        )
        for path, operations in schema["paths"].items()
        for method, one in operations.items()
    ]  # fmt: skip


def _english(one: dict[str, Any]) -> str:
    return str(one.get("description") or f"{one['summary']}.")


def _fields(one: dict[str, Any], shapes: dict[str, Any], lang: str) -> Iterator[tuple[str, str, bool, str]]:
    for parameter in one["parameters"]:
        yield parameter["name"], _kind(parameter["schema"]), parameter["required"], ""
    for body in one.get("requestBody", {}).get("content", {}).values():
        schema = body["schema"]
        schema = shapes[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
        for name, field in schema["properties"].items():
            yield (
                name,
                _kind(field),
                name in schema.get("required", ()),
                _in(field.get("description", ""), lang),
            )


def _kind(schema: dict[str, Any]) -> str:
    """ "string, 1–40", "integer", "sms | zns"."""
    if "enum" in schema:
        return " | ".join(one or "“”" for one in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"] if one.get("type") != "null"))
    kind = str(schema.get("format") or schema.get("type", ""))
    least, most = (schema.get(f"min{name}") for name in ("Length", "imum")), schema.get("maxLength")
    low = next((str(one) for one in least if one is not None), "")
    high = most if most is not None else schema.get("maximum")
    return f"{kind}, {low or 0}–{high}" if high is not None else kind


def _in(words: str, lang: str) -> str:
    """Of "tiếng Việt / English" the half in the language of the page."""
    vietnamese, _slash, english = words.partition(" / ")
    return english if lang == "en" and english else vietnamese


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """An address of version 1 that is none."""
    return said("not_found", "Không có địa chỉ này. Xem tài liệu kết nối.")


nowhere.refuse = refuse  # type: ignore[attr-defined]
