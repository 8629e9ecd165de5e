"""`thanthien plan import FILE --unit CODE --year Y` – a plan file becomes the plan in force and its tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.plan_file import bytes_of
from thanthien.cli.refusal import Refusal
from thanthien.lib.documents import CannotRead
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.units.models import Unit
from thanthien.programme.imports.accepting import CannotAccept
from thanthien.programme.imports.actions import CannotImport
from thanthien.programme.imports.direct import Imported, import_plan
from thanthien.programme.imports.review import Counts, RowView, misfits

WAITING = "Tệp này đang chờ xem lại ở trang Kế hoạch. Hãy nhận ở đó, hoặc bỏ bản đọc đó rồi chạy lại lệnh."


class Command(BaseCommand):
    help = "Nhập một tệp kế hoạch: tạo kế hoạch, nhiệm vụ, cơ quan, thời hạn cho một đơn vị và một năm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị, ví dụ 11587")
        parser.add_argument("--year", required=True, type=int, help="năm thực hiện")
        parser.add_argument("--dry-run", action="store_true", help="chỉ in những gì sẽ tạo, không lưu")
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        data = bytes_of(path)
        unit = Unit.objects.select_related("parent").filter(code=options["unit"]).first()
        if unit is None:
            raise Refusal(
                f"Không có đơn vị mã {options['unit']}. Hãy xem mã trong danh mục đơn vị hành chính."
            )
        try:
            imported = import_plan(
                at=timezone.now(),
                unit=unit,
                year=options["year"],
                data=data,
                filename=path.name,
                dry_run=options["dry_run"],
            )
        except CannotImport as error:
            if not error.is_in_force:
                raise Refusal(WAITING if error.reading else str(error)) from error
            self._say_unchanged(str(error), options["json"])
            return
        except (CannotRead, CannotKeepFile, CannotAccept) as error:
            raise Refusal(str(error)) from error
        if options["json"]:
            self.stdout.write(
                json.dumps(_as_json(imported, options["dry_run"]), ensure_ascii=False, indent=1)
            )
            return
        for line in _lines(imported, options["dry_run"]):
            self.stdout.write(line)

    def _say_unchanged(self, words: str, as_json: bool) -> None:
        self.stdout.write(json.dumps({"unchanged": True}) if as_json else words)


def to_look_at(counts: Counts) -> int:
    """Places a person should look at on the page after an import without one."""
    return counts.doubtful + counts.document_doubts


def _lines(imported: Imported, dry_run: bool) -> Iterator[str]:
    review, outcome = imported.review, imported.outcome
    if dry_run:
        for shown in review.rows:
            yield _row(shown)
    will = "Sẽ tạo" if dry_run else "Đã nhận"
    yield (
        f"{will}: {outcome.created} nhiệm vụ mới, {outcome.changed} thay đổi, {outcome.kept} giữ nguyên, "
        f"{outcome.withdrawn} rút (minh chứng vẫn giữ)."
    )
    if review.new_agencies:
        yield f"Cơ quan {'sẽ thêm' if dry_run else 'đã thêm'}: {', '.join(review.new_agencies)}."
    yield from (f"Lưu ý: {words}" for words in misfits(review.reading))
    with_criterion = sum(1 for shown in review.rows if shown.row.criterion_id)
    yield f"{with_criterion}/{len(review.rows)} dòng được gắn tiêu chí theo gợi ý, chưa có người xác nhận."
    yield f"{to_look_at(review.counts)} chỗ nên có người xem lại."


def _row(shown: RowView) -> str:
    row = shown.row
    lead = "; ".join(row.lead) or ("" if row.is_header else "chưa có cơ quan chủ trì")
    parts = [part for part in (f"{row.no or '-'} {row.title}", lead, row.timing) if part]
    return " | ".join(parts) + ("  [cần xem]" if shown.doubts else "")


def _as_json(imported: Imported, dry_run: bool) -> dict[str, Any]:
    review, outcome = imported.review, imported.outcome
    return {
        "dry_run": dry_run,
        "unit": review.reading.unit.code,
        "year": review.reading.year,
        "created": outcome.created,
        "changed": outcome.changed,
        "kept": outcome.kept,
        "withdrawn": outcome.withdrawn,
        "agencies_added": review.new_agencies,
        "misfits": misfits(review.reading),
        "to_look_at": to_look_at(review.counts),
        "tasks": [_task(shown) for shown in review.rows],
    }


def _task(shown: RowView) -> dict[str, Any]:
    row = shown.row
    return {
        "no": row.no,
        "title": row.title,
        "group": row.group,
        "is_header": row.is_header,
        "lead": row.lead,
        "coordinators": row.coordinators,
        "product": row.product,
        "timing": row.timing,
        "criterion": row.criterion.key if row.criterion else None,
        "criterion_likeness": row.criterion_likeness,
        "doubtful": shown.doubts,
    }
