"""Forms of tasks and proof. Labels, hints and errors in the words of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.units.models import Agency
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.plans.editing import TaskFields
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.queries import leads_of, supports_of
from thanthien.web.fields import ACCEPT, DAY_FORMS, UNREAD_DAY, FilesField, ManyFiles


class RowsField(forms.ModelMultipleChoiceField[Any]):
    """Several rows by their ids; an id too large for any database is one that is not there."""

    def _check_values(self, value: Any) -> Any:
        for one in value:
            if whole_number(str(one)) is None:
                words = self.error_messages["invalid_choice"]
                raise forms.ValidationError(words, code="invalid_choice", params={"value": one})
        return super()._check_values(value)  # type: ignore[misc]


def day_field(label: str, *, required: bool, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
    return forms.DateField(
        label=label,
        required=required,
        input_formats=DAY_FORMS,
        widget=widget,
        help_text=help_text,
        error_messages={"invalid": UNREAD_DAY, "required": "Anh/chị chọn ngày diễn ra."},
    )


class ProofForm(forms.Form):
    uploads = FilesField(
        label="Tệp minh chứng",
        required=False,
        allow_empty_file=True,
        widget=ManyFiles(attrs={"class": "form-control", "accept": ACCEPT, "data-files": ""}),
        help_text="Chọn được nhiều tệp một lần: ảnh, PDF, Word, Excel, PowerPoint. Mỗi tệp không quá 100 MB.",
    )
    url = forms.CharField(
        label="Hoặc đường dẫn",
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"class": "form-control", "placeholder": "https://", "inputmode": "url"}),
        help_text="Bài đăng trên trang thông tin, video, văn bản trên mạng.",
        error_messages={"max_length": "Đường dẫn dài quá 500 ký tự."},
    )
    title = forms.CharField(
        label="Tên minh chứng",
        required=False,
        max_length=280,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="Để trống thì lấy theo tên tệp.",
    )
    effective_date = day_field(
        "Ngày diễn ra",
        required=False,
        help_text="Để trống thì lấy ngày chụp ghi trong ảnh; không có thì lấy hôm nay.",
    )
    valid_until = day_field(
        "Có hiệu lực đến",
        required=False,
        help_text="Chỉ ghi khi minh chứng có thời hạn, ví dụ bản cam kết một năm.",
    )
    part = forms.TypedChoiceField(label="Của cơ quan", required=False, coerce=int, empty_value=None)

    def __init__(self, parts: Sequence[TaskAgency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        if len(parts) < 2:
            del self.fields["part"]
        elif isinstance(field, forms.TypedChoiceField):
            field.choices = [("", "Tất cả cơ quan chủ trì"), *((str(part.pk), part.name) for part in parts)]
            field.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("uploads") and not data.get("url"):
            self.add_error("uploads", "Anh/chị chọn ít nhất một tệp, hoặc ghi một đường dẫn.")
        return data


class ProofChangeForm(forms.Form):
    title = forms.CharField(
        label="Tên minh chứng",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": "Anh/chị ghi tên minh chứng."},
    )
    effective_date = day_field("Ngày diễn ra", required=True)
    valid_until = day_field(
        "Có hiệu lực đến", required=False, help_text="Để trống khi minh chứng không có thời hạn."
    )


class TaskForm(forms.Form):
    """A task by hand. Leads and supporters are agencies of the unit, or a group as the plan words it."""

    title = forms.CharField(
        label="Nội dung nhiệm vụ",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        error_messages={"required": "Nhiệm vụ cần có nội dung."},
    )
    group = forms.CharField(
        label="Nhóm",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"class": "form-control", "list": "groups"}),
        help_text="Đề mục của kế hoạch, ví dụ một tiêu chí.",
    )
    no = forms.CharField(
        label="Số thứ tự",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    leads = RowsField(
        label="Cơ quan chủ trì",
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    lead_group = forms.CharField(
        label="Hoặc nhóm cơ quan chủ trì",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="Ví dụ: Các cơ quan, đơn vị có liên quan.",
    )
    supports = RowsField(
        label="Cơ quan phối hợp",
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    support_group = forms.CharField(
        label="Hoặc nhóm cơ quan phối hợp",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    product = forms.CharField(
        label="Sản phẩm",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    timing = forms.CharField(
        label="Thời gian",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        help_text="Ghi như trong kế hoạch: “Thường xuyên”, “Quý II”, “Trước ngày 15/02”, “Ít nhất 01 lần/tuần”. "
        "Hạn được tính từ đây.",
    )
    criterion = forms.ModelChoiceField(
        label="Tiêu chí",
        queryset=Criterion.objects.none(),
        required=False,
        empty_label="Chưa gắn với tiêu chí nào",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, agencies: Any, criteria: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("leads", agencies), ("supports", agencies), ("criterion", criteria)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def as_fields(self) -> TaskFields:
        data = dict(self.cleaned_data)
        return TaskFields(**{**data, "leads": tuple(data["leads"]), "supports": tuple(data["supports"])})


def initial_of(task: Task) -> dict[str, Any]:
    """What the form shows of a task that is there."""
    leads, supports = leads_of(task), supports_of(task)
    return {
        **{name: getattr(task, name) for name in ("title", "group", "no", "product", "timing", "criterion")},
        "leads": [part.agency_id for part in leads if part.agency_id],
        "supports": [part.agency_id for part in supports if part.agency_id],
        "lead_group": "; ".join(part.group_name for part in leads if not part.agency_id),
        "support_group": "; ".join(part.group_name for part in supports if not part.agency_id),
    }
