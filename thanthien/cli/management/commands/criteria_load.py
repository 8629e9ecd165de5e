"""`thanthien criteria load FILE [--dry-run]` – a criteria set or a weight table from YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.programme.criteria.actions import load_set, load_weights
from thanthien.programme.criteria.definition import (
    CriteriaSetDefinition,
    InvalidDefinition,
    WeightTableDefinition,
    load_definition,
)
from thanthien.programme.criteria.definition import load_weights as read_weights
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.criteria.queries import definition_of


class Command(BaseCommand):
    help = "Nạp bộ tiêu chí hoặc bảng điểm từ tệp YAML; --dry-run chỉ kiểm tra, không lưu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            result = self._load(path, dry_run=options["dry_run"])
        except OSError as error:
            raise Refusal(f"Không mở được tệp {path}. Hãy kiểm tra lại đường dẫn và quyền đọc.") from error
        except InvalidDefinition as error:
            raise Refusal(str(error)) from error
        self.stdout.write(
            json.dumps(result, ensure_ascii=False, indent=1) if options["json"] else _said(result)
        )

    def _load(self, path: Path, *, dry_run: bool) -> dict[str, Any]:
        if _names_a_set(path):
            return self._load_points(path, dry_run=dry_run)
        definition = load_definition(path)
        result = _summary(definition)
        if dry_run:
            return {**result, "saved": False}
        kept, is_new = load_set(
            definition=definition, source=path.read_text(encoding="utf-8"), at=timezone.now()
        )
        return {**result, "saved": is_new, "version": kept.version}

    def _load_points(self, path: Path, *, dry_run: bool) -> dict[str, Any]:
        code = _names_a_set(path)
        criteria_set = CriteriaSet.objects.filter(code=code).order_by("-version").first()
        if criteria_set is None:
            raise Refusal(f"Chưa có bộ tiêu chí “{code}”. Hãy nạp bộ tiêu chí trước, rồi nạp bảng điểm.")
        table = read_weights(path, definition_of(criteria_set))
        result = _points_summary(table)
        if dry_run:
            return {**result, "saved": False}
        kept, is_new = load_weights(
            criteria_set=criteria_set, definition=table, source=path.name, at=timezone.now()
        )
        return {**result, "saved": is_new, "version": kept.version}


def _names_a_set(path: Path) -> str:
    """The set that a weight table belongs to; empty for a file that is a set itself (or no YAML)."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return ""  # the checked reading below names line and mistake
    return str(data.get("set", "")) if isinstance(data, dict) and "weights" in data else ""


def _summary(definition: CriteriaSetDefinition) -> dict[str, Any]:
    return {
        "kind": "criteria_set",
        "code": definition.code,
        "title": definition.title,
        "criteria": len(definition.criteria),
        "rows": len(definition.leaves()),
        "levels": [level.label for level in definition.levels],
    }


def _points_summary(table: WeightTableDefinition) -> dict[str, Any]:
    return {
        "kind": "weight_table",
        "code": table.code,
        "title": table.title,
        "sample": table.sample,
        "total": str(table.total),
    }


def _said(result: dict[str, Any]) -> str:
    what = "Bộ tiêu chí" if result["kind"] == "criteria_set" else "Bảng điểm"
    if "version" not in result:
        state = "hợp lệ; chưa lưu gì (chạy thử)"
    else:
        state = (
            f"đã lưu, bản {result['version']}" if result["saved"] else f"đã có sẵn, bản {result['version']}"
        )
    return f"{what} “{result['title']}”: {state}."
