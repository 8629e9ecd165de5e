"""Papers of a month: spot checks and commitments without names, trainings and study sessions with their hours."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Count, Sum

from thanthien.lib.documents.write import AdministrativeDocument, Block, Column, TableBlock, TableRow, Text
from thanthien.lib.vietnamese import date_vi, number_vi, span_vi
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.models import Commitment, Look, SpotCheck, Training
from thanthien.operations.conduct.queries import Tally, checks_of, commitments_of, tally_of
from thanthien.platform.units.models import Agency, Unit

_CHECKS = (
    Column("Ngày", 2.4, "centre"),
    Column("Mục đích", 4.6),
    Column("Được rút", 1.8, "centre"),
    Column("Đã kiểm tra", 2.2, "centre"),
    Column("Đeo thẻ, trang phục đúng", 2.6, "centre"),
    Column("Thái độ đúng", 2.4, "centre"),
)
_AGENCIES = (
    Column("Cơ quan", 8.0),
    Column("Lượt kiểm tra", 4.0, "centre"),
    Column("Đeo thẻ, trang phục đúng", 4.0, "centre"),
)
_TRAININGS = (
    Column("Ngày", 3.6, "centre"),
    Column("Nội dung", 6.4),
    Column("Số giờ", 1.8, "centre"),
    Column("Người dự", 2.0, "centre"),
    Column("Tổng giờ", 2.2, "centre"),
)
_SIGNED = (Column("Cơ quan", 8.0), Column("Số người", 4.0, "centre"), Column("Đã ký", 4.0, "centre"))


def of(good: int, whole: int) -> str:
    """ "7/8"; a dash where nothing was counted."""
    return f"{good}/{whole}" if whole else "–"


def check_summary(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """The spot checks of the days, by check and by agency; nobody is named. None where there was none."""
    checks = list(checks_of(unit).filter(date__gte=first, date__lte=last).order_by("date", "pk"))
    looks = {check.pk: list(check.looks.all()) for check in checks}
    tallies = {check.pk: tally_of(check, looks[check.pk]) for check in checks}
    if not any(one.done for one in tallies.values()):
        return None
    terms, whole = definition(), Tally()
    rows = []
    for check in checks:
        one = tallies[check.pk]
        whole += one
        left = "" if check.state == SpotCheck.State.FINISHED else " (để dở dang)"
        label = terms.purposes[check.purpose].label if check.purpose in terms.purposes else check.purpose
        rows.append(TableRow((
            date_vi(check.date), f"{label}{left}", str(one.drawn), str(one.done), of(one.right, one.seen),
            of(one.behaving, one.behaviour_base),
        )))  # fmt: skip
    absent = f"; {whole.absent} lượt vắng chưa rõ lý do" if whole.absent else ""
    said = (
        f"Trong tháng có {len(checks)} đợt kiểm tra; đã kiểm tra {whole.done} lượt người trên {whole.drawn} lượt được "
        f"rút thăm{absent}. Đeo thẻ, trang phục đúng: {of(whole.right, whole.seen)} lượt có mặt."
    )
    how = (
        "Người được kiểm tra do chương trình rút theo mã của đơn vị, ngày và mục đích, không ai chọn; người vắng có "
        "lý do được thay bằng người kế tiếp. Mã rút thăm của từng đợt lưu trong chương trình."
    )
    return _document(
        unit, first, last, "BẢNG TỔNG HỢP", "Kết quả kiểm tra đeo thẻ, trang phục, thái độ phục vụ",
        (Text(said), Text(how), TableBlock(_CHECKS, tuple(rows)), TableBlock(_AGENCIES, _by_agency(looks))),
    )  # fmt: skip


def _by_agency(looks: dict[int, list[Look]]) -> tuple[TableRow, ...]:
    good: dict[str, int] = defaultdict(int)
    whole: dict[str, int] = defaultdict(int)
    seen = Look.objects.filter(check_of__in=list(looks), state=Look.State.SEEN).select_related("agency")
    for look in seen.order_by("agency__position", "agency__name"):
        name = look.agency.name if look.agency else "Lãnh đạo và người khác"
        whole[name] += 1
        good[name] += look.is_right
    return tuple(TableRow((name, str(number), of(good[name], number))) for name, number in whole.items())


def training_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Trainings that ended in the days, with hours and how many attended."""
    return _sessions(
        unit, first, last, Training.Kind.TRAINING, "Các lớp bồi dưỡng, tập huấn cán bộ, công chức"
    )


