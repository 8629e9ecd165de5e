"""The ways out: one table, channel → gateway. Without configuration everything goes to the console.

Each `send` gives back the provider's own id of the message and raises `CannotSend`; nothing else escapes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from thanthien.platform.outbox import sms, zns
from thanthien.platform.outbox.models import Channel, Message
from thanthien.platform.outbox.providers import CannotSend

_log = logging.getLogger(__name__)


class Gateway(Protocol):
    def send(self, message: Message, at: datetime) -> str: ...


class Console:
    """Says in the log that a message would have gone out, without the address and without the text."""

    def send(self, message: Message, at: datetime) -> str:
        _log.info("message %s (%s) to %s", message.pk, message.channel, hidden(message.address))
        return f"console-{message.pk}"


class Mail:
    """Django's own mail, by EMAIL_URL."""

    def send(self, message: Message, at: datetime) -> str:
        mail = EmailMessage(
            subject=message.subject,
            body=message.text,
            to=[message.address],
            headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        )
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            raise CannotSend("Máy chủ thư không nhận địa chỉ này.", is_final=True) from error
        except (SMTPException, OSError) as error:
            raise CannotSend(f"Máy chủ thư chưa nhận: {type(error).__name__}") from error
        return f"mail-{message.pk}"


def hidden(address: str) -> str:
    """ "09xxxxx678", "a…@example.vn": enough to recognise, too little to use."""
    name, at_sign, host = address.partition("@")
    if at_sign:
        return f"{name[:1]}…@{host}"
    return f"{address[:2]}{'x' * max(0, len(address) - 5)}{address[-3:]}" if len(address) > 5 else "…"


GATEWAYS: dict[str, tuple[Callable[[], bool], Callable[[], Gateway]]] = {
    Channel.EMAIL: (lambda: settings.MAIL_IS_SET_UP, Mail),
    Channel.SMS: (sms.is_set_up, sms.Sms),
    Channel.ZNS: (zns.is_set_up, zns.Zns),
}


def gateway_of(channel: str) -> Gateway:
    """The way out for a channel; the console where none is set up."""
    is_set_up, gateway = GATEWAYS[channel]
    return gateway() if is_set_up() else Console()


def is_real(channel: str) -> bool:
    """Whether messages of the channel leave this server."""
    return GATEWAYS[channel][0]()
