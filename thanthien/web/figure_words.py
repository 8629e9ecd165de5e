"""The audit log's words for figures, typed or taken from a file."""

from __future__ import annotations

AREAS = {
    "figure": "Số liệu",
    "figure_import": "Tệp số liệu tháng",
}
ACTIONS = {
    "figure.record": "Ghi số liệu",
    "figure.correct": "Sửa số liệu",
    "figure.remove": "Xóa số liệu",
    "figure_import.hand_in": "Gửi tệp số liệu tháng",
    "figure_import.columns": "Xác nhận các cột của tệp số liệu",
    "figure_import.keep": "Ghi số liệu tháng từ tệp",
    "figure_import.drop": "Bỏ tệp số liệu tháng",
}
FIELDS = {
    "figures": "Số chỉ số thay đổi",
}
