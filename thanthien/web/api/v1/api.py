"""Version 1 put together: its routers, its one shape of refusals, its OpenAPI."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from thanthien.web.api.door import View, api_door
from thanthien.web.api.problems import KINDS, MEDIA, Problem, said
from thanthien.web.api.v1 import cases, disclosure, procedures, reports, search, surveys, units
from thanthien.web.api.v1 import sending as _sending  # noqa: F401  # adds its addresses to those of the reports

# Addresses whose answer is not the same for everybody, and the one whose question belongs in no cache.
PRIVATE = {"follow", "sent", "sent_report", "ask", "send_cases"}
_SENT_BADLY = "Nội dung gửi lên chưa đúng dạng; xem danh sách lỗi từng trường."
_UNREADABLE = "Nội dung gửi lên không đọc được. Gửi JSON hoặc biểu mẫu đúng dạng, mã hóa UTF-8."


class Version1(NinjaAPI):
    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """Refusals are `application/problem+json`, whatever the renderer of good answers is."""
        schema = super().get_openapi_schema(*args, **kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, told in operation["responses"].items():
                    if int(status) >= 400 and "content" in told:
                        told["content"] = {MEDIA: told["content"].pop("application/json")}
                        told["description"] = _described(int(status))
        return schema


def _described(status: int) -> str:
    return "; ".join(f"{code}: {kind.title_en}" for code, kind in KINDS.items() if kind.status == status)


api = Version1(
    title="Thân Thiện",
    version="1",
    description="Dữ liệu công khai của xã, phường, đặc khu và gửi ý kiến của người dân. "
    "Public data of communes, and sending what citizens have to say.",
    urls_namespace="api_v1",
    docs_url=None,
    openapi_url="/openapi.json",
)
for router in (
    units.router,
    disclosure.router,
    procedures.router,
    search.router,
    reports.router,
    surveys.router,
    cases.router,
):
    api.add_router("", router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    errors = [(problem.field, problem.detail)] if problem.field else []
    return said(problem.code, problem.detail, errors=errors, wait=problem.wait)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [(_field(one["loc"]), str(one["msg"])) for one in error.errors[:20]]
    return said("invalid", _SENT_BADLY, errors=errors)


def _field(place: tuple[Any, ...]) -> str:
    """`("body", "body", "text")` and `("query", "limit")` → "text", "limit": where in what was sent."""
    named = [str(one) for one in place[1:]]
    return ".".join(named[1:] if named[:1] == ["body"] else named) or str(place[0])


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return said("unreadable", _UNREADABLE)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return said("not_found", "Không tìm thấy.")


def patterns() -> list[URLPattern]:
    """The addresses, each behind the API's door."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for one in found:
        one.callback = api_door(cast(View, one.callback), is_public=one.name not in PRIVATE)
    return found
