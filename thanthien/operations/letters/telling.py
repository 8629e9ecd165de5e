"""A letter by mail, through platform/outbox."""

from __future__ import annotations

from datetime import datetime

from thanthien.operations.letters.models import CourtesyLetter
from thanthien.platform.outbox.actions import queue_message
from thanthien.platform.outbox.models import Channel


def about(letter: CourtesyLetter) -> str:
    return f"letters.courtesyletter:{letter.pk}"


def mail_letter(letter: CourtesyLetter, at: datetime) -> None:
    """Queue what was signed; once a letter."""
    signed = f"{letter.signer_post}\n{letter.signed_by}" if letter.signed_by else ""
    text = "\n\n".join(
        [f"Kính gửi {letter.honorific} {letter.name}".replace("  ", " "), *letter.lines, signed]
    )
    queue_message(
        at=at, unit=letter.unit, channel=Channel.EMAIL, address=letter.email, template="courtesy-letter",
        fields={}, subject=f"{letter.unit.heading}: {letter.subject}", text=text, about=about(letter),
        key=f"courtesy-letter-{letter.pk}",
    )  # fmt: skip
