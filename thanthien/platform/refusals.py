"""How an action says no to a person; what a person may not do at all is `people.permissions.NotAllowed`."""

from __future__ import annotations

CHANGED = (
    "Nội dung này đã được người khác sửa từ khi anh/chị mở trang. Chưa có gì được lưu; "
    "anh/chị xem bản mới rồi làm lại."
)


class Refusal(Exception):
    """Nothing was kept. The message, in Vietnamese, says why and what to do; `field` names the form's field."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
