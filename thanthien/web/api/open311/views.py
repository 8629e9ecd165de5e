"""Open311 GeoReport v2: the addresses, each answering in XML or JSON, refusals in the shape of the specification."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import Path
from thanthien.operations.feedback.public import Sought, published_as, sought_reports
from thanthien.operations.feedback.public_ids import public_id
from thanthien.operations.feedback.queries import answers_of
from thanthien.operations.feedback.setting_up import categories_of
from thanthien.platform.keys.models import Key, Scope
from thanthien.platform.units.models import Unit
from thanthien.web.api.keyed import let_in, require_scope
from thanthien.web.api.open311.reading import said_own, said_public, said_service
from thanthien.web.api.open311.writing import written
from thanthien.web.api.problems import KINDS, Problem
from thanthien.web.api.v1.asking import unit_of
from thanthien.web.api.v1.sending import Refused, follow_url, take
from thanthien.workflows.programs import report_sent_by

PAGE, SPAN = 50, timedelta(days=90)
_STATUS = {401: 403, 422: 400, 410: 400}  # as the specification numbers them


@dataclass(frozen=True, slots=True)
class Asked:
    request: HttpRequest
    form: str
    key: Key | None
    typed: dict[str, str]

    @property
    def unit(self) -> Unit:
        """The jurisdiction. Raises Problem."""
        code = self.typed.get("jurisdiction_id", "")
        if not code:
            raise Problem("unreadable", "Thiếu jurisdiction_id: mã của xã, phường, đặc khu.")
        return unit_of(code)


View = Callable[..., tuple[str, Any]]


def open311(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """The door of these addresses: counts who asks, writes what comes back, says no in the right shape."""

    def guard(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, form: str, **kwargs: str) -> HttpResponse:
            sent = request.POST if request.method == "POST" else request.GET
            typed = {name: str(value).strip() for name, value in sent.items()}
            typed.setdefault("jurisdiction_id", request.GET.get("jurisdiction_id", "").strip())
            try:
                if request.method not in methods:
                    raise Problem("method_not_allowed", "Địa chỉ này không nhận cách gọi đó.")
                key, _ = let_in(request, typed.get("api_key", ""))
                root, data = view(Asked(request, form, key, typed), **kwargs)
                answer = written(root, data, form, status=201 if request.method == "POST" else 200)
            except Problem as problem:
                answer = _refused(KINDS[problem.code].status, problem.detail, form)
                if problem.wait:
                    answer["Retry-After"] = str(problem.wait)
            except Refused as refused:
                answer = _refused(400, " ".join(words for _, words in refused.errors), form)
            if request.method == "GET":
                answer["Access-Control-Allow-Origin"] = "*"
            return answer

        door = csrf_exempt(guarded)
        door.refuse = _refuse  # type: ignore[attr-defined]
        return cast(Callable[..., HttpResponse], door)

    return guard


def _refused(status: int, words: str, form: str) -> HttpResponse:
    status = _STATUS.get(status, status)
    return written("errors", [{"code": status, "description": words}], form, status=status)


def _refuse(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    return _refused(status, reason, "json" if request.path.endswith(".json") else "xml")


@open311("GET")
def discovery(asked: Asked) -> tuple[str, Any]:
    where = asked.request.build_absolute_uri
    formats = ["text/xml", "application/json"]
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": where("/open311/v2"),
        "changeset": definition().version,
        "type": "production",
        "formats": formats,
    }
    return "discovery", {
        "changeset": definition().version,
        "contact": where(reverse("api:docs_en")),
        "key_service": "The coordinator of the unit makes keys (jurisdiction_id is the unit's code). "
        + where(reverse("api:docs_en")),
        "endpoints": [endpoint],
    }


@open311("GET")
def services(asked: Asked) -> tuple[str, Any]:
    return "services", [said_service(one) for one in categories_of(asked.unit)]


@open311("GET")
def service(asked: Asked, code: str) -> tuple[str, Any]:
    if code not in {one.code for one in categories_of(asked.unit)}:
        raise Problem("not_found", "Không có lĩnh vực nào mang service_code này.")
    return "service_definition", {"service_code": code, "attributes": []}


@open311("GET", "POST")
def requests(asked: Asked) -> tuple[str, Any]:
    return "service_requests", _sent(asked) if asked.request.method == "POST" else _listed(asked)


@open311("GET")
def request(asked: Asked, name: str) -> tuple[str, Any]:
    """A published report; to the key that sent it also one that is not published."""
    unit = asked.unit
    if asked.key is not None:
        key = require_scope(asked.key, Scope.FOLLOW, unit)
        own = report_sent_by(key, name)
        if own is not None:
            return "service_requests", [said_own(own, answers_of([own]).get(own.pk))]
    found = published_as(unit, name)
    if found is None:
        raise Problem("not_found", "Không có ý kiến nào mang service_request_id này.")
    return "service_requests", [said_public(found)]


@open311("GET")
def token(asked: Asked, name: str) -> tuple[str, Any]:
    """Reports are kept at once, so an id is its own token."""
    unit = asked.unit
    own = report_sent_by(asked.key, name) if asked.key is not None and asked.key.unit_id == unit.pk else None
    found = own or published_as(unit, name)
    if found is None:
        raise Problem("not_found", "Không có token này.")
    return "service_requests", [{"service_request_id": public_id(found), "token": name}]


def _listed(asked: Asked) -> list[dict[str, Any]]:
    """Published reports, the newest first, 50 a page; those named by `service_request_id` whatever else is asked."""
    unit, typed = asked.unit, asked.typed
    if names := typed.get("service_request_id", ""):
        named = [published_as(unit, one.strip()) for one in names.split(",")[:PAGE]]
        return [said_public(one) for one in named if one is not None]
    rows = sought_reports(unit, Sought())
    if codes := typed.get("service_code", ""):
        rows = rows.filter(category__in=[one.strip() for one in codes.split(",")])
    wanted = {one.strip() for one in typed.get("status", "").split(",") if one.strip()}
    if wanted - {"open", "closed"}:
        raise Problem("unreadable", "status chỉ nhận open, closed.")
    if wanted == {"open"}:
        return []  # only what was answered is published
    first, last = _span(typed)
    if first is not None and last is not None:
        rows = rows.filter(received_at__gte=first, received_at__lte=last)
    page = whole_number(typed.get("page", "") or "1")
    if page is None or not 1 <= page <= 10_000:
        raise Problem("unreadable", "page là một số từ 1.")
    return [said_public(one) for one in rows[(page - 1) * PAGE : page * PAGE]]


def _span(typed: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    """From when until when, at most 90 days; (None, None) where neither is asked."""
    first, last = _moment(typed, "start_date"), _moment(typed, "end_date")
    if first is None and last is None:
        return None, None
    if first is None:
        first = cast(datetime, last) - SPAN
    last = last or min(first + SPAN, timezone.now())
    if last - first > SPAN:
        raise Problem("unreadable", "Khoảng từ start_date đến end_date tối đa 90 ngày.")
    return first, last


def _moment(typed: dict[str, str], name: str) -> datetime | None:
    text = typed.get(name, "").replace(" ", "+")  # a plus sign that nobody escaped
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None or not 2000 <= found.year <= 2100:
        raise Problem("unreadable", f"{name} ghi theo ISO 8601 có múi giờ, ví dụ 2026-07-01T00:00:00+07:00.")
    return found


def _sent(asked: Asked) -> list[dict[str, Any]]:
    unit, typed = asked.unit, asked.typed
    key = require_scope(asked.key, Scope.SEND, unit)
    code = typed.get("service_code", "")
    if not code:
        raise Problem("unreadable", "Thiếu service_code.")
    if code not in {one.code for one in categories_of(unit)}:
        raise Problem("not_found", "Không có lĩnh vực nào mang service_code này.")
    name = " ".join(filter(None, (typed.get("last_name"), typed.get("first_name"))))
    text = typed.get("description", "")
    if media := typed.get("media_url", "")[:500]:
        text = f"{text}\n{media}"  # words for the officer: what lies there is not fetched
    form = {
        "text": text, "category": code, "place": _place(typed), "name": name, "phone": typed.get("phone", "")[:20],
        "email": typed.get("email", ""), "tell_by": "email" if typed.get("email") else "",
    }  # fmt: skip
    device = typed.get("client_key") or typed.get("device_id") or uuid.uuid4().hex
    received = take(
        key, form, client_key=device, path=Path.PETITION, neighbourhood=typed.get("address_id", ""),
        files=asked.request.FILES.getlist("media"),
    )  # fmt: skip
    where = follow_url(asked.request, unit, received.report.code)
    notice = f"Mã theo dõi: {received.report.said_code}. {where}"
    return [{"service_request_id": public_id(received.report), "service_notice": notice, "account_id": None}]


def _place(typed: dict[str, str]) -> str:
    """Where it is, in words; an address, coordinates or a neighbourhood must be told. Raises Problem."""
    point = ", ".join(filter(None, (typed.get("lat"), typed.get("long"))))
    said = " · ".join(filter(None, (typed.get("address_string"), point)))
    if not said and not typed.get("address_id"):
        raise Problem("unreadable", "Thiếu nơi xảy ra: address_string, lat và long, hoặc address_id.")
    return said[:200]
