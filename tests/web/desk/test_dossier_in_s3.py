"""The dossier where files lie in S3: packed there, and taken from there by a short-lived signed address."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from tests.s3 import BUCKET, KEY, REGION, SECRET, SmallS3, small_s3
from thanthien.assessment.dossier.models import DossierArchive, SignedPaper
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.s3 import ADDRESS_GOOD_FOR, ObjectStore
from thanthien.platform.people.models import Person

__all__ = ["year"]
ClientOf = Callable[[Person], Client]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallS3]:
    with small_s3() as server:
        kept = ObjectStore(
            bucket_name=BUCKET, endpoint_url=server.address, access_key=KEY, secret_key=SECRET, region_name=REGION
        )  # fmt: skip
        monkeypatch.setattr(default_storage, "_wrapped", kept)
        yield server


@pytest.fixture
def archive(store: SmallS3, year: Year, cast: Cast, client_of: ClientOf, now: datetime) -> DossierArchive:
    proof = year.add_proof(year.add_task("I#1", cast.office), cast.office, date(2026, 5, 6))
    proof.file, proof.url = keep_file(data="Ảnh niêm yết".encode() * 90_000, at=now), ""
    proof.save()
    client_of(cast.coordinator).post(url(cast, "archives/"), {"as_of": "2026-07-01"})
    return DossierArchive.objects.get()


def url(cast_: Cast, rest: str) -> str:
    return f"/desk/{cast_.unit.code}/dossier/{rest}"


def taken(address: str, span: str = "") -> HTTPResponse:
    answer: Any = urlopen(Request(address, headers={"Range": span} if span else {}), timeout=10)
    return answer  # type: ignore[no-any-return]


def refused(address: str) -> int:
    with pytest.raises(HTTPError) as told:
        taken(address)
    told.value.close()
    return told.value.code


def test_it_is_packed_there_whole(archive: DossierArchive, store: SmallS3) -> None:
    assert (archive.state, archive.problems) == (DossierArchive.State.READY, [])
    data, _ = store.objects[archive.path]
    assert len(data) == archive.size
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_it_is_taken_in_two_pieces_under_its_name(
    archive: DossierArchive, store: SmallS3, cast: Cast, client_of: ClientOf
) -> None:
    sent = client_of(cast.leader).get(url(cast, f"archives/{archive.pk}/file/"))
    assert sent.status_code == 302
    assert "no-store" in sent["Cache-Control"]
    first = taken(sent["Location"], "bytes=0-999")
    assert first.status == 206
    assert f'filename="{archive.filename}"' in first.headers["Content-Disposition"]
    assert first.headers["Content-Type"] == "application/zip"
    assert first.headers["Cache-Control"] == "private, no-store"
    whole = first.read() + taken(sent["Location"], "bytes=1000-").read()
    assert whole == store.objects[archive.path][0]


def test_the_address_is_short_lived_and_for_this_one_alone(
    archive: DossierArchive, store: SmallS3, cast: Cast, client_of: ClientOf
) -> None:
    address = client_of(cast.leader).get(url(cast, f"archives/{archive.pk}/file/"))["Location"]
    asked = parse_qs(urlsplit(address).query)
    assert int(asked["X-Amz-Expires"][0]) == ADDRESS_GOOD_FOR <= 900
    other = next(name for name in store.objects if name != archive.path)
    assert refused(address.replace(archive.path, other)) == 403
    assert refused(address.split("?")[0]) == 403
    assert refused(address.replace(f"Expires={ADDRESS_GOOD_FOR}", "Expires=604800")) == 403
    store.ahead = timedelta(seconds=ADDRESS_GOOD_FOR + 5)
    assert refused(address) == 403


def test_nobody_else_is_given_the_address(archive: DossierArchive, cast: Cast, client_of: ClientOf) -> None:
    path = url(cast, f"archives/{archive.pk}/file/")
    assert client_of(cast.officer).get(path).status_code == 403
    assert client_of(cast.other_coordinator).get(path).status_code == 404
    theirs = path.replace(cast.unit.code, cast.other_unit.code)
    assert client_of(cast.other_coordinator).get(theirs).status_code == 404
    stranger = Client().get(path)
    assert (stranger.status_code, "X-Amz" in stranger["Location"]) == (302, False)


def test_a_signed_copy_goes_through_us_with_its_vietnamese_name(
    store: SmallS3, year: Year, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.coordinator)
    body = {"file": SimpleUploadedFile("Bản ký của xã.pdf", PDF), "number": "21/UBND"}
    client.post(url(cast, "papers/dang-ky/"), body)
    kept = SignedPaper.objects.get()
    part: Any = client.get(url(cast, f"papers/{kept.pk}/file/"), headers={"Range": "bytes=9-"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, PDF[9:])
    assert "filename*=utf-8''B%E1%BA%A3n%20k%C3%BD%20c%E1%BB%A7a%20x%C3%A3.pdf" in part["Content-Disposition"]


def test_a_full_store_is_said_and_packed_again(
    archive: DossierArchive, store: SmallS3, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.coordinator)
    store.refuse = "QuotaExceeded"
    client.post(url(cast, "archives/"), {"as_of": "2026-06-30"})
    broken = DossierArchive.objects.first()
    assert broken is not None
    assert "không đủ chỗ" in client.get(url(cast, "")).content.decode()
    assert client.get(url(cast, f"archives/{broken.pk}/file/")).status_code == 404
    store.refuse = ""
    client.post(url(cast, f"archives/{broken.pk}/again/"))
    broken.refresh_from_db()
    assert broken.state == DossierArchive.State.READY
