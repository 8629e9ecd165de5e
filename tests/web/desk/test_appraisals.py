"""A council member who works in a commune: the drawn proofs, the points and the minutes of the own councils alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.assessment.rounds.conftest import steps
from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.assessment.year import year
from tests.cast import Cast, make_person
from tests.programme.plans.factories import picture
from thanthien.assessment.rounds.appraising import close_appraisal, declare
from thanthien.assessment.rounds.councils import open_council, seat_member, unseat_member
from thanthien.assessment.rounds.models import Appraisal, ChairPoint, CouncilMember, SampledProof, Sheet
from thanthien.platform.files.actions import keep_upload
from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import Role
from thanthien.programme.evidence.models import Evidence

__all__ = ["steps", "year"]
ClientOf = Callable[[Person], Client]
PAGES = ("", "sample/", "sample/1/file", "points/", "minutes/1.docx")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: (a[0] if a and a[0] else DECEMBER).date())
    monkeypatch.setattr(timezone, "now", lambda: DECEMBER)


@pytest.fixture
def guest(cast: Cast) -> Person:
    """Sits in the council's place of the ward beside the one appraised."""
    return make_person(cast.other_unit, Role.COUNCIL, "ha.donghai", "Đinh Thu Hà")


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def seated(steps: Steps, person: Person, post: str = "member") -> Appraisal:
    """The round of the cast's commune being appraised by its council and this person; every proof has a file."""
    steps.registered()
    steps.prove()
    for number, proof in enumerate(Evidence.objects.all()):
        upload = picture(f"anh{number}.jpg", colour=f"#0000{number:02x}")
        proof.file, proof.url, proof.filename = keep_upload(upload=upload, at=DECEMBER), "", str(upload.name)
        proof.kind = Evidence.Kind.PICTURE
        proof.save()
    steps.submitted(register=False, prove=False)
    council = steps.council()
    if post != "member":
        CouncilMember.objects.filter(post=post).update(post="member")
    seat_member(
        actor=steps.cast.city_admin, at=DECEMBER, council=council, post=post, person=person, organisation="MTTQ phường"
    )  # fmt: skip
    return steps.appraising(council)


def desk(cast: Cast, person: Person, appraisal: Appraisal) -> str:
    own = Sheet.objects.get(appraisal=appraisal, member__person=person)
    return f"/desk/{cast.other_unit.code}/appraisals/{own.pk}/"


def hand_in(browser: Client, page: str, seen: str = "2") -> str:
    browser.post(page, {"do": "declare", "has_interest": "no"})
    browser.post(page, {"do": "fill", "seen": seen})
    own = {"I#1": "6", "I#2": "2", "II.1": "5", "II.2": "4", "II.3": "0"}
    form = {f"p-{key}": points for key, points in own.items()}
    return text(browser.post(page, {"do": "hand_in", "seen": str(int(seen) + 1), **form}, follow=True))


def test_the_member_opens_the_drawn_proofs_as_handed_in_and_marks_them(
    steps: Steps, cast: Cast, client_of: ClientOf, guest: Person
) -> None:
    appraisal = seated(steps, guest)
    browser, page = client_of(guest), desk(cast, guest, appraisal)
    listed = text(browser.get(f"/desk/{cast.other_unit.code}/appraisals/"))
    assert page in listed
    assert f"{page}sample/" in text(browser.get(page))
    shown = text(browser.get(f"{page}sample/"))
    assert "đã kiểm tra 0/5" in shown
    assert f"{page}sample/1/file?size=small" in shown
    first = SampledProof.objects.get(appraisal=appraisal, position=1)
    proof = Evidence.objects.select_related("file").get(pk=first.proof_id)
    assert proof.file is not None
    frozen = proof.file.sha256
    proof.file = keep_upload(upload=picture(colour="red"), at=DECEMBER)  # not what was handed in
    proof.save()
    opened = browser.get(f"{page}sample/1/file")
    assert opened["ETag"] == f'"{frozen}"'
    assert b"".join(opened)[:3] == b"\xff\xd8\xff"
    assert browser.get(f"{page}sample/1/file?size=small")["Content-Type"] == "image/webp"
    assert browser.get(f"{page}sample/99/file").status_code == 404
    bad = browser.post(f"{page}sample/", {"verdict-1": "wrong", "remark-1": "", "seen-1": "", "was-1": ""})
    assert (bad.status_code, "ghi rõ minh chứng sai" in text(bad)) == (422, True)
    said = {"verdict-1": "wrong", "remark-1": "Ảnh năm trước", "seen-1": "", "was-1": ""}
    assert "kiểm tra 1 minh chứng" in text(browser.post(f"{page}sample/", said, follow=True))
    left = text(browser.get(f"{page}sample/?show=waiting"))
    assert ('id="m-1"' in left, 'id="m-2"' in left) == (False, True)
    first.refresh_from_db()
    assert (first.verdict, first.remark, first.checked_by) == ("wrong", "Ảnh năm trước", guest)
    assert "Ảnh năm trước" in text(
        client_of(cast.appraiser).get(f"/city/98/rounds/{steps.round().pk}/sample/")
    )


