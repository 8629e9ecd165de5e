"""Scores for the lattice: how well words fit a column, and how likely a border stands at a place."""

from __future__ import annotations

import re

from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.columns import Role
from thanthien.lib.planreader.rows import GROUP_WORD
from thanthien.lib.planreader.table_words import Word, upper_run
from thanthien.lib.planreader.timing import is_timing

_TIME_OPENERS = frozenset(
    "thuong hang truoc quy thang nam trong dinh it toi ngay tu giai cuoi dau giua hoan lien ca khi theo den cham sau "
    "moi cac xong dot suot quanh vao duy".split()
)
_PRODUCT = re.compile(
    r"^(?:cac |co |mot so |ban hanh |to chuc |he thong |danh sach |bo |so |bang |phieu |ho so |"
    r"hinh anh|anh |video|van ban|"
    r"bao cao|quyet dinh|ke hoach|bien ban|cong van|thong bao|tai lieu|thu |giay |tin |bai |quy che|quy dinh|noi quy|"
    r"san pham|ket qua|du thao|to trinh|chuong trinh|lich|ma qr|pano|bien|nhat ky|thong ke|trang|"
    r"hop dong|hoi nghi|cuoc |"
    r"chung chi|huong dan|mo hinh|link|duong dan|nghi quyet|tep|minh chung|buoi|lop|may|camera|"
    r"ung dung|phong|tu |goc|tro ly|nut)"
)
_TITLE_OPENERS = frozenset(
    "to chuc thuc hien cong khai xay dung trien khai niem yet dang tai bo tri tham muu kiem tra ra "
    "soat lap gui dam bao "
    "bao dam tang cuong day manh khao sat tiep nhan chi dao huong dan ung dung nang cao duy tri "
    "phoi hop ban hanh quy dinh "
    "giai quyet hoan thien van hanh tuyen truyen lap dat trang bi dinh ky ty le co khong can bo "
    "thuong xuyen bao cao so ket "
    "tong ket tong hop don doc phat dong huy dong gap go doi thoai trao tham hoi hoc tap sap xep "
    "phan cong thanh lap".split()
)
_BODY = re.compile(
    r"^(?:cac |toan the )?(?:phong|ban|van phong|trung tam|uy ban|hoi|doan|cong an|tram|truong|so|"
    r"chi bo|dang uy|to|bo phan|"
    r"dai|cong doan|chu tich|pho chu tich|dong chi|ong|ba|cong chuc|lanh dao|mat tran|thon|khu pho|"
    r"bi thu|chi huy|can bo)\b"
)
LOW = float("-inf")
_NEVER = -3.6

_PERSON = re.compile(
    r"^(?:d c|dong chi|ong|ba|cac dong chi|chu tich|pho chu tich|truong phong|chanh van phong)\b"
)


