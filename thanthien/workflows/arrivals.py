"""Mails and Zalo messages become reports: each once, bounded a sender, never answered where a machine wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.channels.arrivals import is_flood, is_known, keep_arrival
from thanthien.operations.channels.mail_reading import ReadMail
from thanthien.operations.channels.models import Arrival, Verdict
from thanthien.operations.feedback.following import CannotFollow, supply
from thanthien.operations.feedback.guessing import guess_category
from thanthien.operations.feedback.intake import (
    LONGEST,
    MOST_FILES,
    CannotReceive,
    Contact,
    Incoming,
    receive_report,
)
from thanthien.operations.feedback.models import Channel, Report
from thanthien.operations.feedback.queries import report_by_code
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.units.models import Unit

Source = Arrival.Source
_LONGEST_SUPPLEMENT = 3000
_MORE = "\n(Thư còn dài, toàn văn ở tệp kèm theo.)"
Kept = list[tuple[StoredFile, str]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of it. `is_new` False: it had come before, nothing was written."""

    verdict: str
    report_code: str = ""
    is_new: bool = True


@transaction.atomic
def take_mail(*, at: datetime, unit: Unit, mail: ReadMail) -> Arrived:
    """Keep one mail; the row that says it came is written beside the report or not at all."""
    if is_known(unit, Source.MAIL, mail.key):
        return Arrived("", is_new=False)
    arrived = _judged_mail(at, unit, mail)
    keep_arrival(
        at=at, unit=unit, source=Source.MAIL, key=mail.key, sender=mail.address, verdict=arrived.verdict,
        report_code=arrived.report_code,
    )  # fmt: skip
    return arrived


def _judged_mail(at: datetime, unit: Unit, mail: ReadMail) -> Arrived:
    if mail.is_automatic:
        return Arrived(Verdict.AUTOMATIC)
    if is_flood(unit, Source.MAIL, mail.address, at):
        return Arrived(Verdict.FLOOD)
    if mail.code and (code := _supplied(at, unit, mail.code, mail.text, mail)):
        return Arrived(Verdict.SUPPLEMENT, code)
    words = mail.text if mail.subject in mail.text else f"{mail.subject}\n{mail.text}"
    files, lost = _kept_files(mail, at, room=MOST_FILES - (len(words) > LONGEST))
    if lost:
        words += f"\n(Thư còn tệp chưa nhận được, xem trong hộp thư: {', '.join(lost)})"
    if len(words) > LONGEST:
        files.append((keep_file(data=words.encode(), at=at), "toan-van.txt"))
        words = words[: LONGEST - len(_MORE)] + _MORE
    contact = Contact(mail.name, "", mail.address, "", "", "email") if "@" in mail.address else Contact()
    return _received(at, unit, words, Channel.EMAIL, f"mail:{unit.pk}:{mail.key}", contact, files)


def _kept_files(mail: ReadMail, at: datetime, room: int) -> tuple[Kept, list[str]]:
    """The files that could be kept, and the names of the others."""
    kept: Kept = []
    lost = []
    for name, data in mail.files:
        try:
            if len(kept) >= room:
                raise CannotKeepFile(name)
            kept.append((keep_file(data=data, at=at), name))
        except CannotKeepFile:
            lost.append(name[:80])
    return kept, lost[:10]


def _supplied(at: datetime, unit: Unit, code: str, text: str, mail: ReadMail | None = None) -> str:
    """The code of the report that words and files were added to; "" where it asks for none, or no report has it."""
    report = report_by_code(unit, code)
    if report is None or report.state != Report.State.ASKED:
        return ""
    words = text[: _LONGEST_SUPPLEMENT - 400]
    files, lost = _kept_files(mail, at, room=MOST_FILES) if mail else ([], [])
    if lost:
        words += f"\n(Thư còn tệp chưa nhận được, xem trong hộp thư: {', '.join(lost)[:300]})"
    try:
        supply(at=at, report=report, text=words, files=files)
    except CannotFollow:
        return ""
    return report.code


def _received(
    at: datetime, unit: Unit, words: str, channel: str, key: str, contact: Contact, files: Kept
) -> Arrived:
    try:
        received = receive_report(
            at=at, unit=unit, files=files,
            incoming=Incoming(
                text=words, category=guess_category(words), channel=channel, client_key=key[:64], contact=contact
            ),
        )  # fmt: skip
    except CannotReceive:
        return Arrived(Verdict.TOO_SHORT)
    return Arrived(Verdict.REPORT, received.report.code)


@transaction.atomic
def take_zalo(*, at: datetime, unit: Unit, event: Mapping[str, Any]) -> Arrived:
    """Keep what a follower of the official account wrote; other events (follow, seen …) are only counted."""
    sender, message = event.get("sender"), event.get("message")
    sender_id = str(sender.get("id", ""))[:60] if isinstance(sender, dict) else ""
    message = message if isinstance(message, dict) else {}
    key = str(message.get("msg_id") or f"{event.get('event_name')}:{event.get('timestamp')}:{sender_id}")[:64]
    if is_known(unit, Source.ZALO, key):
        return Arrived("", is_new=False)
    arrived = _judged_zalo(at, unit, str(event.get("event_name", "")), sender_id, message, key)
    keep_arrival(
        at=at, unit=unit, source=Source.ZALO, key=key, sender=sender_id, verdict=arrived.verdict,
        report_code=arrived.report_code,
    )  # fmt: skip
    return arrived


def _judged_zalo(
    at: datetime, unit: Unit, name: str, sender: str, message: Mapping[str, Any], key: str
) -> Arrived:
    if not name.startswith("user_send_") or not sender:
        return Arrived(Verdict.OTHER)
    if is_flood(unit, Source.ZALO, sender, at):
        return Arrived(Verdict.FLOOD)
    words = tidy(str(message.get("text") or ""), keep_lines=True)[: LONGEST - 200]
    lines = words.splitlines() or [""]
    code = typed_code(lines[0])  # the code alone on the first line, the words below it
    if code and (found := _supplied(at, unit, code, "\n".join(lines[1:]))):
        return Arrived(Verdict.SUPPLEMENT, found)
    if message.get("attachments"):
        words += "\n(Người gửi có gửi kèm ảnh hoặc tệp, xem trong trang quản lý Zalo.)" if words else ""
    contact = Contact("", "", "", sender, "", "zns")
    return _received(at, unit, words, Channel.ZALO, f"zalo:{unit.pk}:{key}", contact, [])