def study_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Study sessions on Hồ Chí Minh's thought, ethics and style that were held in the days."""
    return _sessions(
        unit,
        first,
        last,
        Training.Kind.STUDY,
        "Các buổi học tập, làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    )


def _sessions(unit: Unit, first: date, last: date, kind: str, subject: str) -> AdministrativeDocument | None:
    held = Training.objects.filter(unit=unit, kind=kind, last_date__gte=first, last_date__lte=last)
    sessions = held.annotate(people=Count("attended"), whole=Sum("attended__hours")).filter(people__gt=0)
    if not sessions:
        return None
    skills, rows = definition().skills, []
    for one in sessions.order_by("last_date", "pk"):
        day = date_vi(one.first_date)
        if one.last_date != one.first_date:
            day = f"{day} – {date_vi(one.last_date)}"
        label = skills[one.skill].label if one.skill in skills else ""
        skill = f" ({label})" if label and label != one.topic else ""
        by = f"; {one.organiser}" if one.organiser else ""
        rows.append(TableRow((
            day, f"{one.topic}{skill}{by}", number_vi(one.hours), str(one.people), number_vi(one.whole or 0)
        )))  # fmt: skip
    hours = number_vi(sum(one.whole or 0 for one in sessions))
    said = f"Trong tháng có {len(rows)} lớp, buổi; tổng cộng {hours} giờ học của những người dự."
    return _document(
        unit, first, last, "DANH SÁCH", subject, (Text(said), TableBlock(_TRAININGS, tuple(rows)))
    )


def commitment_summary(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """How many had signed the year's commitment by the last day, by agency. None where nobody signed in the days."""
    signed = Commitment.objects.filter(staff__unit=unit, signed_date__gte=first, signed_date__lte=last)
    if not signed.exists():
        return None
    state = commitments_of(unit, last.year, last)
    good: dict[str, int] = defaultdict(int)
    whole: dict[str, int] = defaultdict(int)
    for post, one in sorted(state.rows, key=lambda row: _place(row[0].agency)):
        name = post.agency.name if post.agency else "Lãnh đạo và người khác"
        whole[name] += 1
        good[name] += one is not None and one.signed_date <= last
    done = sum(good.values())
    share = f" ({number_vi(round(done / state.whole * 100, 1))}%)" if state.whole else ""
    said = f"Đến ngày {date_vi(last)} có {of(done, state.whole)} người{share} đã ký cam kết năm {last.year}."
    rows = tuple(TableRow((name, str(number), str(good[name]))) for name, number in whole.items())
    rows += (TableRow(("Cộng", str(state.whole), str(done)), bold=True),)
    return _document(
        unit, first, last, "BẢNG TỔNG HỢP", "Cam kết thực hiện quy tắc ứng xử “4 xin, 4 luôn, 5 không”",
        (Text(said), TableBlock(_SIGNED, rows)),
    )  # fmt: skip


def _place(agency: Agency | None) -> tuple[int, str]:
    """Where an agency stands in a list: leaders first, then as the unit orders its agencies."""
    return (agency.position, agency.name) if agency else (-1, "")


def _document(
    unit: Unit, first: date, last: date, kind: str, subject: str, blocks: tuple[Block, ...]
) -> AdministrativeDocument:
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        year=last.year,
        kind=kind,
        subject=f"{subject}, {span_vi(first, last)}",
        blocks=blocks,
        authority=("NGƯỜI LẬP",),
        signer="[họ và tên]",
        recipients=("Lưu: VT",),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )
