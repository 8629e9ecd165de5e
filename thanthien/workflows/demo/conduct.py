"""The conduct of staff in the demo: a register, commitments, monthly checks, trainings, two matters. Invented."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from thanthien.operations.conduct.actions import (
    StaffFields,
    add_staff,
    record_signed,
    sign_commitment,
)
from thanthien.operations.conduct.checking import Seen, finish_check, mark_look, open_check
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.disciplining import (
    BreachFields,
    DisciplineFields,
    move_breach,
    record_discipline,
    report_breach,
)
from thanthien.operations.conduct.importing import apply_lines, lines_of_accounts
from thanthien.operations.conduct.models import Breach, Look, Staff
from thanthien.operations.conduct.reviewing import write_review
from thanthien.operations.conduct.training import (
    Attended,
    TrainingFields,
    keep_training,
    record_attendance,
    record_praise,
)
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.demo.people import Commune

_DAY = timedelta(days=1)
_PEOPLE = (
    ("Đỗ Thị Hà", "civil_servant", "one_stop_centre", "Công chức tiếp nhận", True),
    ("Ngô Văn Sáng", "civil_servant", "one_stop_centre", "Công chức tiếp nhận", True),
    ("Bùi Thu Trang", "public_employee", "one_stop_centre", "Nhân viên hướng dẫn", True),
    ("Lương Văn Bền", "civil_servant", "culture_social", "Chuyên viên", False),
    ("Trịnh Thị Mây", "civil_servant", "economy", "Địa chính, xây dựng", False),
    ("Phan Đức Thiện", "civil_servant", "economy", "Nông nghiệp, môi trường", False),
    ("Hoàng Thị Nhài", "civil_servant", "council_office", "Văn thư, lưu trữ", False),
    ("Vương Văn Tài", "contract", "council_office", "Lái xe", False),
    ("Mai Thị Xoan", "public_employee", "public_service_centre", "Viên chức", False),
    ("Cao Văn Lộc", "part_time", "", "Đài truyền thanh", False),
)
_TRAININGS = (
    (2, "training", "Kỹ năng giao tiếp, tiếp công dân, xử lý tình huống", "communication", "7"),
    (3, "study", "Học tập phong cách nêu gương, gần dân của Bác", "", "2"),
    (4, "training", "Ứng xử với báo chí, trên mạng xã hội", "network", "4"),
    (5, "training", "Ứng dụng công nghệ thông tin, chữ ký số", "digital", "8"),
    (6, "study", "Chuyên đề năm: tận tụy phục vụ Nhân dân", "", "2"),
    (8, "training", "Nghiệp vụ giải quyết thủ tục hành chính", "profession", "8"),
    (9, "study", "Sinh hoạt chuyên đề quý III", "", "2"),
    (10, "training", "Tuyên truyền, vận động Nhân dân", "mobilisation", "4"),
)


def play_conduct(commune: Commune, *, year: int, until: date) -> None:
    unit, boss, leader = commune.unit, commune.coordinator, commune.people["chutich"]
    begins = _workday(commune, date(year, 1, 8))
    apply_lines(actor=boss, at=_at(begins, 9), unit=unit, lines=lines_of_accounts(unit, begins))
    for name, category, agency, title, at_centre in _PEOPLE:
        fields = StaffFields(
            name, category, date(year - 1, 7, 1), commune.agencies.get(agency), title, at_centre
        )
        add_staff(actor=boss, at=_at(begins, 10), unit=unit, fields=fields)
    people = list(Staff.objects.filter(unit=unit).select_related("unit").order_by("pk"))
    signed = _workday(commune, date(year, 1, 20))
    for staff in people:
        if staff.person is not None and staff.person != leader:
            version = definition().edition_on(signed).version
            sign_commitment(actor=staff.person, at=_at(signed, 8), staff=staff, version=version)
    paper = [one for one in people if one.person_id is None][:-1]
    record_signed(actor=boss, at=_at(signed, 15), unit=unit, staff=paper, year=year, signed_date=signed)
    for month in range(1, until.month + 1):
        day = _workday(commune, date(year, month, 24 if month == 1 else 6))
        if day < until:
            _check(commune, day, "centre" if month % 2 else "dress")
    for month, kind, topic, skill, hours in _TRAININGS:
        day = _workday(commune, date(year, month, 18))
        if day < until:
            skipped = month % 5  # somebody is always at the counter meanwhile
            here = [one for number, one in enumerate(people) if number % 9 != skipped]
            fields_of = TrainingFields(kind, topic, day, day, Decimal(hours), skill, "Hội trường xã")
            made = keep_training(actor=boss, at=_at(day, 7), unit=unit, fields=fields_of)
            attended = [Attended(one) for one in here]
            record_attendance(
                actor=boss, at=_at(day, 17), training=made, attended=attended, seen=made.version
            )
    _praises(commune, people, until)
    _matter(commune, people, until)
    texts = dict.fromkeys(definition().aspects, "Đã thực hiện nền nếp; còn vài việc cần làm nhanh hơn.")
    head = commune.people["truongphong"]
    write_review(
        actor=head, at=_at(until - _DAY, 16), unit=unit, agency=commune.agencies["culture_social"], year=until.year,
        texts=texts, seen=0, send=True,
    )  # fmt: skip


def _check(commune: Commune, day: date, purpose: str) -> None:
    """One away, now and then a badge forgotten; the last but one month's is left open."""
    boss, deputy = commune.coordinator, commune.deputy
    check = open_check(actor=boss, at=_at(day, 8), unit=commune.unit, purpose=purpose)
    number = 0
    while (look := check.looks.filter(state=Look.State.WAITING).order_by("position").first()) is not None:
        number += 1
        look = Look.objects.select_related("check_of__unit", "staff").get(pk=look.pk)
        doer = deputy if look.staff.person_id == boss.pk else boss
        watched = {"greets": True, "guides": True, "speaks": not (day.month == 4 and number == 3)}
        seen = Seen(
            Look.State.SEEN, not (day.month in (3, 7) and number == 2), True, watched if number % 2 else {}
        )
        if number == 1 and day.month % 3 == 0:
            seen = Seen(Look.State.AWAY, reason=Look.Reason.DUTY)
        mark_look(actor=doer, at=_at(day, 9), look=look, version=look.version, seen=seen)
        if day.month == 2 and number == 3:
            return
    finish_check(actor=boss, at=_at(day, 10), check=check)


