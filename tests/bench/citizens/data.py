"""In a process of its own, on an empty database: a commune with people, neighbourhoods and many reports.

`python -m tests.bench.citizens.data REPORTS` prints as JSON what the measuring needs to know (`Known`).
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.cast import Cast
    from thanthien.operations.feedback.models import Report

NEIGHBOURHOODS, PUBLIC, OPEN = 12, 2_000, 1_500
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Known:
    """The commune's code, its officer's session, a tablet, and the statements that each request costs."""

    unit: str
    session: str
    tablet: str  # the token of a paired tablet
    statements: dict[str, int]
    inbox_few: int  # statements of an inbox of three rows
    inbox_many: int  # and of three hundred


def main(reports: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "thanthien.config.settings"
    django.setup()
    from django.core.management import call_command

    from tests.bench.citizens.statements import inbox_statements, statements
    from tests.cast import make_cast
    from thanthien.cli.schema import bring_up_to_date

    bring_up_to_date()
    call_command("holidays_load", verbosity=0, stdout=sys.stderr)
    cast = make_cast()
    _add_neighbourhoods(cast)
    _add_reports(cast.other_unit.pk, None, 3)
    few = inbox_statements(cast.other_unit, cast.other_coordinator)
    _add_reports(cast.other_unit.pk, None, 297, first=3)
    many = inbox_statements(cast.other_unit, cast.other_coordinator)
    _add_reports(cast.unit.pk, cast.economy.pk, reports)
    _settle()
    tablet = _tablet(cast)
    asked = statements(cast.unit, cast.coordinator, tablet)
    known = Known(cast.unit.code, _session(cast), tablet, asked, few, many)
    sys.stdout.write(json.dumps(asdict(known)))


def _add_neighbourhoods(cast: Cast) -> None:
    from thanthien.platform.units.models import Neighbourhood

    Neighbourhood.objects.bulk_create(
        Neighbourhood(unit=cast.unit, kind="village", name=f"Thôn {number}")
        for number in range(1, NEIGHBOURHOODS + 1)
    )


def _add_reports(unit: int, agency: int | None, many: int, *, first: int = 0) -> None:
    """The newest first; as many open as a busy commune has, some public, the rest ended."""
    from django.utils import timezone

    from thanthien.operations.feedback.models import Report

    now = timezone.now()
    Report.objects.bulk_create(
        (_report(unit, agency, number, now) for number in range(first, first + many)), batch_size=1_000
    )


def _report(unit: int, agency: int | None, number: int, now: datetime) -> Report:
    from thanthien.lib.vietnamese import search_key
    from thanthien.operations.feedback.models import Report

    at = now - timedelta(minutes=5 * number)
    is_open = number < OPEN
    is_public = OPEN <= number < OPEN + PUBLIC
    text = f"Đèn đường trước nhà văn hóa thôn {number % NEIGHBOURHOODS + 1} tắt ba tối nay, lần thứ {number}"
    return Report(
        unit_id=unit, code=f"{unit:04d}{number:08d}", client_key=f"{unit}-{number}", path="petition", channel="web",
        category=("roads", "waste", "water", "other")[number % 4], text=text, search_key=search_key(text),
        is_anonymous=True, state="in_hand" if is_open else "closed", outcome="" if is_open else "solved",
        agency_id=agency, clock_start=at.date(), clock_days=15, due_date=at.date() + timedelta(days=21),
        received_at=at, answered_at=None if is_open else at + timedelta(days=3),
        may_publish=is_public, public_text=text if is_public else "",
        public_answer="Đã thay bóng." if is_public else "",
        published_at=at + timedelta(days=4) if is_public else None,
    )  # fmt: skip


def _settle() -> None:
    """What a database does for itself over night: it counts its rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _tablet(cast: Cast) -> str:
    from django.utils import timezone

    from tests.operations.ratings.factories import counter, tablet

    now = timezone.now()
    return tablet(counter(cast, now), now)[1]


def _session(cast: Cast) -> str:
    from django.test import Client

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(cast.coordinator, backend=BACKEND)
    return browser.cookies["sessionid"].value


if __name__ == "__main__":
    main(int(sys.argv[1]))
