"""Secrets at rest: the keys of second steps are sealed with the server's SECRET_KEY before they are kept.

Who gets hold of a copy of the database alone cannot make anybody's codes. A key that was replaced opens
what it sealed for as long as it stands in SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "thanthien.platform.people.sealing"
_MARK = "sealed:"
_log = logging.getLogger(__name__)


def seal(text: str) -> str:
    return _MARK + _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text that was sealed; what was kept before there were seals comes back as it is.

    Where no key opens the seal, a random base32 text that nobody knows: every code is then wrong, and the
    coordinator takes the second step off.
    """
    if not sealed.startswith(_MARK):
        return sealed
    try:
        return _box().decrypt(sealed.removeprefix(_MARK).encode()).decode()
    except InvalidToken:
        _log.error(
            "A sealed secret cannot be opened: SECRET_KEY changed. Name the old key in SECRET_KEY_FALLBACKS."
        )
        return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    digest = salted_hmac(_SALT, "fernet", secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
