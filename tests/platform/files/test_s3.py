"""Files in S3-compatible storage: the same promises as in a folder, whichever process asks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.s3 import BUCKET, KEY, REGION, SECRET, SmallS3, small_s3
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import read_file
from thanthien.platform.files.s3 import ObjectStore
from thanthien.platform.files.upkeep import examine_store

pytestmark = pytest.mark.django_db
TEXT = "Biên bản họp tổ dân phố số 4".encode()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallS3]:
    with small_s3() as server:
        kept = ObjectStore(
            bucket_name=BUCKET, endpoint_url=server.address, access_key=KEY, secret_key=SECRET, region_name=REGION
        )  # fmt: skip
        monkeypatch.setattr(default_storage, "_wrapped", kept)
        yield server


def test_the_same_bytes_are_kept_once_and_checked(store: SmallS3, now: datetime) -> None:
    first, second = keep_file(data=TEXT, at=now), keep_file(data=TEXT, at=now)
    assert first.pk == second.pk
    assert list(store.objects) == [first.path]
    assert read_file(first) == TEXT
    assert examine_store(at=now).is_sound
    store.objects[first.path] = b"khac", "x"
    assert examine_store(at=now).changed == 1
    del store.objects[first.path]
    assert examine_store(at=now).missing == 1
    assert keep_file(data=TEXT, at=now).pk == first.pk
    assert store.objects[first.path][0] == TEXT


@pytest.mark.parametrize("code", ["QuotaExceeded", "InternalError"])
def test_a_store_that_takes_nothing_is_said_and_leaves_no_row(
    code: str, store: SmallS3, now: datetime
) -> None:
    store.refuse = code
    with pytest.raises(CannotKeepFile, match="Chưa có gì được lưu"):
        keep_file(data=TEXT, at=now)
    assert not StoredFile.objects.exists()


def test_a_store_that_does_not_answer_is_said(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_s3() as server:
        gone = server.address
    kept = ObjectStore(
        bucket_name=BUCKET, endpoint_url=gone, access_key=KEY, secret_key=SECRET, region_name=REGION
    )
    kept.connection.meta.client.meta.config.retries["total_max_attempts"] = 1
    monkeypatch.setattr(default_storage, "_wrapped", kept)
    with pytest.raises(CannotKeepFile, match="Chưa có gì được lưu"):
        keep_file(data=TEXT, at=now)


def test_a_large_object_goes_in_parts(store: SmallS3) -> None:
    data = os.urandom(9 * 2**20)
    default_storage.save("dossiers/lon.zip", ContentFile(data))
    assert store.objects["dossiers/lon.zip"][0] == data
    assert default_storage.size("dossiers/lon.zip") == len(data)


_OTHER_PROCESS = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("tu-tien-trinh-khac.txt", ContentFile(default_storage.open("co-san.txt").read() + b" va them"))
"""


@pytest.mark.slow
def test_another_process_set_up_by_its_environment_sees_the_same(store: SmallS3, tmp_path: Path) -> None:
    default_storage.save("co-san.txt", ContentFile(b"co san"))
    environment = {
        **os.environ, **store.environment, "THANTHIEN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE":
        "thanthien.config.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", _OTHER_PROCESS], env=environment, check=True, timeout=60)
    assert default_storage.open("tu-tien-trinh-khac.txt").read() == b"co san va them"
