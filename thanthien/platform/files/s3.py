"""S3-compatible storage, as the product's own code wants it: Amazon's or one's own (MinIO, Ceph, a provider's)."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

ADDRESS_GOOD_FOR = (
    600  # seconds: long enough to begin a download or go on with one, too short to be passed around
)
_KEPT_IN_MEMORY = 2**20  # bytes of an object read; what is longer waits on disk
_FULL = {"EntityTooLarge", "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage"}


@contextmanager
def _as_of_a_folder() -> Iterator[None]:
    """Whoever keeps a file knows `OSError`; what the library raises would pass them by as a mistake of ours."""
    try:
        yield
    except ClientError as error:
        full = error.response.get("Error", {}).get("Code") in _FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error
    except BotoCoreError as error:
        raise OSError(errno.EIO, str(error)) from error


class ObjectStore(S3Storage):  # type: ignore[misc]
    """Objects in one bucket. Addresses given out are signed (version 4) and good for `ADDRESS_GOOD_FOR`."""

    def __init__(self, **options: Any) -> None:
        own = options.get("endpoint_url")
        options.setdefault("querystring_expire", ADDRESS_GOOD_FOR)
        options.setdefault("max_memory_size", _KEPT_IN_MEMORY)
        options.setdefault(
            "client_config",
            Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if own else "auto"},  # one's own seldom has a name a bucket
                request_checksum_calculation="when_required",  # few but Amazon know the newer checksums
                response_checksum_validation="when_required",
                connect_timeout=5,
                retries={"max_attempts": 3, "mode": "standard"},
            ),
        )
        super().__init__(**options)

    def _open(self, name: str, mode: str = "rb") -> Any:
        return _told(super()._open, name, mode)

    def _save(self, name: str, content: Any) -> Any:
        return _told(super()._save, name, content)

    def delete(self, name: str) -> None:
        _told(super().delete, name)

    def exists(self, name: str) -> bool:
        return bool(_told(super().exists, name))

    def size(self, name: str) -> int:
        return int(_told(super().size, name))


def _told(done: Callable[..., Any], *given: Any) -> Any:
    with _as_of_a_folder():
        return done(*given)
