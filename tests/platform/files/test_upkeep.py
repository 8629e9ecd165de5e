"""Files kept before they were read for likeness are read later; the store is compared with its sums."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import ExifTags, Image

from tests.platform.files.scenes import jpeg, room
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import Place, examine, thumbnail
from thanthien.platform.files.models import Likeness, StoredFile
from thanthien.platform.files.upkeep import examine_store, hash_files

pytestmark = pytest.mark.django_db


def located(*, north: float = 20.5, side: str = "N", gps: bool = True) -> bytes:
    exif = Image.Exif()
    if gps:
        block = exif.get_ifd(ExifTags.IFD.GPSInfo)
        block[ExifTags.GPS.GPSLatitudeRef], block[ExifTags.GPS.GPSLongitudeRef] = side, "E"
        block[ExifTags.GPS.GPSLatitude] = (int(north), int(north % 1 * 60), 0.0)
        block[ExifTags.GPS.GPSLongitude] = (106.0, 30.0, 36.0)
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_place_in_a_picture_is_read_and_does_not_reach_the_small_one(now: datetime) -> None:
    data = located()
    kept = keep_file(data=data, at=now)
    assert (kept.latitude, kept.longitude) == (20.5, 106.51)
    with Image.open(io.BytesIO(thumbnail(data))) as small:
        assert not small.getexif().get_ifd(ExifTags.IFD.GPSInfo)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (located(side="S"), Place(-20.5, 106.51)),
        (located(gps=False), None),
        (located(north=95.0), None),
    ],
)
def test_senseless_places_are_none(data: bytes, place: Place | None) -> None:
    assert examine(data).place == place


def test_old_files_are_hashed_once(now: datetime) -> None:
    first, second = (keep_file(data=jpeg(room(3, 0), quality), at=now) for quality in (85, 40))
    text = keep_file(data="Báo cáo".encode(), at=now)
    Likeness.objects.all().delete()
    StoredFile.objects.update(picture_hash=None)
    done = hash_files()
    assert (done.read, done.unreadable) == (3, 0)
    assert set(Likeness.objects.values_list("file_id", flat=True)) == {first.pk, second.pk}
    text.refresh_from_db()
    assert text.picture_hash == ""
    assert hash_files().read == 0


def test_the_store_is_compared_with_its_sums(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    whole, gone, other = (keep_file(data=f"Tệp {n}".encode(), at=now) for n in range(3))
    StoredFile.objects.exclude(pk__in=[whole.pk, gone.pk, other.pk]).delete()
    assert examine_store(at=now).is_sound
    Path(default_storage.path(gone.path)).unlink()
    Path(default_storage.path(other.path)).write_bytes(b"khac")
    with pytest.raises(SystemExit) as stopped:
        call_command("files_check", "--json")
    assert stopped.value.code == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["whole"], said["missing"], said["changed"]) == (1, 1, 1)
    assert {row["sha256"]: row["damage"] for row in said["damaged"]} == {
        gone.sha256: "missing",
        other.sha256: "changed",
    }
    Path(default_storage.path(other.path)).write_bytes("Tệp 2".encode())
    assert examine_store(at=now).changed == 0
    other.refresh_from_db()
    assert other.damage == ""
