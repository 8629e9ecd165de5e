"""The demo's hall as tests and pictures need it, whatever the day and the hour."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path


def open_hall(data: Path) -> None:
    """Commune HM01 gives numbers all day, today and tomorrow."""
    base, now = sqlite3.connect(data / "thanthien.sqlite3"), datetime.now(UTC)
    (city,) = base.execute("SELECT parent_id FROM units_unit WHERE code = 'HM01'").fetchone()
    for n in range(2):
        day = ((now + timedelta(hours=7)).date() + timedelta(days=n)).isoformat()
        base.execute("DELETE FROM workdays_specialday WHERE unit_id = ? AND date = ?", (city, day))
        base.execute(
            "INSERT INTO workdays_specialday (unit_id, date, name, kind, status, changed_at) VALUES (?, ?, 'Thử',"
            " 'make_up', 'own', ?)",
            (city, day, now.isoformat()),
        )
    rules = {"hours": {str(n): [["00:00", "23:59"]] for n in range(7)}, "last_minutes": 0}
    base.execute("UPDATE queueing_hall SET rules = ?", (json.dumps(rules),))
    base.commit()
    base.close()
