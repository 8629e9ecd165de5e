"""What machines bring, each once: the row of a mail or message, how many came from one sender, where reading stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.crypto import salted_hmac

from thanthien.operations.channels.definition import definition
from thanthien.operations.channels.models import Arrival, Mailbox, Verdict
from thanthien.platform.units.models import Unit

_DAY = timedelta(days=1)


def sender_key(address: str) -> str:
    """A keyed digest, so that a copy of the database tells no sender."""
    return salted_hmac("thanthien.channels.sender", address.lower(), algorithm="sha256").hexdigest()[:32]


def is_known(unit: Unit, source: str, key: str) -> bool:
    return Arrival.objects.filter(unit=unit, source=source, key=key).exists()


def is_flood(unit: Unit, source: str, sender: str, at: datetime) -> bool:
    """Whether the sender has had as many reports in 24 hours as one person may."""
    rows = Arrival.objects.filter(
        unit=unit, source=source, sender_key=sender_key(sender), at__gt=at - _DAY,
        verdict__in=[Verdict.REPORT, Verdict.SUPPLEMENT, Verdict.TOO_SHORT],
    )  # fmt: skip
    return rows.count() >= definition().flood_per_day


def keep_arrival(
    *, at: datetime, unit: Unit, source: str, key: str, sender: str, verdict: str, report_code: str = ""
) -> bool:
    """One row a key; False where it stood already. In the caller's transaction, beside the report."""
    _, is_new = Arrival.objects.get_or_create(
        unit=unit, source=source, key=key,
        defaults={"sender_key": sender_key(sender), "verdict": verdict, "report_code": report_code, "at": at},
    )  # fmt: skip
    return is_new


def mailbox_of(unit: Unit) -> Mailbox:
    return Mailbox.objects.get_or_create(unit=unit)[0]


def note_reading(*, at: datetime, unit: Unit, problem: str = "") -> None:
    mailbox_of(unit)
    Mailbox.objects.filter(unit=unit).update(read_at=at, problem=problem[:300])


def note_place(*, unit: Unit, uid_validity: int, last_uid: int) -> None:
    """Up to where the mailbox has been read; written in the transaction that kept the mail."""
    Mailbox.objects.filter(unit=unit).update(uid_validity=uid_validity, last_uid=last_uid)


def arrival_counts(unit: Unit, since: datetime) -> list[tuple[str, str, int]]:
    """(source, verdict, how many) as said to people, since a moment."""
    rows = Arrival.objects.filter(unit=unit, at__gte=since).order_by("source", "verdict")
    counted = rows.values_list("source", "verdict").annotate(count=Count("pk"))
    return [(Arrival.Source(s).label, Verdict(v).label, n) for s, v, n in counted]
