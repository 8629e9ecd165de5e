"""What all addresses of version 1 share: which unit, how long a page, what may be answered."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query
from pydantic import Field

from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.api.paging import MOST
from thanthien.web.api.problems import Problem
from thanthien.web.api.v1.shapes import ProblemOut

Cursor = Annotated[str, Query("", max_length=200)]
Limit = Annotated[int, Query(20, ge=1, le=MOST)]
Words = Annotated[str, Query("", max_length=100)]
Name = Annotated[str, Field(max_length=40)]


def answers(ok: Any, *codes: int, status: int = 200) -> dict[int, Any]:
    """The answers of an address by status: the good one, and the refusals beside those that every address has."""
    return {status: ok, **dict.fromkeys(sorted({400, 401, 404, 405, 422, 429, *codes}), ProblemOut)}


def unit_of(code: str) -> Unit:
    """The commune of that code; the country and its cities have no citizens' pages. One query. Raises Problem."""
    found = Unit.objects.select_related("parent", "successor").filter(code=code.upper()).first()
    if found is None or not found.is_local:
        raise Problem("unit_not_found", "Không có xã, phường, đặc khu nào mang mã này.")
    return found


def missing(words: str) -> Problem:
    return Problem("not_found", words)


def place_named(unit: Unit, name: str) -> Neighbourhood | None:
    """The neighbourhood called so in the unit's list ("Thôn Đông"); None for "". Raises Problem."""
    if not name:
        return None
    found = next((one for one in neighbourhoods_of(unit) if str(one) == name), None)
    if found is None:
        words = "Ông/bà chọn thôn, tổ dân phố trong danh sách của đơn vị."
        raise Problem("invalid", words, field="neighbourhood")
    return found


def there(request: HttpRequest, name: str, *args: str) -> str:
    """The whole address of a page of the portal."""
    return request.build_absolute_uri(reverse(f"portal:{name}", args=args))
