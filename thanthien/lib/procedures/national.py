"""Records of the national catalogue, as its pages are copied: tables whose cells stand glued together.

A cell ends where the next kind of cell begins – a way of handing in, a count of papers, the number of a law, the
code of a result. What stands between is kept letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from thanthien.lib.procedures.record import Law, Paper, Procedure, Result, Way
from thanthien.lib.vietnamese import tidy

_NOTHING = frozenset({"", "không có thông tin", "-", "--"})
_WAYS = ("Trực tuyến", "Dịch vụ bưu chính", "Trực tiếp")
_WAYS_HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_WAY = re.compile(
    rf"(?P<how>{'|'.join(_WAYS)})"
    r"(?P<time>Không có thông tin|\d{1,4} ?(?:Ngày làm việc|Ngày|Giờ làm việc|Giờ|Tháng|Phút|Năm)?)"
    r"(?P<fee>Miễn phí|[\d.,]+ (?:Việt Nam Đồng|USD|%))?"
)
_NO_FEE = re.compile(r"^Không có thông tin")
_PAPERS_HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
# One digit counts, or two where they begin with 0: "… năm 20241 bản chính" is 2024 and one original.
_COUNT = re.compile(r"(?<!\d)0\d bản (?:chính|sao)|\d bản (?:chính|sao)")
_COUNTS = re.compile(rf"(?:{_COUNT.pattern})(?:, ?(?:{_COUNT.pattern}))*")
# The file of a form is glued behind the name of the paper.
_FORM = re.compile(r"(?P<name>.*?[.;:)])(?P<form>(?=[A-ZĐ\d])[^;:]*\.(?:docx?|pdf|xlsx?|rar|zip))$", re.S)
_LAWS_HEAD = "Tên văn bản pháp lýMã văn bản"
_BODIES = (
    "BLĐTBXH BNNPTNT BVHTTDL BTNMT BKHĐT BGTVT BGDĐT BNNMT BDTTG BTTTT BKHCN TTCP NHNN BHXH TTLT UBND HĐND"
    " BTP BTC BCA BNV BXD BYT BNG BQP BCT CP TTg"
).split()
# The end of a number is told by who signs: the name of the next law begins right behind it, with a capital letter too.
_LAW_CODE = re.compile(rf"\d+(?:\.\d+)?/(?:\d{{4}}/)?(?:QH\d\d|(?:[A-ZĐ]+-)+?(?:{'|'.join(_BODIES)}))")
_RESULT = re.compile(r"(?P<name>.*?)Mã: (?P<code>KQ(?:\.[A-Z]?\d+)+)", re.S)
_RESULTS_END = "Từ khóa"


class CannotRead(Exception):
    """The record is none of the national catalogue; says in Vietnamese what is missing."""


def read_national(row: Mapping[str, Any]) -> Procedure:
    """A record of the national catalogue. Raises `CannotRead` where code or name is missing."""
    code, name = _said(row, "ma_thu_tuc"), _said(row, "ten_thu_tuc")
    if not code or not name:
        raise CannotRead("Bản ghi thiếu mã hoặc tên thủ tục.")
    return Procedure(
        code=code, name=name, field=_said(row, "linh_vuc"), decision=_said(row, "so_quyet_dinh"),
        level=_said(row, "cap_thuc_hien"), subjects=_said(row, "doi_tuong_thuc_hien"),
        agency=_said(row, "co_quan_thuc_hien") or _said(row, "co_quan_co_tham_quyen"),
        place=_said(row, "dia_chi_tiep_nhan"), steps=_said(row, "trinh_tu_thuc_hien", keep_lines=True),
        conditions=_said(row, "yeu_cau_dieu_kien", keep_lines=True),
        ways=tuple(_ways(_raw(row, "cach_thuc_thuc_hien"))), papers=tuple(_papers(_raw(row, "thanh_phan_ho_so"))),
        laws=tuple(_laws(_raw(row, "can_cu_phap_ly"))), results=tuple(_results(_raw(row, "ket_qua_xu_ly"))),
        source=_said(row, "detail_url"),
    )  # fmt: skip


def _raw(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or "")


def _said(row: Mapping[str, Any], key: str, *, keep_lines: bool = False) -> str:
    text = tidy(_raw(row, key), keep_lines=keep_lines)
    return "" if text.casefold().strip(" .") in _NOTHING else text


def _ways(text: str) -> Iterator[Way]:
    body = text.removeprefix(_WAYS_HEAD)
    found = list(_WAY.finditer(body))
    for at, one in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(body)
        time = tidy(one["time"])
        yield Way(
            how=one["how"],
            time="" if time.casefold() in _NOTHING else _lowered(time),
            fee=_money(one["fee"] or ""),
            note=_unbracketed(tidy(_NO_FEE.sub("", body[one.end() : end]))),
        )


def _papers(text: str) -> Iterator[Paper]:
    """Groups with a heading each, which stands before the head of its table, behind the last count of the one above."""
    pieces = text.split(_PAPERS_HEAD)
    group = _heading(pieces[0])
    for number, piece in enumerate(pieces[1:], 1):
        at = 0
        for counts in _COUNTS.finditer(piece):
            if cell := tidy(piece[at : counts.start()]):
                yield _paper(cell, group, counts[0])
            at = counts.end()
        rest = tidy(piece[at:])
        if number < len(pieces) - 1:
            group = _heading(rest)
        elif rest:
            yield Paper(name=rest, group=group)


def _paper(cell: str, group: str, counts: str) -> Paper:
    found = _FORM.match(cell)
    name, form = (tidy(found["name"]), tidy(found["form"])) if found and tidy(found["name"]) else (cell, "")
    numbers = {kind: int(count) for count, kind in re.findall(r"(\d+) bản (chính|sao)", counts)}
    return Paper(name.lstrip("-+* "), group, form, numbers.get("chính", 0), numbers.get("sao", 0))


def _laws(text: str) -> Iterator[Law]:
    """The cell of a law's number is glued to its name, which often ends with the same number."""
    body = text.removeprefix(_LAWS_HEAD)
    at, before = 0, ""
    for found in _LAW_CODE.finditer(body):
        is_cell = not body[found.start() - 1 : found.start()].isspace() or found[0] == before
        before = found[0]
        if (name := tidy(body[at : found.start()])) and is_cell:
            yield Law(name, found[0])
            at, before = found.end(), ""
    if rest := tidy(body[at:]):
        yield Law(rest)


def _results(text: str) -> Iterator[Result]:
    body = text.split(_RESULTS_END)[0]
    at = 0
    for found in _RESULT.finditer(body):
        yield Result(tidy(found["name"]).strip("- "), found["code"])
        at = found.end()
    rest = tidy(body[at:]).strip("- ")
    if rest and rest.casefold() not in _NOTHING:
        yield Result(rest)


def _heading(text: str) -> str:
    said = tidy(text).strip("*-+ ").rstrip(": ")
    return "" if said.casefold() in _NOTHING else said


def _lowered(time: str) -> str:
    return time[0] + time[1:].lower()


def _money(fee: str) -> str:
    """ "20,000 Việt Nam Đồng" → "20.000 đồng"."""
    return fee.replace(",", ".").replace(" Việt Nam Đồng", " đồng") if "Đồng" in fee else fee


def _unbracketed(note: str) -> str:
    while note.startswith("(") and note.endswith(")") and _closes_at_the_end(note):
        note = note[1:-1].strip()
    return note


def _closes_at_the_end(note: str) -> bool:
    depth = 0
    for at, letter in enumerate(note):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at == len(note) - 1
    return False
