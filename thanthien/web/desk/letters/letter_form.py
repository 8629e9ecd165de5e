"""The form of a letter: only what its template asks for; the reason field comes with a warning."""

from __future__ import annotations

from typing import Any

from thanthien.operations.letters.actions import LetterFields
from thanthien.operations.letters.definition import Template
from thanthien.operations.letters.models import CourtesyLetter, Kind
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.merit.models import Practice
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field


class LetterForm(PlainForm):
    honorific = text_field(
        "Xưng hô", length=30, list_id="honorifics", hint="Ví dụ: Ông, Bà, Anh chị, Tập thể."
    )
    name = text_field("Người nhận", missing="Anh/chị ghi họ tên hoặc tên tổ chức người nhận.", length=150)
    other = text_field("Người liên quan", length=150)
    deed = text_field("Việc", length=500, rows=3)
    occasion = text_field("Dịp chúc mừng", length=150, hint="Ví dụ: Ngày Nhà giáo Việt Nam 20/11.")
    practice = choice_field("Sáng kiến, cách làm đã được công nhận")
    recognition = text_field(
        "Số quyết định công nhận",
        length=80,
        hint="Ví dụ: Quyết định số 125/QĐ-UBND. Để trống khi đã chọn sáng kiến.",
    )
    recognition_date = date_field("Ngày quyết định")
    address = text_field("Địa chỉ", length=200)
    id_number = text_field(
        "Số định danh",
        length=20,
        hint="Chỉ dùng để phân biệt người trùng tên; chương trình không lưu lại số này.",
    )
    email = text_field("Thư điện tử", length=254)
    extra = text_field("Lời riêng thêm vào cuối thư", length=2000, rows=3)
    decided_for = text_field("Vẫn lập thư vì", length=500, rows=2)

    def __init__(
        self, *args: Any, template: Template, unit: Unit, warned: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.template, self.unit = template, unit
        sent = args[0] if args else None
        if not warned and not (sent and sent.get("decided_for")):
            del self.fields["decided_for"]
        for name, label in (("other", template.other), ("deed", template.deed)):
            if label:
                self.fields[name].label, self.fields[name].required = label, True
                self.fields[name].error_messages["required"] = f"Anh/chị ghi: {label[:1].lower()}{label[1:]}."
            else:
                del self.fields[name]
        if not template.occasion:
            del self.fields["occasion"]
        if template.kind != Kind.COMMENDATION:
            for name in ("practice", "recognition", "recognition_date"):
                del self.fields[name]
        else:
            rows = Practice.objects.filter(unit=unit, state=Practice.State.RECOGNISED)
            choices = [(str(pk), title) for pk, title in rows.values_list("pk", "title")]
            self.set_choices("practice", [("", "Chọn, hoặc ghi quyết định bên cạnh"), *choices])
        if template.code == "marriage":
            self.fields["name"].label = "Chồng hoặc vợ"

    def refused(self, refusal: Refusal) -> LetterForm:
        """The form with the refusal beside its field; with the field for a reason where there was a warning."""
        if refusal.field == "decided_for" and "decided_for" not in self.fields:
            again = LetterForm(self.data, template=self.template, unit=self.unit, warned=True)
            again.is_valid()
            again.refuse(refusal)
            return again
        self.refuse(refusal)
        return self


def fields_of(unit: Unit, template: Template, form: LetterForm) -> LetterFields:
    data = form.cleaned_data
    pk = data.get("practice") or ""
    practice = Practice.objects.filter(unit=unit, pk=pk).first() if pk else None
    texts: dict[str, Any] = {
        name: data.get(name) or ""
        for name in (
            "name", "honorific", "address", "id_number", "email", "other", "deed", "occasion", "recognition", "extra",
            "decided_for",
        )
    }  # fmt: skip
    return LetterFields(
        template=template.code, practice=practice, recognition_date=data.get("recognition_date"), **texts
    )


def first_values(letter: CourtesyLetter) -> dict[str, Any]:
    names = (
        "name", "honorific", "address", "email", "other", "deed", "occasion", "recognition", "recognition_date",
        "extra", "decided_for",
    )  # fmt: skip
    return {**{name: getattr(letter, name) for name in names}, "practice": str(letter.practice_id or "")}
