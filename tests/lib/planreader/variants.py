"""Invents plans of communes that do not exist, with the structure a reader should find in them.

`invent(seed)` gives an `Invented` plan; `as_lines` prints it as text of several kinds; `gold` is the
structure in the measured format. Everything follows from the seed.
"""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass, field
from typing import Any

from tests.lib.planreader import phrases as say

Row = dict[str, Any]


@dataclass
class Invented:
    """`parts` are paragraphs before the table; `rows` the table; `end` the lines behind it."""

    gold: dict[str, Any]
    head: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    end: list[str] = field(default_factory=list)
    annex: list[str] = field(default_factory=list)
    order: tuple[str, ...] = ()
    titles: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def invent(seed: int) -> Invented:
    rng = random.Random(seed)
    kind, name = rng.choice(say.UNITS)
    where, province = rng.choice(say.PROVINCES)
    year, number = 2026, rng.randint(3, 180)
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    title = f"Xây dựng mô hình “Chính quyền thân thiện” trên địa bàn {kind} {name} năm {year}"
    signer = rng.choice(say.SIGNERS)
    gold: dict[str, Any] = {
        "unit": {"kind": kind, "name": name, "province": province},
        "document": {"number": f"{number}/KH-UBND", "date": f"{year}-{month:02d}-{day:02d}", "title": title,
                     "years": [year], "signer": signer},
        "legal_bases": [], "sections": [], "obligations": [], "duties": [], "tasks": [], "levels": [], "thresholds": [],
    }  # fmt: skip
    plan = Invented(gold)
    plan.head = ["ỦY BAN NHÂN DÂN", f"{kind.upper()} {name.upper()}", f"Số: {number}/KH-UBND",
                 "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
                 f"{name}, ngày {day:02d} tháng {month:02d} năm {year}", "KẾ HOẠCH"]  # fmt: skip
    _bases(plan, rng, f"{where} {province}", kind, name)
    _body(plan, rng, kind)
    _end(plan, rng, signer, kind)
    plan.annex = ["PHỤ LỤC", f"Phân công nhiệm vụ thực hiện mô hình trên địa bàn {kind} {name}",
                  f"(Kèm theo Kế hoạch số {number}/KH-UBND ngày {day:02d}/{month:02d}/{year} "
                  f"của UBND {kind} {name})"]  # fmt: skip
    _table(plan, rng, kind)
    return plan


def _bases(plan: Invented, rng: random.Random, above: str, kind: str, name: str) -> None:
    a, b = rng.randint(20, 400), rng.randint(500, 5000)
    d, e = f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}", f"{rng.randint(1, 28)}/{rng.randint(1, 12)}"
    plan.parts += [
        f"Căn cứ Quyết định số {b}/QĐ-UBND ngày {d}/2025 của Ủy ban nhân dân {above} ban hành bộ tiêu chí;",
        f"Thực hiện Kế hoạch số {a}/KH-UBND ngày {e}/2025 của Ủy ban nhân dân {above} về xây dựng mô hình.",
        f"Ủy ban nhân dân {kind} {name} ban hành Kế hoạch xây dựng mô hình “Chính quyền thân thiện”, cụ thể như sau:",
    ]
    for number, when in ((f"{b}/QĐ-UBND", d), (f"{a}/KH-UBND", e)):
        day, month = (int(x) for x in when.split("/"))
        plan.gold["legal_bases"].append({"number": number, "date": f"2025-{month:02d}-{day:02d}"})


def _body(plan: Invented, rng: random.Random, kind: str) -> None:
    top = rng.choice(["roman", "upper"])
    label = (lambda n: ["I", "II", "III", "IV", "V"][n - 1]) if top == "roman" else (lambda n: "ABCDE"[n - 1])
    _heading(plan, label(1), None, rng.choice(["MỤC ĐÍCH, YÊU CẦU", "MỤC TIÊU, YÊU CẦU"]))
    plan.parts += [f"- {text}" for text in rng.sample(say.PURPOSES, 2)]
    _heading(plan, label(2), None, "CÁC MỨC CÔNG NHẬN")
    _levels(plan, rng)
    _content(plan, rng, label(3))
    _duties(plan, rng, label(4), kind)
    plan.parts.append(f"Trên đây là Kế hoạch của {kind}. Trong quá trình thực hiện, nếu vướng mắc, các đơn vị "
                      "báo cáo để xem xét, giải quyết./.")  # fmt: skip


def _heading(plan: Invented, path: str, parent: str | None, title: str, printed: str | None = None) -> None:
    plan.gold["sections"].append({"path": path, "title": title, "parent": parent, "kind": "heading"})
    plan.parts.append(f"{path.rsplit('.', 1)[-1]}{printed or '.'} {title}")


def _levels(plan: Invented, rng: random.Random) -> None:
    bands = rng.choice(
        [[(4, 95, 100), (3, 90, 95), (2, 85, 90), (1, 80, 85)], [(4, 95, 100), (3, 90, 95), (2, 80, 90)]]
    )
    stars = rng.random() < 0.5
    for level, low, high in bands:
        until = f"đến {high} điểm" if high == 100 else f"đến dưới {high} điểm"
        plan.parts.append(f"- {f'{level} sao' if stars else f'Mức độ {level}'}: từ {low} {until};")
        plan.gold["levels"].append({"level": level, "min": low, "max": high})
    plan.parts.append(f"- Không đạt: dưới {bands[-1][1]} điểm.")
    plan.gold["levels"].append({"level": 0, "min": 0, "max": bands[-1][1]})


