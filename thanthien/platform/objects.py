"""This process's memory without copies, as a cache of Django's: for what is asked on every request and never changed.

Django's own memory cache packs and unpacks a value each time, which for a calendar of two years takes longer than
most of what is done with it. Here everybody gets the same object: put in only what nobody alters.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class ObjectsCache(BaseCache):
    """Holds `MAX_ENTRIES` values (300); when full, those that were put in first go."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._kept: dict[str, tuple[float, Any]] = {}  # key → (until, value)
        self._lock = Lock()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        until, value = self._kept.get(self.make_key(key, version), (0.0, None))
        return value if until > time.monotonic() else default

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        until = float("inf") if seconds is None else time.monotonic() + seconds
        with self._lock:
            self._kept.pop(name := self.make_key(key, version), None)
            while len(self._kept) >= self._max_entries:
                del self._kept[next(iter(self._kept))]
            self._kept[name] = until, value

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        if self.has_key(key, version):
            return False
        self.set(key, value, timeout, version)
        return True

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self.get(key, self, version) is not self

    def delete(self, key: Any, version: int | None = None) -> bool:
        with self._lock:
            return self._kept.pop(self.make_key(key, version), None) is not None

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
