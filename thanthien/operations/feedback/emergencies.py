"""Words in a report that may mean danger to life: whom to call is then said at once, whatever else happens."""

from __future__ import annotations

import re
from functools import lru_cache

from thanthien.lib.vietnamese import fold, nfc
from thanthien.operations.feedback.definition import Emergency, definition


def emergencies_in(text: str) -> list[Emergency]:
    """The emergencies whose words stand in `text`, in the order of the data.

    Words are looked for with their tones. Where a text has no Vietnamese letter at all, its writer types
    without tones; then only words of two syllables and more count ("dao" may be "đạo" or "đảo").
    """
    said = " ".join(nfc(text).casefold().split())
    is_plain = fold(said) == said
    return [one for one in definition().emergencies if _pattern(one.words, is_plain).search(said)]


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...], is_plain: bool) -> re.Pattern[str]:
    looked_for = [fold(word) for word in words if " " in word] if is_plain else list(words)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, looked_for)) + r")(?!\w)")
