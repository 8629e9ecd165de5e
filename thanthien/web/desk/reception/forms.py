"""Forms of the reception."""

from __future__ import annotations

from typing import Any

from django import forms

from thanthien.lib.rules.deadlines import WEEKDAYS
from thanthien.operations.feedback.definition import definition as matters
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import Handling, Kind, Post, ReceptionDay, Rhythm
from thanthien.operations.reception.setting_up import MOST_SEATS
from thanthien.platform.outbox.models import Channel as Way
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.plain_form import PlainForm, choice_field, date_field, people_choices, text_field


def time_field(label: str) -> forms.TimeField:
    errors = dict.fromkeys(("required", "invalid"), "Anh/chị ghi giờ và phút, ví dụ 07:30.")
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages=errors,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )


class DayForm(PlainForm):
    post = choice_field("Người tiếp theo lịch", missing="Anh/chị chọn người tiếp.")
    person = choice_field("Họ tên", hint="Chọn để người ấy được nhắc trước ngày tiếp.")
    date = date_field("Ngày", missing="Anh/chị ghi ngày tiếp.")
    starts = time_field("Từ")
    ends = time_field("Đến")
    place = text_field("Nơi tiếp", length=200, hint="Để trống: nơi tiếp công dân của đơn vị.")
    is_extra = forms.BooleanField(
        label="Tiếp đột xuất",
        required=False,
        help_text="Ngoài lịch, khi có vụ việc; không tính vào mức tối thiểu.",
    )
    note = text_field("Ghi chú", length=300)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("post", Post.choices)
        self.set_choices("person", [("", "Chưa chọn"), *people_choices(unit, Action.RECEPTION_WORK)])


class RhythmForm(PlainForm):
    post = choice_field("Người tiếp", missing="Anh/chị chọn người tiếp.")
    person = choice_field("Họ tên")
    kind = choice_field("Lặp lại", missing="Anh/chị chọn cách lặp.")
    weekday = choice_field("Thứ", hint="Khi lặp theo thứ.")
    numbers = text_field(
        "Tuần hoặc ngày trong tháng", length=40,
        hint="Theo tuần: 1, 3 là tuần thứ nhất và thứ ba. Theo ngày: 10, 25 là ngày 10 và 25.",
    )  # fmt: skip
    starts = time_field("Từ")
    ends = time_field("Đến")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("post", Post.choices)
        self.set_choices("person", [("", "Chưa chọn"), *people_choices(unit, Action.RECEPTION_WORK)])
        self.set_choices("kind", Rhythm.Kind.choices)
        self.set_choices("weekday", [(str(n), words.capitalize()) for n, words in enumerate(WEEKDAYS)])

    def clean_numbers(self) -> tuple[int, ...]:
        parts = self.cleaned_data["numbers"].replace(";", ",").replace(" ", ",").split(",")
        said = [part for part in parts if part]
        if not all(part.isdecimal() and len(part) < 3 for part in said):
            raise forms.ValidationError("Anh/chị ghi các số, cách nhau dấu phẩy, ví dụ 1, 3.")
        return tuple(int(part) for part in said)


class RoomForm(PlainForm):
    place = text_field("Nơi tiếp công dân", missing="Anh/chị ghi nơi tiếp công dân.", length=200)
    phone = text_field("Điện thoại", length=20)
    rules = text_field(
        "Nội quy tiếp công dân, mỗi điều một dòng", length=4000, rows=8,
        hint="Để trống thì trang của đơn vị hiện nội quy mẫu và ghi rõ là mẫu.",
    )  # fmt: skip
    seats = forms.IntegerField(
        label="Số lượt hẹn trước mỗi buổi", initial=0, min_value=0, max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="0: không nhận hẹn trước. Người không hẹn vẫn được tiếp.",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Anh/chị ghi số từ 0 đến {MOST_SEATS}."
        ),
    )  # fmt: skip


class VisitForm(PlainForm):
    """In the order in which a visit goes: who, what, how it was dealt with."""

    name = text_field("Họ và tên", length=100, hint="Để trống nếu người đến không cho biết tên.")
    address = text_field("Địa chỉ", length=200)
    id_number = text_field("CCCD/CMND/Hộ chiếu", length=20)
    phone = text_field("Điện thoại", length=20)
    people = forms.IntegerField(
        label="Số người cùng nội dung", initial=1, min_value=1, max_value=5000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Anh/chị ghi số người, từ 1."),
    )  # fmt: skip
    speakers = text_field("Người đại diện của đoàn, mỗi người một dòng", length=1000, rows=2)
    kind = choice_field("Loại", missing="Anh/chị chọn loại.")
    category = choice_field("Lĩnh vực", hint="Không chọn thì phần mềm xếp theo nội dung.")
    content = text_field("Nội dung", missing="Anh/chị ghi nội dung.", length=5000, rows=4)
    settled_by = text_field("Cơ quan đã giải quyết trước đây", length=300)
    about_leader = forms.BooleanField(
        label="Tố cáo, ý kiến về Chủ tịch, Phó Chủ tịch: chỉ thành phố đọc", required=False
    )
    handling = choice_field("Cách xử lý", missing="Anh/chị chọn cách xử lý.")
    tell_by = choice_field("Báo kết quả qua")
    answer = text_field("Đã giải thích, trả lời thế nào", length=5000, rows=2)
    body = text_field("Cơ quan có thẩm quyền", length=200)
    refusal = choice_field("Lý do từ chối theo luật")
    refusal_words = text_field("Nêu rõ thêm", length=500, rows=2)
    date = date_field("Ngày tiếp", missing="Anh/chị ghi ngày tiếp.")
    day = choice_field("Buổi tiếp")
    note = text_field("Ghi chú", length=300)
    client_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, days: list[ReceptionDay], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", Kind.choices)
        self.set_choices("handling", Handling.choices)
        categories = [(one.code, one.label) for one in matters().categories.values()]
        self.set_choices("category", [("", "Theo nội dung"), *categories])
        self.set_choices(
            "tell_by", [("", "Không cần báo"), (Way.SMS.value, "Tin nhắn"), (Way.ZNS.value, "Zalo")]
        )
        reasons = [(one.code, one.label[:110]) for one in definition().reasons.values()]
        self.set_choices("refusal", [("", "–"), *reasons])
        said = [(str(one.pk), f"{one.get_post_display()}, {one.date:%d/%m} {one.said_hours}") for one in days]
        self.set_choices("day", [("", "Tiếp thường xuyên"), *said])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tell_by") and not data.get("phone"):
            self.add_error("phone", "Anh/chị ghi số điện thoại để báo kết quả, hoặc chọn “Không cần báo”.")
        return data


class NoticeForm(PlainForm):
    number = text_field("Số thông báo", missing="Anh/chị ghi số của thông báo.", length=40)
    date = date_field("Ngày ra thông báo", missing="Anh/chị ghi ngày ra thông báo.")


class ConclusionForm(PlainForm):
    text = text_field("Kết luận", missing="Anh/chị ghi kết luận: việc gì, làm thế nào.", length=2000, rows=3,
                      hint="Người được giao đọc được; không ghi tên người tố cáo.")  # fmt: skip
    owner = choice_field("Giao ai", missing="Anh/chị chọn người thực hiện.")
    due = date_field("Hạn", missing="Anh/chị ghi hạn.")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(
            "owner", [("", "Chọn người thực hiện"), *people_choices(unit, Action.RECEPTION_WORK)]
        )
