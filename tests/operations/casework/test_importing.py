"""Files of the provincial system: what is read, refused, remembered, applied, gone on with."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import Workbook

from tests.cast import NOW, Cast
from tests.operations.casework.factories import case, imported, moment, move
from thanthien.operations.casework import running
from thanthien.operations.casework.importing import (
    CannotImportCases,
    apply_import,
    confirm_columns,
    drop_import,
    hand_in_cases,
)
from thanthien.operations.casework.models import Case, CaseImport, CaseStep, Pause
from thanthien.operations.casework.running import run_import
from thanthien.platform.audit.models import Entry
from thanthien.platform.columns.models import ColumnMap
from thanthien.platform.files.actions import keep_file
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.permissions import NotAllowed


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests are the worker themselves, by their own clock."""
    still = SimpleNamespace(enqueue=lambda pk: None)
    monkeypatch.setattr("thanthien.operations.casework.importing.import_in_background", still)


HEAD = [
    "Mã hồ sơ",
    "Tên thủ tục",
    "Người nộp",
    "SĐT",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày có kết quả",
    "Trạng thái",
]
ROW = ["H15.50.05.13-260622-0001", "Chứng thực bản sao", "Trần Văn Mít", "0987654321", "22/06/2026 08:30",
       "24/06/2026", "23/06/2026", "Đã xử lý xong"]  # fmt: skip


def csv_of(
    *rows: list[Any], head: list[str] | None = None, sign: str = ";", encoding: str = "utf-8"
) -> bytes:
    lines = [head or HEAD, *rows]
    return "\r\n".join(sign.join(map(str, line)) for line in lines).encode(encoding)


def row(**more: str) -> list[str]:
    names = ("code", "name", "who", "phone", "received", "due", "handled", "state")
    return [more.get(name, value) for name, value in zip(names, ROW, strict=True)]


def whole(cast: Cast, data: bytes, at: datetime = NOW) -> CaseImport:
    """Read, its guessed columns confirmed, checked."""
    made = imported(cast, data, at)
    if made.state == CaseImport.State.MAPPING:
        confirm_columns(actor=cast.one_stop, at=at, case_import=made, columns=made.columns)
        run_import(import_id=made.pk, clock=lambda: at)
        made.refresh_from_db()
    return made


def applied(cast: Cast, data: bytes, at: datetime = NOW) -> CaseImport:
    made = whole(cast, data, at)
    apply_import(actor=cast.one_stop, at=at, case_import=made)
    run_import(import_id=made.pk, clock=lambda: at)
    made.refresh_from_db()
    assert made.state == "done", made.problem
    return made


