"""What a report is about where its sender named no category: mails, messages, a quick note at the counter."""

from __future__ import annotations

import re
from functools import lru_cache

from thanthien.lib.vietnamese import fold, nfc
from thanthien.operations.feedback.definition import definition

OTHER = "other"


def guess_category(text: str) -> str:
    """The category most of whose words stand in `text`; `OTHER` where none does or two have as many.

    Words about the conduct of staff decide alone: such a report must not be read by those it is about.
    Words are looked for with their tones, and without them only where the writer types none.
    """
    said = " ".join(nfc(text).casefold().split())
    is_plain = fold(said) == said
    counts = {
        one.code: len(set(_pattern(one.words, is_plain).findall(said)))
        for one in definition().categories.values()
        if one.words
    }
    for one in definition().categories.values():
        if one.is_protected and counts.get(one.code):
            return one.code
    most = max(counts.values(), default=0)
    found = [code for code, count in counts.items() if count == most]
    return found[0] if most and len(found) == 1 else OTHER


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...], is_plain: bool) -> re.Pattern[str]:
    # without tones one syllable is too many words at once
    looked_for = [fold(word) for word in words if " " in word] if is_plain else list(words)
    longest_first = sorted(looked_for, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
