"""Keeping files: judged by their bytes, stored once by their sum, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from pytest_django import Settings

from thanthien.platform.files.actions import keep_file, keep_upload
from thanthien.platform.files.content import CannotKeepFile, examine, thumbnail
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import read_file, read_thumbnail, served_name

pytestmark = pytest.mark.django_db


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (800, 600), mode: str = "RGB", **rest: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else (0, 0, 0, 0)).save(out, kind, **rest)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def test_the_same_bytes_are_kept_once(now: datetime) -> None:
    data = picture()
    first, second = keep_file(data=data, at=now), keep_file(data=data, at=now)
    assert first.pk == second.pk
    assert first.sha256 == hashlib.sha256(data).hexdigest()
    assert read_file(first) == data
    assert (first.width, first.height, first.media_type) == (800, 600, "image/jpeg")


def test_an_object_cut_short_is_written_anew(now: datetime) -> None:
    data = picture(size=(500, 400))
    kept = keep_file(data=data, at=now)
    Path(default_storage.path(kept.path)).write_bytes(data[:100])
    again = keep_file(data=data, at=now)
    assert again.pk == kept.pk
    assert read_file(kept) == data
    assert len(list(Path(default_storage.path(kept.path)).parent.glob(f"{kept.sha256}*"))) == 1


def test_the_name_of_an_upload_decides_nothing(now: datetime) -> None:
    kept = keep_upload(upload=SimpleUploadedFile("hop-dong.pdf", picture("PNG")), at=now)
    assert (kept.media_type, kept.extension) == ("image/png", "png")


def test_a_small_picture_is_upright_and_tells_no_place(now: datetime) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (20.0, 51.0, 0.0)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:06:30 15:45:00"
    kept = keep_file(data=picture(size=(900, 300), exif=exif), at=now)
    assert kept.taken_at is not None
    assert kept.taken_at.isoformat() == "2026-06-30T15:45:00+07:00"
    with Image.open(io.BytesIO(read_thumbnail(kept))) as small:
        assert small.height > small.width
        assert not small.getexif()


def test_a_see_through_picture_lies_on_white() -> None:
    with Image.open(io.BytesIO(thumbnail(picture("PNG", mode="RGBA")))) as small:
        assert min(small.convert("RGB").getpixel((5, 5))) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp trống"),
        (picture()[:2000], "Ảnh bị hỏng"),
        (archive("word/document.xml", "word/vbaProject.bin"), "macro"),
        (archive("a.txt"), "Tệp nén"),
        (archive("word/document.xml")[:-30], "hỏng"),
        (b"MZ\x90\x00\x03\x00\x00\x00" * 50, "không được nhận|Không nhận ra"),
        (picture("GIF"), "Ảnh loại GIF"),
        (b"<html><script>alert(1)</script></html>", "không được nhận"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64, "HEIC"),
    ],
    ids=["empty", "cut picture", "macro", "zip", "cut zip", "program", "gif", "html", "heic"],
)
def test_what_is_not_kept_says_why(data: bytes, words: str, now: datetime) -> None:
    with pytest.raises(CannotKeepFile, match=words):
        keep_file(data=data, at=now)
    assert not StoredFile.objects.exists()


def test_a_picture_of_too_many_pixels_is_not_unpacked(now: datetime) -> None:
    with pytest.raises(CannotKeepFile, match="60 triệu"):
        keep_file(data=picture("PNG", size=(9000, 8000), mode="RGB"), at=now)


def test_a_file_too_heavy_is_refused_with_its_size(now: datetime, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 2**20
    with pytest.raises(CannotKeepFile, match="3 MB, vượt mức 2 MB"):
        keep_upload(upload=SimpleUploadedFile("a.txt", b"a" * (3 * 2**20)), at=now)


def test_a_full_disk_leaves_no_row(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(CannotKeepFile, match="hết chỗ"):
        keep_file(data="Biên bản họp tổ dân phố số 4".encode(), at=now)
    assert not StoredFile.objects.exists()


def test_a_container_of_an_unknown_version_is_refused_in_words() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("word/document.xml", "x")
    data = bytearray(archive.getvalue())
    data[data.index(b"PK\x01\x02") + 6] = 99  # “version needed” of the entry
    with pytest.raises(CannotKeepFile, match="bị hỏng"):
        examine(bytes(data))


@pytest.mark.parametrize(
    ("extension", "said", "served"),
    [
        ("txt", "a.bat", "a.bat.txt"),
        ("txt", "a.HTML", "a.HTML.txt"),
        ("txt", "danh-sach.csv", "danh-sach.csv"),
        ("pdf", "kế hoạch.PDF", "kế hoạch.PDF"),
        ("jpg", "ảnh.jpeg", "ảnh.jpeg"),
        ("docx", "không đuôi", "không đuôi.docx"),
        ("docx", ".docx", ".docx.docx"),
    ],
)
def test_a_file_is_handed_over_with_the_ending_of_its_bytes(extension: str, said: str, served: str) -> None:
    assert served_name(StoredFile(extension=extension), said) == served
