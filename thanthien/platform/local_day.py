"""The day of a moment by the commune's clock, in the database's own words.

`moment__date` asks the same, but on SQLite calls back into Python for every row: over a second for a hundred thousand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import DateField, Func
from django.utils import timezone


class LocalDay(Func):
    """`LocalDay("answered_at")`: a date. The offset is today's: Vietnam has kept one clock since 1975."""

    output_field = DateField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        offset = datetime.now(timezone.get_default_timezone()).utcoffset()
        minutes = offset.total_seconds() // 60 if offset else 0
        # to the whole second: SQLite rounds the last half millisecond of a day into the next
        words = f"date(substr(%(expressions)s, 1, 19), '{minutes:+.0f} minutes')"
        return self.as_sql(compiler, connection, template=words, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        zone = timezone.get_default_timezone_name()
        return self.as_sql(
            compiler, connection, template=f"(%(expressions)s AT TIME ZONE '{zone}')::date", **more
        )