def xlsx_of(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH HỒ SƠ"])
    sheet.append([])
    for one in (HEAD, *rows):
        sheet.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def far_xlsx(place: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet[place] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def json_of() -> bytes:
    return json.dumps({"status": 1, "data": [dict(zip(HEAD, ROW, strict=True))]}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "data",
    [
        csv_of(ROW),
        csv_of(ROW, sign=",", encoding="utf-16"),
        csv_of(ROW, sign="\t", encoding="utf-8-sig"),
        csv_of(ROW, sign="|"),
        xlsx_of([*ROW[:4], datetime(2026, 6, 22, 8, 30), date(2026, 6, 24), 46196, ROW[7]]),
        json_of(),
    ],
    ids=["csv", "utf16", "bom", "bars", "excel", "json"],
)
def test_a_file_of_any_form_becomes_the_same_case(cast: Cast, data: bytes) -> None:
    made = applied(cast, data)
    one = Case.objects.get()
    assert (one.code, one.tail, one.applicant, one.phone) == (ROW[0], "0001", "Trần Văn Mít", "0987654321")
    assert one.received_at == moment("2026-06-22 08:30")
    assert one.due_at == moment("2026-06-24 23:59:59")
    assert (one.state, one.handled_at, one.late_at) == ("handled", moment("2026-06-23 00:00"), None)
    assert (made.new, made.changed, made.refused) == (1, 0, 0)


def test_windows_1258_is_read(cast: Cast) -> None:
    text = (
        "Mã hồ sơ;Tên thủ tục;Ngày tiếp nhận\r\nH15.50-260622-0002;Đăng ký khai sinh cho trẻ;22/06/2026\r\n"
        * 1
    )
    # code page 1258 writes tone marks apart from their letters
    apart = "".join({"ủ": "u\u0309", "ụ": "u\u0323", "ế": "ê\u0301", "ậ": "â\u0323", "ồ": "ô\u0300", "ẻ": "e\u0309"}
                    .get(letter, letter) for letter in text)  # fmt: skip
    apart = apart.replace("ã", "a\u0303").replace("ý", "y\u0301")
    applied(cast, apart.encode("cp1258"))
    assert Case.objects.get().procedure_name == "Đăng ký khai sinh cho trẻ"


def test_confirmed_columns_are_used_by_themselves_next_time(cast: Cast) -> None:
    head = ["Số", "Việc", "Nhận", "Xong"]
    data = csv_of(["H15.50-260622-0003", "Khai sinh", "22/06/2026", ""], head=head)
    made = imported(cast, data)
    assert (made.state, made.columns) == ("mapping", {})
    columns = {"code": "Số", "procedure_name": "Việc", "received_at": "Nhận", "handled_at": "Xong"}
    confirm_columns(actor=cast.one_stop, at=NOW, case_import=made, columns=columns)
    assert ColumnMap.objects.get().columns == columns
    again = imported(cast, csv_of(["H15.50-260622-0004", "Khai tử", "23/06/2026", ""], head=head))
    assert (again.state, again.columns, again.new) == ("checked", columns, 1)
    other = imported(cast, data, source="Cổng khác")
    assert other.state == "mapping"


def test_a_file_whose_columns_changed_is_not_read_by_the_old_ones(cast: Cast) -> None:
    """The system was changed: the column of the code is called otherwise, one of the dates is gone."""
    whole(cast, csv_of(ROW))
    head = ["Ký hiệu", *HEAD[1:5], "Ghi", *HEAD[6:]]
    made = imported(cast, csv_of(ROW, head=head))
    assert made.state == "mapping"
    assert "code" not in made.columns
    with pytest.raises(CannotImportCases, match="Còn thiếu cột cho: Mã hồ sơ"):
        confirm_columns(actor=cast.one_stop, at=NOW, case_import=made, columns=made.columns)
    assert Case.objects.count() == 0


def test_columns_are_asked_for_until_they_make_sense(cast: Cast) -> None:
    made = imported(cast, csv_of(ROW))

    def refused(columns: dict[str, str]) -> str:
        with pytest.raises(CannotImportCases) as caught:
            confirm_columns(actor=cast.one_stop, at=NOW, case_import=made, columns=columns)
        return str(caught.value)

    assert "Ngày tiếp nhận" in refused({"code": HEAD[0], "procedure_name": HEAD[1]})
    assert "không nằm trong tệp" in refused({**made.columns, "reason": "Cột lạ"})
    assert "hai nội dung" in refused({**made.columns, "reason": HEAD[1]})
    made.refresh_from_db()
    assert made.state == "mapping"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "975"}, "Mã hồ sơ có dạng"),
        ({"code": "H15.50-261340-0975"}, "không có trong lịch"),
        ({"received": "06/22/2026"}, "ngày ghi trước, tháng ghi sau"),
        ({"received": "hôm qua"}, "chưa đọc được “hôm qua”"),
        ({"received": "22/06/0026"}, "năm của"),
        ({"received": ""}, "Thiếu ngày tiếp nhận"),
        ({"received": "22/08/2026"}, "chưa tới"),
        ({"due": "20/06/2026"}, "trước ngày tiếp nhận"),
        ({"handled": "21/06/2026"}, "đi ngược thời gian"),
        ({"handled": ""}, "thiếu ngày có kết quả"),
        ({"state": "lung tung"}, "Chưa hiểu trạng thái “lung tung”"),
        ({"name": ""}, "Thiếu tên thủ tục"),
    ],
)
def test_a_wrong_row_is_told_in_plain_words_and_left_out(
    cast: Cast, changes: dict[str, str], words: str
) -> None:
    made = whole(cast, csv_of(row(**changes), row(code="H15.50.05.13-260622-0009")))
    assert (made.state, made.refused, made.new) == ("checked", 1, 1)
    line, _, said = made.faults[0]
    assert line == 2
    assert words.lower() in said.lower()
    assert "Mít" not in json.dumps(made.faults, ensure_ascii=False)
    assert "0987654321" not in json.dumps(made.faults)


