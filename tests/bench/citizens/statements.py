"""How many statements a request puts to the database: what makes a page slow long before a clock shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.citizens.what import INBOX, PAGES, RATED, SENT, form, rating

if TYPE_CHECKING:
    from thanthien.platform.people.models import Person
    from thanthien.platform.units.models import Unit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_NOTHING_ASKED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def statements(unit: Unit, officer: Person, tablet: str) -> dict[str, int]:
    """Name of a request → its statements, once the process is warm."""
    browser = Client(SERVER_NAME="localhost")
    found = {}
    for name, address in PAGES.items():
        found[name] = _asked(lambda here=address: browser.get(here.format(unit=unit.code)))
    numbers = iter(range(900_000_000, 900_000_009))
    sending = SENT.format(unit=unit.code)
    found["send"] = _asked(lambda: browser.post(sending, dict(parse_qsl(form(next(numbers)).decode()))))
    browser.cookies["kiosk_device"] = tablet
    found["rate"] = _asked(lambda: browser.post(RATED, dict(parse_qsl(rating(next(numbers)).decode()))))
    found["inbox"] = inbox_statements(unit, officer)
    return found


def inbox_statements(unit: Unit, officer: Person) -> int:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(officer, backend=BACKEND)
    return _asked(lambda: browser.get(INBOX.format(unit=unit.code)))


def _asked(ask: Any) -> int:
    ask()
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    if answer.status_code not in {200, 302}:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}.")
    return sum(not one["sql"].startswith(_NOTHING_ASKED) for one in seen)