def _praises(commune: Commune, people: list[Staff], until: date) -> None:
    told = (
        ("Đỗ Thị Hà", "citizen", "Hướng dẫn cụ già làm hồ sơ rất kiên nhẫn."),
        ("Ngô Văn Sáng", "citizen", "Gọi điện báo kết quả sớm, đỡ một lần đi lại."),
        ("Mai Thị Xoan", "head", "Trực thêm buổi thứ Bảy để trả kết quả cho bà con."),
    )
    for number, (name, source, text) in enumerate(told):
        staff = next(one for one in people if one.full_name == name)
        day = until - (30 - 9 * number) * _DAY
        record_praise(
            actor=commune.coordinator, at=_at(day, 9), staff=staff, day=day, source=source, text=text
        )


def _matter(commune: Commune, people: list[Staff], until: date) -> None:
    """One matter found to be no breach, one concluded in the year before; its discipline has ended."""
    boss, leader, unit = commune.coordinator, commune.people["chutich"], commune.unit
    staff = next(one for one in people if one.full_name == "Vương Văn Tài")
    day = until - 40 * _DAY
    fields = BreachFields(
        staff, "absence", day - _DAY, "Buổi chiều không thấy ở cơ quan.", Breach.Source.HEAD
    )
    one = report_breach(actor=boss, at=_at(day, 8), unit=unit, fields=fields)
    text = "Lái xe đưa đoàn đi cơ sở, có lệnh điều xe."
    for actor, move, seen in (
        (boss, "verify", "reported"),
        (leader, "clear", "verified"),
        (leader, "close", "cleared"),
    ):
        move_breach(actor=actor, at=_at(day + 2 * _DAY, 9), breach=one, move=move, seen=seen, text=text)
    past = date(until.year - 1, 12, 10)
    fields = BreachFields(staff, "alcohol", past, "Uống bia buổi trưa.", Breach.Source.HEAD)
    old = report_breach(actor=boss, at=_at(past + _DAY, 8), unit=unit, fields=fields)
    for actor, move, seen in ((boss, "verify", "reported"), (leader, "conclude", "verified")):
        move_breach(
            actor=actor,
            at=_at(past + 2 * _DAY, 9),
            breach=old,
            move=move,
            seen=seen,
            text="Người đó thừa nhận.",
        )
    decision = DisciplineFields("412/QĐ-UBND", past + 3 * _DAY, "reprimand", past + 180 * _DAY)
    record_discipline(actor=leader, at=_at(past + 3 * _DAY, 9), breach=old, fields=decision)


def _workday(commune: Commune, day: date) -> date:
    calendar = calendar_of(commune.unit, day.year, day.year + 1)
    while not calendar.is_workday(day):
        day += _DAY
    return day


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
