"""Reads of the audit log. Callers check `audit.view` for the unit first (see people.permissions)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import connection, models
from django.utils import timezone

from thanthien.platform.audit.actions import thread_of
from thanthien.platform.audit.models import LAST_ACT, Entry
from thanthien.platform.statements import ask


def history_of(thing: models.Model) -> models.QuerySet[Entry]:
    """Everything that happened to one thing and its parts, newest first."""
    return Entry.objects.filter(thread=thread_of(thing)).select_related("actor")


def entries_of_unit(unit: models.Model) -> models.QuerySet[Entry]:
    return Entry.objects.filter(unit_id=unit.pk).select_related("actor", "unit")


def entries_between(
    units: Iterable[models.Model],
    *,
    area: str = "",
    actor: str = "",
    since: date | None = None,
    until: date | None = None,
) -> models.QuerySet[Entry]:
    """Entries of some units, newest first, both days included. `area` is the first half of an action's

    code (`proof`), `actor` the account name of who did it.
    """
    found = Entry.objects.filter(unit_id__in=[u.pk for u in units]).select_related("actor", "unit")
    if area:
        found = found.filter(action__startswith=f"{area}.")
    if actor:
        found = found.filter(actor__username=actor)
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def account_events(person: models.Model) -> models.QuerySet[Entry]:
    """Signing in and out, passwords, second steps and roles of one account: the person's own to see."""
    kinds = models.Q(action__startswith="sign_in.") | models.Q(action__startswith="second_step.")
    kinds |= models.Q(action__startswith="person.") | models.Q(action__startswith="role.")
    return Entry.objects.filter(kinds, thread=thread_of(person)).select_related("actor")


def last_entries(units: Iterable[models.Model]) -> dict[int, datetime]:
    """When something last happened in each unit, by its id; units where nothing did are left out."""
    rows = Entry.objects.filter(unit_id__in=[u.pk for u in units]).order_by()
    latest = rows.values_list("unit_id").annotate(latest=models.Max("at"))
    return {unit_id: at for unit_id, at in latest if unit_id is not None}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def last_act_of_a_person(unit: models.Model) -> int:
    """The number of the last entry that a person wrote in a unit; 0 for none. One statement over a small index.

    Each action writes its entry in its own transaction: while the number stays, nobody has changed anything.
    """
    with connection.cursor() as cursor:
        ask(cursor, f"SELECT ({last_act_in('%s')})", [unit.pk])
        return int(cursor.fetchone()[0] or 0)


def last_act_in(unit: str) -> str:
    """SQL for the number of a person's last entry; `unit` is the SQL of the unit's id.

    SQLite is told which index: left alone it walks all entries of citizens back to the last one of a person.
    """
    name = connection.ops.quote_name
    table, index = name(Entry._meta.db_table), name(LAST_ACT)
    by = f"INDEXED BY {index}" if connection.vendor == "sqlite" else ""
    return f"SELECT MAX(e.id) FROM {table} e {by} WHERE e.unit_id = {unit} AND e.actor_id IS NOT NULL"  # noqa: S608
