"""From a figure of conduct down to its records: only those the person may read."""

from __future__ import annotations

from datetime import date

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.conduct import measures as conduct
from thanthien.operations.conduct.models import SpotCheck, Training
from thanthien.operations.conduct.standing import checks, visible_breaches
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.workflows.behind import MOST, Behind, Found


def conduct_records(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """Checks and people looked at for who checks; a breach for who may read it, else only that it is one."""
    if code == conduct.BREACH:
        rows = conduct.breaches_between(first, last).filter(unit=unit)
        seen = (
            visible_breaches(person, unit).filter(pk__in=rows.values("pk")).order_by("concluded_date", "pk")
        )
        items = tuple(
            Behind(
                str(one),
                f"kết luận {date_vi(one.concluded_date or last)}",
                "desk:conduct_breach",
                (one.pk,),
                "",
                False,
            )
            for one in seen[:MOST]
        )
        return Found(items, rows.count() - len(items), "desk:conduct_breaches")
    if code in (conduct.TRAININGS, conduct.STUDIES):
        kind = Training.Kind.STUDY if code == conduct.STUDIES else Training.Kind.TRAINING
        held = Training.objects.filter(unit=unit, kind=kind, last_date__gte=first, last_date__lte=last)
        held = held.filter(attended__isnull=False).distinct().order_by("last_date", "pk")
        return Found(
            tuple(
                Behind(one.topic, date_vi(one.last_date), "desk:conduct_training", (one.pk,))
                for one in held[:MOST]
            ),
            page="desk:conduct_trainings",
        )
    if code == conduct.COMMITTED:
        return Found((), page="desk:conduct")
    if code in conduct.SKILLED.values():
        return Found((), page="desk:conduct_learners")
    return _spot_checks(person, unit, code, first, last)


def _spot_checks(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    days = SpotCheck.objects.filter(unit=unit, date__gte=first, date__lte=last).order_by("date", "pk")
    half = days.filter(state=SpotCheck.State.OPEN).count()
    beside = f"{half} đợt kiểm tra để dở dang; những người đã kiểm tra vẫn được tính." if half else ""
    if code == conduct.CHECKS:
        held = days.filter(state=SpotCheck.State.FINISHED)
        if not checks(person, unit):
            return Found((), held.count(), beside=beside)
        rows = tuple(Behind(str(one), "đã xong", "desk:conduct_check", (one.pk,)) for one in held[:MOST])
        return Found(rows, held.count() - len(rows), "desk:conduct_checks", beside)
    looks = conduct.looks_between(first, last).filter(check_of__unit=unit).select_related("staff")
    counted = [(one, is_right) for one in looks if (is_right := conduct.counts_for(code, one)) is not None]
    if not checks(person, unit):
        return Found((), len(counted), beside=beside)
    counted.sort(key=lambda pair: (pair[1], pair[0].check_of.date, pair[0].position))
    items = tuple(
        Behind(str(one.staff), date_vi(one.check_of.date), "desk:conduct_look", (one.pk,), "", is_right)
        for one, is_right in counted[:MOST]
    )
    return Found(items, len(counted) - len(items), "desk:conduct_checks", beside)
