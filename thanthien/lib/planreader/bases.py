"""Legal bases: the documents that "Căn cứ / Thực hiện / Theo đề nghị" paragraphs name."""

from __future__ import annotations

import re

from thanthien.lib.planreader.dates import NUMBER, iso_date, tidy_number
from thanthien.lib.planreader.keys import fold, plain, squeeze
from thanthien.lib.planreader.model import LegalBasis
from thanthien.lib.planreader.paragraphs import Paragraph
from thanthien.lib.planreader.regions import is_basis

_KINDS = (
    "Chương trình hành động", "Kế hoạch", "Quyết định", "Nghị quyết", "Công văn", "Đề án", "Chương trình",
    "Chỉ thị", "Thông báo", "Hướng dẫn", "Nghị định", "Thông tư", "Tờ trình", "Kết luận", "Quy định", "Luật",
    "Văn bản", "Báo cáo", "Quy chế", "Pháp lệnh", "Bộ luật", "Công điện",
)  # fmt: skip
_KIND_KEYS = {plain(kind): kind for kind in _KINDS}
_KIND = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _KIND_KEYS), key=len, reverse=True)) + r")\b")
_ISSUER = re.compile(r"^\W*(?:(?:của|cua)\s+)([A-ZĐỦƯÔ][^;.,(“\"]*)")
_ISSUER_END = re.compile(
    r"\s+(?:về|ban hành|phê duyệt|quy định|thực hiện|giai đoạn|triển khai|ve|ban hanh|phe duyet|hướng dẫn|"
    r"xây dựng|sửa đổi|tại|trên|và\s+[A-ZĐ])\b.*"
)
_CODE_KINDS = {"KH": "Kế hoạch", "QĐ": "Quyết định", "NQ": "Nghị quyết", "ĐA": "Đề án", "CTr": "Chương trình",
               "CT": "Chỉ thị", "TB": "Thông báo", "HD": "Hướng dẫn", "NĐ": "Nghị định", "TT": "Thông tư",
               "TTr": "Tờ trình", "KL": "Kết luận", "BC": "Báo cáo"}  # fmt: skip


def read_bases(preamble: list[Paragraph]) -> list[LegalBasis]:
    """Bases in printed order, one a number; laws and decisions printed without a number come too."""
    found: list[LegalBasis] = []
    within = False
    for paragraph in preamble:
        within = is_basis(paragraph.text) or (within and bool(_KIND.match(plain(paragraph.text))))
        if within:
            found += _in_paragraph(paragraph)
    return _unique(found)


def documents_in(text: str) -> list[tuple[str, str | None]]:
    """(number, ISO date) of every numbered document printed in `text`."""
    return [(tidy_number(m[0]), iso_date(text[m.end() : m.end() + 40])) for m in _numbers(text)]


def _numbers(text: str) -> list[re.Match[str]]:
    return [m for m in NUMBER.finditer(text) if re.search(r"[^\W\d_]{2}", m[0])]


def _in_paragraph(paragraph: Paragraph) -> list[LegalBasis]:
    text = paragraph.text
    intro = re.search(r"[;.]\s+(?:Chủ tịch\s+)?(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Uy ban nhan dan)\b[^;]{0,60}"
                      r"\b(?:ban hành|xây dựng|ban hanh|xay dung)\b", text)  # fmt: skip
    text = text[: intro.start()] if intro else text
    numbers = _numbers(text)
    found: list[tuple[int, LegalBasis]] = []
    for index, match in enumerate(numbers):
        end = numbers[index + 1].start() if index + 1 < len(numbers) else len(text)
        found.append((match.start(), _numbered(text, match, end, paragraph)))
    found += _unnumbered(text, [m.start() for m in numbers], paragraph)
    return [basis for _, basis in sorted(found, key=lambda pair: pair[0])]


def _numbered(text: str, match: re.Match[str], end: int, paragraph: Paragraph) -> LegalBasis:
    number = tidy_number(match[0])
    before, after = text[max(0, match.start() - 45) : match.start()], text[match.end() : end]
    kinds = list(_KIND.finditer(plain(before)))
    kind = _KIND_KEYS[kinds[-1][1]] if kinds else _kind_of_number(number)
    date = iso_date(after[:45])
    rest = re.sub(
        r"^[\s,]*(?:ngày|ngay)?\s*[\d/.\s-]*(?:(?:tháng|thang)\s*\d+\s*(?:năm|nam)\s*\d+)?", "", after
    )
    basis = LegalBasis(
        number, date, kind, _issuer(rest), _subject(rest), paragraph.source, paragraph.confidence
    )
    basis.doubtful = [name for name in ("date", "issuer") if getattr(basis, name) is None]
    return basis


def _unnumbered(text: str, numbered: list[int], paragraph: Paragraph) -> list[tuple[int, LegalBasis]]:
    """ "Luật … ngày …" and "Quyết định của … phê duyệt …" without a number."""
    found = []
    key = plain(text)
    for match in _KIND.finditer(key):
        after = text[match.end() :]
        kind = _KIND_KEYS[match[1]]
        if any(match.end() - 1 <= n <= match.end() + 8 for n in numbered):
            continue
        opens = match.start() == 0 or bool(
            re.search(r"(?:[;,.]|can cu|thuc hien|va)\s*$", key[: match.start()])
        )
        if kind in ("Luật", "Bộ luật", "Pháp lệnh") and opens:
            name = re.split(r"[;.]|,?\s+(?:ngày|số|năm)\s+\d", after)[0]
            title = squeeze(f"{kind} {name}")
            found.append((match.start(), LegalBasis(None, iso_date(after[:160].split(";")[0]),
            kind, "Quốc hội", title,
                                                    paragraph.source, 0.8)))  # fmt: skip
        elif (
            opens
            and re.match(r"\s+(?:của|cua)\s", after)
            and kind in ("Quyết định", "Nghị quyết", "Kế hoạch")
        ):
            part = re.split(r";|\.\s", after)[0]
            basis = LegalBasis(None, None, kind, _issuer(part), _subject(part), paragraph.source, 0.7)
            basis.doubtful = ["number", "date"]
            found.append((match.start(), basis))
    return [(at, b) for at, b in found if not (b.kind == "Luật" and any(at < n < at + 60 for n in numbered))]


def _kind_of_number(number: str) -> str:
    codes = re.split(r"[/-]", number)[1:]
    return next((_CODE_KINDS[c] for c in codes if c in _CODE_KINDS), "Công văn")


def _issuer(text: str) -> str | None:
    match = _ISSUER.match(text)
    if not match:
        return None
    name = squeeze(_ISSUER_END.sub("", match[1]))
    name = re.sub(r"^(?:Ủy|Uỷ|Uy) (?:ban nhân dân|ban nhan dan)\b", "UBND", name)
    return name or None


def _subject(text: str) -> str | None:
    match = re.search(
        r"\b(?:về việc|về|ban hành|phê duyệt|quy định|ve viec|ve|ban hanh|phe duyet)\s+([^;]{8,300})", text
    )
    return squeeze(match[0].rstrip(" .,")) if match else None


def _unique(bases: list[LegalBasis]) -> list[LegalBasis]:
    kept: dict[str, LegalBasis] = {}
    for basis in bases:
        name = basis.number or fold(basis.title or basis.kind)
        if name not in kept:
            kept[name] = basis
        elif kept[name].date is None and basis.date is not None:
            kept[name].date = basis.date
    return list(kept.values())
