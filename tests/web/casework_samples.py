"""One of each thing of cases, for the rights matrix."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.operations.casework.factories import fields
from thanthien.operations.casework.actions import receive_case
from thanthien.operations.casework.apologies import begin_apology
from thanthien.operations.casework.fast_days import FastDayFields, set_fast_day
from thanthien.operations.casework.importing import hand_in_cases
from thanthien.platform.files.actions import keep_file

CASEWORK_ROWS = {
    "desk:case": "case",
    "desk:case_import": "case_import",
    "desk:case_apology": "apology",
    "desk:case_fast_day": "fast_day",
}
CASEWORK_BODIES = {
    "desk:case_move": {"move": "handle", "day": "2026-06-20T09:00"},
    "desk:case_apologise": {"kind": "fault"},
    "desk:case_apology_fill": {"reason": "Do mưa", "new_due_date": "2099-06-30"},
}


class CaseworkSamples:
    """A case of the culture division, due two days ago, with its apology; a file whose columns are not known yet."""

    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        came = now - timedelta(days=20)
        self.case = receive_case(
            actor=cast.one_stop, at=came, unit=cast.unit,
            fields=fields(agency=cast.culture, code="H15.50-260622-0001", received_at=came),
        )  # fmt: skip
        self.apology = begin_apology(actor=cast.one_stop, at=now, case=self.case, kind="late")
        self.case_import = hand_in_cases(
            actor=cast.one_stop, at=now, unit=cast.unit, source="", filename="ho-so.csv",
            file=keep_file(data="Mã hồ sơ;Tên thủ tục;Ngày tiếp nhận\n1;2;3\n".encode(), at=now),
        )  # fmt: skip
        self.fast_day = set_fast_day(
            actor=cast.one_stop, at=now, unit=cast.unit,
            fields=FastDayFields(3, [("", "Khai sinh")], "01/TB-UBND", timezone.localdate(now)),
        )  # fmt: skip