def test_dates_of_many_forms_in_one_file_are_each_read_or_told(cast: Cast) -> None:
    """As when several people filled the sheet: every form that has one meaning is read, no other is guessed."""
    forms = ("22/06/2026 08:30", "22-6-2026 8h30", "2026-06-22T08:30:00+07:00", "08:30 22/06/2026", "46195,354166667",
             "22.06.2026 08:30:00", "06/22/2026 08:30", "22/06/26", "2026-22-06")  # fmt: skip
    rows = [row(code=f"H15.50.05.13-260622-{n:04d}", received=one) for n, one in enumerate(forms, 1)]
    made = applied(cast, csv_of(*rows))
    assert set(Case.objects.values_list("received_at", flat=True)) == {moment("2026-06-22 08:30")}
    assert (made.new, made.refused) == (6, 3)
    assert [(line, field) for line, field, _ in made.faults] == [(n, "Ngày tiếp nhận") for n in (8, 9, 10)]
    assert all("ngày" in words and "tháng" in words for _, _, words in made.faults)


def test_a_code_twice_in_a_file_is_refused_the_second_time(cast: Cast) -> None:
    made = whole(cast, csv_of(ROW, row(name="Khác")))
    assert made.faults == [[3, "Mã hồ sơ", "Mã hồ sơ trùng với dòng 2; mỗi hồ sơ chỉ ghi một dòng."]]


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    applied(cast, csv_of(ROW))
    again = whole(cast, csv_of(ROW))
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    with pytest.raises(CannotImportCases, match="không có hồ sơ mới"):
        apply_import(actor=cast.one_stop, at=NOW, case_import=again)


def test_a_later_file_brings_a_case_up_to_date_and_tells_the_applicant_once(cast: Cast) -> None:
    applied(cast, csv_of(row(handled="", state="Đang xử lý")))
    one = Case.objects.get()
    assert (one.state, one.late_at) == ("processing", moment("2026-06-25 00:00"))
    ready = row(handled="30/06/2026 10:00")
    applied(cast, csv_of(ready))
    one.refresh_from_db()
    assert (one.state, one.end_at) == ("handled", moment("2026-06-30 10:00"))
    step = CaseStep.objects.get(case=one)
    assert "Đang giải quyết → Đã có kết quả" in step.text
    applied(cast, csv_of([*ready[:7], "Đã trả kết quả"]))
    message = Message.objects.get()
    assert message.address == "0987654321"
    assert "Mít" not in message.text


def test_an_import_never_takes_a_case_back(cast: Cast) -> None:
    applied(cast, csv_of(ROW))
    made = whole(cast, csv_of(row(handled="", state="Đang xử lý")))
    assert made.refused == 1
    assert "ngày 23/06/2026: hồ sơ đi ngược thời gian" in made.faults[0][2]


def test_what_was_typed_here_is_never_lost(cast: Cast) -> None:
    one = case(cast, 1, applicant="Trần Thị Xoài", phone="")
    move(cast, one, "ask", "2026-06-23 08:00", "Bản chính giấy chứng sinh")
    typed = [one.code, "Tên khác", "Người khác", "0911111111", "21/06/2026", "30/06/2026", "", "Đang xử lý"]
    applied(cast, csv_of(typed))
    one.refresh_from_db()
    assert (one.applicant, one.state, one.received_at) == (
        "Trần Thị Xoài",
        "waiting",
        moment("2026-06-22 09:00"),
    )
    assert Pause.objects.get(case=one).reason == "Bản chính giấy chứng sinh"
    assert one.due_given_at == moment("2026-06-30 23:59:59")
    move(cast, one, "supply", "2026-06-25 08:00")
    move(cast, one, "handle", "2026-06-26 08:00")
    made = whole(cast, csv_of(typed))
    assert made.refused == 0  # our own dates are newer, not the file's fault
    done = [*typed[:6], "25/06/2026", "Đã trả kết quả"]
    applied(cast, csv_of(done))
    one.refresh_from_db()
    assert (one.state, one.handled_at) == ("handed", moment("2026-06-26 08:00"))


