"""So many clients at once, each with its next request as soon as the last was answered.

One thread and plain sockets, so that the measuring takes little of the machine it measures. Each request opens a
connection of its own, as the nginx of `deploy/` does.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from tests.bench.measure import percentile

_ENOUGH = 30  # seconds after which an answer that has not come is none
_NUMBERS = count(1)
Ask = Callable[[int], bytes]


class WrongAnswer(Exception):
    """A server said something else than what is measured."""


@dataclass(frozen=True, slots=True)
class Load:
    """`seconds` of the round, milliseconds of each request that was answered within it."""

    seconds: float
    spent: tuple[float, ...]

    @property
    def per_second(self) -> float:
        return len(self.spent) / self.seconds

    def at(self, share: float) -> float:
        return percentile(self.spent, share)


@dataclass(frozen=True, slots=True)
class Timed:
    """A request at its moment (seconds from the start), whatever the others do. `then` makes of the answer the next."""

    when: float
    ask: bytes
    statuses: tuple[int, ...]
    name: str = ""
    then: Callable[[bytes], bytes] | None = None


@dataclass(slots=True)
class _Talk:
    socket: socket.socket
    rest: bytes
    begun: float
    said: bytearray


def put_load(port: int, ask: Ask, *, clients: int, seconds: float, status: int) -> Load:
    """`ask(n)` makes the n-th request, never twice with one number. Raises WrongAnswer for another `status`."""
    chosen = selectors.DefaultSelector()
    begun = time.perf_counter()
    ends, spent = begun + seconds, []
    for _ in range(clients):
        _begin(chosen, port, ask)
    while chosen.get_map():
        now = time.perf_counter()
        if now > ends + _ENOUGH:
            raise WrongAnswer(f"no answer in {_ENOUGH} s")
        for key, mask in chosen.select(1):
            talk: _Talk = key.data
            if not _goes_on(chosen, talk, mask):
                continue
            done = time.perf_counter()
            chosen.unregister(talk.socket)
            talk.socket.close()
            _check(bytes(talk.said), status)
            if done <= ends:
                spent.append((done - talk.begun) * 1000)
                _begin(chosen, port, ask)
    return Load(seconds, tuple(spent))


def burst(port: int, asks: Sequence[bytes], *, status: int) -> list[float]:
    """Milliseconds of each of the requests, all sent at once. Raises WrongAnswer for another `status`."""
    chosen, spent = selectors.DefaultSelector(), []
    for ask in asks:
        _begin(chosen, port, lambda _, ask=ask: ask)  # type: ignore[misc]
    ends = time.perf_counter() + _ENOUGH
    while chosen.get_map():
        if time.perf_counter() > ends:
            raise WrongAnswer(f"no answer in {_ENOUGH} s")
        for key, mask in chosen.select(1):
            talk: _Talk = key.data
            if _goes_on(chosen, talk, mask):
                spent.append((time.perf_counter() - talk.begun) * 1000)
                chosen.unregister(talk.socket)
                talk.socket.close()
                _check(bytes(talk.said), status)
    return spent


def at_pace(port: int, timed: Sequence[Timed]) -> dict[str, list[float]]:
    """Milliseconds by name, from the moment a request was due, so that a late start counts; and "name, then": both.

    Raises WrongAnswer for another status.
    """
    waiting = deque(sorted(timed, key=lambda one: one.when))
    chosen, spent = selectors.DefaultSelector(), defaultdict(list)
    asked: dict[socket.socket, tuple[Timed, bool]] = {}

    def begin(one: Timed, ask: bytes, due: float, is_second: bool) -> None:
        talk = _begin(chosen, port, lambda _: ask)
        talk.begun = due
        asked[talk.socket] = one, is_second

    start = time.perf_counter()
    while waiting or asked:
        now = time.perf_counter() - start
        if now > timed[-1].when + _ENOUGH:
            raise WrongAnswer(f"no answer in {_ENOUGH} s")
        while waiting and waiting[0].when <= now:
            one = waiting.popleft()
            begin(one, one.ask, start + one.when, False)
        patience = min(waiting[0].when - now, 1) if waiting else 1
        for key, mask in chosen.select(max(patience, 0)):
            talk: _Talk = key.data
            if not _goes_on(chosen, talk, mask):
                continue
            chosen.unregister(talk.socket)
            talk.socket.close()
            one, is_second = asked.pop(talk.socket)
            _check(bytes(talk.said), *((200,) if is_second else one.statuses))
            name = f"{one.name}, then" if is_second else one.name
            spent[name].append((time.perf_counter() - talk.begun) * 1000)
            if one.then and not is_second:
                begin(one, one.then(bytes(talk.said)), talk.begun, True)
    return dict(spent)


def _begin(chosen: selectors.BaseSelector, port: int, ask: Ask) -> _Talk:
    begun = time.perf_counter()
    talk = _Talk(socket.socket(), ask(next(_NUMBERS)), begun, bytearray())
    talk.socket.setblocking(False)
    talk.socket.connect_ex(("127.0.0.1", port))
    chosen.register(talk.socket, selectors.EVENT_WRITE, talk)
    return talk


def _goes_on(chosen: selectors.BaseSelector, talk: _Talk, mask: int) -> bool:
    """Send and read what can be; True when the server has closed the connection."""
    if mask & selectors.EVENT_WRITE:
        talk.rest = talk.rest[talk.socket.send(talk.rest) :]
        if not talk.rest:
            chosen.modify(talk.socket, selectors.EVENT_READ, talk)
        return False
    read = talk.socket.recv(1 << 18)
    talk.said += read
    return not read


def _check(said: bytes, *statuses: int) -> None:
    if not said.startswith(b"HTTP/1.") or said[9:12] not in {b"%d" % one for one in statuses}:
        raise WrongAnswer(f"expected {' or '.join(map(str, statuses))}: {said[:200]!r} … {said[-300:]!r}")


def request(method: str, address: str, *, body: bytes = b"", heads: Mapping[str, str] | None = None) -> bytes:
    """A request as a proxy passes it on."""
    lines = [f"{method} {address} HTTP/1.0", "Host: 127.0.0.1"]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (heads or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def address_of(number: int) -> str:
    """A network address for each number: people sit at homes of their own, limits count each apart."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
