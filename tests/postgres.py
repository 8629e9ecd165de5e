"""Prints the address of a PostgreSQL to test on, or nothing. `REQUIRE_POSTGRES=1` makes nothing an error."""

from __future__ import annotations

import getpass
import os
import sys

import psycopg


def candidates() -> list[str]:
    if url := os.environ.get("TEST_DATABASE_URL"):
        return [url]
    user = getpass.getuser()
    return [
        "postgres:///postgres",
        f"postgres://{user}@127.0.0.1/postgres",
        "postgres://postgres@127.0.0.1/postgres",
    ]


def main() -> int:
    for url in candidates():
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        sys.stdout.write(url)
        return 0
    if os.environ.get("REQUIRE_POSTGRES") == "1":
        sys.stderr.write(
            "PostgreSQL is required (REQUIRE_POSTGRES=1) and none answers; set TEST_DATABASE_URL.\n"
        )
        return 1
    sys.stderr.write(
        "No PostgreSQL answers: the suite runs on SQLite alone. Set TEST_DATABASE_URL to test on both.\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