def test_a_supplement_in_the_file_becomes_a_pause(cast: Cast) -> None:
    head = [*HEAD, "Ngày yêu cầu bổ sung", "Ngày bổ sung"]
    first = [*row(handled="", state="Chờ bổ sung"), "23/06/2026", ""]
    applied(cast, csv_of(first, head=head))
    one = Case.objects.get()
    assert (one.state, one.supplements, one.late_at) == ("waiting", 1, None)
    assert one.pauses.get().until_date is None
    later = [*row(due="29/06/2026", handled="26/06/2026"), "23/06/2026", "25/06/2026"]
    applied(cast, csv_of(later, head=head))
    one.refresh_from_db()
    assert one.pauses.get().until_date == date(2026, 6, 25)
    assert (one.due_at, one.late_at) == (moment("2026-06-29 23:59:59"), None)


def test_a_worker_that_dies_is_gone_on_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(code=f"H15.50.05.13-260622-{n:04d}") for n in range(1, 8)]
    monkeypatch.setattr(running, "CHUNK", 2)
    made = whole(cast, csv_of(*rows))
    apply_import(actor=cast.one_stop, at=NOW, case_import=made)
    dying, keep = iter([1, 1, 1]), running._keep

    def killed(*words: Any) -> None:
        if next(dying, None) is None:
            raise KeyboardInterrupt  # the process ends between two thousands
        keep(*words)

    monkeypatch.setattr(running, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        run_import(import_id=made.pk, clock=lambda: NOW)
    made.refresh_from_db()
    assert (made.state, made.done, Case.objects.count()) == ("applying", 6, 6)
    monkeypatch.setattr(running, "_keep", keep)
    run_import(import_id=made.pk, clock=lambda: NOW)
    made.refresh_from_db()
    assert (made.state, made.done, made.new, Case.objects.count()) == ("done", 7, 7, 7)


def test_two_workers_do_not_apply_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = whole(cast, csv_of(ROW))
    apply_import(actor=cast.one_stop, at=NOW, case_import=made)
    stale = CaseImport.objects.select_related("unit", "file").get(pk=made.pk)
    run_import(import_id=made.pk, clock=lambda: NOW)
    with pytest.raises(running._Overtaken):
        running._apply(stale, lambda: NOW)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\"a\": 1}", "JSON"),
        (b"[1, 2]", "JSON"),
        (b"[]", "không có dòng nào"),
        (b"abc\n1\n", "Không tìm thấy dòng tên cột"),
        (far_xlsx("XFD1048576"), "quá xa"),  # 17 thousand million cells: no machine has so much memory
        (far_xlsx("XFD1"), "400 cột"),
        (csv_of(head=[*HEAD, *map(str, range(400))]), "400 cột"),
        (json.dumps([{str(n): 1 for n in range(401)}]).encode(), "400 cột"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_says_so(cast: Cast, data: bytes, words: str) -> None:
    made = imported(cast, data)
    assert made.state == "failed"
    assert words in made.problem
    drop_import(actor=cast.one_stop, at=NOW, case_import=made)


def test_only_who_keeps_cases_brings_files(cast: Cast) -> None:
    file = keep_file(data=csv_of(ROW), at=NOW)
    for person in (cast.officer, cast.head, cast.council, cast.other_coordinator, cast.city_admin):
        with pytest.raises(NotAllowed):
            hand_in_cases(actor=person, at=NOW, unit=cast.unit, source="", file=file, filename="x.csv")


def test_the_log_tells_of_the_import_without_anybodys_name(cast: Cast) -> None:
    applied(cast, csv_of(ROW))
    entries = list(Entry.objects.filter(action__startswith="case"))
    assert {one.action for one in entries} >= {"case_import.hand_in", "case_import.apply", "case_import.done"}
    assert not any("Mít" in f"{one.subject} {one.before} {one.after}" for one in entries)
    assert all(one.at.astimezone(UTC) for one in entries)
