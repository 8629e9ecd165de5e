"""Reads of the audit log. Callers check `audit.view` for the unit first (see people.permissions)."""

from __future__ import annotations

from django.db import models

from thanthien.platform.audit.actions import thread_of
from thanthien.platform.audit.models import Entry


def history_of(thing: models.Model) -> models.QuerySet[Entry]:
    """Everything that happened to one thing and its parts, newest first."""
    return Entry.objects.filter(thread=thread_of(thing)).select_related("actor")


def entries_of_unit(unit: models.Model) -> models.QuerySet[Entry]:
    return Entry.objects.filter(unit_id=unit.pk).select_related("actor")
