"""A plan as plain data, to be printed as Word, PDF or a scan: an invented one, and those in ../shared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

SHARED_PLANS = Path(__file__).resolve().parents[4] / "shared" / "plans"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Cells in the order of `PlanContent.head`; a group or heading has its text merged over the row."""

    cells: tuple[str, ...]
    merged: bool = False


@dataclass(frozen=True, slots=True)
class PlanContent:
    parent: str
    issuer: str
    number: str
    place_date: str
    subject: str
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    signer: str
    annex: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[TaskRow, ...] = ()
    widths_cm: tuple[float, ...] = field(default=())


def shared_plan(name: str) -> PlanContent:
    """Thanh Hà or An Hưng: body from the text, table from the gold tasks. FileNotFoundError without ../shared."""
    lines = (SHARED_PLANS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    gold = json.loads((SHARED_PLANS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    texts = _paragraphs(lines)
    return _thanh_ha(texts, gold) if name.startswith("thanh-ha") else _an_hung(texts, gold)


_BEGINS = re.compile(
    r"^\s*([-+•*]|\(?[IVX]+\.|\d{1,2}[.)]|[a-zđ]\)|Nơi nhận|KT\.|TM\.|PHỤ LỤC|\(Kèm|STT|\(Có)"
)


def _paragraphs(lines: list[str]) -> list[str]:
    """Printed lines put together: a wrapped line ends in one blank or none, a paragraph in two or more."""
    out: list[str] = []
    is_open = False
    for line in lines:
        text = line.strip(" ")
        if not text.strip():
            is_open = is_open and not line
            continue
        goes_on = is_open and not _BEGINS.match(text) and not text.isupper()
        if goes_on or (out and text[0].islower() and not _BEGINS.match(text)):
            out[-1] += " " + text
        else:
            out.append(text)
        is_short = len(text) < 75 and text.endswith((".", ";", ":"))
        is_open = not line.endswith("  ") and line.endswith(" ") and not is_short
    return out


def _between(texts: list[str], first: str, last: str) -> list[str]:
    start = next(at for at, text in enumerate(texts) if text.startswith(first))
    end = next(at for at, text in enumerate(texts) if text.startswith(last))
    return texts[start:end]


def _thanh_ha(texts: list[str], gold: dict) -> PlanContent:  # type: ignore[type-arg]
    rows: list[TaskRow] = []
    group = None
    for task in gold["tasks"]:
        if task["group"] != group:
            group = task["group"]
            rows.append(TaskRow((("I", "II", "III", "IV")[int(group[9]) - 1], group), merged=True))
        if task["is_header"]:
            rows.append(TaskRow((task["no"] or "", task["title"]), merged=True))
        else:
            rows.append(TaskRow(_cells(task, ("lead", "coordinators", "product", "timing"))))
    document = gold["document"]
    return PlanContent(
        parent="ỦY BAN NHÂN DÂN",
        issuer="XÃ THANH HÀ",
        number="Số: 66/KH-UBND",
        place_date="Thanh Hà, ngày 27 tháng 02 năm 2026",
        subject=document["title"] + ".",
        paragraphs=tuple(_between(texts, "Thực hiện Kế hoạch số 49", "Nơi nhận")),
        recipients=tuple(_between(texts, "- Sở Nội vụ Thành phố", "KT. CHỦ TỊCH")),
        signature=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer="Nguyễn Thị Thúy",
        annex=(
            "PHỤ LỤC",
            "Tiêu chí thực hiện mô hình “Chính quyền thân thiện” trên địa bàn xã Thanh Hà",
            "(Kèm theo Kế hoạch số 66 /KH-UBND ngày 27 tháng 02 năm 2026 của UBND xã Thanh Hà)",
        ),
        head=("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian thực hiện"),
        rows=tuple(rows),
        widths_cm=(1.2, 9.3, 4.3, 4.0, 3.7, 2.7),
    )


def _an_hung(texts: list[str], gold: dict) -> PlanContent:  # type: ignore[type-arg]
    return PlanContent(
        parent="ỦY BAN NHÂN DÂN",
        issuer="XÃ AN HƯNG",
        number="Số:       /KH-UBND",
        place_date="An Hưng, ngày     tháng     năm 2026",
        subject=gold["document"]["title"],
        paragraphs=tuple(_between(texts, "Căn cứ Đề án số 04", "Nơi nhận")),
        recipients=tuple(_between(texts, "- TTĐU", "TM. ỦY BAN")),
        signature=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer="Ngô Thị Hải Ninh",
        annex=(
            "PHỤ LỤC NHIỆM VỤ CỤ THỂ",
            "Thực hiện mô hình “Chính quyền thân thiện” tại xã An Hưng, giai đoạn 2026 - 2030 "
            "và những năm tiếp theo",
            "(Kèm theo Kế hoạch số     /KH-UBND ngày    /    /2026 của Ủy ban nhân dân xã)",
        ),
        head=("STT", "Nhiệm vụ cụ thể", "Thời gian thực hiện", "Cơ quan chủ trì", "Cơ quan phối hợp"),
        rows=tuple(TaskRow(_cells(task, ("timing", "lead", "coordinators"))) for task in gold["tasks"]),
        widths_cm=(1.2, 11.0, 3.2, 4.5, 5.3),
    )


def _cells(task: dict, names: tuple[str, ...]) -> tuple[str, ...]:  # type: ignore[type-arg]
    texts = [task["no"] or "", task["title"]]
    for name in names:
        text = task.get(f"{name}_printed", task.get(name)) or ""
        texts.append(text.replace("; ", "\n") if name == "lead" else text)
    return tuple(texts)


INVENTED = PlanContent(
    parent="ỦY BAN NHÂN DÂN",
    issuer="XÃ SUỐI MƠ",
    number="Số: 08/KH-UBND",
    place_date="Suối Mơ, ngày 05 tháng 02 năm 2026",
    subject="Triển khai mô hình “Chính quyền thân thiện” trên địa bàn xã Suối Mơ năm 2026",
    paragraphs=(
        "Căn cứ Quyết định số 77/QĐ-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh về bộ tiêu chí chính quyền "
        "thân thiện;",
        "Ủy ban nhân dân xã Suối Mơ ban hành Kế hoạch thực hiện như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "- Nâng cao mức độ hài lòng của người dân, doanh nghiệp đối với sự phục vụ của cơ quan hành chính.",
        "- Xây dựng đội ngũ cán bộ, công chức gần dân, trọng dân, làm việc đúng hẹn.",
        "II. NỘI DUNG",
        "a) Niêm yết công khai thủ tục hành chính tại trụ sở và trên trang thông tin điện tử của xã.",
        "b) Bố trí hòm thư góp ý, công khai số điện thoại đường dây nóng.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Văn hóa - Xã hội",
        "Chủ trì tham mưu, theo dõi, đôn đốc việc thực hiện Kế hoạch này; tổng hợp báo cáo trước ngày 15/11.",
    ),
    recipients=("- Sở Nội vụ;", "- Đảng ủy xã;", "- Các thôn;", "- Lưu: VT, VHXH."),
    signature=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    signer="Trần Văn Bình Minh",
    annex=(
        "PHỤ LỤC",
        "Nhiệm vụ thực hiện mô hình “Chính quyền thân thiện” năm 2026",
        "(Kèm theo Kế hoạch số 08/KH-UBND ngày 05/02/2026 của Ủy ban nhân dân xã Suối Mơ)",
    ),
    head=("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm", "Thời gian"),
    rows=(
        TaskRow(("I", "CÔNG KHAI, MINH BẠCH"), merged=True),
        *(
            TaskRow(
                (
                    str(number),
                    f"Niêm yết nhóm thủ tục hành chính số {number} tại Trung tâm Phục vụ hành chính công, "
                    "kiểm tra và cập nhật khi có thay đổi",
                    "Trung tâm Phục vụ hành chính công",
                    "Ảnh bảng niêm yết",
                    "Thường xuyên" if number % 2 else "Quý II/2026",
                )
            )
            for number in range(1, 26)
        ),
        TaskRow(("II", "PHỤC VỤ NHÂN DÂN"), merged=True),
        TaskRow(
            ("26", "Gửi thư xin lỗi khi trả kết quả trễ hẹn", "Phòng Kinh tế\nVăn phòng", "Thư", "Tháng 6")
        ),
    ),
    widths_cm=(1.2, 11.0, 5.0, 4.0, 4.0),
)
