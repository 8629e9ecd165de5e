"""Reading a unit's mailbox by IMAP. Read only: nothing there is marked, moved or deleted.

The place reached is written in the transaction that keeps the mail, and each mail is kept once by its
Message-ID: a crash between fetching and keeping loses nothing and doubles nothing.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone

from thanthien.operations.channels.arrivals import keep_arrival, mailbox_of, note_place, note_reading
from thanthien.operations.channels.definition import definition
from thanthien.operations.channels.mail_reading import key_of, read_mail
from thanthien.operations.channels.models import Arrival, Verdict
from thanthien.platform.units.models import Unit
from thanthien.workflows.arrivals import Arrived, take_mail

_log = logging.getLogger(__name__)
_PATIENCE = 30  # seconds for the server to answer
_MOST = 200  # mails in one reading; the next goes on
_FIRST_DAYS, _AGAIN_DAYS = 7, 30  # how far back the first reading goes, and one after the server renumbered
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class CannotReadMailbox(Exception):
    """The mailbox could not be read; the message says why, in Vietnamese. What was kept before stays."""


@dataclass(frozen=True, slots=True)
class Fetched:
    reports: int = 0
    others: int = 0


def fetch_mail(*, at: datetime, unit: Unit, address: str) -> Fetched:
    """Read what is new in the mailbox `imaps://account:password@host/INBOX`. Raises `CannotReadMailbox`."""
    try:
        found = _fetch(at, unit, address)
    except (OSError, imaplib.IMAP4.error, ssl.SSLError) as error:
        said = f"Máy chủ thư chưa trả lời hoặc không nhận tài khoản ({type(error).__name__})."
        note_reading(at=at, unit=unit, problem=said)
        raise CannotReadMailbox(said) from error
    note_reading(at=at, unit=unit)
    return found


def _fetch(at: datetime, unit: Unit, address: str) -> Fetched:
    parts = urlsplit(address)
    host, account = parts.hostname or "", unquote(parts.username or "")
    server: imaplib.IMAP4
    if parts.scheme == "imaps":
        secure = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=secure, timeout=_PATIENCE)
    elif parts.scheme == "imap" and host in _LOOPBACK:  # a bridge on the same machine
        server = imaplib.IMAP4(host, parts.port or 143, timeout=_PATIENCE)
    else:
        raise OSError("imaps:// only")
    with server:
        server.login(account, unquote(parts.password or ""))
        server.select(parts.path.strip("/") or "INBOX", readonly=True)
        return _read_new(server, at, unit, frozenset({account}))


def _read_new(server: imaplib.IMAP4, at: datetime, unit: Unit, own: frozenset[str]) -> Fetched:
    place = mailbox_of(unit)
    validity = int((server.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    last = place.last_uid if place.uid_validity == validity else 0
    days = _AGAIN_DAYS if place.uid_validity else _FIRST_DAYS
    wanted = f"UID {last + 1}:*" if last else f"SINCE {_said(timezone.localdate(at) - timedelta(days=days))}"
    _, found = server.uid("SEARCH", wanted)
    uids = sorted(int(one) for one in (found[0] or b"").split())
    reports = others = 0
    for uid in [one for one in uids if one > last][
        :_MOST
    ]:  # "9:*" gives the last mail though it is the eighth
        arrived = _take(server, at, unit, uid, own, validity)
        reports += arrived.verdict == Verdict.REPORT
        others += arrived.is_new and arrived.verdict != Verdict.REPORT
    return Fetched(reports, others)


def _take(
    server: imaplib.IMAP4, at: datetime, unit: Unit, uid: int, own: frozenset[str], validity: int
) -> Arrived:
    size = _SIZE.search(b" ".join(_bytes(server.uid("FETCH", str(uid), "(RFC822.SIZE)")[1])))
    is_large = size is not None and int(size[1]) > definition().largest_mail
    part = "(BODY.PEEK[HEADER])" if is_large else "(BODY.PEEK[])"
    raw = max(_bytes(server.uid("FETCH", str(uid), part)[1]), key=len, default=b"")
    with transaction.atomic():
        arrived = _judge(at, unit, raw, own, is_large=is_large)
        note_place(unit=unit, uid_validity=validity, last_uid=uid)
    return arrived


def _judge(at: datetime, unit: Unit, raw: bytes, own: frozenset[str], *, is_large: bool) -> Arrived:
    try:
        mail = read_mail(raw, own)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        # One mail that no reader understands must not stop the ones behind it; a person looks at it.
        _log.warning("a mail of %s bytes cannot be read", len(raw))
        verdict, key, sender = Verdict.UNREADABLE, key_of(raw, ""), ""
    else:
        if not is_large or mail.is_automatic:
            return take_mail(at=at, unit=unit, mail=mail)
        verdict, key, sender = Verdict.TOO_LARGE, mail.key, mail.address
    source = Arrival.Source.MAIL
    is_new = keep_arrival(at=at, unit=unit, source=source, key=key, sender=sender, verdict=verdict)
    return Arrived(verdict, is_new=is_new)


def _bytes(parts: list[object]) -> list[bytes]:
    """The pieces of an answer of imaplib: bytes, or (head, bytes)."""
    found: list[bytes] = []
    for part in parts:
        found += [one for one in (part if isinstance(part, tuple) else (part,)) if isinstance(one, bytes)]
    return found


def _said(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
