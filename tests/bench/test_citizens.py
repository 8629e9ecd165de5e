"""The bench of the citizens' side measures what it says: a small run of it, and its verdicts."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.test import Client

from tests.bench.citizens.load import Load, WrongAnswer, address_of, put_load, request
from tests.bench.citizens.rows import Alone, Beside, citizens_table
from tests.bench.citizens.servers import bare, sqlite_place
from tests.bench.citizens.statements import statements
from tests.bench.citizens.what import PAGES, SENT, form
from tests.cast import Cast
from tests.operations.ratings.factories import counter, tablet
from thanthien.operations.feedback.models import Report
from thanthien.operations.ratings.models import Rating


class Server(http.server.ThreadingHTTPServer):
    seen: list[bytes]


class Answers(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.seen.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(302 if self.path == "/send/" else 500)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answers) as running:
        running.seen = []
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def test_every_request_is_sent_whole_and_answered_ones_count(server: Server) -> None:
    port = server.server_address[1]
    load = put_load(port, lambda n: request("POST", "/send/", body=form(n)), clients=3, seconds=1, status=302)
    assert 0 < len(load.spent) <= len(server.seen)
    assert len({parse_qs(body.decode())["client_key"][0] for body in server.seen}) == len(server.seen)


def test_another_answer_is_no_measurement(server: Server) -> None:
    port = server.server_address[1]
    with pytest.raises(WrongAnswer, match="expected 302"):
        put_load(port, lambda n: request("POST", "/", body=form(n)), clients=1, seconds=0.1, status=302)


def load_of(per_second: int, milliseconds: float) -> Load:
    return Load(1.0, (milliseconds,) * per_second)


@pytest.mark.parametrize(
    ("ours", "spent", "kept", "missed"),
    [(60, 100, True, False), (55, 100, False, False), (40, 100, False, True), (80, 300, False, False),
     (80, 600, False, True)],
)  # fmt: skip
def test_what_is_kept_and_what_is_missed(ours: int, spent: float, kept: bool, missed: bool) -> None:
    row = Beside("send", 32, load_of(ours, spent), load_of(100, 5), 9, 0.6, 250)
    assert (row.is_kept, row.is_missed) == (kept, missed)
    assert row.as_data()["ratio"] == ours / 100


def test_a_list_that_asks_more_with_more_rows_is_missed_however_quick() -> None:
    row = Alone("inbox", load_of(100, 5), 15, few=12, many=15, p50=15, p95=50)
    assert row.is_missed
    last = citizens_table([row]).splitlines()[-1]
    assert last.endswith("MISSED")
    assert "3 rows 12, 300 rows 15" in last


@pytest.mark.django_db
def test_what_is_asked_is_what_a_citizen_does(cast: Cast, now: datetime) -> None:
    asked = statements(cast.unit, cast.coordinator, tablet(counter(cast, now), now)[1])
    assert set(asked) == {*PAGES, "send", "rate", "inbox"}
    assert Rating.objects.count() == 2  # once to warm up, once counted
    report = Report.objects.latest("pk")
    assert (report.sender.name, report.sender.tell_by) == ("Phạm Thị Mơ", "sms")
    again = Client().post(SENT.format(unit=cast.unit.code), parse_qs(form(900_000_001).decode()))
    assert again.status_code == 302
    assert address_of(1) != address_of(257)


def test_the_bare_server_inserts_three_rows_with_each_send(tmp_path: Path) -> None:
    import sqlite3

    place = sqlite_place(tmp_path)
    place.run("tests.bench.citizens.bare")
    with bare(place) as port:

        def ask(number: int) -> bytes:
            return request("POST", "/send/", body=form(number))

        put_load(port, ask, clients=1, seconds=0, status=302)  # it listens before its workers are there
        load = put_load(port, ask, clients=2, seconds=1, status=302)
    with sqlite3.connect(tmp_path / "sqlite/thanthien.sqlite3") as database:
        counts = [
            database.execute(f"SELECT COUNT(*) FROM bare_{name}").fetchone()[0]
            for name in ("part", "note", "thing")
        ]
    assert counts[0] == counts[1] == counts[2] - 1 >= len(load.spent) > 0
