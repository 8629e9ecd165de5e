"""Names inside the archive: plain ASCII, short, the same on every system, telling where a thing belongs.

Vietnamese names are right in new programs and broken in old ones, and in `sha256sum` on Windows; so the
names are without tone marks, and the index says the titles in full. A path stays under `LONGEST`
characters: Windows gives up at 260 with the folder it is unpacked to.
"""

from __future__ import annotations

import re

from thanthien.lib.vietnamese import search_key

LONGEST = 150
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str, longest: int) -> str:
    """ "Niêm yết thủ tục" → "niem-yet-thu-tuc", cut between words; "khong-ten" where nothing is left."""
    words = _OTHER.sub("-", search_key(text)).strip("-")
    if len(words) > longest:
        cut = words[: longest + 1].rpartition("-")[0]
        words = cut or words[:longest]
    return words or "khong-ten"


def place(key: str) -> str:
    """A criterion's key as part of a name: "II.7.1", "I.1#3" → "I.1-03"."""
    head, _, row = key.partition("#")
    return f"{head}-{int(row):02}" if row else head
