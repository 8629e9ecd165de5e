"""`thanthien plan read FILE` – what is read out of a plan; nothing is kept, no database is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thanthien.cli.plan_file import bytes_of
from thanthien.cli.refusal import Refusal
from thanthien.lib.documents import CannotRead, read
from thanthien.lib.planreader import read_plan


class Command(BaseCommand):
    help = "Đọc một tệp kế hoạch và in ra những gì đọc được; không lưu gì."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .docx, .pdf, .xlsx, .txt, .jpg hoặc .png")
        parser.add_argument("--json", action="store_true", help="in JSON đầy đủ")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            document = read(bytes_of(path), filename=path.name)
        except CannotRead as error:
            raise Refusal(str(error)) from error
        found = read_plan(document).as_json()
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for line in _lines(found):
            self.stdout.write(line)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    if not found["is_plan"]:
        yield f"Không phải kế hoạch: {found['not_plan_reason']}"
        return
    head = found["document"]
    yield f"{head['title'] or 'Chưa đọc được trích yếu'}"
    yield f"Số {head['number'] or '(trống)'}, ngày {head['date'] or '(trống)'}, ký: {head['signer'] or '(chưa rõ)'}"
    yield (
        f"{len(found['legal_bases'])} căn cứ, {len(found['obligations'])} nội dung, "
        f"{len(found['duties'])} phân công, {len(found['tasks'])} dòng trong bảng"
    )
    rows = found["tasks"] or found["obligations"]
    for row in rows:
        yield _row(row)
    doubtful = sum(1 for row in rows if row["doubtful"])
    yield f"{doubtful} dòng cần người xem lại." if doubtful else "Không có dòng nào phải xem lại."
    yield from (f"Ghi chú: {anomaly['text']}" for anomaly in found["anomalies"])


def _row(row: dict[str, Any]) -> str:
    words = row.get("title") or row.get("text", "")
    parts = [f"{row.get('no') or '-'} {words}"]
    parts += ["; ".join(row["lead"])] if row.get("lead") else []
    parts += [row["timing"]] if row.get("timing") else []
    doubts = f"  [cần xem: {', '.join(row['doubtful'])}]" if row["doubtful"] else ""
    return " | ".join(parts) + doubts
