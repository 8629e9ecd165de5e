"""What every written file shares: text that XML and PDF can hold, and bytes that do not depend on the clock."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime

# Office programs write the time of saving into the file; one fixed time gives the same bytes again.
WRITTEN_AT = datetime(2026, 1, 1)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` with a blank for each character that no document may hold."""
    return _UNPRINTABLE.sub(" ", text)


def timeless(package: bytes, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The same zip package with one fixed time on every part; `change` may give a part other content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, WRITTEN_AT.timetuple()[:6])
            content = old.read(name)
            new.writestr(entry, change(name, content) if change else content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
