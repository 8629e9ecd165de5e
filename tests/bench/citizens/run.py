"""All rounds on one database: ours and the bare Django in turns, so that what else the machine does falls on both."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.citizens.data import Known
from tests.bench.citizens.load import Ask, Load, address_of, put_load, request
from tests.bench.citizens.rows import Alone, Beside, CitizensRow
from tests.bench.citizens.servers import Place, bare, ours, postgres_place, sqlite_place
from tests.bench.citizens.what import INBOX, PAGES, RATED, SENT, form, rating

REPORTS = 100_000
CLIENTS = (8, 32)
SEND_RATIO, PAGE_RATIO = 0.6, 0.5
SEND_P99 = 250.0  # ms, at 32 clients
INBOX_P50, INBOX_P95 = 15.0, 50.0  # ms
ROUND, TURNS, WARM = 1.5, 3, 0.5  # seconds of a turn, turns of each side, seconds before that do not count
Say = Callable[[str], None]


def citizens_rows(say: Say, *, reports: int = REPORTS) -> Iterator[CitizensRow]:
    """On SQLite, and on PostgreSQL where one answers."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _on(sqlite_place(Path(folder)), say, reports)
        with postgres_place(Path(folder)) as place:
            if place is None:
                say("no PostgreSQL answers: citizens on SQLite alone")
            else:
                yield from _on(place, say, reports)


def _on(place: Place, say: Say, reports: int) -> Iterator[CitizensRow]:
    say(f"citizens on {place.name}: {reports:,} reports …")
    known = Known(**json.loads(place.run("tests.bench.citizens.data", str(reports))))
    place.run("tests.bench.citizens.bare")
    with ours(place) as here, bare(place) as there:
        for clients in CLIENTS:
            say(f"citizens on {place.name}, {clients} at once …")
            yield _send(place, known, here, there, clients)
            yield _rate(place, known, here, there, clients)
            for name, address in PAGES.items():
                mine, other = _turns(
                    (here, _get(address.format(unit=known.unit)), 200), (there, _get("/"), 200), clients
                )
                yield Beside(
                    f"{place.name}: {name}", clients, mine, other, known.statements[name], PAGE_RATIO
                )
        yield _inbox(place, known, here, reports)


def _send(place: Place, known: Known, here: int, there: int, clients: int) -> Beside:
    started = time.time_ns() // 1000  # no two runs send the same
    address = SENT.format(unit=known.unit)

    def send(number: int) -> bytes:
        return request("POST", address, body=form(started + number), heads=_from(number))

    def insert(number: int) -> bytes:
        return request("POST", "/send/", body=form(started + number), heads=_from(number))

    mine, other = _turns((here, send, 302), (there, insert, 302), clients)
    p99 = SEND_P99 if clients == max(CLIENTS) else None
    return Beside(f"{place.name}: send", clients, mine, other, known.statements["send"], SEND_RATIO, p99)


def _rate(place: Place, known: Known, here: int, there: int, clients: int) -> Beside:
    """Tablets of many centres, each with an address of its own, on one registration."""
    started = time.time_ns() // 1000

    def rate(number: int) -> bytes:
        heads = {**_from(number), "Cookie": f"kiosk_device={known.tablet}"}
        return request("POST", RATED, body=rating(started + number), heads=heads)

    def insert(number: int) -> bytes:
        return request("POST", "/send/", body=rating(started + number), heads=_from(number))

    mine, other = _turns((here, rate, 200), (there, insert, 302), clients)
    p99 = SEND_P99 if clients == max(CLIENTS) else None
    return Beside(f"{place.name}: rate", clients, mine, other, known.statements["rate"], SEND_RATIO, p99)


def _inbox(place: Place, known: Known, here: int, reports: int) -> Alone:
    cookie = {"Cookie": f"sessionid={known.session}"}
    ask = _get(INBOX.format(unit=known.unit), cookie)
    put_load(here, ask, clients=1, seconds=WARM, status=200)
    load = put_load(here, ask, clients=1, seconds=ROUND * TURNS, status=200)
    name = f"{place.name}: inbox, 50 of {reports:,}"
    return Alone(
        name, load, known.statements["inbox"], known.inbox_few, known.inbox_many, INBOX_P50, INBOX_P95
    )


def _turns(one: tuple[int, Ask, int], other: tuple[int, Ask, int], clients: int) -> tuple[Load, Load]:
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(TURNS + 1):
        for (port, ask, status), kept in zip((one, other), spent, strict=True):
            seconds = ROUND if turn else WARM
            load = put_load(port, ask, clients=clients, seconds=seconds, status=status)
            if turn:
                kept += load.spent
    return Load(ROUND * TURNS, tuple(spent[0])), Load(ROUND * TURNS, tuple(spent[1]))


def _get(address: str, heads: dict[str, str] | None = None) -> Ask:
    return lambda number: request("GET", address, heads={**_from(number), **(heads or {})})


def _from(number: int) -> dict[str, str]:
    """The header of a proxy: limits count each address, and these are many as in life."""
    return {"X-Forwarded-For": address_of(number)}
