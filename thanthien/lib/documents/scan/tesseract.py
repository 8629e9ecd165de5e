"""Calling the tesseract program: picture in, words with boxes and confidence out."""

from __future__ import annotations

import functools
import io
import os
import shutil
import subprocess

from PIL import Image

from thanthien.lib.documents.model import CannotRead
from thanthien.lib.documents.page.geometry import Word
from thanthien.lib.documents.scan.letters import mended

# Wall-clock seconds; a page takes three, but a busy machine may need many times that.
_TIMEOUT = 300
_MISSING = (
    "Máy chủ chưa cài chương trình nhận dạng chữ (tesseract) với tiếng Việt, nên chưa đọc được bản quét và ảnh. "
    "Người quản trị hãy cài hai gói tesseract-ocr và tesseract-ocr-vie; "
    "trong lúc chờ, hãy tải lên bản Word hoặc PDF có chữ."
)
_BROKEN = (
    "Chương trình nhận dạng chữ gặp lỗi khi đọc trang này. Hãy quét lại rõ hơn (300 dpi) rồi tải lên, "
    "hoặc dùng bản Word."
)
# Less sure than this is a speck.
_LEAST_SURE = 0.05


@functools.lru_cache(maxsize=1)
def ocr_problem() -> str | None:
    """Why scans cannot be read on this machine (in Vietnamese), None when they can."""
    program = shutil.which("tesseract")
    if program is None:
        return _MISSING
    listed = subprocess.run(  # noqa: S603 - fixed program, no input from outside
        [program, "--list-langs"], capture_output=True, text=True, timeout=_TIMEOUT, check=False
    )
    return None if "vie" in listed.stdout.split() else _MISSING


def require_ocr() -> None:
    problem = ocr_problem()
    if problem is not None:
        raise CannotRead(problem, code="no_ocr")


def words_of(picture: Image.Image, *, layout: int, dpi: int = 300) -> list[Word]:
    """Words on `picture`, boxes in its pixels; a word is as high as its line.

    `layout` is tesseract's page segmentation mode: 3 finds columns itself, 6 takes one block of lines.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise CannotRead(_MISSING, code="no_ocr")
    stream = io.BytesIO()
    picture.save(stream, "PPM")
    command = [program, "stdin", "stdout", "-l", "vie", "--psm", str(layout), "--dpi", str(dpi)]
    # Documents are dark on light: trying every doubtful line inverted as well only costs time.
    command += ["-c", "tessedit_do_invert=0", "tsv"]
    # One thread each: pages run side by side, and tesseract's own threads slow each other down.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, the picture comes on stdin
            command,
            input=stream.getvalue(),
            capture_output=True,
            timeout=_TIMEOUT,
            check=True,
            env=environment,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise CannotRead(_BROKEN, code="ocr_failed") from error
    return _parse(done.stdout.decode("utf-8", errors="replace"))


def _parse(table: str) -> list[Word]:
    words: list[Word] = []
    top = bottom = 0.0
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) < 12:
            continue
        left, upper, width, height = (float(field) for field in fields[6:10])
        if fields[0] == "4":
            top, bottom = upper, upper + height
        elif fields[0] == "5" and fields[11].strip():
            sure = float(fields[10]) / 100
            if sure >= _LEAST_SURE:
                words.append(
                    Word(mended(fields[11].strip()), left, top, left + width, bottom, confidence=sure)
                )
    return words
