"""Obligations of the content part and duties of the implementation part."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from thanthien.lib.planreader.agencies import Agency, AgencyBook
from thanthien.lib.planreader.keys import fold, squeeze
from thanthien.lib.planreader.model import Duty, Obligation
from thanthien.lib.planreader.outline import Leaf, Node, is_reference, strip_request
from thanthien.lib.planreader.paragraphs import Paragraph
from thanthien.lib.planreader.timing import TimingRule, counts_in, parse_timing

_DUTY_TITLE = re.compile(
    r"to chuc thuc hien|phan cong (?:nhiem vu|thuc hien|trach nhiem|to chuc|cong viec)|^trach nhiem|^phan cong|"
    r"trach nhiem (?:cua|thuc hien)|nhiem vu cua cac (?:co quan|don vi|phong)|to chuc trien khai$"
)
_CONTENT_TITLE = re.compile(r"noi dung|nhiem vu|giai phap|cong viec|hoat dong|tieu chi|viec lam|cong tac")
_OTHER_TITLE = re.compile(
    r"^(?:muc dich|yeu cau|muc tieu|chi tieu|pham vi|doi tuong|kinh phi|nguon kinh phi|thoi gian|tien do|can cu|"
    r"su can thiet|che do|quan diem|nguyen tac|dac diem|tinh hinh|thuc trang|khai quat|lo trinh|muc do|cac muc)"
)
_CLOSING = re.compile(
    r"^(?:tren day la|trong qua trinh (?:to chuc |trien khai )?thuc hien|yeu cau (?:cac|thu truong|"
    r"truong)|can cu ke hoach nay|"
    r"de nghi cac (?:co quan|don vi|dong chi).*(?:nghiem tuc|trien khai)|(?:uy ban nhan dan|"
    r"ubnd) .*yeu cau|nhan duoc ke hoach|"
    r"(?:cac|nhung) noi dung (?:khac|con lai)\b.*\b(?:khong (?:sua doi|thay doi)|giu nguyen)|"
    r"ke hoach nay (?:thay the|co hieu luc))"
)
_SLOGAN = re.compile(
    r"^[“\"'‘]\s*\d\s+[^\W\d_]+\s*[”\"'’™]+\s*:|^[“\"'‘]?\s*\d\s+(?:xin|luôn|không|luon|khong|kh\w{2,3}g|lu\w{2})\b\s*[”\"'’™]*\s*[:.]",
    re.IGNORECASE,
)
_VERB_AFTER = re.compile(
    r"^\W*(?:(?:có trách nhiệm|là (?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì)|thực hiện|"
    r"chủ trì|phối hợp|tham mưu|"
    r"chịu trách nhiệm|tổ chức|hướng dẫn|theo dõi|rà soát|xây dựng|đôn đốc|bố trí|cân đối|tăng cường|triển khai|"
    r"tiếp tục|căn cứ|chỉ đạo|giúp|đẩy mạnh|phát huy|tuyên truyền|thường xuyên|tổng hợp|đảm bảo|bảo đảm)\b)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(slots=True)
class _Row:
    section: str
    paragraph: Paragraph
    text: str
    level: int
    node: Node


def content_nodes(root: Node, book: AgencyBook) -> tuple[list[Node], list[Node]]:
    """Top nodes of the content part and of the implementation part."""
    tops = _tops(root)
    duties = [n for n in tops if _is_duty_part(n, book)]
    named = [n for n in tops if n not in duties and _CONTENT_TITLE.search(fold(n.title))
             and not _OTHER_TITLE.match(fold(n.title))]  # fmt: skip
    if not named:
        named = [n for n in tops if n not in duties and not _OTHER_TITLE.match(fold(n.title))]
    return named, duties


def _tops(root: Node) -> list[Node]:
    """The parts a plan is made of: first-level nodes, or second-level ones under "Phần", "Chương", "A."."""
    tops: list[Node] = []
    for node in root.children:
        inner = [n for n in node.children if n.marker is not None and n.marker.kind in ("roman", "section")]
        outer = node.marker is not None and node.marker.kind in ("part", "chapter", "upper")
        if not (outer and inner):
            tops.append(node)
            continue
        rest = [part for part in node.order if not any(part is n for n in inner)]
        if any(isinstance(part, Node) for part in rest):
            others = [part for part in rest if isinstance(part, Node)]
            tops.append(replace(node, children=others, order=rest))
        tops += inner
    return tops


def _is_duty_part(node: Node, book: AgencyBook) -> bool:
    if _DUTY_TITLE.search(fold(node.title)):
        return True
    named = [bool(_heading_agencies(c.title, book)) for c in node.children]
    return len(named) >= 3 and sum(named) >= 0.7 * len(named)


def _rows(node: Node) -> list[_Row]:
    """Statements under a node in printed order: leaves, run-in texts, and items without own leaves."""
    rows: list[_Row] = []
    if node.run_in and node.paragraph:
        rows.append(_Row(node.path, node.paragraph, node.run_in, 0, node))
    elif node.kind == "item" and node.paragraph:
        rows.append(_Row(node.path, node.paragraph, node.paragraph.text, 0, node))
    for part in node.order:
        if isinstance(part, Leaf):
            if not is_reference(part.paragraph):
                rows.append(_Row(node.path, part.paragraph, part.paragraph.text, part.level, node))
        else:
            rows += _rows(part)
    return rows


def _ids(rows: list[_Row]) -> list[str]:
    """Section path, with "-n" where the section has several statements."""
    total: dict[str, int] = {}
    for row in rows:
        total[row.section] = total.get(row.section, 0) + 1
    seen: dict[str, int] = {}
    ids = []
    for row in rows:
        seen[row.section] = seen.get(row.section, 0) + 1
        ids.append(row.section if total[row.section] == 1 else f"{row.section}-{seen[row.section]}")
    return ids


def read_obligations(tops: list[Node]) -> list[Obligation]:
    kept: list[tuple[_Row, list[str]]] = []
    for row in (row for top in tops for row in _rows(top)):
        if kept and _is_sub_item(row, kept[-1]):
            kept[-1][1].append(row.text)
        elif not _CLOSING.match(fold(row.text)):
            kept.append((row, []))
    ids = _ids([row for row, _ in kept])
    return [
        Obligation(
            id_, row.section, row.text, row.level, subs, rule_in(row.text), _printed(row.paragraph),
            row.paragraph.source, _confidence(row),
        )
        for id_, (row, subs) in zip(ids, kept, strict=True)
    ]  # fmt: skip


def _is_sub_item(row: _Row, last: tuple[_Row, list[str]]) -> bool:
    """Lines of "4 xin / 4 luôn / 5 không" belong to the bullet before them."""
    if row.node is not last[0].node:
        return False
    if _SLOGAN.match(row.text):
        return True
    opened = bool(last[1])
    return (
        opened
        and row.level == 0
        and len(row.text.split()) <= 16
        and bool(re.match(r"^kh\w{2,3}g\b|^luon\b", fold(row.text)))
    )


def rule_in(text: str) -> TimingRule | None:
    """A due day or a count that stands inside the statement, if any."""
    due = re.search(
        r"(?:trước|chậm nhất|truoc|cham nhat)\s+(?:là\s+)?(?:ngày|ngay)\s+[\d/.-]+(?:\s+(?:hằng|hàng|hang)\s+n[aă]m)?",
        text,
    )
    if due:
        return parse_timing(due[0])
    counts = counts_in(text)
    return counts[0] if counts else None


def read_duties(tops: list[Node], book: AgencyBook) -> list[Duty]:
    rows = [row for top in tops for row in _rows(top) if not _CLOSING.match(fold(row.text))]
    found: list[Duty] = []
    for id_, row in zip(_ids(rows), rows, strict=True):
        agencies, text = _agencies_of(row, book)
        duty = Duty(
            id_, row.section, [a.name for a in agencies], text, row.level,
            "; ".join(a.printed for a in agencies) or None, rule_in(text), _printed(row.paragraph),
            row.paragraph.source, _confidence(row),
        )  # fmt: skip
        if not agencies:
            duty.doubtful, duty.confidence = ["agency"], 0.5
        elif min(a.confidence for a in agencies) < 0.9:
            duty.doubtful, duty.confidence = ["agency"], min(duty.confidence, 0.7)
        found.append(duty)
    return found


def _agencies_of(row: _Row, book: AgencyBook) -> tuple[list[Agency], str]:
    """The nearest heading that names bodies; else the bodies that open the sentence itself."""
    named: list[Agency] = []
    node: Node | None = row.node
    while (
        node is not None and not named and (node.kind == "item" or not _DUTY_TITLE.search(fold(node.title)))
    ):
        if node.kind != "item" and node.path:
            named = _heading_agencies(node.title, book)
        node = node.parent
    own, rest = _opening_agencies(row.text, book)
    if own and (not named or rest != squeeze(row.text)):
        return own, rest
    return named, row.text


def _heading_agencies(title: str, book: AgencyBook) -> list[Agency]:
    text = squeeze(re.sub(r"\([^)]*\)", " ", strip_request(title)))
    if not text or (book.cover(text) < 0.6 and len(text.split()) > 12):
        return []
    found = book.read(text)
    known = [a for a in found if a.known or a.confidence >= 0.85]
    if known and book.cover(text) >= 0.5:
        return list(found)
    return list(found) if found and _names_body(text) else []


def _names_body(text: str) -> bool:
    return bool(
        re.match(
            r"^(?:cac )?(?:phong|van phong|trung tam|ban|hoi|doan|cong an|tram|truong|uy ban|to |so |chi bo|"
            r"mat tran)\b",
            fold(text),
        )
    )


def _opening_agencies(text: str, book: AgencyBook) -> tuple[list[Agency], str]:
    """ "- Phòng X: …", "Giao Phòng X, Phòng Y chủ trì …", "Phòng X có trách nhiệm …"."""
    bare = strip_request(text)
    asked = len(bare) != len(squeeze(text))
    at, found = 0, []
    while at < len(bare):
        agency, size = book.leading(bare[at:])
        if agency is None or not size:
            break
        found.append(agency)
        at += size
        link = re.match(r"\s*(?:,|;|và|cùng|\([^)]*\))\s*", bare[at:])
        if not link:
            break
        at += link.end()
    rest = bare[at:]
    if not found:
        return _unknown_opening(text, book)
    if rest.lstrip().startswith(":"):
        return found, squeeze(rest.lstrip()[1:])
    if asked or _VERB_AFTER.match(rest):
        return found, squeeze(text)
    return [], text


def _unknown_opening(text: str, book: AgencyBook) -> tuple[list[Agency], str]:
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and len(head.split()) <= 14 and _names_body(head):
        return list(book.read(head)), squeeze(rest)
    return [], text


def _printed(paragraph: Paragraph) -> str | None:
    if paragraph.printed is None:
        return None
    marker = paragraph.marker
    return (
        squeeze(paragraph.printed[len(marker.printed) :])
        if marker and paragraph.printed.startswith(marker.printed)
        else paragraph.printed
    )


def _confidence(row: _Row) -> float:
    return round(min(row.paragraph.confidence, 0.95 if row.level or row.node.kind == "item" else 0.9), 2)
