"""What a Word form sent from outside may hold: its package is read as XML before anything else opens it.

Nothing that runs (macros, embedded objects, DDE) and nothing that fetches when the form is opened, on a
reader's machine or by the program that makes the PDF: remote pictures, linked templates, files named in
field codes. Told by what the parts are, not by how they are written or named.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

LARGEST = 30 * 1024 * 1024  # bytes, unpacked
_MOST_PARTS = 2000
# Names of parts, kinds of content and kinds of relations, in small letters.
_RUNS = ("vbaproject", "vbadata", "activex", "embeddings/", "oleobject", "macroenabled", "/control", "keymap")
_FETCHES = ("/afchunk", "/subdocument", "/attachedtemplate", "/mailmerge", "/frame")
# Field codes that count, name or refer inside the form. Any other may run a program or read a file.
_FIELD_CODES = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF REF TOC SEQ STYLEREF DATE TIME CREATEDATE SAVEDATE PRINTDATE "
    "FORMTEXT FORMCHECKBOX FORMDROPDOWN SYMBOL TITLE SUBJECT AUTHOR NUMWORDS LISTNUM BOOKMARK ADVANCE".split()
)
_FIRST_WORD = re.compile(r"\s*([^\s\\]*)")
_MACRO = "Mẫu có macro hoặc đối tượng nhúng nên không được nhận. Hãy lưu thành .docx thường."
_LINK = "Mẫu có liên kết ra ngoài (ảnh, mẫu hoặc đường dẫn). Anh/chị gỡ liên kết rồi gửi lại."
_CODE = (
    "Mẫu có mã trường “{}” của Word, có thể đọc tệp hoặc chạy lệnh, nên không được nhận. Anh/chị bấm Ctrl+Shift+F9 "
    "trong Word để đổi mã trường thành chữ rồi gửi lại."
)
_NO_WORD = "Tệp không phải văn bản Word (.docx). Anh/chị lưu lại bằng Word."
_TOO_LARGE = "Mẫu quá lớn. Anh/chị bỏ bớt hình ảnh rồi gửi lại."


class CannotUseTemplate(Exception):
    """The file is no form that can be used; the message is for people, in Vietnamese."""


def refuse_dangerous(data: bytes) -> None:
    """Raises CannotUseTemplate for what is no Word package, too large, or holds what the module names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            # before anything is unpacked: a few kilobytes can claim gigabytes
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise CannotUseTemplate(_TOO_LARGE)
            names = {part.filename.lower() for part in parts}
            if "word/document.xml" not in names:
                raise CannotUseTemplate(_NO_WORD)
            if any(bad in name for name in names for bad in _RUNS):
                raise CannotUseTemplate(_MACRO)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".svg")):
                    _check_part(package.read(part))
    except CannotUseTemplate:
        raise
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise CannotUseTemplate(_NO_WORD) from error
    except Exception as error:  # zlib and lxml raise errors of their own for what is broken
        raise CannotUseTemplate(_NO_WORD) from error


def _check_part(data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:  # Word writes none; entities hide what is looked for here
        raise CannotUseTemplate(_NO_WORD)
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name == "Relationship" or "TargetMode" in element.attrib:
            _check_relation(element)
        elif name in ("Override", "Default"):
            if any(bad in element.get("ContentType", "").lower() for bad in _RUNS):
                raise CannotUseTemplate(_MACRO)
        elif any(_leads_out(key, value) for key, value in element.attrib.items()):
            raise CannotUseTemplate(_LINK)
    if odd := next((code for code in _codes(root) if code.upper() not in _FIELD_CODES), None):
        raise CannotUseTemplate(_CODE.format(odd[:20]))


def _check_relation(element: etree._Element) -> None:
    kind = element.get("Type", "").lower()
    if any(bad in kind for bad in _RUNS):
        raise CannotUseTemplate(_MACRO)
    if element.get("TargetMode", "").strip().lower() == "external" or kind.endswith(_FETCHES):
        raise CannotUseTemplate(_LINK)


def _leads_out(key: str | bytes, value: str | bytes) -> bool:
    """Whether an attribute of VML or SVG names something to fetch; "#a" lies in the same part."""
    inside = str(value).startswith(("#", "data:"))
    return etree.QName(key).localname in ("src", "href") and not inside


def _codes(root: etree._Element) -> Iterator[str]:
    """The first word of every field code, however its letters are cut into runs and fields put into fields."""
    open_: list[str] = []
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name == "fldSimple":
            yield _first_word(_attribute(element, "instr"))
        elif name == "instrText":
            if open_:
                open_[-1] += element.text or ""
            elif (element.text or "").strip():
                yield _first_word(element.text or "")
        elif name == "fldChar":
            kind = _attribute(element, "fldCharType")
            if kind == "begin":
                open_.append("")
            elif open_ and kind == "separate":
                yield from _said(open_[-1])
                open_[-1] = ""
            elif open_ and kind == "end":
                yield from _said(open_.pop())
    for left in open_:
        yield from _said(left)


def _said(code: str) -> Iterator[str]:
    if code.strip():
        yield _first_word(code)


def _first_word(code: str) -> str:
    match = _FIRST_WORD.match(code)
    return (match.group(1) if match else "") or "?"


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(text) for key, text in element.attrib.items() if etree.QName(key).localname == name), "")
