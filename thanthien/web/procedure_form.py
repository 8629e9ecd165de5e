"""One procedure typed in: a new one, a new edition of one, the end of one. What is typed is looked through and taken
as a file is (`procedure_lists`); these pages are those of a commune at the desk and of the city above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.procedures import Law, Paper, Procedure, Result, Summary, Way
from thanthien.lib.vietnamese import tidy, whole_number
from thanthien.operations.procedures.actions import end_procedure, leave_list, listing_of, send_typed
from thanthien.operations.procedures.kept import entry_of, kept
from thanthien.operations.procedures.models import Edition, Import
from thanthien.operations.procedures.queries import import_of, own_edition, shown
from thanthien.platform.refusals import Refusal
from thanthien.web.pages import UnitRequest
from thanthien.web.plain_form import PlainForm, date_field, text_field
from thanthien.web.procedure_lists import Place

BLANK, MORE = 1, 4  # empty rows under those that are filled; added by a press
MOST = 150  # rows of a part
COUNTS = ("originals", "copies")
_SUMMARY = ("what", "who", "fee", "time", "where", "mind")
_TEXTS = (
    "name",
    "field",
    "decision",
    "level",
    "subjects",
    "agency",
    "place",
    "source",
    "steps",
    "conditions",
)


class ProcedureForm(PlainForm):
    code = text_field(
        "Mã thủ tục", missing="Anh/chị ghi mã thủ tục.", length=30, hint="Như trong quyết định công bố."
    )
    name = text_field("Tên thủ tục", missing="Anh/chị ghi tên thủ tục.", length=1200, rows=2)
    field = text_field("Lĩnh vực", length=200, list_id="fields")
    decision = text_field("Quyết định công bố", length=200, hint="Ví dụ: 12/QĐ-UBND ngày 05/01/2026.")
    from_date = date_field("Có hiệu lực từ ngày", missing="Anh/chị ghi ngày.")
    level = text_field("Cấp thực hiện", length=200)
    subjects = text_field("Đối tượng thực hiện", length=2000)
    agency = text_field("Cơ quan thực hiện", length=4000)
    place = text_field("Nơi nộp", length=4000)
    source = text_field("Nguồn", length=500, hint="Địa chỉ trang đã công bố thủ tục, bắt đầu bằng https://.")
    steps = text_field("Trình tự thực hiện", length=60_000, rows=6)
    conditions = text_field("Yêu cầu, điều kiện", length=20_000, rows=3)
    what = text_field("Đây là việc gì", length=600, rows=2, hint="Một hai câu như nói với người dân.")
    who = text_field("Ai làm được", length=400)
    bring = text_field("Mang theo gì", length=6000, rows=4, hint="Mỗi dòng một giấy tờ.")
    fee = text_field("Lệ phí", length=300)
    time = text_field("Bao lâu", length=300)
    where = text_field("Làm ở đâu", length=400)
    mind = text_field("Hay nhầm, cần nhớ", length=1000, rows=2)
    names = text_field(
        "Người dân hay gọi là", length=4000, rows=3,
        hint="Mỗi dòng một cách gọi, như người dân nói. Máy dùng để tìm thủ tục; không hiện ra trang.",
    )  # fmt: skip


class WayForm(PlainForm):
    how = text_field("Cách nộp", length=300, list_id="hows")
    time = text_field("Thời hạn", length=300, rows=1)
    fee = text_field("Phí, lệ phí", length=300)
    note = text_field("Ghi thêm", length=4000, rows=1)


class PaperForm(PlainForm):
    name = text_field("Tên giấy tờ", length=8000, rows=1)
    group = text_field("Trường hợp", length=2000, rows=1)
    originals = forms.IntegerField(label="Bản chính", required=False, min_value=0, max_value=99)
    copies = forms.IntegerField(label="Bản sao", required=False, min_value=0, max_value=99)
    form = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


class NamedForm(PlainForm):
    name = text_field("Tên", length=4000, rows=1)
    code = text_field("Số, ký hiệu", length=200)


# part → its heading, its rows' form, what a row is called
PARTS: dict[str, tuple[str, type[PlainForm], str]] = {
    "ways": ("Cách nộp, thời hạn, phí", WayForm, "cách nộp"),
    "papers": ("Giấy tờ phải nộp", PaperForm, "giấy tờ"),
    "results": ("Kết quả", NamedForm, "kết quả"),
    "laws": ("Căn cứ pháp lý", NamedForm, "căn cứ"),
}
_KINDS: dict[str, type] = {"ways": Way, "papers": Paper, "results": Result, "laws": Law}
Rows = Mapping[str, Iterable[Mapping[str, Any]]]


class Typed:
    """The form with its lists, filled from a procedure or from what was sent."""

    def __init__(self, data: Any, first: Mapping[str, Any], rows: Rows, more: str = "") -> None:
        self.main = ProcedureForm(data, initial=dict(first))
        self.lists: dict[str, BaseFormSet[Any]] = {}
        for name, (_, row, _) in PARTS.items():
            blank = MORE if name == more else BLANK
            made = formset_factory(row, extra=blank, max_num=MOST, absolute_max=MOST + MORE)
            self.lists[name] = made(data, prefix=name, initial=list(rows.get(name, ())))

    def parts(self) -> list[tuple[str, str, str, BaseFormSet[Any]]]:
        return [(name, PARTS[name][0], PARTS[name][2], rows) for name, rows in self.lists.items()]

    def section(self, *names: str) -> list[Any]:
        return [self.main[name] for name in names if name in self.main.fields]

    @property
    def first(self) -> list[Any]:
        return self.section("code", *_TEXTS[:3], "from_date", *_TEXTS[3:8])

    @property
    def blocks(self) -> list[Any]:
        return self.section("steps", "conditions")

    @property
    def summary(self) -> list[Any]:
        return self.section("what", "who", "bring", "fee", "time", "where", "mind", "names")

    def is_valid(self) -> bool:
        checked = [self.main.is_valid(), *(rows.is_valid() for rows in self.lists.values())]
        return all([*checked, *(self._are_named(rows) for rows in self.lists.values())])

    def _are_named(self, rows: BaseFormSet[Any]) -> bool:
        """A row of papers, results or laws that says anything says its name."""
        unnamed = [
            one for one in rows if "name" in one.fields and _says(one.cleaned_data) and not one.cleaned_data.get("name")
        ]  # fmt: skip
        for one in unnamed:
            one.add_error("name", "Anh/chị ghi tên, hoặc xóa hết các ô của dòng này.")
        return not unnamed

    def said(self, code: str) -> tuple[Procedure, Summary]:
        data = self.main.cleaned_data
        lists: dict[str, Any] = {
            name: tuple(_KINDS[name](**_whole(one.cleaned_data)) for one in rows if _says(one.cleaned_data))
            for name, rows in self.lists.items()
        }
        bring, names = (
            tuple(line for one in data[name].splitlines() if (line := tidy(one)))
            for name in ("bring", "names")
        )
        summary = Summary(**{name: data[name] for name in _SUMMARY}, bring=bring, names=names)
        return Procedure(code=code or data["code"], **{name: data[name] for name in _TEXTS}, **lists), summary


def write_page(request: UnitRequest, place: Place, code: str = "") -> HttpResponse:
    """A procedure typed in; what it changes is shown next, before anything is taken."""
    today = timezone.localdate()
    draft = _draft(request)
    held = _filled_from(request, code) if code else None
    if code and held is None:
        raise Http404
    said, summary = _begun(held, draft)
    first, rows = _first(said, summary, draft.from_date if draft else today), _rows(said)
    more = request.POST.get("more", "")
    if more in PARTS:
        sent = request.POST
        first, rows = {key: sent.get(key) for key in ProcedureForm.base_fields}, _sent_rows(sent)
    typed = Typed(request.POST if request.method == "POST" and more not in PARTS else None, first, rows, more)
    if code:
        del typed.main.fields["code"]
    if typed.main.is_bound and typed.is_valid():
        try:
            made = _send(request, typed, code)
        except Refusal as refusal:
            typed.main.refuse(refusal)
        else:
            if draft is not None:
                leave_list(actor=request.user, at=timezone.now(), sent=draft)
            return redirect(place.show, request.unit.code, made.pk)
    context = {
        "typed": typed,
        "form": typed.main,
        "held": held,
        "is_own": held is not None and held.procedure.owner_id == request.unit.pk,
        "place": place,
        "back": place.address(request, place.home),
        "draft": draft,
        "fields": [name for name, _ in kept(request.unit, today).fields if name],
    }
    return render(request, "procedures/write.html", context, status=422 if typed.main.is_bound else 200)


def end_page(request: UnitRequest, place: Place, code: str) -> HttpResponse:
    """What the unit itself keeps is applied no longer, by a decision."""
    today = timezone.localdate()
    held = own_edition(request.unit, code, today)
    if held is None or (held.until_date is not None and held.until_date < today):
        raise Http404
    form = EndForm(request.POST or None, initial={"from_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_procedure(
                actor=request.user, at=timezone.now(), owner=request.unit, code=code, **form.cleaned_data
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, f"Thủ tục {code} thôi áp dụng từ {form.cleaned_data['from_date']:%d/%m/%Y}."
            )
            return redirect(place.home, request.unit.code)
    context = {"form": form, "held": held, "place": place, "back": place.address(request, place.home)}
    return render(request, "procedures/end.html", context, status=422 if request.method == "POST" else 200)


class EndForm(PlainForm):
    decision = text_field("Theo quyết định", missing="Anh/chị ghi số, ký hiệu quyết định.", length=200)
    from_date = date_field("Thôi áp dụng từ ngày", missing="Anh/chị ghi ngày.")


def _send(request: UnitRequest, typed: Typed, code: str) -> Import:
    said, summary = typed.said(code)
    return send_typed(
        actor=request.user, at=timezone.now(), owner=request.unit, said=said, summary=summary,
        from_date=typed.main.cleaned_data["from_date"], is_new=not code,
    )  # fmt: skip


def _draft(request: UnitRequest) -> Import | None:
    """What the person typed before and now mends, while it waits."""
    pk = whole_number(request.GET.get("draft", ""))
    found = import_of(request.unit, pk) if pk else None
    return found if found and found.is_typed and found.state == Import.State.SHOWN else None


def _filled_from(request: UnitRequest, code: str) -> Edition | None:
    """What is in force here, the unit's own or one from above; else the unit's own that ended."""
    today = timezone.localdate()
    entry = entry_of(request.unit, code, today)
    one = shown(request.unit, entry.edition_id, code) if entry else None
    return one.edition if one else own_edition(request.unit, code, today)


def _begun(held: Edition | None, draft: Import | None) -> tuple[Procedure, Summary]:
    if draft is not None:
        row = listing_of(draft.file).rows[0]
        return row.procedure, row.summary
    return (held.said, held.plain) if held else (Procedure("", "", level="Cấp xã"), Summary())


def _first(said: Procedure, summary: Summary, day: Any) -> dict[str, Any]:
    plain = {name: getattr(summary, name) for name in _SUMMARY}
    texts = {name: getattr(said, name) for name in _TEXTS}
    return {
        "code": said.code,
        "from_date": day,
        **texts,
        **plain,
        **{name: "\n".join(getattr(summary, name)) for name in ("bring", "names")},
    }


def _rows(said: Procedure) -> dict[str, list[dict[str, Any]]]:
    return {name: [_shown(asdict(one)) for one in getattr(said, name)] for name in PARTS}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value or "" for key, value in row.items()}


def _sent_rows(sent: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows as they were sent, before they are looked at; empty ones are left out."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, (_, row, _) in PARTS.items():
        count = min(whole_number(sent.get(f"{name}-TOTAL_FORMS", "")) or 0, MOST)
        told = [{key: sent.get(f"{name}-{n}-{key}", "") for key in row.base_fields} for n in range(count)]
        rows[name] = [one for one in told if _says(one)]
    return rows


def _whole(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with nothing left open: no count is 0."""
    return {key: value or (0 if key in COUNTS else "") for key, value in row.items()}


def _says(row: Mapping[str, Any]) -> bool:
    return any(row.values())
