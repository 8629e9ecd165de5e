"""A unit's own form at the desk: sent, tried, versioned, put back."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdfium2 import PdfDocument

from tests.cast import NOW, Cast
from tests.lib.documents.test_template import form
from tests.lib.documents.test_template_safety import related
from thanthien.assessment.reports import own_form
from thanthien.assessment.reports.models import DocumentTemplate
from thanthien.lib.documents.write import CannotConvert
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person

OWN = form("ĐẦU TRANG CỦA XÃ", "«trich_yeu»", "«noi_dung»")
ClientOf = Callable[[Person], Client]


def url(cast: Cast, rest: str = "template/") -> str:
    return f"/desk/{cast.unit.code}/documents/registration/{rest}"


def send(client: Client, cast: Cast, data: bytes, name: str = "Mẫu.docx") -> tuple[int, str]:
    answer = client.post(url(cast), {"file": SimpleUploadedFile(name, data)}, follow=True)
    return answer.status_code, answer.content.decode()


def lines(client: Client, cast: Cast) -> list[str]:
    taken = client.get(url(cast, "file.docx"))
    return [one.text for one in docx.Document(io.BytesIO(taken.content)).paragraphs]


def test_a_form_is_used_versioned_and_put_back(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert "Đã nhận mẫu." in send(client, cast, form("BẢN MỘT", "«trich_yeu»", "«noi_dung»"))[1]
    assert lines(client, cast)[0] == "BẢN MỘT"
    assert "bản 2" in send(client, cast, form("BẢN HAI", "«trich_yeu»", "«noi_dung»"))[1]
    assert lines(client, cast)[0] == "BẢN HAI"
    preview = client.get(url(cast, "template/preview/"))
    assert docx.Document(io.BytesIO(preview.content)).paragraphs[0].text == "BẢN HAI"
    assert (
        "Đã dùng lại mẫu có sẵn." in client.post(url(cast, "template/reset/"), follow=True).content.decode()
    )
    assert "BẢN HAI" not in lines(client, cast)
    assert "đang dùng mẫu có sẵn" in client.post(url(cast, "template/reset/"), follow=True).content.decode()
    assert list(DocumentTemplate.objects.values_list("version", "is_reset")) == [
        (3, True),
        (2, False),
        (1, False),
    ]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_pdf_is_in_the_form_of_the_unit(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert "tệp Word và PDF của văn bản này theo mẫu" in send(client, cast, OWN)[1]
    taken = client.get(url(cast, "file.pdf"))
    assert "ĐẦU TRANG CỦA XÃ" in PdfDocument(taken.content)[0].get_textpage().get_text_range()


def test_the_pdf_is_made_of_the_filled_form(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    def converted(word: bytes, **_: object) -> bytes:
        given.extend(one.text for one in docx.Document(io.BytesIO(word)).paragraphs)
        return b"%PDF-1.7 stand-in"

    monkeypatch.setattr(own_form, "office_program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(own_form, "office_pdf", converted)
    client = client_of(cast.coordinator)
    send(client, cast, OWN)
    assert client.get(url(cast, "file.pdf")).content == b"%PDF-1.7 stand-in"
    assert given[0] == "ĐẦU TRANG CỦA XÃ"
    assert not any("«" in line for line in given)


def test_a_conversion_that_fails_is_told_and_word_is_named(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(word: bytes, **_: object) -> bytes:
        raise CannotConvert("LibreOffice chưa chuyển xong tệp Word sau 60 giây.")

    monkeypatch.setattr(own_form, "office_program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(own_form, "office_pdf", failing)
    client = client_of(cast.coordinator)
    send(client, cast, OWN)
    seen = client.get(url(cast, "file.pdf"), follow=True).content.decode()
    assert "sau 60 giây. Tệp Word theo mẫu của đơn vị vẫn tải được" in seen


def test_without_libreoffice_the_pdf_is_ours_and_the_page_says_so(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_form, "office_program", lambda: None)
    client = client_of(cast.coordinator)
    page = f"/desk/{cast.unit.code}/documents/registration/"
    assert "LibreOffice" not in client.get(page).content.decode()
    assert "tệp Word của văn bản này theo mẫu" in send(client, cast, OWN)[1]
    assert "Máy chủ chưa cài LibreOffice nên tệp PDF theo mẫu có sẵn" in client.get(page).content.decode()
    text = PdfDocument(client.get(url(cast, "file.pdf")).content)[0].get_textpage().get_text_range()
    assert "ĐẦU TRANG CỦA XÃ" not in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


def test_another_document_and_another_unit_keep_ours(cast: Cast, client_of: ClientOf) -> None:
    send(client_of(cast.coordinator), cast, form("CỦA XÃ", "«trich_yeu»", "«noi_dung»"))
    other = f"/desk/{cast.other_unit.code}/documents/registration/file.docx"
    taken = client_of(cast.other_coordinator).get(other)
    assert "CỦA XÃ" not in [one.text for one in docx.Document(io.BytesIO(taken.content)).paragraphs]


def test_a_wrong_form_is_told_and_nothing_changes(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    status, seen = send(client, cast, form("«trich_yeu»", "«noi_dung»", "«la»"))
    assert (status, "Không có trường: «la»." in seen) == (422, True)
    assert send(client, cast, b"khong phai Word")[0] == 422
    assert not DocumentTemplate.objects.exists()


def test_the_form_to_begin_with_is_one_that_can_be_used(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert send(client, cast, client.get(url(cast, "template/start/")).content)[0] == 200
    assert DocumentTemplate.objects.count() == 1
    assert "V/v" not in lines(client, cast)[0]


def test_officers_do_not_change_forms(cast: Cast, client_of: ClientOf) -> None:
    assert send(client_of(cast.officer), cast, form("«trich_yeu»", "«noi_dung»"))[0] == 403
    assert client_of(cast.officer).get(url(cast)).status_code == 403


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_a_form_accepted_earlier_is_checked_again_before_it_is_used(
    ending: str, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes lie in the store since a day when less was refused."""
    client = client_of(cast.coordinator)
    send(client, cast, OWN)
    linked = keep_file(data=related("image", 'TargetMode="External"'), at=NOW)
    DocumentTemplate.objects.update(file=linked)
    monkeypatch.setattr(own_form, "office_program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(own_form, "office_pdf", lambda *_, **__: pytest.fail("it was converted"))
    said = client.get(url(cast, f"file.{ending}"), follow=True).content.decode()
    assert "Mẫu có liên kết ra ngoài" in said
    assert "dùng lại mẫu có sẵn" in said
