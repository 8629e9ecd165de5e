"""`thanthien round verify`: sound says so and ends 0; a difference is named and ends 1."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from tests.assessment.rounds.conftest import steps
from tests.assessment.rounds.steps import Steps
from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.cli.refusal import Refusal

__all__ = ["steps", "year"]


def test_sound_then_different_then_unknown(
    steps: Steps, year: Year, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refusal, match="chưa nộp hồ sơ năm 2026"):
        call_command("round_verify", unit=cast.unit.code, year=2026)
    submission = steps.submitted()
    call_command("round_verify", unit=cast.unit.code, year=2026)
    said = capsys.readouterr().out
    assert submission.sha256 in said
    assert said.count("khớp") == 3
    year.add_reading("case_on_time", date(2026, 10, 6), 1, 4)
    with pytest.raises(SystemExit) as ended:
        call_command("round_verify", unit=cast.unit.code, year=2026, submission=1)
    assert ended.value.code == 1
    assert "II.1: khi nộp 5 điểm" in capsys.readouterr().out
