"""One mark for "this data folder is being served": servers share it, a restore wants it alone."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "in_use"


class DataInUse(Exception):
    """Somebody else holds the data folder."""


@contextmanager
def data_in_use(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold the mark of a data folder. Raises `DataInUse` where others hold it in a way that excludes this.

    The lock goes when the process ends, however it ends, so a crash leaves nothing to clean up.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MARK).open("a") as mark:
        try:
            fcntl.flock(mark, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataInUse from error
        yield
