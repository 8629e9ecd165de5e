"""How often one network address does something, so that a flood slows nobody else: the one place where that is counted.

A whole office or village may stand behind one address, so the numbers of the callers are wide, and a while later
the same people go on. The counts lie in the cache "counts": each web process's own memory, or one store that all
processes share (`CACHE_URL`). An address is never written: its keyed digest is, which changes with every window,
so that two windows cannot be told to be of one address, and ends with it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from thanthien.platform.people.sign_in import client_ip

MINUTE = 60  # seconds
SENDS = 30  # a minute
UNKNOWN_CODES = 20  # a minute: 21**12 codes make guessing hopeless long before


def note(request: HttpRequest, what: str, *, within: int = MINUTE) -> int:
    """Count one more of `what` by this address; how many there were in the window of `within` seconds."""
    key, cache = _key(request, what, within), caches["counts"]
    cache.add(key, 0, 2 * within)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out of a full cache between the two lines
        return 1


def noted(request: HttpRequest, what: str, *, within: int = MINUTE) -> int:
    return int(caches["counts"].get(_key(request, what, within), 0))


def _key(request: HttpRequest, what: str, within: int) -> str:
    said = f"{what}|{_network(client_ip(request) or '')}|{_windows(within)}|{within}".encode()
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"limits").digest()
    return hashlib.blake2b(said, key=secret, digest_size=16).hexdigest()


def _windows(within: int) -> int:
    """The windows since 1970 that are over."""
    return int(time.time()) // within


def _network(address: str) -> str:
    """The address; of IPv6 the /64 that one line has all of."""
    if "." in address and ":" not in address:
        return address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network(f"{address}/64", strict=False))