def test_points_after_the_own_sheet_and_minutes_after_the_close(
    steps: Steps, cast: Cast, client_of: ClientOf, guest: Person
) -> None:
    appraisal = seated(steps, guest)
    browser, page = client_of(guest), desk(cast, guest, appraisal)
    steps.hand_in(appraisal, steps.seat(appraisal, "secretary"), cast.city_admin, {"I#1": "4"})
    assert "Thiếu ảnh quý IV" not in text(browser.get(f"{page}points/"))
    assert "Đã nộp phiếu" in hand_in(browser, page)
    assert f"{cast.city_admin}: Thiếu ảnh quý IV" in text(browser.get(f"{page}points/"))
    mine = browser.post(f"{page}points/", {"key": "I#1", "points": "1", "reason": "Tự đặt điểm"})
    assert (mine.status_code, ChairPoint.objects.exists()) == (422, False)
    closing = browser.post(f"{page}points/", {"do": "close", "seen": str(steps.round().version)})
    assert (closing.status_code, steps.round().state) == (422, "appraising")
    assert "Chưa có biên bản" in text(browser.get(f"{page}minutes/1.docx", follow=True))
    steps.hand_in(appraisal, steps.seat(appraisal, "chair"), cast.appraiser)
    steps.looked_at(appraisal)
    close_appraisal(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, seen=steps.round().version)
    assert "Thẩm định kết thúc 08/12/2026" in text(browser.get(f"/desk/{cast.other_unit.code}/appraisals/"))
    assert f"{page}minutes/1.pdf" in text(browser.get(f"{page}points/"))
    assert browser.get(f"{page}minutes/1.docx").content.startswith(b"PK")
    assert browser.get(f"{page}minutes/1.pdf").content.startswith(b"%PDF")
    assert browser.get(f"{page}minutes/2.pdf").status_code == 404


def test_a_member_with_an_interest_reads_the_own_sheet_and_nothing_else(
    steps: Steps, cast: Cast, client_of: ClientOf, guest: Person
) -> None:
    appraisal = seated(steps, guest)
    seat = CouncilMember.objects.get(person=guest)
    declare(actor=guest, at=DECEMBER, appraisal=appraisal, member=seat, interest="Em ruột là Chủ tịch xã")
    browser, page = client_of(guest), desk(cast, guest, appraisal)
    own = text(browser.get(page))
    assert "Anh/chị không chấm đơn vị này" in own
    assert f"{page}sample/" not in own
    for rest in PAGES[1:]:
        refused = browser.get(f"{page}{rest}")
        assert (refused.status_code, "vì có liên quan" in text(refused)) == (403, True), rest
    said = {"verdict-1": "right", "seen-1": ""}
    assert browser.post(f"{page}sample/", said).status_code == 403
    assert not SampledProof.objects.exclude(verdict="").exists()


@pytest.mark.parametrize("who", ["no seat", "another council", "left", "another city", "role ended"])
def test_whoever_does_not_sit_in_this_council_finds_nothing(
    who: str, steps: Steps, cast: Cast, client_of: ClientOf, guest: Person
) -> None:
    appraisal = seated(steps, guest)
    page, person = desk(cast, guest, appraisal), guest
    if who in ("no seat", "another council"):
        person = make_person(cast.other_unit, Role.COUNCIL, "long.donghai", "Mạc Thành Long")
    if who == "another council":
        other = open_council(
            actor=cast.city_admin, at=DECEMBER, unit=cast.city, year=2026, decision_number="311/QĐ-UBND",
            decision_date=DECEMBER.date(), quorum=Decimal(1),
        )  # fmt: skip
        seat_member(
            actor=cast.city_admin, at=DECEMBER, council=other, post="member", person=person, organisation="MTTQ"
        )  # fmt: skip
    if who == "left":
        unseat_member(
            actor=cast.city_admin, at=DECEMBER, member=CouncilMember.objects.get(person=guest), remark="Nghỉ hưu"
        )  # fmt: skip
    if who == "another city":
        cast.other_unit.parent = None
        cast.other_unit.save()
    expected = 404
    if who == "role ended":
        person.memberships.update(role=Role.OFFICER)
        expected = 403
    for rest in PAGES:
        assert client_of(person).get(f"{page}{rest}").status_code == expected, rest
    assert (
        client_of(person).post(f"{page}sample/", {"verdict-1": "right", "seen-1": ""}).status_code == expected
    )
    assert not SampledProof.objects.exclude(verdict="").exists()


def test_a_chair_who_works_in_a_commune_writes_paper_sheets_decides_and_closes(
    steps: Steps, cast: Cast, client_of: ClientOf, guest: Person
) -> None:
    appraisal = seated(steps, guest, post="chair")
    browser, page = client_of(guest), desk(cast, guest, appraisal)
    assert "Đã nộp phiếu" in hand_in(browser, page)
    paper = Sheet.objects.get(appraisal=appraisal, member__name="Lý Thu Thảo")
    address = f"{page}?member={paper.member_id}"
    assert address in text(browser.get(page))
    assert "Đã nộp phiếu" in hand_in(browser, address)
    steps.hand_in(appraisal, steps.seat(appraisal, "secretary"), cast.city_admin)
    for position in range(1, 6):
        browser.post(f"{page}sample/", {f"verdict-{position}": "right", f"seen-{position}": ""})
    browser.post(f"{page}points/", {"key": "II.2", "points": "3,5", "reason": "Số hộ lấy chưa đúng"})
    assert ChairPoint.objects.get().given_by == guest
    done = browser.post(f"{page}points/", {"do": "close", "seen": str(steps.round().version)}, follow=True)
    assert "Đã kết thúc thẩm định" in text(done)
    assert steps.round().state == "appraised"
