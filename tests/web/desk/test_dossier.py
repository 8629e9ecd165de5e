"""The dossier at the desk: what is missing, signed copies, packing, taking the archive in pieces."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.assessment.dossier.models import DossierArchive, PaperList, SignedPaper
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.models import Evidence

__all__ = ["year"]
ClientOf = Callable[[Person], Client]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def url(cast_: Cast, rest: str = "") -> str:
    return f"/desk/{cast_.unit.code}/dossier/{rest}"


def bytes_of(answer: Any) -> bytes:
    return b"".join(cast("Iterable[bytes]", cast(StreamingHttpResponse, answer).streaming_content))


def sign(client: Client, cast_: Cast, **rest: str) -> str:
    body = {"file": SimpleUploadedFile("Bản ký.pdf", PDF), "number": "21/UBND", **rest}
    return client.post(url(cast_, "papers/dang-ky/"), body, follow=True).content.decode()


def test_the_page_says_what_is_missing(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_task("I#1", cast.office)
    seen = client_of(cast.coordinator).get(url(cast)).content.decode()
    assert "4 văn bản bắt buộc chưa có bản ký." in seen
    assert "Nội dung cần minh chứng mà chưa có" in seen
    assert "Chưa có gói nào." in seen


def test_what_ran_out_is_told_of_and_the_row_asks_for_proof_again(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    proof = year.add_proof(year.add_task("I#1", cast.office), cast.office, date(2026, 5, 6))
    client, row = client_of(cast.coordinator), "/score/I%231/"
    assert row not in client.get(url(cast)).content.decode()
    Evidence.objects.filter(pk=proof.pk).update(valid_until=date(2026, 6, 30))
    seen = client.get(url(cast)).content.decode()
    assert "1 minh chứng đã hết hiệu lực: không vào hồ sơ" in seen
    assert row in seen
    line = client.get(f"/desk/{cast.unit.code}{row}").content.decode()
    assert "Đã hết hiệu lực, không tính nữa" in line


def test_without_a_set_the_page_leads_there(cast: Cast, client_of: ClientOf) -> None:
    seen = client_of(cast.coordinator).get(url(cast)).content.decode()
    assert "Chưa chọn bộ tiêu chí nên chưa kiểm tra được minh chứng." in seen
    assert "Không có" not in seen


def test_a_signed_copy_comes_stays_and_goes(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    seen = sign(client, cast, signed_date="2026-02-11")
    assert "Đã có bản ký" in seen
    assert "số 21/UBND, ngày 11/02/2026" in seen
    kept = SignedPaper.objects.get()
    assert bytes_of(client.get(url(cast, f"papers/{kept.pk}/file/"))) == PDF
    client.post(url(cast, f"papers/{kept.pk}/remove/"))
    assert "Đã có bản ký" not in client.get(url(cast)).content.decode()
    kept.refresh_from_db()
    assert kept.removed_at is not None


def test_what_is_no_signed_copy_is_refused_in_words(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert "Ngày ký 01/01/2027 chưa tới." in sign(client, cast, signed_date="2027-01-01")
    nothing = client.post(url(cast, "papers/dang-ky/"), {"number": "1"}, follow=True)
    assert "Anh/chị chọn tệp bản ký." in nothing.content.decode()
    other = {"file": SimpleUploadedFile("a.pdf", PDF)}
    gone = client.post(url(cast, "papers/khong-co/"), other, follow=True).content.decode()
    assert "không còn trong danh mục" in gone
    assert not SignedPaper.objects.exists()


def test_packed_and_taken_in_two_pieces(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.leader)
    seen = client.post(url(cast, "archives/"), {"as_of": "2026-07-01"}, follow=True).content.decode()
    assert "Chốt ngày 01/07/2026" in seen
    archive = DossierArchive.objects.get()
    address = url(cast, f"archives/{archive.pk}/file/")
    first = client.get(address, headers={"Range": "bytes=0-999"})
    assert (first.status_code, first["Cache-Control"]) == (206, "private, no-cache")
    rest = client.get(address, headers={"Range": "bytes=1000-", "If-Range": first["ETag"]})
    whole = bytes_of(first) + bytes_of(rest)
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
    assert 'filename="ho-so-98001-2026-20260701.zip"' in first["Content-Disposition"]
    assert client.get(url(cast, f"archives/{archive.pk}/progress/")).headers["HX-Refresh"] == "true"


def test_half_an_archive_is_not_there(year: Year, cast: Cast, client_of: ClientOf, now: datetime) -> None:
    half = DossierArchive.objects.create(
        unit=cast.unit, year=2026, as_of=now.date(), state="packing", asked_at=now, progress_at=now, files=10,
        files_done=4,
    )  # fmt: skip
    client = client_of(cast.coordinator)
    assert client.get(url(cast, f"archives/{half.pk}/file/")).status_code == 404
    seen = client.get(url(cast)).content.decode()
    assert "4/10 tệp" in seen
    assert "Chọn ngày chốt" not in seen
    again = client.post(url(cast, f"archives/{half.pk}/again/"), follow=True).content.decode()
    assert "Hồ sơ đang được đóng gói." in again


def test_officers_see_and_do_not_pack_or_take(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.leader).post(url(cast, "archives/"), {"as_of": "2026-07-01"})
    archive = DossierArchive.objects.get()
    client = client_of(cast.officer)
    assert "Tải về" not in client.get(url(cast)).content.decode()
    assert client.get(url(cast, f"archives/{archive.pk}/file/")).status_code == 403
    assert client.post(url(cast, "archives/"), {"as_of": "2026-07-01"}).status_code == 403
    assert client_of(cast.appraiser).get(url(cast, f"archives/{archive.pk}/file/")).status_code == 200


def test_the_list_is_corrected_and_given_back(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    form = {
        "seen": "0", "list_title": "Danh mục của xã", "code-0": "to-trinh", "draws-0": "recognition",
        "title-0": "Tờ trình đề nghị thẩm định và công nhận", "required-0": "on", "title-1": "Biên bản họp dân",
        "title-2": "Bỏ đi", "remove-2": "on",
    }  # fmt: skip
    seen = client.post(url(cast, "list/"), form, follow=True).content.decode()
    assert "Danh mục của xã, bản 1" in seen
    kept = PaperList.objects.get()
    assert [(one["code"], one["required"]) for one in kept.papers] == [
        ("to-trinh", True),
        ("bien-ban-hop-dan", False),
    ]
    late = client.post(url(cast, "list/"), form)
    assert (late.status_code, "vừa được người khác sửa" in late.content.decode()) == (422, True)
    sample = client.get(url(cast, "list/?from=bac-giang-2023")).content.decode()
    assert "Văn bản phê duyệt của ban chỉ đạo cấp trên" in sample
    client.post(url(cast, "list/reset/"))
    assert "Danh mục hồ sơ chung" in client.get(url(cast)).content.decode()


def test_the_page_asks_as_often_for_many_proofs(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client, asked = client_of(cast.coordinator), []
    task = year.add_task("I#1", cast.office)
    for _ in range(2):
        year.add_proof(task, cast.office, timezone.localdate())
        sign(client, cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast))
        asked.append(len(queries))
        for _ in range(4):
            year.add_proof(task, cast.office, timezone.localdate())
    assert asked[0] == asked[1]
