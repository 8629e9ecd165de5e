"""The Markdown of the guides as HTML: what is typed is escaped, what is known is marked up, the rest stays words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.guides import Places, anchor, read_guide

PLACES = Places(lambda name: f"/static/guides/{name}", lambda name: f"?of={name}" if name == "can-bo" else "")


def body(text: str) -> str:
    return read_guide(f"# Tên\n{text}", PLACES).body


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("Bấm **Lưu** rồi *đọc*.", "<p>Bấm <strong>Lưu</strong> rồi <em>đọc</em>.</p>"),
        ("hai\ndòng", "<p>hai dòng</p>"),
        ("## 1. Ca trực\nX", '<h2 id="1-ca-trực">1. Ca trực</h2>\n<p>X</p>'),
        ("1. Một\n2. Hai\n   tiếp", "<ol><li>Một</li><li>Hai tiếp</li></ol>"),
        ("- Một\n  1. Trong\n- Hai", "<ul><li>Một<ol><li>Trong</li></ol></li><li>Hai</li></ul>"),
        ("1. Một\n\n   Đoạn\n2. Hai", "<ol><li>Một<p>Đoạn</p></li><li>Hai</li></ol>"),
        (
            "| A | B |\n|---|---|\n| 1 | **2** |",
            '<div class="gd-table" tabindex="0" role="region" aria-label="Bảng: A, B"><table><thead><tr>'
            '<th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td>1</td>'
            "<td><strong>2</strong></td></tr></tbody></table></div>",
        ),
        ("**A *b***", "<p><strong>A <em>b</em></strong></p>"),
        (
            '![Ảnh "x"](../images/a.png)',
            '<p><img src="/static/guides/a.png" alt="Ảnh &quot;x&quot;" loading="lazy"></p>',
        ),
        ("[Cán bộ](can-bo.md#1-x)", '<p><a href="?of=can-bo#1-x">Cán bộ</a></p>'),
        ("[Mục](#1-x) [ngoài](../operations.md)", '<p><a href="#1-x">Mục</a> ngoài</p>'),
        ("`**a** [b](c)`", "<p><code>**a** [b](c)</code></p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>x)</p>"),
    ],
)  # fmt: skip
def test_known_marks(text: str, markup: str) -> None:
    assert body(text) == markup


def test_a_guide_begins_with_its_title() -> None:
    assert read_guide("# Hướng dẫn\n\nA", PLACES).title == "Hướng dẫn"
    with pytest.raises(ValueError, match="title"):
        read_guide("Hướng dẫn", PLACES)


def test_anchors_are_those_of_the_repository() -> None:
    assert anchor("6. Hồ sơ các đơn vị: đã nhận, trễ") == "6-hồ-sơ-các-đơn-vị-đã-nhận-trễ"


@given(st.text(alphabet='# -|*[]()!`<>&"\n0123ab.đ', max_size=200))
def test_whatever_is_typed_ends_and_brings_no_markup_of_its_own(text: str) -> None:
    made = body(text)
    assert "<script" not in made
    assert made.count("<") == made.count(">")
