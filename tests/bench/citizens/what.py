"""What is asked of the servers: addresses and a form as a browser sends it."""

from __future__ import annotations

import time
from urllib.parse import urlencode

SENT = "/{unit}/send/"
RATED = "/kiosk/send/"
INBOX = "/desk/{unit}/feedback/?tab=all"
PAGES = {
    "first page": "/{unit}/",
    "form": "/{unit}/send/",
    "public list": "/{unit}/reports/",
    "register": "/{unit}/public/",
}


def form(number: int) -> bytes:
    """What a citizen with a name and a telephone sends; each number is another matter."""
    typed = {
        "text": f"Đèn đường trước nhà văn hóa thôn {number % 97} tắt ba tối nay, trẻ em đi học nguy hiểm ({number})",
        "category": "roads",
        "place": "trước cổng nhà văn hóa",
        "name": "Phạm Thị Mơ",
        "phone": "0912 345 678",
        "tell_by": "sms",
        "client_key": f"{number:024d}",
    }
    return urlencode(typed).encode()


def rating(number: int) -> bytes:
    """A face pressed on a tablet, as its script sends it."""
    now = f"{time.time() * 1000:.0f}"
    typed = {
        "key": f"bench-{number:020d}",
        "mark": str(3 + number % 3),
        "given_at": now,
        "sent_at": now,
        "waiting": "0",
    }
    return urlencode(typed).encode()
