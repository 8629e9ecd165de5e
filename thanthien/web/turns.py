"""One request of a process works at a time, and who takes long keeps nobody waiting: gunicorn's threads on SQLite.

SQLite takes one writer. Threads that work side by side in one process hold the write lock while they wait for each
other's Python; one after the other they answer a third more. So one thread has the turn and goes through what waits.
Who still works after `PATIENCE` – a phone with a large picture on a slow line, a report that takes long to draw up –
loses the turn to another thread and goes on beside it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 0.25  # seconds


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker with threads that take turns; `--threads` is how many there may be."""

    def get_thread_pool(self) -> Executor:
        return InTurn(self.cfg.threads)


class InTurn(Executor):
    """At most `most` threads; all but the one that has the turn are at work for longer than `patience` seconds."""

    def __init__(self, most: int, patience: float = PATIENCE) -> None:
        self.most, self.patience = most, patience
        self._lock = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._idle: list[_Thread] = []  # who worked last is called first: what it remembers is still warm
        self._threads = 0
        self._turn: _Thread | None = None
        self._since = 0.0  # when who has the turn began what it does
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        told: Future[Any] = Future()

        def do() -> None:
            if told.set_running_or_notify_cancel():
                try:
                    told.set_result(work(*args, **kwargs))
                except BaseException as error:  # whoever asks for the result gets it
                    told.set_exception(error)

        with self._lock:
            self._waiting.append(do)
            self._call_next()
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing is called up any more; what is at work ends by itself, with the process at the latest."""
        self._is_over.set()
        with self._lock:
            if cancel_futures:
                self._waiting.clear()
            while self._idle:
                self._idle.pop().called.release()

    def _call_next(self) -> None:
        """Give the turn to somebody where nobody has it and something waits. Called with the lock."""
        if self._turn is not None or not self._waiting:
            return
        if self._idle:
            thread = self._idle.pop()
        elif self._threads < self.most:
            self._threads += 1
            thread = _Thread(self)
            thread.start()
        else:  # all are at work for long: the first to end goes on
            return
        self._turn, self._since = thread, time.monotonic()
        thread.called.release()

    def next_of(self, thread: _Thread) -> Callable[[], None] | None:
        """What a thread does next; None where it has to wait until it is called."""
        with self._lock:
            if self._turn is thread:
                if self._waiting:
                    self._since = time.monotonic()
                    return self._waiting.popleft()
                self._turn = None
            self._idle.append(thread)
            self._call_next()
        return None

    def aside(self, thread: _Thread) -> None:
        """The thread waits for something that is no work: the next may have the turn."""
        with self._lock:
            if self._turn is thread:
                self._turn = None
                self._call_next()

    @property
    def is_over(self) -> bool:
        return self._is_over.is_set()

    def _watch(self) -> None:
        while not self._is_over.wait(self.patience / 4):
            with self._lock:
                if self._turn is not None and time.monotonic() - self._since > self.patience:
                    self._turn = None
                    self._call_next()


class _Thread(threading.Thread):
    def __init__(self, pool: InTurn) -> None:
        super().__init__(daemon=True)
        self.pool, self.called = pool, threading.Semaphore(0)

    def step_aside(self) -> None:
        self.pool.aside(self)

    def run(self) -> None:
        while True:
            self.called.acquire()
            while work := self.pool.next_of(self):
                work()
            if self.pool.is_over:
                return
