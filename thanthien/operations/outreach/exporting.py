"""What is carried to a loudspeaker system by hand, as none tells how programs may reach it: text, sound, schedule;
and the way back, a log of what was played.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, parse_date_vi, search_key, whole_number
from thanthien.operations.outreach.models import Broadcast, Bulletin
from thanthien.operations.outreach.scheduling import CannotBroadcast, Heard
from thanthien.operations.outreach.sounding import read_sound
from thanthien.platform.units.models import Unit

HEAD = ("Ngày", "Giờ", "Cụm loa", "Bản tin số", "Tên bản tin", "Thời lượng (giây)", "Kết quả", "Ghi chú")
_PLAYED, _MISSED = (
    {"da phat", "phat", "co", "x", "1", "ok"},
    {"khong phat duoc", "khong", "khong phat", "loi", "0"},
)
_MOST_ROWS, _LARGEST = 5000, 2 * 2**20


def schedule_csv(rows: Iterable[Broadcast]) -> bytes:
    """The plan as a table that Excel opens with its tone marks; filled in, it is the log."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    for one in rows:
        when = timezone.localtime(one.begins_at)
        result = "" if one.state == Broadcast.State.PLANNED else one.get_state_display()
        cells = (
            date_vi(when.date()), f"{when:%H:%M}", str(one.cluster), one.bulletin.number, one.bulletin.title,
            one.seconds, result, one.said,
        )  # fmt: skip
        table.writerow([_plain(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def bulletin_zip(bulletin: Bulletin) -> bytes:
    """The text, the text as it is read, the sound where it is there, and the plan."""
    out = io.BytesIO()
    rows = bulletin.broadcasts.exclude(state=Broadcast.State.CANCELLED).select_related("cluster", "bulletin")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as folder:
        name = f"ban-tin-{bulletin.number}"
        folder.writestr(f"{name}.txt", f"{bulletin.title}\n\n{bulletin.text}\n")
        folder.writestr(f"{name}-loi-doc.txt", f"{bulletin.spoken}\n")
        folder.writestr(f"{name}-lich-phat.csv", schedule_csv(rows))
        for ending in ("wav", "mp3"):
            sound = read_sound(bulletin.sound, ending) if bulletin.sound else None
            if sound is not None:
                folder.writestr(f"{name}.{ending}", sound)
    return out.getvalue()


def read_log(unit: Unit, data: bytes) -> tuple[dict[Broadcast, Heard], list[str]]:
    """Broadcasts found in a filled-in table, and what could not be used, line by line. Raises CannotBroadcast."""
    if len(data) > _LARGEST:
        raise CannotBroadcast("Tệp lớn quá 2 MB; anh/chị gửi từng tháng.", "file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotBroadcast("Chưa đọc được tệp. Anh/chị lưu dạng CSV UTF-8 rồi gửi lại.", "file") from None
    if "\0" in text:
        raise CannotBroadcast("Tệp này không phải CSV.", "file")
    lines = list(csv.reader(io.StringIO(text), delimiter=";" if text.split("\n")[0].count(";") > 3 else ","))
    if not lines or [search_key(cell) for cell in lines[0][:4]] != [search_key(cell) for cell in HEAD[:4]]:
        raise CannotBroadcast(f"Dòng đầu của tệp cần có các cột: {', '.join(HEAD)}.", "file")
    if len(lines) > _MOST_ROWS:
        raise CannotBroadcast(f"Tệp có nhiều quá {_MOST_ROWS} dòng; anh/chị gửi từng tháng.", "file")
    found: dict[Broadcast, Heard] = {}
    problems = []
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip().lstrip("'") for cell in line] + [""] * len(HEAD)
        if not any(cells) or not cells[6]:
            continue
        told = _told(cells)
        row = _row(unit, cells) if told else None
        if told is None:
            problems.append(
                f"Dòng {number}: kết quả “{cells[6][:30]}” không rõ; ghi “Đã phát” hoặc “Không phát được”."
            )
        elif row is None:
            problems.append(f"Dòng {number}: lịch không có buổi {cells[1]} {cells[0]} ở “{cells[2][:60]}”.")
        else:
            found[row] = told
    return found, problems


def _told(cells: list[str]) -> Heard | None:
    said = search_key(cells[6])
    if said in _PLAYED:
        return Heard(Broadcast.State.PLAYED, cells[7])
    return (
        Heard(Broadcast.State.MISSED, cells[7] or "Theo nhật ký của hệ thống loa")
        if said in _MISSED
        else None
    )


def _row(unit: Unit, cells: list[str]) -> Broadcast | None:
    number = whole_number(cells[3])
    try:
        hour = datetime.strptime(cells[1].replace("h", ":"), "%H:%M").time()
        begins_at = timezone.make_aware(datetime.combine(parse_date_vi(cells[0]), hour))
    except ValueError:
        return None
    rows = Broadcast.objects.filter(unit=unit, begins_at=begins_at, cluster__name=cells[2])
    if number is not None:
        rows = rows.filter(Q(bulletin__number=number))
    return rows.exclude(state=Broadcast.State.CANCELLED).select_related("bulletin", "cluster").first()


def _plain(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is only a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell
