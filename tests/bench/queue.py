"""The queue under the servers of production: a hall of fifty kiosks at work, all of them pressed in one instant,
and how soon a call stands on a board. `--only queue` measures it alone, on SQLite and on PostgreSQL where one answers.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import django

from tests.bench.citizens.load import Ask, Timed, WrongAnswer, at_pace, burst, put_load, request
from tests.bench.citizens.servers import Place, ours, postgres_place, sqlite_place
from tests.bench.measure import Measured, Row, percentile, table

KIOSKS, ROUNDS = 50, 12
EVERY, SPAN = 4.0, 24.0  # seconds from one press of a kiosk to its next; seconds of a hall at work
STAYS = 2.0  # seconds from a press until the kiosk is back at its start
TAKEN = 100.0  # ms, of the slowest in a hundred
ON_BOARD = 0.5  # s, from the officer's press to the board's text
CALLS, BOARDS = 20, 5
CSRF = "a" * 32
HERE = {"X-Forwarded-For": "10.2.0.1"}  # as the proxy of production says it
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Known:
    """The commune's code, tokens of its kiosks, its board, the session of an officer at a counter, a service."""

    unit: str
    kiosks: list[str]
    board: str
    asks: int  # ms between two looks of a board
    session: str
    service: int


def queue_rows(say: Say) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _on(sqlite_place(Path(folder)), say)
        with postgres_place(Path(folder)) as place:
            if place is None:
                say("no PostgreSQL answers: the queue on SQLite alone")
            else:
                yield from _on(place, say)


def _on(place: Place, say: Say) -> Iterator[Row]:
    say(f"the queue on {place.name} …")
    known = Known(**json.loads(place.run("tests.bench.queue", "data")))
    with ours(place) as port:
        put_load(port, _presses(known), clients=4, seconds=1.0, status=302)  # warm
        at_work = _at_work(port, known)
        hall = f"{place.name}: {KIOSKS} kiosks, each pressed every {EVERY:.0f} s"
        yield Measured(f"{hall}: number taken, p99", "ms", _thirds(at_work["press"]), TAKEN, "peak")
        yield Measured(
            f"{hall}: number on the screen, p99", "ms", _thirds(at_work["press, then"]), TAKEN, "peak"
        )
        name = f"{place.name}: {KIOSKS} kiosks pressed in one instant: last number taken, p99"
        yield Measured(name, "ms", _taken(port, known), TAKEN, "peak")
        yield Measured(f"{place.name}: call to board", "s", _called(port, known), ON_BOARD, "p95")


def _presses(known: Known) -> Ask:
    """The n-th press: each kiosk has a cookie and an address of its own."""

    def press(number: int) -> bytes:
        body = urlencode({"service": known.service, "key": f"{time.time_ns()}-{number}"}).encode()
        return request("POST", "/kiosk/queue/", body=body, heads=_kiosk(known, number))

    return press


def _kiosk(known: Known, number: int) -> dict[str, str]:
    kiosk = number % KIOSKS
    return {"Cookie": f"queue_kiosk={known.kiosks[kiosk]}", "X-Forwarded-For": f"10.1.0.{kiosk + 1}"}


def _taken(port: int, known: Known) -> tuple[float, ...]:
    """Milliseconds of the slowest in a hundred, one value a third of all rounds: a stall falls into one of them."""
    press, spent = _presses(known), []
    for n in range(ROUNDS):
        spent += burst(port, [press(n * KIOSKS + kiosk) for kiosk in range(KIOSKS)], status=302)
        time.sleep(0.3)
    return _thirds(spent)


def _at_work(port: int, known: Known) -> dict[str, list[float]]:
    """Kiosks at the pace of people, each press followed by the number's page and the start; boards look on."""
    press, dice, timed = _presses(known), Random(1), []
    for number in range(int(SPAN / EVERY) * KIOSKS):
        when = number // KIOSKS * EVERY + dice.random() * EVERY
        heads = _kiosk(known, number)
        show = partial(_page_of, heads=heads)
        timed.append(Timed(when, press(number), (302,), "press", show))
        timed.append(Timed(when + STAYS, request("GET", "/kiosk/queue/", heads=heads), (200,), "start"))
    state = request("GET", f"/kiosk/board/{known.board}/state/?v=1", heads=HERE)
    for look in range(int(SPAN * 1000 / known.asks)):
        timed += [Timed((look + dice.random()) * known.asks / 1000, state, (200, 204), "board")] * BOARDS
    return at_pace(port, sorted(timed, key=lambda one: one.when))


def _page_of(said: bytes, *, heads: dict[str, str]) -> bytes:
    """The request for the page to which a press led."""
    found = re.search(rb"\r\n[Ll]ocation: (\S+)", said)
    if found is None:
        raise WrongAnswer(f"no page of a number: {said[:300]!r}")
    return request("GET", found.group(1).decode(), heads=heads)


def _thirds(spent: list[float]) -> tuple[float, ...]:
    third = len(spent) // 3
    return tuple(percentile(spent[n * third : (n + 1) * third], 99) for n in range(3))


def _called(port: int, known: Known) -> tuple[float, ...]:
    """Seconds from the officer's press until a board that looks as its script does has the call; others look on.

    The board begins its turn of sleep as the button is pressed: no moment is worse.
    """
    over = threading.Event()
    others = [threading.Thread(target=_look_on, args=(port, known, over)) for _ in range(BOARDS - 1)]
    for one in others:
        one.start()
    spent = []
    try:
        for _ in range(CALLS):
            version = _state(port, known, 0)["version"]
            pressed = time.perf_counter()
            press = threading.Thread(target=_press, args=(port, known, {"move": "next"}))
            press.start()
            while True:
                time.sleep(known.asks / 1000)
                if _state(port, known, version).get("calls"):
                    break
            spent.append(time.perf_counter() - pressed)
            press.join()
            _press(port, known, {"move": "finish", "ticket": str(_held(port, known))})
    finally:
        over.set()
        for one in others:
            one.join()
    return tuple(spent)


def _look_on(port: int, known: Known, over: threading.Event) -> None:
    version = 0
    while not over.wait(known.asks / 1000):
        version = _state(port, known, version).get("version", version)


def _state(port: int, known: Known, version: int) -> dict[str, Any]:
    """What the board is told; empty while nothing has changed."""
    address = f"http://127.0.0.1:{port}/kiosk/board/{known.board}/state/?v={version}"
    with urllib.request.urlopen(urllib.request.Request(address, headers=HERE), timeout=10) as answer:
        said: dict[str, Any] = json.load(answer) if answer.status == 200 else {}
    return said


def _press(port: int, known: Known, fields: dict[str, str]) -> str:
    """A form of the officer's page; the page it leads to is not opened, as the board is what is measured."""
    heads = {
        **HERE,
        "Cookie": f"sessionid={known.session}; csrftoken={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode({**fields, "csrfmiddlewaretoken": CSRF})
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("POST", f"/desk/{known.unit}/queue/do/", body, heads)
    answer = line.getresponse()
    said = answer.read().decode()
    line.close()
    if answer.status != 302:
        raise WrongAnswer(f"expected 302: {answer.status} {said[:300]}")
    return said


def _held(port: int, known: Known) -> int:
    """The number at the officer's counter, out of the officer's page."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/desk/{known.unit}/queue/",
        headers={**HERE, "Cookie": f"sessionid={known.session}"},
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        page = answer.read().decode()
    found = re.search(r'name="ticket" value="(\d+)"', page)
    if found is None:
        raise WrongAnswer("no number at the counter")
    return int(found.group(1))


def data() -> Known:
    """In a process of its own, on an empty database: a commune whose hall is open now, whatever the hour."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "thanthien.config.settings"
    django.setup()
    from django.test import Client
    from django.utils import timezone

    from tests.cast import make_cast
    from tests.operations.queueing.factories import board, hall, kiosk
    from thanthien.cli.schema import bring_up_to_date
    from thanthien.operations.queueing.models import Hall
    from thanthien.platform.workdays.models import SpecialDay
    from thanthien.web.kiosk.board import ASKS

    bring_up_to_date()
    cast, now = make_cast(), timezone.now()
    made = hall(cast, now)
    for day in (timezone.localdate(now), timezone.localdate(now) + timedelta(days=1)):
        SpecialDay.objects.create(
            unit=cast.city, date=day, name="Đo tốc độ", kind="make_up", status="own", changed_at=now
        )
    Hall.objects.update(rules={"hours": {str(n): [["00:00", "23:59"]] for n in range(7)}, "last_minutes": 0})
    client = Client()
    client.force_login(cast.one_stop, backend="allauth.account.auth_backends.AuthenticationBackend")
    tokens = [kiosk(cast, now)[1] for _ in range(KIOSKS)]
    session = client.cookies["sessionid"].value
    return Known(cast.unit.code, tokens, board(cast, now).code, ASKS, session, made.a.pk)


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["data"]:
        sys.stdout.write(json.dumps(asdict(data())))
    else:
        sys.stdout.write(table(list(queue_rows(_say))) + "\n")
