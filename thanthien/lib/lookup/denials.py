"""What somebody says it is not: "không phải khai sinh mà khai tử", "sao y chứ không phải chứng thực chữ ký"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from thanthien.lib.lookup.words import Token

LONGEST = 9  # words that are denied, at most
_NOT = frozenset({"khong", "ko", "hong", "hok", "kg", "chang", "dau"})
_DENIED = frozenset(
    {"phai", "xin", "hoi", "can", "lam", "dinh"}
)  # "không nhận", "không có" say how things are
_BUT = frozenset({"ma", "chi"})
_WHO = frozenset({"toi", "em", "anh", "chi", "chau", "con", "minh", "tui", "bac"})
_WANT = frozenset({"hoi", "can", "muon", "xin", "chi", "dinh"})
_RATHER = frozenset({"chu", "cho"})  # "chứ không phải", "chớ không phải"


def without_denied(
    words: Sequence[Token],
    means: Callable[[Sequence[Token]], bool],
    without_deeds: Callable[[Sequence[Token]], list[Token]],
) -> list[Token]:
    """The question without what it denies. `means`: whether words say a matter, as what goes must.

    Where nothing would be left ("không phải mất căn cước, chỉ bị mờ") only the deed goes and the thing stays.
    """
    plain = [one.plain for one in words]
    for at in range(len(plain) - 1):
        if plain[at] not in _NOT or plain[at + 1] not in _DENIED:
            continue
        first = at + 2
        before = at - (at > 0 and plain[at - 1] in _RATHER)
        if before < at:
            end, rest = min(len(words), first + LONGEST), before
            end = next((n for n in range(first, end) if _turns(plain, n)), end)
        else:
            end = next((n for n in range(first, min(len(words), first + LONGEST + 1)) if _turns(plain, n)), 0)
            rest = at
        denied = words[first:end]
        if end and means(denied):
            left = [*words[:rest], *words[end:]]
            return left if means(left) else [*words[:rest], *without_deeds(denied), *words[end:]]
    return list(words)


def _turns(plain: Sequence[str], at: int) -> bool:
    """Whether here what is meant begins: "mà …", "chỉ …", "tôi muốn …"."""
    return plain[at] in _BUT or (plain[at] in _WHO and at + 1 < len(plain) and plain[at + 1] in _WANT)
