"""Broken downloads go on: which bytes are asked for, and what is answered."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, cast

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from thanthien.web.ranges import OutOfRange, part_asked, resumable

DATA = bytes(range(256)) * 2500  # more than one piece
TAG = '"abc"'


def answer(method: str = "GET", **headers: str) -> HttpResponseBase:
    request = RequestFactory().generic(method, "/", headers=headers)
    return resumable(
        request, opened=lambda: io.BytesIO(DATA), size=len(DATA), digest="abc", filename="hồ sơ.zip",
        media_type="application/zip",
    )  # fmt: skip


def body(response: HttpResponseBase) -> bytes:
    return b"".join(cast("Iterable[bytes]", cast(StreamingHttpResponse, response).streaming_content))


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 999)),
        ("bytes=10-19", (10, 19)),
        ("bytes=0-" + "9" * 5000, None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("bytes=990-5000", (990, 999)),
        ("bytes=-100", (900, 999)),
        ("bytes=-5000", (0, 999)),
        ("bytes=5-2", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_a_header_is_read(header: str, part: tuple[int, int] | None) -> None:
    assert part_asked(header, 1000) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_what_lies_behind_the_end_is_no_part(header: str) -> None:
    with pytest.raises(OutOfRange):
        part_asked(header, 1000)


def test_the_whole_comes_with_its_length_and_tag() -> None:
    whole = answer()
    assert (whole.status_code, body(whole)) == (200, DATA)
    assert (whole["Content-Length"], whole["ETag"], whole["Accept-Ranges"]) == (str(len(DATA)), TAG, "bytes")
    assert "filename*=utf-8''h%E1%BB%93%20s%C6%A1.zip" in whole["Content-Disposition"]


@given(first=st.integers(0, len(DATA) - 1), last=st.integers(0, len(DATA) + 10))
def test_parts_are_the_bytes_asked_for(first: int, last: int) -> None:
    part = answer(Range=f"bytes={first}-{last}")
    if last < first:
        assert part.status_code == 200
        return
    stop = min(last, len(DATA) - 1)
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes {first}-{stop}/{len(DATA)}")
    assert body(part) == DATA[first : stop + 1]
    assert part["Content-Length"] == str(stop + 1 - first)


def test_a_part_is_given_only_of_the_same_file() -> None:
    ranged: dict[str, Any] = {"Range": "bytes=100-"}
    assert answer(**ranged, **{"If-Range": TAG}).status_code == 206
    assert body(answer(**ranged, **{"If-Range": '"other"'})) == DATA
    assert answer(**ranged, **{"If-Range": "Wed, 21 Oct 2026 07:28:00 GMT"}).status_code == 200


def test_behind_the_end_the_length_is_said() -> None:
    refusal = answer(Range=f"bytes={len(DATA)}-")
    assert (refusal.status_code, refusal["Content-Range"]) == (416, f"bytes */{len(DATA)}")


def test_known_already_and_only_the_head() -> None:
    assert answer(**{"If-None-Match": TAG}).status_code == 304
    head = answer("HEAD", Range="bytes=0-9")
    assert (head.status_code, head["Content-Length"], body(head)) == (206, "10", b"")
