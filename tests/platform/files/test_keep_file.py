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

from thanthien.platform.files.actions import keep_file, keep_named, keep_upload, sent_name
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


@pytest.mark.parametrize("size", [(40_000, 1), (1, 40_000)])
def test_a_picture_that_is_one_long_line_is_not_unpacked(size: tuple[int, int], now: datetime) -> None:
    with pytest.raises(CannotKeepFile, match="quá lớn"):
        keep_file(data=picture("PNG", size=size), at=now)


@pytest.mark.parametrize("when", ["0001:01:01 00:00:00", "0000:00:00 00:00:00", "<script>alert(1)</script>"])
def test_a_camera_without_a_clock_tells_no_day(when: str, now: datetime) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = when
    assert keep_file(data=picture(exif=exif), at=now).taken_at is None


def test_broken_exif_costs_the_day_and_not_the_picture(now: datetime) -> None:
    """Orientation and date of types that they never have: Pillow stumbles in many ways, the pixels are whole."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Software] = "x" * 40
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:06:30 15:45:00"
    whole = picture(size=(90, 30), exif=exif)
    start = whole.index(b"Exif") + 6
    for at in range(start, start + 120):
        for byte in (0, 1, 2, 7, 12, 255):
            broken = bytearray(whole)
            broken[at] = byte
            examine(bytes(broken))
            thumbnail(bytes(broken))
    assert keep_file(data=bytes(broken), at=now).width == 90


def test_a_picture_with_others_behind_it_is_kept_as_the_jpeg_it_is() -> None:
    out = io.BytesIO()
    first = Image.new("RGB", (80, 60), "teal")
    first.save(out, "MPO", save_all=True, append_images=[first])
    assert examine(out.getvalue()).media_type == "image/jpeg"


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


def test_a_disk_that_fills_up_half_way_keeps_no_half(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    data = "Biên bản họp tổ dân phố số 9".encode()
    path = Path(default_storage.path(StoredFile(sha256=hashlib.sha256(data).hexdigest()).path))

    def half(*args: object, **kwargs: object) -> str:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[:9])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "save", half)
        with pytest.raises(CannotKeepFile, match="hết chỗ"):
            keep_file(data=data, at=now)
    assert not path.exists()
    assert read_file(keep_file(data=data, at=now)) == data


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


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("C:\\Anh\\hop\u00a0 dan.jpg", "hop dan.jpg"),
        ("Biên bản/../họp.pdf", "họp.pdf"),
        ("", "tệp không tên"),
        ("d" * 300 + ".pdf", "d" * 196 + ".pdf"),
    ],
)
def test_the_name_a_file_was_sent_under_is_its_last_part(sent: str, said: str) -> None:
    upload = SimpleUploadedFile("x", b"")
    vars(upload)["_name"] = sent  # as a browser may send it, before the framework looks at it
    assert sent_name(upload) == said


def test_nothing_sent_is_no_file_and_no_name(now: datetime) -> None:
    assert keep_named(upload=None, at=now) == (None, "")
