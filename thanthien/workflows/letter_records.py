"""From a figure of letters down to the letters, ceremonies, visits and greetings it was counted from."""

from __future__ import annotations

from datetime import date

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.letters import measures as letters
from thanthien.operations.letters.greeting import greetings_of
from thanthien.operations.letters.models import CourtesyLetter, Gesture
from thanthien.operations.letters.standing import reads_all
from thanthien.operations.letters.states import OUT
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.workflows.behind import MOST, Behind, Found


def letters_behind(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """Letters and gestures by number and day; whom they were for stands on their own pages."""
    if not reads_all(person, unit):
        return Found(())
    if code == letters.MARRIAGE:
        found = sorted(letters.certificates(first, last, unit), key=lambda one: (one.has_letter, one.day))
        pages = {"gesture": "desk:letters_gesture", "proposal": "desk:letters_proposal"}
        return Found(
            tuple(
                Behind(
                    f"Giấy chứng nhận kết hôn, {date_vi(one.day)}",
                    "có thư chúc mừng" if one.has_letter else "chưa có thư",
                    pages[one.page], (one.page_id,), is_good=one.has_letter,
                )
                for one in found[:MOST]
            ),
            page="desk:letters",
        )  # fmt: skip
    if code == letters.GREETINGS:
        return Found(_greetings(unit, first, last), page="desk:letters_greetings")
    kinds = [kind for kind, one in letters.BY_KIND.items() if one == code]
    signed = CourtesyLetter.objects.filter(
        unit=unit, kind__in=kinds, state__in=OUT, signed_date__gte=first, signed_date__lte=last
    )
    items = [
        Behind(str(one), f"ký {date_vi(one.signed_date or last)}", "desk:letters_one", (one.pk,))
        for one in signed[:MOST]
    ]
    gestures = [kind for kind, one in letters.BY_GESTURE.items() if one == code]
    rows = Gesture.objects.filter(unit=unit, kind__in=gestures, date__gte=first, date__lte=last)
    items += [Behind(str(one), one.place, "desk:letters_gesture", (one.pk,)) for one in rows[:MOST]]
    return Found(tuple(items), page="desk:letters")


def _greetings(unit: Unit, first: date, last: date) -> tuple[Behind, ...]:
    return tuple(
        Behind(
            due.day.name,
            f"{date_vi(due.date)} · {'thiếu ' + ', '.join(due.lacking) if due.lacking else 'đủ kênh'}",
            "desk:letters_greetings", (), f"year={year}", due.greeting is not None and not due.lacking,
        )
        for year in range(first.year, last.year + 1)
        for due in greetings_of(unit, year)
        if first <= due.date <= last
    )  # fmt: skip
