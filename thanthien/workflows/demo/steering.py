"""Steering in a demo commune: committee, tasks by leaders, chasing, reports, inspections, difficulties."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from thanthien.programme.impediments.actions import (
    ImpedimentFields,
    move_impediment,
    report_impediment,
)
from thanthien.programme.impediments.actions import version_of as impediment_version
from thanthien.programme.impediments.models import Impediment
from thanthien.programme.inspections.actions import InspectionFields, move_inspection, plan_inspection
from thanthien.programme.inspections.findings import FindingFields, Order, move_finding, record_finding
from thanthien.programme.inspections.findings import version_of as finding_version
from thanthien.programme.inspections.models import Finding, Inspection
from thanthien.programme.inspections.states import InspectionMove
from thanthien.programme.plans.giving import GivenFields
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import rows_of
from thanthien.programme.steering.actions import (
    CommitteeFields,
    MemberFields,
    add_member,
    end_member,
    found_committee,
)
from thanthien.programme.steering.assigning import assign_tasks
from thanthien.programme.steering.chasing import CannotChase, answer_chase, chase_agency
from thanthien.programme.steering.models import CommitteeMember
from thanthien.programme.steering.unit_reports import (
    RequestFields,
    ask_for_report,
    hand_in_report,
    version_of,
)
from thanthien.workflows.demo.papers import report
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.demo.pictures import picture
from thanthien.workflows.task_timing import give_dated_task

Role = CommitteeMember.Role


def steer(commune: Commune, *, year: int, until: date) -> None:
    """What leaders and the coordinator did to keep the year going, up to `until`."""
    members = _committee(commune, year)
    _watch(commune, year, members)
    _give(commune, until)
    _chase(commune, year, until)
    _reports(commune, year, until)
    _inspect(commune, year, until)
    _difficulties(commune, until)


def _committee(commune: Commune, year: int) -> list[CommitteeMember]:
    founded = date(year, 1, 20)
    people, boss, at = commune.people, commune.coordinator, _at(founded)
    paper = report(
        unit_name=commune.unit.full_name, agency_name="Ủy ban nhân dân", day=founded,
        task_title="Thành lập Ban Chỉ đạo xây dựng Chính quyền thân thiện", signer=str(people["chutich"]),
    )  # fmt: skip
    committee = found_committee(
        actor=boss, at=at, unit=commune.unit,
        fields=CommitteeFields(
            "Ban Chỉ đạo xây dựng Chính quyền thân thiện", year, None, "128/QĐ-UBND", founded,
            str(people["chutich"]), "Chủ tịch",
        ),
        upload=SimpleUploadedFile("Quyết định 128 thành lập Ban Chỉ đạo.docx", paper),
    )  # fmt: skip
    seats = [
        MemberFields(Role.HEAD, people["chutich"], duty="Chỉ đạo chung"),
        MemberFields(Role.STANDING_DEPUTY, people["phochutich"], duty="Tiêu chí 1, tiêu chí 2"),
        MemberFields(
            Role.DEPUTY, full_name="Trần Văn Thuận", title="Chủ tịch", is_invited=True,
            organisation="Ủy ban MTTQ Việt Nam xã", duty="Giám sát, tiếp nhận ý kiến của Nhân dân",
        ),
        MemberFields(Role.MEMBER, people["truongphong"], duty="Thường trực; tiêu chí 3"),
        MemberFields(Role.MEMBER, people["giamdocmotcua"], duty="Tiêu chí 4; giải quyết thủ tục hành chính"),
        MemberFields(Role.MEMBER, full_name="Lê Thị Thu", title="Trưởng ban", is_invited=True,
                     organisation="Ban Xây dựng Đảng"),
        MemberFields(Role.SECRETARY, people["dieuphoi"], duty="Tổng hợp, báo cáo"),
    ]  # fmt: skip
    made = [
        add_member(actor=boss, at=at, committee=committee, fields=fields, start_date=founded)
        for fields in seats
    ]
    left = date(year, 6, 30)
    end_member(
        actor=boss,
        at=_at(left),
        member=made[5],
        end_date=left,
        reason="Chuyển công tác, Quyết định 402/QĐ-UBND",
    )
    return made


def _watch(commune: Commune, year: int, members: list[CommitteeMember]) -> None:
    """The deputies and members watch over the first tasks of the plan, a few each."""
    tasks = list(rows_of(commune.unit, year).select_related("unit").order_by("position")[:24])
    for n, member in enumerate((members[1], members[3], members[4])):
        assign_tasks(
            actor=commune.coordinator, at=_at(date(year, 2, 12)), unit=commune.unit,
            tasks=tasks[n * 8 : n * 8 + 8], to=member,
        )  # fmt: skip


def _give(commune: Commune, until: date) -> None:
    chair, agencies = commune.people["chutich"], commune.agencies
    said = (
        ("Rà soát, thay biển chỉ dẫn bị mờ tại sân trụ sở", "public_service_centre", 4, "214/TB-UBND"),
        ("Báo cáo số hồ sơ trễ hạn trong quý, nêu rõ nguyên nhân", "one_stop_centre", -3, ""),
        ("Chuẩn bị hội nghị đối thoại với hộ kinh doanh", "economy", 20, "231/TB-UBND"),
    )
    for title, agency, days, number in said:
        at = _at(until - timedelta(days=10))
        fields = GivenFields(
            title, until + timedelta(days=days), agencies[agency], commune.officer_of(agencies[agency]),
            chair, number,
        )  # fmt: skip
        give_dated_task(actor=chair, at=at, unit=commune.unit, fields=fields)


def _chase(commune: Commune, year: int, until: date) -> None:
    """One agency has answered, another has yet to."""
    for role, days, words in (
        ("one_stop_centre", 6, "Đã làm xong phần niêm yết; phần còn lại xong trước thứ Sáu."),
        ("economy", 1, ""),
    ):
        agency = commune.agencies[role]
        tasks = list(Task.objects.filter(unit=commune.unit, year=year, agencies__agency=agency)[:40])
        try:
            sent = chase_agency(
                actor=commune.coordinator, at=_at(until - timedelta(days=days)), unit=commune.unit,
                agency=agency, tasks=tasks[:3] or tasks, answer_by=until + timedelta(days=2),
            )  # fmt: skip
        except CannotChase:
            continue  # this agency has nothing open
        if words:
            answer_chase(
                actor=commune.officer_of(agency), at=_at(until - timedelta(days=days - 1)), chase=sent.chase,
                text=words,
            )  # fmt: skip


def _reports(commune: Commune, year: int, until: date) -> None:
    asked_on = until - timedelta(days=16)
    fields = RequestFields(
        f"Báo cáo kết quả thực hiện Chính quyền thân thiện năm {year}", until - timedelta(days=4),
        "1. Kết quả từng nhiệm vụ được giao\n2. Khó khăn, vướng mắc\n3. Kiến nghị, đề xuất",
        tuple(commune.agencies.values()),
    )  # fmt: skip
    request = ask_for_report(
        actor=commune.coordinator, at=_at(asked_on), unit=commune.unit, year=year, fields=fields
    )
    texts = {
        "council_office": (8, "Đã công khai lịch tiếp công dân, đường dây nóng.\nVướng mắc: chưa có."),
        "one_stop_centre": (5, "Hồ sơ trước và đúng hạn đạt 100%.\nĐề nghị bổ sung một máy quét."),
        "fatherland_front": (2, "Đã phối hợp lấy ý kiến hài lòng tại các thôn, tổ dân phố."),
    }
    for row in request.reports.select_related("agency"):
        days, text = texts.get(row.agency.role_code, (0, ""))
        if text:
            hand_in_report(
                actor=commune.officer_of(row.agency), at=_at(until - timedelta(days=days)), report=row,
                text=text, seen=version_of(row),
            )  # fmt: skip


def _visit(commune: Commune, year: int, day: date, title: str, role: str) -> Inspection:
    fields = InspectionFields(
        title, day, (commune.deputy, commune.people["chanhvanphong"]), commune.agencies[role],
        text="Niêm yết thủ tục hành chính\nBiển hiệu, ghế chờ\nThái độ, trang phục, thẻ công chức",
    )  # fmt: skip
    return plan_inspection(
        actor=commune.coordinator,
        at=_at(day - timedelta(days=6)),
        unit=commune.unit,
        year=year,
        fields=fields,
    )


def _inspect(commune: Commune, year: int, until: date) -> None:
    """One inspection with its whole chain and a correction still open, and one on the calendar."""
    day = until - timedelta(days=24)
    visit = _visit(commune, year, day, "Kiểm tra bộ phận tiếp nhận và trả kết quả", "one_stop_centre")
    centre = commune.agencies["one_stop_centre"]

    def found(text: str, severity: str, days: int) -> Finding:
        order = Order(day + timedelta(days=days), centre)
        return record_finding(
            actor=commune.deputy, at=_at(day), inspection=visit, fields=FindingFields(text, severity, order=order),
            upload=SimpleUploadedFile("hien-trang.jpg", picture(f"{commune.place.code}-{text}", _at(day))),
        )  # fmt: skip

    chain = found("Bảng niêm yết thủ tục đã cũ, thiếu ba thủ tục mới sửa đổi", "major", 9)
    found("Ghế chờ tại quầy 2 bị hỏng, chưa thay", "minor", 18)
    for who, days, move, words in (
        (commune.people["motcua"], 7, "done", "Đã in và dán lại toàn bộ bảng niêm yết."),
        (commune.deputy, 9, "fail", "Còn thiếu thủ tục chứng thực điện tử."),
        (commune.people["giamdocmotcua"], 12, "done", "Đã bổ sung đủ."),
        (commune.people["chanhvanphong"], 14, "pass", ""),
    ):
        move_finding(
            actor=who, at=_at(day + timedelta(days=days)), finding=chain, move=move, seen=finding_version(chain),
            remark=words, due_date=day + timedelta(days=13) if move == "fail" else None,
        )  # fmt: skip
        chain = Finding.objects.get(pk=chain.pk)
    ahead = until + timedelta(days=5)
    if ahead.year == year:
        _visit(commune, year, ahead, "Kiểm tra công khai, minh bạch tại Phòng Kinh tế", "economy")
    early = _visit(commune, year, date(year, 3, 24), "Kiểm tra trang phục, thẻ công chức", "council_office")
    for move, words in (
        (InspectionMove.HOLD, ""),
        (InspectionMove.CLOSE, "Thực hiện tốt, không có tồn tại."),
    ):
        move_inspection(
            actor=commune.deputy, at=_at(date(year, 3, 25)), inspection=early, move=move, remark=words
        )


def _difficulties(commune: Commune, until: date) -> None:
    people = commune.people

    def told(who: str, days: int, text: str, proposal: str) -> Impediment:
        at = _at(until - timedelta(days=days))
        fields = ImpedimentFields(text, proposal)
        return report_impediment(actor=people[who], at=at, unit=commune.unit, fields=fields)

    def say(one: Impediment, who: str, days: int, move: str, text: str) -> None:
        fresh = Impediment.objects.get(pk=one.pk)
        move_impediment(
            actor=people[who], at=_at(until - timedelta(days=days)), impediment=fresh, move=move, text=text,
            seen=impediment_version(fresh),
        )  # fmt: skip

    solved = told("sunghiep", 40, "Loa truyền thanh thôn Hạ mất tiếng nên chưa phát được tin tuyên truyền.",
                  "Đề nghị sửa trong tháng.")  # fmt: skip
    say(solved, "dieuphoi", 37, "answer", "Đã báo Trung tâm sửa; trong lúc chờ dùng loa di động.")
    say(solved, "sunghiep", 30, "solved", "")
    scanner = told(
        "motcua", 12, "Máy quét ở quầy 3 hỏng, số hóa hồ sơ chậm.", "Đề nghị cấp một máy quét mới."
    )
    say(scanner, "kinhte", 11, "note", "Phòng Kinh tế còn một máy ít dùng, có thể cho mượn.")
    say(scanner, "dieuphoi", 9, "escalate", "Vượt dự toán của Phòng; kính trình Chủ tịch cho mua sắm.")
    told(
        "kinhte", 3, "Chưa có hướng dẫn chấm điểm nội dung mô hình sáng tạo.", "Đề nghị xin ý kiến Sở Nội vụ."
    )


def _at(day: date, *, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 40)))
