"""What other programs call a report: an id that opens nothing and tells nothing, neither the code nor how many.

docs/decisions/2026-11-21-reports-have-a-second-name-for-programs.md says why.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.utils.crypto import salted_hmac

from thanthien.operations.feedback.models import Report

_MARK = b"report\0\0"  # half of the block: an id made up by anybody does not open to it
_SALT = "thanthien.operations.feedback.public_ids"


def public_id(report: Report) -> str:
    """26 letters and digits; the same as long as the server's SECRET_KEY is."""
    box = _box(settings.SECRET_KEY).encryptor()
    block = box.update(_MARK + report.pk.to_bytes(8, "big")) + box.finalize()
    return base64.b32encode(block).decode("ascii").rstrip("=").lower()


def row_of(name: str) -> int | None:
    """The row that an id names, of this key or one that was replaced; None where it is no id of ours."""
    if len(name) != 26 or not name.isascii():
        return None
    try:
        block = base64.b32decode(name.upper() + "=" * 6)
    except binascii.Error:
        return None
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        box = _box(key).decryptor()
        opened = box.update(block) + box.finalize()
        if opened.startswith(_MARK):
            return int.from_bytes(opened[8:], "big")
    return None


def _box(key: str) -> Cipher[modes.ECB]:
    digest = salted_hmac(_SALT, "aes", secret=key, algorithm="sha256").digest()
    # one block that never repeats: a keyed permutation of the rows, which is what ECB is
    return Cipher(algorithms.AES(digest), modes.ECB())  # noqa: S305
