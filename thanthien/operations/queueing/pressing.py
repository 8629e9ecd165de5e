"""A press on a kiosk: what is known of the kiosk is remembered, and the write itself asks whether it still holds."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from thanthien.operations.queueing.models import Ticket
from thanthien.operations.queueing.numbering import NoLongerGives
from thanthien.operations.queueing.queries import forget_kiosk, kept_kiosk
from thanthien.operations.queueing.taking import CannotTake, Wish, forget_offered, take


class UnknownKiosk(Exception):
    """Never paired, or ended at the desk."""


def press(*, at: datetime, token: str, wish: Wish) -> Ticket:
    """A number from the kiosk of that token. Raises `UnknownKiosk`, `CannotTake`."""
    try:
        return _pressed(at, token, wish)
    except (
        NoLongerGives
    ):  # the kiosk was ended or a service changed since they were read: once more, as they are now
        forget_kiosk(token)
    try:
        return _pressed(at, token, wish)
    except NoLongerGives as changed:
        raise CannotTake(_("Việc này vừa được sửa. Ông/bà bấm lại giúp.")) from changed


def _pressed(at: datetime, token: str, wish: Wish) -> Ticket:
    kiosk = kept_kiosk(token)
    if kiosk is None:
        raise UnknownKiosk
    try:
        return take(at=at, unit=kiosk.unit, wish=wish, kiosk=kiosk)
    except NoLongerGives:
        forget_offered(kiosk.unit_id)
        raise
