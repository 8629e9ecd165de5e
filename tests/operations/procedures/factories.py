"""A small catalogue, invented but shaped like the real one: our own form, the national form, a workbook."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from thanthien.operations.procedures.actions import send_list, take_list
from thanthien.operations.procedures.models import Import
from thanthien.operations.procedures.planning import Plan
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit

BIRTH: dict[str, Any] = {
    "code": "1.001193",
    "name": "Đăng ký khai sinh",
    "field": "Hộ tịch",
    "level": "Cấp xã",
    "subjects": "Công dân Việt Nam",
    "agency": "Ủy ban nhân dân cấp xã",
    "place": "Trung tâm Phục vụ hành chính công cấp xã",
    "decision": "12/QĐ-BTP",
    "ways": [
        {"how": "Trực tiếp", "time": "Trong ngày", "fee": "Miễn phí", "note": "nếu đúng hạn"},
        {"how": "Trực tuyến", "time": "Trong ngày"},
    ],
    "papers": [
        {"name": "Tờ khai đăng ký khai sinh", "originals": 1},
        {"name": "Giấy chứng sinh", "originals": 1, "group": "Giấy tờ phải nộp"},
    ],
    "steps": "Nộp hồ sơ.\nCông chức hộ tịch kiểm tra.\nNhận giấy khai sinh.",
    "conditions": "Trong 60 ngày từ ngày sinh con.",
    "laws": [{"name": "Luật Hộ tịch", "code": "60/2014/QH13"}],
    "results": [{"name": "Giấy khai sinh"}],
    "source": "https://dichvucong.gov.vn/thu-tuc/1",
    "summary": {
        "what": "Làm giấy khai sinh cho trẻ mới sinh.",
        "who": "Cha, mẹ hoặc người thân",
        "bring": ["Giấy chứng sinh", "Căn cước của cha hoặc mẹ"],
        "fee": "Miễn phí nếu làm trong 60 ngày",
        "time": "Trong ngày",
        "where": "Quầy hộ tịch",
        "mind": "Quá 60 ngày phải nộp lệ phí.",
    },
}
MARRIAGE: dict[str, Any] = {
    "code": "1.000894",
    "name": "Đăng ký kết hôn",
    "field": "Hộ tịch",
    "ways": [{"how": "Trực tiếp", "time": "Trong ngày", "fee": "Miễn phí"}],
    "papers": [{"name": "Tờ khai đăng ký kết hôn", "originals": 1}],
}
COPY: dict[str, Any] = {
    "code": "2.000815",
    "name": "Chứng thực bản sao từ bản chính giấy tờ, văn bản",
    "field": "Chứng thực",
    "ways": [{"how": "Trực tiếp", "time": "Trong ngày", "fee": "2.000 đồng/trang"}],
    "papers": [{"name": "Bản chính giấy tờ"}, {"name": "Bản sao cần chứng thực"}],
}
ALL = (BIRTH, MARRIAGE, COPY)


def as_yaml(*rows: dict[str, Any]) -> bytes:
    whole = {"format": 1, "version": "2026-07", "procedures": list(rows)}
    return yaml.safe_dump(whole, allow_unicode=True).encode()


def as_lines(*rows: dict[str, Any]) -> bytes:
    """The national form, one record a line."""
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in rows).encode()


def as_sheet(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(
    owner: Unit, at: datetime, data: bytes, *, actor: Person | None = None, from_date: date | None = None,
    name: str = "thu-tuc.yaml",
) -> Import:  # fmt: skip
    return send_list(
        actor=actor, at=at, owner=owner, file=keep_file(data=data, at=at), filename=name,
        from_date=from_date or date(2026, 7, 1),
    )  # fmt: skip


def loaded(owner: Unit, at: datetime, *rows: dict[str, Any], **more: Any) -> Plan:
    """The rows taken into the owner's catalogue at once."""
    ending = more.pop("ending", ())
    return take_list(actor=None, at=at, sent=sent(owner, at, as_yaml(*(rows or ALL)), **more), ending=ending)
