"""From a figure of making the programme known down to its records: slogans, broadcasts, activities, neighbourhoods."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.outreach import measures as outreach
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import Broadcast
from thanthien.operations.outreach.queries import (
    activities_between,
    broadcasts_between,
    hours_in,
    reach_of,
    slogans_of,
)
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.workflows.behind import MOST, Behind, Found


def outreach_records(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """Slogans that do not count first; broadcasts by time; activities; neighbourhoods that nothing reached first."""
    if not may(person, Action.OUTREACH_VIEW, unit):
        return Found(())
    if code == outreach.BULLETINS:
        rows = broadcasts_between(unit, first, last).filter(state=Broadcast.State.PLAYED)
        hours = hours_in(rows)
        items = [
            Behind(
                one.bulletin.title, f"{timezone.localtime(one.begins_at):%H:%M %d/%m/%Y} · {len(one.rows)} cụm loa",
                "desk:outreach_bulletin", (one.bulletin.pk,),
            )
            for one in hours[:MOST]
        ]  # fmt: skip
        return Found(tuple(items), len(hours) - len(items), "desk:outreach_log")
    if code == outreach.ACTIVITIES:
        found = activities_between(unit, first, last)
        items = [
            Behind(one.title, f"{one.get_kind_display()} · {date_vi(one.date)}", "desk:outreach_activity", (one.pk,))
            for one in found[:MOST]
        ]  # fmt: skip
        return Found(tuple(items), max(found.count() - MOST, 0), "desk:outreach_activities")
    if code == outreach.REACHED:
        since = last - timedelta(days=definition().reach_days - 1)
        reached = sorted(reach_of(unit, since, last), key=lambda one: one.is_reached)
        items = [
            Behind(
                str(one.place), f"{one.activities} hoạt động, {one.bulletins} bản tin",
                is_good=one.is_reached,
            )
            for one in reached[:MOST]
        ]  # fmt: skip
        return Found(tuple(items), page="desk:outreach_reach")
    return _required_slogans(unit, code, last)


def _required_slogans(unit: Unit, code: str, last: date) -> Found:
    """The slogans behind a figure as they were last seen; what hangs nowhere is told in words."""
    required = {
        one.code: one for one in definition().required.values()
        if code == outreach.SLOGANS or one.measure == code
    }  # fmt: skip
    slogans = [one for one in slogans_of(unit, "all") if one.required in required and one.put_up_date <= last]
    items = [
        Behind(
            str(one), f"{one.place} · {one.get_state_display().lower()}, xem ngày {date_vi(one.looked_date)}",
            "desk:outreach_slogan", (one.pk,), "", one.state == one.State.IN_PLACE,
        )
        for one in slogans
    ]  # fmt: skip
    lacking = [one.label for key, one in required.items() if key not in {s.required for s in slogans}]
    return Found(
        tuple(items),
        page="desk:outreach",
        beside=f"Chưa ghi khẩu hiệu nào: {'; '.join(lacking)}." if lacking else "",
    )
