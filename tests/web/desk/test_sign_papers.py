"""Papers at the desk: submitted from the document, signed or returned by the leader, listed as waiting or signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.assessment.signing.factories import a_pdf, moved, waiting_paper
from tests.cast import Cast
from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.states import Move
from thanthien.platform.people.models import Person

ClientOf = Callable[[Person], Client]


def url(cast: Cast, rest: str) -> str:
    return f"/desk/{cast.unit.code}/{rest}"


def body(paper: PaperToSign, **fields: object) -> dict[str, object]:
    return {"seen": paper.version, **{name.replace("__", "-"): value for name, value in fields.items()}}


def test_from_the_document_to_the_signed_list(cast: Cast, client_of: ClientOf) -> None:
    desk, chair = client_of(cast.coordinator), client_of(cast.leader)
    sent = {"upload": a_pdf("Cong van")}
    answer = desk.post(url(cast, "documents/registration/submit/?year=2026"), sent, follow=True)
    assert "Đã trình ký" in answer.content.decode()
    paper = PaperToSign.objects.get()
    mine = chair.get(url(cast, "my-work/")).content.decode()
    assert paper.title in mine
    assert "cần ký hoặc trả lại" in mine
    signing = body(paper, sign__signed_date="2026-06-30", sign__number="45/UBND-VHXH")
    said = chair.post(url(cast, f"papers/{paper.pk}/sign/"), signing, follow=True).content.decode()
    assert "Đã ghi văn bản được ký" in said
    listed = desk.get(url(cast, "documents/?year=2026")).content.decode()
    assert "Số 45/UBND-VHXH, ký ngày 30/6/2026" in listed or "Số 45/UBND-VHXH, ký ngày 30/06/2026" in listed
    assert "Đã ký" in listed


def test_a_document_with_blanks_is_not_drawn_up_for_the_signer(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).post(
        url(cast, "documents/registration/submit/?year=2026"), {}, follow=True
    )
    assert "chỗ trong ngoặc vuông cần đơn vị điền" in page.content.decode()
    assert not PaperToSign.objects.exists()


def test_a_reason_is_asked_and_shown(cast: Cast, client_of: ClientOf) -> None:
    paper, chair = waiting_paper(cast), client_of(cast.leader)
    address = url(cast, f"papers/{paper.pk}/return/")
    refused = chair.post(address, body(paper, return__reason=""))
    assert refused.status_code == 422
    assert "Anh/chị điền ô này." in refused.content.decode()
    chair.post(address, body(paper, return__reason="Bổ sung <b>căn cứ</b>"))
    seen = client_of(cast.coordinator).get(url(cast, f"papers/{paper.pk}/")).content.decode()
    assert "Bổ sung &lt;b&gt;căn cứ&lt;/b&gt;" in seen
    assert "Sửa xong, trình lại" in seen


def test_a_refused_form_keeps_the_version_it_was_filled_from(cast: Cast, client_of: ClientOf) -> None:
    paper, chair = waiting_paper(cast), client_of(cast.leader)
    moved(paper, cast.leader, Move.RETURN, reason="Sai")
    again = waiting_paper(cast, words="Ban hai")
    page = chair.post(url(cast, f"papers/{paper.pk}/sign/"), body(paper, sign__signed_date=""))
    assert f'name="seen" value="{paper.version}"' in page.content.decode()
    assert f'name="seen" value="{again.version}"' not in page.content.decode()


@pytest.mark.parametrize(("page", "name"), [("file", "ke-hoach.pdf"), ("signed", "")])
def test_the_file_is_handed_over_as_it_was_sent(
    page: str, name: str, cast: Cast, client_of: ClientOf
) -> None:
    paper = waiting_paper(cast)
    answer = client_of(cast.officer).get(url(cast, f"papers/{paper.pk}/{page}/"))
    assert answer.status_code == (200 if name else 404)
    if name:
        assert name in answer["Content-Disposition"]


def test_what_may_not_be_done_is_not_offered(cast: Cast, client_of: ClientOf) -> None:
    paper = waiting_paper(cast)
    seen = client_of(cast.officer).get(url(cast, f"papers/{paper.pk}/")).content.decode()
    for words in ("Ghi đã ký", "Trả lại</button>", "Rút lại để sửa"):
        assert words not in seen
    assert (
        "Rút lại để sửa" in client_of(cast.coordinator).get(url(cast, f"papers/{paper.pk}/")).content.decode()
    )