class Scores:
    def __init__(self, words: list[Word], book: AgencyBook) -> None:
        self.words = words
        self.bodies = self._bodies(book)
        self.times = self._times()
        self.group_rows = self._groups()
        self.uses_cell_ends = sum(w.after_cell_end or w.wide for w in words) >= 4
        gaps = sorted(w.gap for w in words if w.opens)
        self.usual_gap = gaps[len(gaps) // 2] if gaps else 0
        ends = {at + n for at, n in enumerate(self.bodies) if n} | {
            e for found in self.times.values() for e in found
        }
        ends |= {e for row in self.group_rows.values() for e, _ in row}
        self.cell_ends = ends - set(self.times)
        self.borders = self._borders()
        self._text, self._offsets = self._joined_keys()
        self._within = self._within_names()
        self._title_width = 0
        self._strong = self._strong_borders()
        self._border = [self._border_score(at) for at in range(len(words))] + [1.0]
        forced = {e for ends in self.group_rows.values() for e, _ in ends} | {0, len(words)}
        self.borders = [at for at in self.borders if self._border[at] > _NEVER or at in forced]
        self._aligned = self._aligned_inside()
        self.products: set[str] = set()
        self.times_seen: set[str] = set()
        self._cells: dict[tuple[str, int, int], float] = {}

    def learn(self, products: set[str], times: set[str], titles: list[tuple[int, int]]) -> None:
        """Wordings seen in several rows count as known in the next pass, and so does the width of titles:
        a title line that had room for the next word was the end of its cell."""
        self.products, self.times_seen = products, times
        self._title_width = self._width(titles)
        self._strong = self._strong_borders()
        self._cells.clear()

    def border(self, at: int) -> float:
        """Likelihood that a cell ends before word `at`."""
        return self._border[at]

    def _border_score(self, at: int) -> float:
        if at == 0:
            return 0.0
        word, last = self.words[at], self.words[at - 1]
        known = self.bodies[at] > 1 or at in self.times
        case = 0.6 if word.starts_upper or word.is_dash or word.is_number else -1.0 if known else -4.5
        if word.opens:
            score = case + (0.4 if not self.uses_cell_ends else 1.4 if word.after_cell_end else -0.5)
            score += 0.9 if word.gap < self.usual_gap else 0.5 if word.gap > self.usual_gap else 0.0
        else:
            score = case + (1.4 if word.wide else -2.6 if self.uses_cell_ends else -1.6)
        return score - (3.0 if last.breaks_off else 0.0) - (2.5 if self._within[at] else 0.0)

    def cell(self, role: Role, start: int, end: int) -> float:
        kind = "agency" if role in ("lead", "coordinators") else role
        key = (kind, start, end)
        if key not in self._cells:
            score = {
                "agency": self._agency,
                "timing": self._timing,
                "product": self._product,
                "title": self._title,
                "person": self._person,
            }.get(kind, self._free)
            self._cells[key] = score(start, end)
        return self._cells[key]

    def certainty(self, role: Role, start: int, end: int) -> float:
        """How sure a chosen cell is (0..1), for the person who checks."""
        return (
            1.0 if self.cell(role, start, end) >= 1.0 else 0.85 if self.cell(role, start, end) >= -1 else 0.6
        )

    def _agency(self, start: int, end: int) -> float:
        at, loose, names, bare_joins = start, 0, 0, 0
        while at < end:
            size = self.bodies[at]
            if size and at + size <= end:
                joined = names and not self.words[at - 1].breaks_off and at > start
                bare_joins += bool(joined)
                at, names = at + size, names + 1
            else:
                loose += self.words[at].key not in ("va", "", "cung")
                at += 1
        if names and not loose:
            return 4.0 - 2.6 * bare_joins
        opens_body = bool(_BODY.match(self._key(start, min(end, start + 4))))
        if names and self.bodies[start]:
            return 2.0 - 1.6 * loose - 2.6 * bare_joins
        return (0.6 if opens_body else -2.5) - 0.35 * loose if end - start <= 14 else LOW

    def _person(self, start: int, end: int) -> float:
        """ "Đ/c Vũ Đình Khải", "Bà Lê Thị Hạnh - Phó Chủ tịch", or an office or body in charge."""
        key, size = self._key(start, end), end - start
        if size > 12:
            return LOW
        if _PERSON.match(key):
            return 3.0 - 0.8 * max(0, size - 5)
        return self._agency(start, end) - 1.0

    def _timing(self, start: int, end: int) -> float:
        if end in self.times.get(start, ()):
            return 5.0
        if self._key(start, end) in self.times_seen:
            return 3.0
        return -3.5 - 0.3 * (end - start) if end - start <= 10 else LOW

    def _product(self, start: int, end: int) -> float:
        key, size = self._key(start, end), end - start
        if not key or size > 34:
            return LOW
        if key in self.products:
            return 4.0
        score = 1.6 if _PRODUCT.match(key) else -0.6
        score -= 0.12 * size
        if self.bodies[start] >= size - 1:
            score -= 3.0
        if end in self.times.get(start, ()):
            score -= 6.0
        return score - 3.0 * self._inside(start, end)

    def _title(self, start: int, end: int) -> float:
        size, word = end - start, self.words[start]
        score = 1.0 if word.starts_upper or word.is_dash else -3.0
        first = word.key or (self.words[start + 1].key if start + 1 < end else "")
        score += 0.5 if first in _TITLE_OPENERS else 0.0
        if self.bodies[start] and self.bodies[start] >= size - 1:
            score -= 5.0
        if end in self.times.get(start, ()):
            score -= 6.0
        if size <= 2:
            score -= 4.5 - 1.5 * size
        if size <= 34 and self._key(start, end) in self.products:
            score -= 4.0
        return score - 2.6 * self._inside(start, end) - self._strong_inside(start, end) - 0.01 * size

    def _free(self, start: int, end: int) -> float:
        size = end - start
        return -1.0 - 0.4 * size - 2.0 * bool(self.bodies[start]) if size <= 12 else LOW

    def _key(self, start: int, end: int) -> str:
        return self._text[self._offsets[start] : self._offsets[end]].strip()

    def _joined_keys(self) -> tuple[str, list[int]]:
        offsets, size = [0], 0
        for word in self.words:
            size += len(word.key) + 1 if word.key else 0
            offsets.append(size)
        return " ".join(w.key for w in self.words if w.key) + " ", offsets

    def _within_names(self) -> list[bool]:
        """Places inside a body's name: no cell ends there."""
        within = [False] * (len(self.words) + 1)
        for at, size in enumerate(self.bodies):
            if size > 1 and not within[at]:
                within[at + 1 : at + size] = [True] * (size - 1)
        for at, ends in self.times.items():
            if not within[at] and max(ends) - at > 1:
                within[at + 1 : max(ends)] = [True] * (max(ends) - at - 1)
        return within

    def _width(self, titles: list[tuple[int, int]]) -> int:
        """Usual length of a full title line: the upper quarter of lines that are not the last of their cell."""
        lines = {
            id(w.line): w.line
            for start, end in titles
            for w in self.words[start:end]
            if w.line is not self.words[end - 1].line
        }
        lengths = sorted(len(line.text) for line in lines.values())
        return lengths[len(lengths) * 3 // 4] if len(lengths) >= 6 else 0

    def _strong_borders(self) -> list[float]:
        """Running sum of places where a sentence hardly goes on: a capital after a cell end or a short line."""
        sums = [0.0]
        for at, word in enumerate(self.words):
            cost = 0.0
            if at and word.opens and (word.starts_upper or word.is_dash):
                room = len(self.words[at - 1].line.text) + 1 + len(word.text)
                cost += 3.0 * (word.after_cell_end and self.uses_cell_ends)
                cost += 2.5 * (room < 0.85 * self._title_width)
            sums.append(sums[-1] + cost)
        return sums

    def _strong_inside(self, start: int, end: int) -> float:
        return self._strong[end] - self._strong[min(start + 1, end)]

    def _bodies(self, book: AgencyBook) -> list[int]:
        """For each word, how many words a body's name that starts there takes; 0 for none."""
        sizes = book.name_sizes([w.text for w in self.words])
        for at in range(len(sizes)):
            if sizes[at] and not (
                self.words[at].starts_upper or self.words[at].key in ("cac", "moi") or sizes[at] >= 3
            ):
                sizes[at] = 0
        return sizes

    def _times(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for at, word in enumerate(self.words):
            if word.key.split(" ")[0] not in _TIME_OPENERS and not re.match(
                r"\d{1,2}(?:[/.-]\d|$)|20\d\d", word.text
            ):
                continue
            ends = {e for e in range(at + 1, min(len(self.words), at + 14) + 1)
                    if is_timing(" ".join(w.text for w in self.words[at:e]))}  # fmt: skip
            if ends:
                found[at] = ends
        return found

    def _groups(self) -> dict[int, list[tuple[int, float]]]:
        """Places where a group row may start, with its possible ends and their scores."""
        found: dict[int, list[tuple[int, float]]] = {}
        for at, word in enumerate(self.words):
            if not word.opens:
                continue
            numbered = word.is_number and word.text.rstrip(".)").isalpha()
            first = at + numbered
            end = upper_run(self.words, first)
            key = " ".join(w.key for w in self.words[first : first + 4])
            if end - first >= 3:
                found[at] = [(end, 6.0 if numbered or GROUP_WORD.match(key) else 2.0)]
            elif first < len(self.words) and GROUP_WORD.match(key):
                ends = [e for e in range(first + 3, min(first + 45, len(self.words))) if self.words[e].opens][
                    :4
                ]
                found[at] = [(e, (4.0 if numbered else 2.0) + self._line_end(e)) for e in ends]
        return found

    def _line_end(self, at: int) -> float:
        word = self.words[at]
        return (0.5 if word.starts_upper or word.is_number else -4.0) + (1.0 if word.after_cell_end else 0.0)

    def _borders(self) -> list[int]:
        places = {0, len(self.words)}
        for at, word in enumerate(self.words):
            if word.opens or word.wide:
                places.add(at)
            if word.is_number and (word.opens or at in self.cell_ends):
                places |= {at, at + 1}
            if self.bodies[at] and (word.starts_upper or word.key == "cac"):
                places |= {at, at + self.bodies[at]}
            if at in self.times and (word.starts_upper or word.text[0].isdigit()):
                places |= {at, max(self.times[at])}
        for start, ends in self.group_rows.items():
            places |= {start, *(e for e, _ in ends)}
        return sorted(p for p in places if p <= len(self.words))

    def _aligned_inside(self) -> list[int]:
        """Running count of names and times that fill whole lines: they are cells, not part of a sentence."""
        counts = [0] * (len(self.words) + 1)
        for at, word in enumerate(self.words):
            ends = {at + self.bodies[at]} if self.bodies[at] else set()
            ends |= {e for e in self.times.get(at, ()) if e - at >= 2}
            whole = (word.opens or word.wide) and word.starts_upper and any(self._is_edge(e) for e in ends)
            counts[at + 1] = counts[at] + whole
        return counts

    def _is_edge(self, at: int) -> bool:
        return at >= len(self.words) or self.words[at].opens or self.words[at].wide

    def _inside(self, start: int, end: int) -> int:
        return self._aligned[end] - self._aligned[min(start + 1, end)]
