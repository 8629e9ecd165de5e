"""`thanthien procedures load`: what it would change, what it takes, what it refuses in one line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.cast import Cast
from tests.operations.procedures.factories import BIRTH, COPY, as_yaml
from thanthien.cli.refusal import Refusal
from thanthien.operations.procedures.kept import kept
from thanthien.operations.procedures.models import Edition, Import

pytestmark = pytest.mark.django_db


def load(*words: str) -> str:
    out = StringIO()
    call_command("procedures_load", *words, stdout=out)
    return out.getvalue()


def test_a_list_for_the_country_is_shown_then_taken_and_the_same_again_changes_nothing(
    cast: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(as_yaml(BIRTH, COPY, {"name": "Không mã"}))
    assert "Mới 2, thay đổi 0" in load(str(path), "--dry-run")
    assert not Import.objects.exists()
    told = load(str(path))
    assert "thủ tục thứ 3: Thiếu mã" in told
    assert len(kept(cast.unit, timezone.localdate()).entries) == 2
    assert "Mới 0, thay đổi 0, giữ nguyên 2" in load(str(path))
    path.write_bytes(as_yaml(BIRTH))
    assert f"không có trong tệp: {COPY['code']}" in load(str(path))
    assert Edition.objects.filter(until_date=None).count() == 2
    load(str(path), "--end-missing")
    assert Edition.objects.filter(until_date=None).count() == 1


def test_what_cannot_be_is_said_in_one_line(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with pytest.raises(Refusal, match="Không mở được"):
        load(str(path))
    path.write_bytes(b"xin chao")
    with pytest.raises(Refusal, match="Tệp không có danh sách"):
        load(str(path))
    with pytest.raises(Refusal, match="Không có đơn vị"):
        load(str(path), "--unit", "zz")
