"""Papers of a month that prove the work: the log of bulletins played, the activities, the slogans and their state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from thanthien.lib.documents.write import AdministrativeDocument, Annex, Column, TableBlock, TableRow, Text
from thanthien.lib.vietnamese import date_vi, number_vi, span_vi
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import Bulletin, Slogan, SloganLook
from thanthien.operations.outreach.queries import Hour, activities_between, broadcasts_between, hours_in
from thanthien.platform.units.models import Unit

_PLAYED = (
    Column("STT", 1.2, "centre"),
    Column("Ngày, giờ", 3.9),
    Column("Bản tin", 7.9),
    Column("Cụm loa đã phát", 6.6),
    Column("Không phát được", 4.4),
)
_ACTIVITIES = (
    Column("STT", 1.2, "centre"),
    Column("Ngày", 2.4),
    Column("Hình thức", 4.0),
    Column("Nội dung", 7.2),
    Column("Nơi, thôn, tổ dân phố", 5.6),
    Column("Số người", 1.8, "right"),
    Column("Minh chứng", 2.0),
)
_SLOGANS = (
    Column("STT", 1.2, "centre"),
    Column("Nội dung", 8.4),
    Column("Nơi treo", 5.4),
    Column("Treo từ", 2.4),
    Column("Xem lại gần nhất", 4.2),
    Column("Tình trạng", 2.4),
)


def month_broadcasts(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """The log of bulletins played on the loudspeakers; None where nothing was to be played."""
    hours = hours_in(broadcasts_between(unit, first, last).prefetch_related("cluster__neighbourhoods"))
    return (
        played_paper(
            unit,
            hours,
            first,
            last,
            f"Kết quả phát bản tin trên hệ thống truyền thanh, {span_vi(first, last)}",
            "Sổ phát bản tin",
        )
        if hours
        else None
    )


def bulletin_log(bulletin: Bulletin, hours: Sequence[Hour]) -> AdministrativeDocument:
    """Where and when one bulletin was played; proof of a content made public by loudspeaker."""
    days = [timezone.localdate(one.begins_at) for one in hours]
    return played_paper(
        bulletin.unit,
        hours,
        min(days),
        max(days),
        f"Kết quả phát bản tin “{bulletin.title}” trên hệ thống truyền thanh",
        "Nhật ký phát bản tin",
    )


def played_paper(
    unit: Unit, hours: Sequence[Hour], first: date, last: date, subject: str, listed: str
) -> AdministrativeDocument:
    """What was to be played at each hour and what was; `listed` is the title of the list in the annex."""
    rows = []
    for number, hour in enumerate(hours, 1):
        when = timezone.localtime(hour.begins_at)
        played = [str(one.cluster) for one in hour.rows if one.state == "played"]
        missed = [f"{one.cluster}: {one.said}" for one in hour.rows if one.state == "missed"]
        waiting = [f"{one.cluster}: chưa ghi" for one in hour.rows if one.state == "planned"]
        urgent = f" (khẩn cấp: {hour.urgent_reason})" if hour.urgent_reason else ""
        rows.append(
            TableRow(
                (
                    str(number),
                    f"{date_vi(when.date())}, {when:%H:%M}",
                    f"Số {hour.bulletin.number}: {hour.bulletin.title}{urgent}",
                    ", ".join(played) or "–",
                    "; ".join([*missed, *waiting]) or "–",
                )
            )
        )
    count = sum(bool(hour.played) for hour in hours)
    lines = (
        f"Từ ngày {date_vi(first)} đến ngày {date_vi(last)}, {unit.full_name} đã phát {number_vi(count)} lượt bản tin "
        f"trên hệ thống truyền thanh, trong {number_vi(len(hours))} lượt theo lịch (Phụ lục).",
    )
    return _paper(unit, last, subject, lines, listed, TableBlock(_PLAYED, tuple(rows)))


def month_activities(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """The activities of a month; None where there was none."""
    found = list(activities_between(unit, first, last).order_by("date", "pk"))
    if not found:
        return None
    rows = tuple(
        TableRow(
            (
                str(number),
                date_vi(one.date),
                one.get_kind_display(),
                one.title + (f" ({one.campaign})" if one.campaign else ""),
                "; ".join([one.place] * bool(one.place) + [str(place) for place in one.neighbourhoods.all()])
                or "–",
                number_vi(one.people) if one.people is not None else "–",
                "có" if one.file_id or one.url else "chưa có",
            )
        )
        for number, one in enumerate(found, 1)
    )
    people = sum(one.people or 0 for one in found)
    lines = (
        f"Từ ngày {date_vi(first)} đến ngày {date_vi(last)}, {unit.full_name} đã tổ chức {number_vi(len(found))} hoạt "
        f"động tuyên truyền về xây dựng chính quyền thân thiện, với {number_vi(people)} lượt người dự (Phụ lục).",
    )
    subject = f"Kết quả hoạt động tuyên truyền, {span_vi(first, last)}"
    return _paper(
        unit, last, subject, lines, "Danh sách hoạt động tuyên truyền", TableBlock(_ACTIVITIES, rows)
    )


def month_slogans(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Slogans that hung in the month, as the last look until its end saw them; None where there was none."""
    looks: dict[int, SloganLook] = {}
    for one in (
        SloganLook.objects.filter(slogan__unit=unit, date__lte=last)
        .select_related("slogan")
        .order_by("date", "pk")
    ):
        looks[one.slogan_id] = one
    shown = [
        look for look in looks.values() if look.state != Slogan.State.REMOVED or look.date >= first
    ]  # fmt: skip
    if not shown:
        return None
    rows = tuple(
        TableRow(
            (
                str(number),
                f"{look.slogan.get_kind_display()} “{look.slogan.text}”{_asked(look.slogan)}",
                look.slogan.place,
                date_vi(look.slogan.put_up_date),
                date_vi(look.date) + (", có ảnh" if look.photo_id else ""),
                look.get_state_display(),
            )
        )
        for number, look in enumerate(
            sorted(shown, key=lambda one: (not one.slogan.required, one.slogan.place)), 1
        )
    )
    good = sum(look.state == Slogan.State.IN_PLACE for look in shown)
    lines = (
        f"Đến ngày {date_vi(last)}, {unit.full_name} có {number_vi(len(shown))} khẩu hiệu, pano, băng rôn, "
        f"trong đó {number_vi(good)} ở tình trạng tốt (Phụ lục).",
    )
    subject = f"Tình trạng khẩu hiệu, pano tuyên truyền, {span_vi(first, last)}"
    return _paper(
        unit, last, subject, lines, "Danh sách khẩu hiệu, pano, băng rôn", TableBlock(_SLOGANS, rows)
    )


def _asked(slogan: Slogan) -> str:
    found = definition().required.get(slogan.required)
    return f" ({found.label})" if found else ""


def _paper(
    unit: Unit, last: date, subject: str, lines: tuple[str, ...], listed: str, table: TableBlock
) -> AdministrativeDocument:
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /BC-UBND",
        place=unit.name,
        year=last.year,
        kind="BÁO CÁO",
        subject=subject,
        blocks=tuple(
            Text(f"{line}" if n + 1 < len(lines) else f"{line[:-1]}./.") for n, line in enumerate(lines)
        ),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Thường trực Đảng ủy, HĐND", "Ủy ban MTTQ Việt Nam", "Lưu: VT, VHXH"),
        annexes=(Annex(listed, (table,), landscape=True),),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )
