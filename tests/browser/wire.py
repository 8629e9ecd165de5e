"""A wire between a browser and the program that a test can cut.

Chromium's own "offline" is told to each page and each background worker by itself, and one that has just started
may send before it is told. Nothing passes a wire that is cut.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext


class Wire:
    """Carries every connection to `url` over a port of its own: `Wire(site.url).url` is the address to open."""

    def __init__(self, url: str) -> None:
        there = urlsplit(url)
        self._there = (there.hostname or "127.0.0.1", there.port or 80)
        self._ends: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._whole = True
        self._open = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._open.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, context: BrowserContext) -> None:
        """Nothing passes from here on, and the browser knows it has no line."""
        with self._guard:
            self._whole = False
            for end in self._ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        context.set_offline(True)

    def mend(self, context: BrowserContext) -> None:
        with self._guard:
            self._whole = True
        context.set_offline(False)

    def close(self) -> None:
        with suppress(OSError):
            self._open.shutdown(socket.SHUT_RDWR)
        self._open.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._open.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._connect, args=(here,), daemon=True).start()

    def _connect(self, here: socket.socket) -> None:
        with here, suppress(OSError), socket.create_connection(self._there) as there:
            with self._guard:
                if not self._whole:
                    return
                self._ends |= {here, there}
            back = threading.Thread(target=_carry, args=(there, here), daemon=True)
            back.start()
            _carry(here, there)
            back.join()
            with self._guard:
                self._ends -= {here, there}


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
