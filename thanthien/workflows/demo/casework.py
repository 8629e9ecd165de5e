"""Cases of the one-stop centre in the demo: a few months, some late, apologies, a fast day. Invented people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from thanthien.lib.rules.deadlines import workdays_before
from thanthien.operations.casework.actions import CaseFields, move_case, receive_case
from thanthien.operations.casework.apologies import (
    ApologyFields,
    begin_apology,
    deliver_apology,
    fill_apology,
    send_apology,
    sign_apology,
)
from thanthien.operations.casework.fast_days import FastDayFields, set_fast_day
from thanthien.operations.casework.importing import apply_import, confirm_columns, hand_in_cases
from thanthien.operations.casework.models import Apology, Case
from thanthien.operations.casework.running import run_import
from thanthien.operations.casework.sweeping import sweep
from thanthien.platform.files.actions import keep_file
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.demo.people import Commune

_DAY = timedelta(days=1)
_SPAN = 100  # days before the last that are played
_CASES = 110
_OFFICE = "H98.01.01"
# name, term in working days, the agency that handles it
_FAST = (
    ("Chứng thực bản sao từ bản chính giấy tờ, văn bản", 1, "one_stop_centre"),
    ("Cấp giấy xác nhận tình trạng hôn nhân", 3, "one_stop_centre"),
    ("Đăng ký khai sinh", 1, "one_stop_centre"),
)
_OTHERS = (
    ("Đăng ký kết hôn", 3, "one_stop_centre"),
    ("Đăng ký khai tử", 1, "one_stop_centre"),
    ("Xác nhận thông tin đất đai", 10, "economy"),
    ("Đề nghị trợ cấp xã hội hằng tháng", 10, "culture_social"),
    ("Đăng ký hộ kinh doanh", 3, "economy"),
)
_NAMES = (
    "Nguyễn Văn Bưởi",
    "Trần Thị Cam",
    "Lê Thị Đào",
    "Phạm Văn Mận",
    "Vũ Thị Na",
    "Đỗ Văn Ổi",
    "Bùi Thị Quýt",
)
_HEAD = "Mã hồ sơ;Tên thủ tục;Người nộp;Số điện thoại;Địa chỉ;Ngày tiếp nhận;Thời hạn giải quyết;Ngày có kết quả;" \
        "Ngày trả kết quả;Hình thức nộp;Cơ quan xử lý"  # fmt: skip


def play_casework(commune: Commune, *, until: date) -> None:
    """A file of ended cases, some open ones typed in, one apology delivered and one waiting, a fast day."""
    first = until - _SPAN * _DAY
    draw = Random(f"{commune.unit.code} cases")  # noqa: S311  the same people in every demo
    head = commune.people["giamdocmotcua"]
    set_fast_day(
        actor=head, at=_at(first, 8), unit=commune.unit,
        fields=FastDayFields(3, [("", name) for name, _, _ in _FAST], "Thông báo số 18/TB-UBND", first),
    )  # fmt: skip
    _import(commune, _rows(commune, first, until, draw), _at(until - 2 * _DAY, 17))
    _open_ones(commune, until)
    _apologise(commune, until)


def _rows(commune: Commune, first: date, until: date, draw: Random) -> list[str]:
    """Ended cases; two of them overdue, most on the day or before."""
    calendar = calendar_of(commune.unit, first.year, until.year)
    days = [first + n * _DAY for n in range(_SPAN - 16) if calendar.is_workday(first + n * _DAY)]
    rows = []
    for n in range(_CASES):
        day = days[n * len(days) // _CASES]
        name, term, role = draw.choice(_FAST if day.weekday() == 3 or n % 2 else _OTHERS)
        left = 0 if day.weekday() == 3 and (name, term, role) in _FAST else draw.randint(0, min(term, 4))
        done = day
        for _ in range(left + (term + 2 if n in (31, 77) else 0)):
            done = next(done + k * _DAY for k in range(1, 20) if calendar.is_workday(done + k * _DAY))
        agency = commune.agencies[role].name
        channel = draw.choice(
            ("Trực tiếp", "Trực tuyến toàn trình", "Trực tuyến toàn trình", "Bưu chính công ích")
        )
        cells = (
            f"{_OFFICE}-{day:%y%m%d}-{n + 101:04d}", name, draw.choice(_NAMES), "",
            f"Thôn {draw.choice(('Đông', 'Tây', 'Nam', 'Bắc'))}", f"{day:%d/%m/%Y} 08:{draw.randint(10, 59)}",
            f"{term} ngày", f"{done:%d/%m/%Y} 15:00", f"{done:%d/%m/%Y} 16:{draw.randint(10, 59)}", channel, agency,
        )  # fmt: skip
        rows.append(";".join(cells))
    return rows


def _import(commune: Commune, rows: list[str], at: datetime) -> None:
    """The way a file goes: read, its columns confirmed, checked, applied. The demo does not wait for a worker."""
    head = commune.people["giamdocmotcua"]
    file = keep_file(data="\r\n".join([_HEAD, *rows]).encode(), at=at)
    made = hand_in_cases(
        actor=head, at=at, unit=commune.unit, source="", file=file, filename="ho-so-mot-cua.csv"
    )
    run_import(import_id=made.pk, clock=lambda: at)
    made.refresh_from_db()
    made = confirm_columns(actor=head, at=at, case_import=made, columns=made.columns)
    run_import(import_id=made.pk, clock=lambda: at)
    apply_import(actor=head, at=at, case_import=made)
    run_import(import_id=made.pk, clock=lambda: at)


def _open_ones(commune: Commune, until: date) -> None:
    """What the boards hold today: due today, due soon, waiting, ready to be fetched, late."""
    calendar = calendar_of(commune.unit, until.year - 1, until.year, until.year + 1)

    def received(term: int, due_in: int) -> date:
        """The day on which a case came in that is due so many working days from today."""
        return workdays_before(until, term - due_in, calendar)

    plays = ((3, 0), (3, 1), (10, 2), (10, 6), (3, 2), (1, 1), (10, -2))
    for n, (term, due_in) in enumerate(plays):
        name, _, role = next(one for one in (*_OTHERS, *_FAST) if one[1] == term)
        day = received(term, due_in)
        one = _received(commune, name, term, role, day, n + 1)
        if n == 4:
            _move(commune, one, "ask", day, 14, "Bổ sung bản chính giấy chứng nhận quyền sử dụng đất")
        if n == 5:
            _move(commune, one, "handle", day, 16, "")


def _received(commune: Commune, name: str, term: int, role: str, day: date, number: int) -> Case:
    agency = commune.agencies[role]
    fields = CaseFields(
        code=f"{_OFFICE}-{day:%y%m%d}-{number:04d}", procedure_name=name, received_at=_at(day, 8, 30),
        applicant=_NAMES[number % len(_NAMES)], address="Thôn Đông", channel=Case.Channel.DIRECT, term=term,
        agency=agency, handler=commune.officer_of(agency),
    )  # fmt: skip
    return receive_case(actor=commune.people["motcua"], at=_at(day, 8, 40), unit=commune.unit, fields=fields)


def _move(commune: Commune, one: Case, move: str, day: date, hour: int, text: str) -> None:
    at = _at(day, hour)
    move_case(actor=commune.people["motcua"], at=at, case=one, move=move, day=at, text=text, seen=one.version)


def _apologise(commune: Commune, until: date) -> None:
    """A case of three weeks ago, late, apologised for and handed over; what is late now gets its draft."""
    calendar = calendar_of(commune.unit, until.year - 1, until.year, until.year + 1)
    clerk, leader, head = (commune.people[post] for post in ("motcua", "chutich", "giamdocmotcua"))
    came, noticed = workdays_before(until, 22, calendar), workdays_before(until, 10, calendar)
    one = _received(commune, "Xác nhận thông tin đất đai", 10, "economy", came, 91)
    letter = begin_apology(actor=clerk, at=_at(noticed, 8), case=one, kind=Apology.Kind.LATE)
    fields = ApologyFields(
        "Hồ sơ phải đối chiếu lại mốc giới tại thực địa, cán bộ địa chính đi chậm hai ngày do mưa",
        workdays_before(until, 6, calendar),
    )
    letter = fill_apology(
        actor=clerk, at=_at(noticed, 9), apology=letter, fields=fields, submit=True, seen=letter.version
    )
    letter = sign_apology(actor=leader, at=_at(noticed, 10), apology=letter, seen=letter.version)
    send_apology(actor=head, at=_at(noticed, 14), apology=letter, way=Apology.Way.HAND, seen=letter.version)
    deliver_apology(
        actor=head,
        at=_at(noticed, 16),
        apology=letter,
        day=noticed,
        note="Trao tại nhà",
        seen=letter.version + 1,
    )
    one.refresh_from_db()
    _move(commune, one, "handle", workdays_before(until, 7, calendar), 15, "")
    one.refresh_from_db()
    _move(commune, one, "hand", workdays_before(until, 7, calendar), 16, "")
    sweep(at=_at(until, 7))


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
