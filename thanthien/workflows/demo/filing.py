"""The tables that filed themselves at the end of the last months; the deputy chair accepted all but the latest."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.programme.evidence.checking import version_of_proof
from thanthien.programme.evidence.filed import proofs_of_papers
from thanthien.programme.evidence.models import Evidence
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.filing import accept_papers, file_month

_BACK = timedelta(days=95)  # enough to look at; a whole year of them takes a minute to draw up


def file_tables(commune: Commune, *, year: int, until: date) -> None:
    first = max(date(year, 1, 1), (until - _BACK).replace(day=1))
    while (after := (first + timedelta(days=32)).replace(day=1)) <= until:
        at = timezone.make_aware(datetime.combine(after, time(6)))
        made = file_month(at=at, unit=commune.unit, first=first, last=after - timedelta(days=1))
        proofs = [one for some in proofs_of_papers(commune.unit, made).values() for one in some]
        waiting = [one for one in proofs if one.state == Evidence.State.WAITING]
        if after + timedelta(days=31) <= until:
            seen = [(one.pk, version_of_proof(one)) for one in waiting]
            accept_papers(actor=commune.deputy, at=at + timedelta(days=2), unit=commune.unit, seen=seen)
        first = after
