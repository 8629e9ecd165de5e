"""Servers as in production: the product's own `serve` with two workers, and the bare Django under the same gunicorn."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.house.tree import ROOT
from tests.postgres import candidates

WORKERS = 2
_PATIENCE = 60  # seconds for a server to listen


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is: what the environment of a server says."""

    name: str
    environment: Mapping[str, str]

    def run(self, module: str, *words: str) -> str:
        """The output of `python -m module` there."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words], cwd=ROOT, env=self.whole(), capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{module} ({self.name}): {done.stderr[-2000:]}")
        return done.stdout

    def whole(self) -> dict[str, str]:
        base = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return {**base, "PROXY_COUNT": "1", "SECRET_KEY": "bench", **self.environment}


def sqlite_place(folder: Path) -> Place:
    return Place("SQLite", {"THANTHIEN_DATA": str(folder / "sqlite")})


@contextlib.contextmanager
def postgres_place(folder: Path) -> Iterator[Place | None]:
    """A database of its own for this run, dropped after it; None where no PostgreSQL answers."""
    name = f"bench_{uuid.uuid4().hex[:12]}"
    for url in candidates():
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url, connect_timeout=3).close()
            break
    else:
        yield None
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            environment = {
                "THANTHIEN_DATA": str(folder / "postgres"),
                "DATABASE_URL": f"{url.rpartition('/')[0]}/{name}",
            }
            yield Place("PostgreSQL", environment)
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextlib.contextmanager
def ours(place: Place) -> Iterator[int]:
    """The product, without its background worker; the port it listens on."""
    with _started(
        place, "-m", "thanthien", "serve", "--workers", str(WORKERS), "--no-background", "--port"
    ) as port:
        yield port


@contextlib.contextmanager
def bare(place: Place) -> Iterator[int]:
    """The bare Django on the same database, one thread a worker on SQLite, where that serves it best."""
    threads = "1" if place.name == "SQLite" else "8"
    words = (
        "-m", "gunicorn", "tests.bench.citizens.bare:application", "--workers", str(WORKERS), "--threads", threads,
        "--worker-class", "gthread", "--preload", "--log-level", "warning", "--bind",
    )  # fmt: skip
    with _started(place, *words) as port:
        yield port


@contextlib.contextmanager
def _started(place: Place, *words: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    last = f"127.0.0.1:{port}" if words[-1] == "--bind" else str(port)
    command = [sys.executable, *words, last]
    # a session of its own: ended whole, with the workers
    process = subprocess.Popen(
        command, cwd=ROOT, env=place.whole(), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(process, port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(_PATIENCE * 20):
        if process.poll() is not None:
            raise SystemExit("A server of the bench ended at once.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("A server of the bench does not listen.")
