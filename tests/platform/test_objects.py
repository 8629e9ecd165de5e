"""What a process remembers without copies: the same object, for so long, never more than so many."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from thanthien.platform.objects import ObjectsCache


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("thanthien.platform.objects.time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def test_it_is_the_same_object_until_its_time_is_over(clock: list[float]) -> None:
    cache, thing = ObjectsCache("", {}), object()
    cache.set("a", thing, 5)
    cache.set("always", thing, None)
    assert cache.get("a") is thing
    clock[0] += 5
    assert cache.get("a", "gone") == "gone"
    assert not cache.has_key("a")
    assert cache.get("always") is thing


def test_when_full_the_first_that_were_put_in_go(clock: list[float]) -> None:
    cache = ObjectsCache("", {"OPTIONS": {"MAX_ENTRIES": 3}})
    for name in "abc":
        cache.set(name, name)
    cache.set("a", "anew")  # counts as the last
    cache.set("d", "d")
    assert [cache.get(name) for name in "abcd"] == ["anew", None, "c", "d"]


def test_add_delete_and_clear_do_what_they_say(clock: list[float]) -> None:
    cache = ObjectsCache("", {})
    assert cache.add("a", None)  # nothing is a value too
    assert not cache.add("a", 1)
    assert cache.has_key("a")
    assert (cache.delete("a"), cache.delete("a")) == (True, False)
    cache.set("b", 2)
    cache.clear()
    assert cache.get("b") is None
