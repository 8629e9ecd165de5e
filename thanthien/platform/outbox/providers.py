"""How gateways talk to providers over HTTP, and how they say that a message did not go out."""

from __future__ import annotations

import json
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

_PATIENCE = 15  # seconds for a provider to answer
_LARGEST = 100_000  # bytes of an answer that are read
_MOBILE = re.compile(r"(?:84|0)?([35789]\d{8})")


class CannotSend(Exception):
    """The provider did not take the message. `is_final`: another try would not help (a wrong address)."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


def post_json(url: str, body: Any, headers: dict[str, str]) -> dict[str, Any]:
    """Send JSON and read the JSON object that comes back. Raises CannotSend."""
    return _post(url, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})


def post_form(url: str, fields: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
    """Send a form and read the JSON object that comes back. Raises CannotSend."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return _post(url, urllib.parse.urlencode(fields).encode(), {**kind, **headers})


def _post(url: str, data: bytes, headers: dict[str, str]) -> dict[str, Any]:
    # the address is the operator's own setting
    request = urllib.request.Request(url, data, headers, method="POST")  # noqa: S310
    secure = ssl.create_default_context()
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE, context=secure) as answer:  # noqa: S310
            said = json.loads(answer.read(_LARGEST))
    except urllib.error.HTTPError as error:
        error.close()
        raise CannotSend(f"Nhà cung cấp trả lời lỗi {error.code}.") from error
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise CannotSend(f"Nhà cung cấp chưa trả lời ({type(error).__name__}).") from error
    if not isinstance(said, dict):
        raise CannotSend("Nhà cung cấp trả lời không đọc được.")
    return said


def mobile_84(address: str) -> str:
    """ "0912 345 678" → "84912345678", as providers ask for it. Raises CannotSend, for good."""
    found = _MOBILE.fullmatch(re.sub(r"\D", "", address))
    if found is None:
        raise CannotSend("Địa chỉ không phải số điện thoại di động.", is_final=True)
    return f"84{found.group(1)}"
