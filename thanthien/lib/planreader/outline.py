"""The tree of numbered parts of the body, with the bullets and paragraphs that hang on each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.keys import fold, is_upper, squeeze, starts_lower
from thanthien.lib.planreader.markers import BULLETS, Marker, MarkerKind, misread_roman
from thanthien.lib.planreader.model import Section
from thanthien.lib.planreader.paragraphs import Paragraph

_SERIES_GAP = 4
_MAX_TITLE_WORDS = 30
_OPENERS = r"(?:Việc|Nhằm|Để|Trên cơ sở|Căn cứ|Thực hiện|Tổ chức|Xây dựng|Bảo đảm|Đảm bảo|Tiếp tục)"
_RUN_IN_CAPITAL = re.compile(rf"^((?:[^\W\d_]\S*\s+){{2,6}}?)({_OPENERS}\s.+)$")
_SENTENCE_END = re.compile(r"[.;!?…]['\"”)]*$|\./\.$")

_REFERENCE = re.compile(
    r"^\(?\s*(?:co |theo |chi tiet )?(?:phu luc|bieu|chi tiet)\b.{0,90}(?:kem theo|dinh kem)|"
    r"^.{0,120}\b(?:theo|tai|trong) (?:bang|bieu|phu luc)(?: phan cong)?(?: (?:chi tiet|nhiem vu))* "
    r"(?:sau|duoi day|sau day|kem theo|dinh kem)$"
)


@dataclass(slots=True)
class Leaf:
    """A bullet (level 1, a "+" under it 2) or a plain paragraph (level 0) under a node."""

    paragraph: Paragraph
    level: int = 0


@dataclass(slots=True)
class Node:
    path: str
    marker: Marker | None
    paragraph: Paragraph | None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    order: list[Node | Leaf] = field(default_factory=list)
    kind: str = "heading"
    title: str = ""
    run_in: str = ""
    repeated: bool = False

    def walk(self) -> list[Node]:
        return [self] + [n for child in self.children for n in child.walk()]


def build(paragraphs: list[Paragraph], book: AgencyBook) -> Node:
    """The tree; its root has an empty path. Titles and kinds are settled once children are known."""
    root = Node("", None, None)
    stack: list[Node] = [root]
    used: dict[str, int] = {}
    for paragraph in paragraphs:
        _read_roman_again(paragraph, root)
        marker = paragraph.marker
        if marker is None or marker.kind in BULLETS or not _in_series(stack, marker, paragraph):
            if not (is_reference(paragraph) and _is_statement(stack[-1])):
                _add_leaf(stack[-1], paragraph)
            continue
        _open(stack, marker, paragraph, used)
    for node in root.walk()[1:]:
        _settle(node, book)
    return root


def is_reference(paragraph: Paragraph) -> bool:
    """A pointer to a table or an appendix ("Chi tiết tại Phụ lục kèm theo"), not a statement."""
    return bool(_REFERENCE.match(paragraph.key)) or len(paragraph.key) < 3


def _kind(marker: Marker) -> str:
    return f"dotted{marker.label.count('.')}" if marker.kind == "dotted" else marker.kind


def _read_roman_again(paragraph: Paragraph, root: Node) -> None:
    """A heading in capitals whose Roman number a scanner misread takes the next number of its series."""
    romans = [n.marker.order for n in root.children if n.marker is not None and n.marker.kind == "roman"]
    marker = paragraph.marker
    if (
        (root.children and not romans)
        or (marker is not None and not _may_be_misread(marker, romans))
        or not is_upper(paragraph.text)
    ):
        return
    whole = paragraph.whole
    again = misread_roman(whole, romans[-1] if romans else 0)
    if again is not None and len(whole) < 120:
        paragraph.marker, paragraph.text = again, squeeze(whole[again.length :])


def _may_be_misread(marker: Marker, romans: list[int]) -> bool:
    """A letter in a Roman series, or strokes ("Il.") that repeat a number already used."""
    strokes = marker.kind == "roman" and bool(re.search(r"[1l|]", marker.printed))
    return marker.kind in ("upper", "letter") or (strokes and bool(romans) and marker.order <= romans[-1])


def _in_series(stack: list[Node], marker: Marker, paragraph: Paragraph) -> bool:
    """False for a number that belongs to the sentence: it neither opens a list nor follows one."""
    if marker.kind in ("roman", "upper", "part", "chapter", "section", "article"):
        before = [
            c.marker.order for n in stack for c in n.children if c.marker and c.marker.kind == marker.kind
        ]
        return 0 < marker.order <= max(before, default=0) + _SERIES_GAP
    if not paragraph.text:
        return False
    same = [n for n in stack if n.marker is not None and _kind(n.marker) == _kind(marker)]
    last = same[-1].marker.order if same and same[-1].marker else 0
    if (
        marker.kind in ("arabic", "round", "dotted")
        and starts_lower(paragraph.text)
        and last + 1 != marker.order
    ):
        return False
    return marker.order <= 2 or marker.kind == "letter" or abs(marker.order - last) <= _SERIES_GAP


def _open(stack: list[Node], marker: Marker, paragraph: Paragraph, used: dict[str, int]) -> None:
    kind = _kind(marker)
    level = next((i for i, n in enumerate(stack) if n.marker is not None and _kind(n.marker) == kind), None)
    if level is None and marker.kind in ("roman", "part"):
        level = _above(stack, marker.kind)
    if level is not None:
        del stack[level:]
    parent = stack[-1]
    label = marker.label
    if marker.kind == "dotted" and parent.marker is not None and parent.path:
        own = parent.marker.label
        label = label[len(own) + 1 :] if label.startswith(own + ".") else label
    path = f"{parent.path}.{label}" if parent.path else label
    used[path] = used.get(path, 0) + 1
    repeated = used[path] > 1
    if repeated:
        path = f"{path}({used[path]})"
    node = Node(path, marker, paragraph, parent, repeated=repeated)
    parent.children.append(node)
    parent.order.append(node)
    stack.append(node)


def _above(stack: list[Node], kind: MarkerKind) -> int | None:
    """A first Roman number after lesser lists (a preamble's "1.") closes them all."""
    lesser = {"arabic", "round", "letter", "dotted"}
    if kind == "part":
        return 1
    return next((i for i, n in enumerate(stack) if n.marker is not None and n.marker.kind in lesser), None)


def _add_leaf(node: Node, paragraph: Paragraph) -> None:
    level = 0
    if paragraph.marker is not None and paragraph.marker.kind in BULLETS:
        before = [leaf for leaf in node.leaves if leaf.level]
        opened = before[0].paragraph.marker if before else None
        same = opened is None or opened.kind == paragraph.marker.kind
        level = 1 if same else 2
    elif paragraph.marker is not None:
        paragraph.text, paragraph.marker = paragraph.whole, None
    leaf = Leaf(paragraph, level)
    node.leaves.append(leaf)
    node.order.append(leaf)


def _settle(node: Node, book: AgencyBook) -> None:
    """Is the numbered paragraph a heading, a heading run into its text, or a statement of its own?"""
    assert node.paragraph is not None
    assert node.marker is not None
    text = node.paragraph.text
    node.title = text.rstrip(" .:;")
    own = bool(node.children or node.leaves)
    if node.marker.kind in ("part", "chapter", "section", "article", "roman", "upper") and (
        own or len(text) < 120
    ):
        return
    head, rest = _run_in(text, book, strict=node.marker.kind == "letter")
    if head and rest:
        node.title, node.run_in = head, rest
        return
    ends = bool(_SENTENCE_END.search(text))
    if own and not ends and _is_agencies(text, book):
        return
    short = len(text.split()) <= _MAX_TITLE_WORDS
    if (
        own
        and (short or text.endswith(":"))
        and not (ends and not _bulleted(node) and len(text.split()) > 14)
    ):
        return
    if not own and not ends and short and _is_agencies(text, book):
        return
    if not own and not ends and len(text.split()) <= 12 and node.marker.kind != "letter":
        return
    node.kind = "item"
    node.title = " ".join(text.split()[:12])


def _is_statement(node: Node) -> bool:
    return node.paragraph is not None and bool(_SENTENCE_END.search(node.paragraph.text))


def _bulleted(node: Node) -> bool:
    return bool(node.children) or any(leaf.level for leaf in node.leaves)


def _run_in(text: str, book: AgencyBook, *, strict: bool) -> tuple[str, str]:
    """A title and the text that goes on behind its colon ("Phạm vi: Toàn bộ …"), or behind a capital."""
    if ":" in text:
        head, rest = (squeeze(p) for p in text.split(":", 1))
        words = len(head.split())
        if rest and (words <= (4 if strict else 7) or (words <= 40 and _is_agencies(head, book))):
            return head, rest
    match = _RUN_IN_CAPITAL.match(text)
    if match and not strict and len(match[2].split()) >= 6:
        head = squeeze(match[1])
        between = head[-1:] not in ".,;:" and not head.split()[-1][0].isupper() and len(head.split()) >= 3
        if between and (_SENTENCE_END.search(text) or text.endswith(":")):
            return head, squeeze(match[2])
    return "", ""


def _is_agencies(text: str, book: AgencyBook) -> bool:
    text = re.sub(r"\([^)]*\)", " ", strip_request(text))
    return bool(fold(text)) and book.cover(text) >= 0.8


def strip_request(text: str) -> str:
    """A heading without its polite opening: "Đề nghị …", "Kính đề nghị …", "Giao …"."""
    return re.sub(
        r"^\s*(?:kính\s+|kinh\s+)?(?:đề nghị|de nghi|giao(?: cho)?|yêu cầu|yeu cau|trách nhiệm của|phân công)\s+",
        "", text, flags=re.IGNORECASE,
    )  # fmt: skip


def sections(root: Node) -> list[Section]:
    found = []
    for node in root.walk()[1:]:
        assert node.paragraph is not None
        assert node.marker is not None
        printed = node.paragraph.printed
        found.append(
            Section(
                node.path, node.title, node.parent.path or None if node.parent else None,
                "item" if node.kind == "item" else "heading",
                printed=node.marker.label if node.repeated else printed,
                run_in_heading=bool(node.run_in), title_is_prefix=node.kind == "item",
                source=node.paragraph.source, confidence=0.8 if node.repeated else node.paragraph.confidence,
            )
        )  # fmt: skip
    return found
