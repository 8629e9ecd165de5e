"""Word forms sent to do harm, or to hold the server up: refused in words before anything opens them."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable

import pytest

from tests.lib.documents.test_template import filled, form, packed
from thanthien.lib.documents.write import CannotUseTemplate, check_template

DOCUMENT, RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
GOOD = form("«trich_yeu»", "«noi_dung»")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The good form with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, change(content) if one == name else content)
    return out.getvalue()


def related(kind: str, rest: str, encoding: str = "UTF-8") -> bytes:
    def put_in(content: bytes) -> bytes:
        text = content.decode().partition("?>")[2]
        more = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="http://a.example/b" {rest}/>'
        text = text.replace("</Relationships>", f"{more}</Relationships>")
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    return changed(RELATIONS, put_in)


def holding(body: str, before: str = "") -> bytes:
    def put_in(content: bytes) -> bytes:
        content = content.replace(b"<w:body>", b"<w:body>" + body.encode(), 1)
        return content.replace(b"?>", b"?>" + before.encode(), 1)

    return changed(DOCUMENT, put_in)


def coded(*pieces: str) -> bytes:
    """A form with a field code cut into runs; "{" and "}" put a field into the field."""
    marks = {"{": "begin", "}": "end"}
    runs = "".join(
        f'<w:r><w:fldChar w:fldCharType="{marks[one]}"/></w:r>'
        if one in marks
        else f"<w:r><w:instrText>{one}</w:instrText></w:r>"
        for one in ("{", *pieces, "}")
    )
    return holding(f"<w:p>{runs}</w:p>")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (related("image", "TargetMode='External'"), "liên kết ra ngoài"),
        (related("image", 'TargetMode = "External"'), "liên kết ra ngoài"),
        (related("image", 'TargetMode="&#69;xternal"'), "liên kết ra ngoài"),
        (related("image", 'TargetMode="External"', "UTF-16"), "liên kết ra ngoài"),
        (related("aFChunk", ""), "liên kết ra ngoài"),
        (related("oleObject", ""), "macro"),
        (changed(TYPES, lambda x: x.replace(b"</Types>", b'<Default Extension="a" '
            b'ContentType="application/vnd.ms-office.vbaProject"/></Types>')), "macro"),
        (coded("INCLUDE", 'TEXT "/etc/passwd"'), "“INCLUDETEXT” của Word"),
        (coded(' DDE"c:\\\\cmd.exe"'), "mã trường"),
        (coded("PAGE ", "{", 'INCLUDEPICTURE "http://a.example"', "}"), "“INCLUDEPICTURE”"),
        (holding('<w:p><w:fldSimple w:instr="DDEAUTO x"/></w:p>'), "“DDEAUTO”"),
        (holding('<w:p><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="file:///a"/></w:p>'), "ra ngoài"),
        (packed(GOOD, "word/media/a.svg", b'<svg><image href="file:///etc/passwd"/></svg>'), "ra ngoài"),
        (holding("<w:p/>", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), "không phải văn bản Word"),
        (holding("<w:sdt><w:sdtContent>" * 900), "không phải văn bản Word"),
        (packed(GOOD, "word/_rels/b.rels", b"A" * 31 * 2**20), "quá lớn"),
    ],
    ids=["quotes", "blanks", "entity", "encoding", "chunk", "object", "macro by type", "local file", "dde",
         "field in field", "simple field", "vml", "svg", "doctype", "broken", "bomb"],
)  # fmt: skip
def test_what_runs_or_fetches_is_refused_however_it_is_written(data: bytes, says: str) -> None:
    with pytest.raises(CannotUseTemplate, match=says):
        check_template(data)


def test_numbers_of_pages_and_dates_stay_in_a_form() -> None:
    assert "noi_dung" in check_template(coded(" PAGE ", " \\* MERGEFORMAT")).found


@pytest.mark.parametrize(
    "change",
    [
        lambda x: re.sub(rb"<w:body>.*</w:body>", b"", x, flags=re.DOTALL),
        lambda x: re.sub(rb"<w:sectPr.*?</w:sectPr>", b"", x, flags=re.DOTALL),
        lambda x: re.sub(rb"(</?|\s)w:", rb"\1q:", x).replace(b"xmlns:w=", b"xmlns:q="),
    ],
    ids=["no body", "no section", "another prefix"],
)
def test_a_form_that_cannot_be_filled_is_refused_when_it_is_sent(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(CannotUseTemplate, match=r"không mở được|chưa ghép được"):
        check_template(changed(DOCUMENT, change))


def test_fields_without_number_are_not_looked_at_one_by_one() -> None:
    begun = time.process_time()
    check_template(form("«trich_yeu»", "«noi_dung»", "«" + " " * 20_000))
    for lines in (["«nam»" * 5000], [f"«la_{n}»" for n in range(300)]):
        with pytest.raises(CannotUseTemplate, match="quá 200 trường"):
            check_template(form("«trich_yeu»", "«noi_dung»", *lines))
    assert time.process_time() - begun < 5


def test_unknown_fields_are_named_up_to_five() -> None:
    with pytest.raises(CannotUseTemplate, match="«la_4» và 45 trường khác") as refused:
        check_template(form("«trich_yeu»", "«noi_dung»", *[f"«la_{n}»" for n in range(50)]))
    assert "«la_5»" not in str(refused.value)


def test_a_value_that_reads_like_a_field_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.lib.documents.test_template.values_of", lambda *_: {"trich_yeu": "«noi_dung»"})
    lines = [one.text for one in filled(form("«trich_yeu»", "Giữa", "«noi_dung»", "Hết")).paragraphs]
    assert lines[:2] == ["«noi_dung»", "Giữa"]
    assert lines.index("Giữa") < lines.index("I. KẾT QUẢ CHUNG") < lines.index("Hết")
