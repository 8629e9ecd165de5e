"""The audit log as a page and as a file; the desk shows a commune's, the city its own and its communes'."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.feedback.queries import hidden_marks
from thanthien.platform.audit.models import Entry
from thanthien.platform.audit.queries import entries_between
from thanthien.platform.people.models import Person
from thanthien.platform.people.queries import given_name_first
from thanthien.platform.units.models import Unit
from thanthien.web.audit_words import AREAS, action_words, changes_of
from thanthien.web.pages import UnitRequest
from thanthien.web.people_forms import day_field

PAGE = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")  # a spreadsheet would run these
_COLUMNS = ["Lúc", "Người làm", "Tài khoản", "Đơn vị", "Việc", "Về", "Trước", "Sau", "Ghi thêm"]


class FilterForm(forms.Form):
    unit = forms.ChoiceField(label="Đơn vị", required=False, widget=forms.Select({"class": "form-select"}))
    who = forms.ChoiceField(label="Người làm", required=False, widget=forms.Select({"class": "form-select"}))
    area = forms.ChoiceField(
        label="Loại việc",
        required=False,
        choices=[("", "Tất cả"), *AREAS.items()],
        widget=forms.Select({"class": "form-select"}),
    )
    since = day_field("Từ ngày", required=False)
    until = day_field("Đến ngày", required=False)

    def __init__(self, *args: Any, reader: Person, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.units = reader, units
        self.fields["unit"] = forms.ChoiceField(
            label="Đơn vị",
            required=False,
            choices=[("", "Tất cả"), *((u.code, u.heading) for u in units)],
            widget=forms.Select({"class": "form-select"}),
        )
        self.fields["who"] = forms.ChoiceField(
            label="Người làm",
            required=False,
            choices=[("", "Mọi người"), *((p.username, p.full_name) for p in _actors(units))],
            widget=forms.Select({"class": "form-select"}),
        )
        if len(units) == 1:
            del self.fields["unit"]

    def entries(self) -> QuerySet[Entry]:
        """What the filter lets through; a filter that makes no sense lets nothing through."""
        if not self.is_valid():
            return Entry.objects.none()
        asked = self.cleaned_data
        units = [u for u in self.units if asked.get("unit", "") in {"", u.code}]
        found = entries_between(
            units, area=asked["area"], actor=asked["who"], since=asked["since"], until=asked["until"]
        )
        # what tells of a report about staff is read by those who may read the report
        return found.exclude(thread__in=hidden_marks(self.reader, units))


def _actors(units: list[Unit]) -> list[Person]:
    ids = Entry.objects.filter(unit__in=units).order_by().values("actor_id").distinct()
    return sorted(Person.objects.filter(pk__in=ids), key=given_name_first)


def audit_page(request: UnitRequest, units: list[Unit]) -> dict[str, Any]:
    """Context of the page: the filter, one page of entries with their words, the address of the file."""
    form = FilterForm(request.GET, reader=request.user, units=units)
    page = Paginator(form.entries(), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "form": form,
        "page": page,
        "rows": [(entry, action_words(entry.action), changes_of(entry)) for entry in page.object_list],
        "query": query.urlencode(),
        "filtered": any(query.values()),
        "many_units": len(units) > 1,
    }


def audit_file(
    request: UnitRequest, units: list[Unit], *, today: date
) -> StreamingHttpResponse | HttpResponse:
    """The filtered log as CSV that Excel opens with its letters right and without running anything."""
    form = FilterForm(request.GET, reader=request.user, units=units)
    if not form.is_valid():
        return HttpResponse(
            "Điều kiện lọc chưa đúng. Anh/chị quay lại trang nhật ký và chọn lại.", status=400
        )
    entries = form.entries().iterator(chunk_size=500)
    answer = StreamingHttpResponse(_lines(entries), content_type="text/csv; charset=utf-8")
    name = f"nhat-ky-{request.unit.code}-{today:%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(entries: Iterator[Entry]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"  # tells Excel that the letters are UTF-8
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow([_safe(cell) for cell in _cells(entry)])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cells(entry: Entry) -> list[str]:
    changes = changes_of(entry, shorten=False)
    return [
        _moment(entry.at),
        entry.actor_name,
        entry.actor.username if entry.actor else "",
        entry.unit.full_name if entry.unit else "",
        action_words(entry.action),
        entry.subject,
        "; ".join(f"{c.field}: {c.before}" for c in changes if c.before),
        "; ".join(f"{c.field}: {c.after}" for c in changes if c.after),
        entry.remark,
    ]


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_vi(local.date())} {local:%H:%M:%S}"


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