def _content(plan: Invented, rng: random.Random, top: str) -> None:
    _heading(plan, top, None, rng.choice(["NỘI DUNG THỰC HIỆN", "NHIỆM VỤ, GIẢI PHÁP"]))
    texts = rng.sample(say.OBLIGATIONS, 8)
    style = rng.choice(["dash", "letter", "plain"])
    for n, title in enumerate(
        ["Công tác tuyên truyền", "Bảo đảm công khai, minh bạch", "Nâng cao chất lượng phục vụ"], 1
    ):
        path = f"{top}.{n}"
        _heading(plan, path, top, title)
        own = texts[(n - 1) * 2 : n * 2] if n < 3 else texts[4:8]
        for i, text in enumerate(own):
            mark = {"dash": "- ", "letter": f"{'abcd'[i]}) ", "plain": ""}[style]
            plan.parts.append(mark + text)
            id_ = f"{path}.{'abcd'[i]}" if style == "letter" else f"{path}-{i + 1}"
            plan.gold["obligations"].append({"id": id_, "text": text})


def _duties(plan: Invented, rng: random.Random, top: str, kind: str) -> None:
    _heading(plan, top, None, rng.choice(["TỔ CHỨC THỰC HIỆN", "PHÂN CÔNG TỔ CHỨC THỰC HIỆN"]))
    style = rng.choice(["heading", "run_in", "bullet", "giao"])
    for n, name in enumerate(rng.sample(sorted(say.AGENCIES), 6), 1):
        printed = rng.choice(say.AGENCIES[name]) + rng.choice(["", f" {kind}"])
        texts = rng.sample(say.DUTIES, rng.choice([1, 2]))
        if style == "heading":
            asked = "Đề nghị " if name.startswith(("Ban", "Ủy")) else ""
            _heading(plan, f"{top}.{n}", top, f"{asked}{printed}")
            plan.parts += [f"- {text}" for text in texts]
        elif style == "run_in":
            texts = texts[:1]
            plan.parts.append(f"{n}. {printed}: {texts[0]}")
        elif style == "bullet":
            texts = texts[:1]
            plan.parts.append(f"- {printed}: {texts[0]}")
        else:
            texts = [f"Giao {printed} {texts[0][0].lower()}{texts[0][1:]}"]
            plan.parts.append(f"{n}. {texts[0]}")
        plan.gold["duties"] += [
            {"id": f"{top}.{n}", "agency": name, "agencies": [name], "text": t} for t in texts
        ]


def _end(plan: Invented, rng: random.Random, signer: str, kind: str) -> None:
    plan.end = [
        "Nơi nhận:",
        "- Sở Nội vụ;",
        f"- Thường trực Đảng ủy {kind};",
        "- Các phòng, đơn vị;",
        "- Lưu: VT, VHXH.",
    ]
    plan.end += ["TM. ỦY BAN NHÂN DÂN", *rng.choice([["CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]]), signer]


def _table(plan: Invented, rng: random.Random, kind: str) -> None:
    plan.order = rng.choice(say.ORDERS)
    plan.titles = [rng.choice(say.HEADS[role]) for role in plan.order]
    grouped, texts = rng.random() < 0.6, rng.sample(say.TASKS, len(say.TASKS))
    children = rng.random() < 0.5
    for g in range(3 if grouped else 1):
        group = f"TIÊU CHÍ {g + 1}: {say.GROUP_TITLES[g]}" if grouped else None
        if group:
            plan.rows.append({"no": ["I", "II", "III"][g], "title": group, "group_row": True})
        for n in range(1, 6):
            if not texts:
                break
            header = children and n == 2
            _row(plan, rng, kind, str(n), texts.pop(), group, None, header=header)
            for _ in range(2 if header else 0):
                if texts:
                    _row(plan, rng, kind, None, texts.pop(), group, str(n), header=False)


def _row(plan: Invented, rng: random.Random, kind: str, no: str | None, title: str, group: str | None,
         parent: str | None, *, header: bool) -> None:  # fmt: skip
    gold: Row = {"no": no, "title": title, "group": group, "parent_no": parent, "lead": [], "coordinators": [],
                 "product": None, "timing": None}  # fmt: skip
    row: Row = {"no": no or "", "title": title}
    if not header:
        names = rng.sample(sorted(say.AGENCIES), rng.choice([1, 1, 1, 2]))
        row["lead"] = "; ".join(rng.choice(say.AGENCIES[n]) + rng.choice(["", "", f" {kind}"]) for n in names)
        gold["lead"] = names
        if "coordinators" in plan.order:
            _coordinators(row, gold, rng)
        if "product" in plan.order:
            row["product"] = gold["product"] = rng.choice(say.PRODUCTS)
        row["timing"] = gold["timing"] = rng.choice(say.TIMINGS)
    plan.rows.append(row)
    plan.gold["tasks"].append(gold)


def _coordinators(row: Row, gold: Row, rng: random.Random) -> None:
    group = rng.choice(say.GROUPS)
    if rng.random() < 0.4:
        name = rng.choice(sorted(say.AGENCIES))
        row["coordinators"] = f"{rng.choice(say.AGENCIES[name])} và {group[0].lower()}{group[1:]}"
        gold["coordinators"] = [name, group]
    else:
        row["coordinators"], gold["coordinators"] = group, [group]


def wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
