"""The archive: what lies in it, that it proves itself, that nobody is offered half of one."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.storage.memory import InMemoryStorage
from docx import Document

from tests.assessment.year import Year
from tests.cast import Cast
from tests.lib.documents.test_template import form
from thanthien.assessment.dossier import packing
from thanthien.assessment.dossier.actions import (
    CannotChangeDossier,
    add_paper,
    ask_again,
    ask_for_archive,
    clear_archives,
)
from thanthien.assessment.dossier.models import DossierArchive
from thanthien.assessment.dossier.packing import pack
from thanthien.assessment.dossier.states import SILENCE, has_stalled
from thanthien.assessment.reports.actions import save_template
from thanthien.platform.files.actions import keep_file
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task

State = DossierArchive.State
DAY = date(2026, 7, 1)


@pytest.fixture
def proved(year: Year, cast: Cast, now: datetime) -> list[Evidence]:
    """Two files accepted, one of them after the day, a link accepted, a file that waits."""
    posting, calendar = year.add_task("I#1", cast.office), year.add_task("I#2", cast.office, no="2")

    def proof(task: Task, day: date, state: str, text: str) -> Evidence:
        made = year.add_proof(task, cast.office, day, state=state, title=text)
        made.file, made.url = keep_file(data=text.encode() * 50, at=now), ""
        made.save()
        return made

    return [
        proof(posting, date(2026, 5, 6), "accepted", "Ảnh niêm yết: bảng số 1/2"),
        proof(posting, date(2026, 8, 6), "accepted", "Ảnh sau ngày chốt"),
        year.add_proof(calendar, cast.office, date(2026, 5, 7), title="Lịch trên cổng"),
        proof(calendar, date(2026, 5, 8), "waiting", "Chờ kiểm tra"),
    ]


def ask(cast: Cast, now: datetime, day: date = DAY) -> DossierArchive:
    return ask_for_archive(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, as_of=day)


def opened(archive: DossierArchive) -> zipfile.ZipFile:
    with default_storage.open(archive.path, "rb") as stored:
        return zipfile.ZipFile(io.BytesIO(stored.read()))


def test_it_holds_papers_proofs_and_their_index(proved: list[Evidence], cast: Cast, now: datetime) -> None:
    archive = ask(cast, now)
    assert (archive.state, archive.problems) == (State.READY, [])
    names = opened(archive).namelist()
    assert archive.files_done == archive.files == len(names)
    files = [name for name in names if name.startswith("02-")]
    assert files == [
        "02-minh-chung/I-cong-khai/I-01-niem-yet-thu-tuc/00001-2026-05-06-anh-niem-yet-bang-so-1-2.txt"
    ]
    assert all(name.isascii() for name in names)
    page = opened(archive).read("00-muc-luc.html").decode()
    assert f'href="{files[0]}"' in page
    assert "https://thanhbinh.example.vn/anh" in page
    assert "Chờ kiểm tra" not in page
    word = Document(io.BytesIO(opened(archive).read("00-muc-luc.docx")))
    assert "Ảnh niêm yết: bảng số 1/2" in [cell.text for table in word.tables for cell in table._cells]


def test_it_proves_itself(proved: list[Evidence], cast: Cast, now: datetime) -> None:
    archive = ask(cast, now)
    packed = opened(archive)
    sums = dict(line.split("  ", 1)[::-1] for line in packed.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(packed.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(packed.read(name)).hexdigest() == digest for name, digest in sums.items())
    told = json.loads(packed.read("MANIFEST.json"))
    assert (told["as_of"], told["unit"]["code"]) == ("2026-07-01", "98001")
    assert [one["title"] for one in told["proofs"]] == ["Ảnh niêm yết: bảng số 1/2", "Lịch trên cổng"]
    with default_storage.open(archive.path, "rb") as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == archive.sha256


def test_the_same_day_gives_the_same_bytes(proved: list[Evidence], cast: Cast, now: datetime) -> None:
    first, second = ask(cast, now), ask(cast, now + timedelta(days=3))
    assert first.pk != second.pk
    assert (first.sha256, first.size) == (second.sha256, second.size)


def test_the_signed_copy_takes_the_place_of_the_draft(
    proved: list[Evidence], cast: Cast, now: datetime
) -> None:
    def papers(archive: DossierArchive) -> list[str]:
        return [name for name in opened(archive).namelist() if "bao-cao-ket-qua-tu" in name]

    assert papers(ask(cast, now))[0].endswith("-du-thao-chua-ky.docx")
    add_paper(
        actor=cast.leader, at=now, unit=cast.unit, year=2026, code="bao-cao-tu-danh-gia",
        file=keep_file(data=b"Da ky", at=now), filename="bc.txt", number="9/BC-UBND", signed_date=None,
    )  # fmt: skip
    assert papers(ask(cast, now)) == ["01-van-ban/02-bao-cao-ket-qua-tu-danh-gia-kem-bang-tu-cham-diem.txt"]


def test_a_file_that_the_store_lost_is_told_of_and_the_rest_is_packed(
    proved: list[Evidence], cast: Cast, now: datetime
) -> None:
    file = proved[0].file
    assert file is not None
    default_storage.delete(file.path)
    archive = ask(cast, now)
    assert archive.state == State.READY
    assert ["kho tệp không còn tệp này" in one for one in archive.problems] == [True]
    assert not [name for name in opened(archive).namelist() if name.startswith("02-")]
    assert "Tệp không đọc được" in opened(archive).read("00-muc-luc.html").decode()


def test_a_file_whose_bytes_changed_is_told_of(proved: list[Evidence], cast: Cast, now: datetime) -> None:
    file = proved[0].file
    assert file is not None
    default_storage.delete(file.path)
    default_storage.save(file.path, ContentFile(b"khac"))
    assert ["đã thay đổi so với khi nhận" in one for one in ask(cast, now).problems] == [True]


def test_a_proof_that_ran_out_is_listed_apart_with_its_reason(
    proved: list[Evidence], cast: Cast, now: datetime
) -> None:
    posting = proved[0]
    Evidence.objects.filter(pk=posting.pk).update(valid_until=date(2026, 6, 30))
    assert len(_proofs_in(ask(cast, now, date(2026, 6, 30)))) == 1
    archive = ask(cast, now)
    assert _proofs_in(archive) == []
    assert archive.files == archive.files_done == len(opened(archive).namelist())
    said = "hết hiệu lực sau ngày 30/06/2026, chưa có bản mới"
    told = json.loads(opened(archive).read("MANIFEST.json"))
    assert [one["title"] for one in told["proofs"]] == ["Lịch trên cổng"]
    assert [(one["title"], one["reason"]) for one in told["not_counted"]] == [(posting.title, said)]
    assert "I#1" in told["criteria_without_proof"]
    assert said in opened(archive).read("00-muc-luc.html").decode()
    word = Document(io.BytesIO(opened(archive).read("00-muc-luc.docx")))
    assert any(said in one.text for one in word.paragraphs)


@pytest.mark.parametrize(
    ("state", "until", "said"),
    [
        ("accepted", None, "đã có bản mới"),
        ("accepted", date(2026, 6, 30), "bản mới cũng đã hết hiệu lực"),
        ("waiting", None, "bản mới chưa được chấp nhận"),
        ("returned", None, "chưa có bản mới"),
        ("withdrawn", None, "chưa có bản mới"),
    ],
)
def test_what_renews_it_is_said(
    state: str, until: date | None, said: str, proved: list[Evidence], year: Year, cast: Cast, now: datetime
) -> None:
    old = proved[2]
    Evidence.objects.filter(pk=old.pk).update(valid_until=date(2026, 5, 31))
    new = year.add_proof(old.task, cast.office, date(2026, 6, 1), state=state, title="Lịch mới")
    Evidence.objects.filter(pk=new.pk).update(renews=old, valid_until=until)
    told = json.loads(opened(ask(cast, now)).read("MANIFEST.json"))
    reasons = {one["title"]: one["reason"] for one in told["not_counted"]}
    assert reasons["Lịch trên cổng"].endswith(said)
    assert ("Lịch mới" in [one["title"] for one in told["proofs"]]) == (state == "accepted" and not until)


def test_the_term_is_asked_for_on_the_scored_day(proved: list[Evidence], cast: Cast, now: datetime) -> None:
    """After the year its last day counts: what was good through 31/12 is in the dossier of January."""
    Evidence.objects.filter(pk=proved[0].pk).update(valid_until=date(2026, 12, 31))
    later = now.replace(year=2027, month=1)
    assert len(_proofs_in(ask(cast, later, later.date()))) == 2


def test_what_is_no_longer_what_was_accepted_stays_out(
    proved: list[Evidence], cast: Cast, now: datetime
) -> None:
    posting = proved[0]
    Evidence.objects.filter(pk=posting.pk).update(accepted_mark=posting.content_mark, title="Ảnh khác")
    archive = ask(cast, now)
    assert _proofs_in(archive) == []
    told = json.loads(opened(archive).read("MANIFEST.json"))
    assert "khác bản được chấp nhận" in told["not_counted"][0]["reason"]


@pytest.mark.parametrize("state", ["returned", "withdrawn", "waiting"])
def test_what_is_not_accepted_any_more_stays_out(
    state: str, proved: list[Evidence], cast: Cast, now: datetime
) -> None:
    Evidence.objects.filter(pk=proved[0].pk).update(state=state)
    assert _proofs_in(ask(cast, now)) == []


def _proofs_in(archive: DossierArchive) -> list[str]:
    return [name for name in opened(archive).namelist() if name.startswith("02-")]


class Killed(BaseException):
    """As a signal that leaves no time for anything."""


@pytest.fixture
def dead(
    proved: list[Evidence], cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> DossierArchive:
    """An archive whose packer was killed after the zip was written, on its way into the store."""

    def die(*args: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(packing, "_store", die)
        broken.setattr(Path, "unlink", lambda *a, **k: None)
        ask(cast, now)
    return DossierArchive.objects.get()


def test_after_a_kill_nothing_is_offered_and_it_is_packed_anew(
    dead: DossierArchive, cast: Cast, now: datetime
) -> None:
    assert (dead.state, dead.sha256, dead.size) == (State.PACKING, "", 0)
    soon, later = datetime.now(now.tzinfo), datetime.now(now.tzinfo) + SILENCE * 2
    assert not has_stalled(dead, soon)
    with pytest.raises(CannotChangeDossier, match="đang được đóng gói"):
        ask(cast, now)
    with pytest.raises(CannotChangeDossier, match="đang được đóng gói"):
        ask_again(actor=cast.coordinator, at=soon, archive=dead)
    again = ask_again(actor=cast.coordinator, at=later, archive=dead)
    assert again.state == State.READY
    assert opened(again).testzip() is None
    assert list((Path(settings.DATA_DIR) / "packing").glob(f"{dead.pk}-*")) == []


def test_a_packer_given_up_for_dead_does_not_publish(
    proved: list[Evidence], cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = packing._store

    def overtaken(archive: DossierArchive, *rest: object) -> None:
        store(archive, *rest)  # type: ignore[arg-type]
        DossierArchive.objects.filter(pk=archive.pk).update(started_at=now + timedelta(hours=1))

    monkeypatch.setattr(packing, "_store", overtaken)
    archive = ask(cast, now)
    assert (archive.state, archive.sha256) == (State.PACKING, "")


def test_the_queue_may_deliver_twice(proved: list[Evidence], cast: Cast, now: datetime) -> None:
    archive = ask(cast, now)
    pack(archive_id=archive.pk, clock=lambda: now + timedelta(days=1))
    archive.refresh_from_db()
    assert archive.made_at is not None
    assert archive.made_at.date() != now.date() + timedelta(days=1)


def test_a_full_disk_is_said_and_can_be_tried_again(
    proved: list[Evidence], cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(packing, "_store", full)
        archive = ask(cast, now)
    assert (archive.state, "không đủ chỗ" in archive.error) == (State.FAILED, True)
    assert ask_again(actor=cast.coordinator, at=now, archive=archive).state == State.READY


def test_a_store_without_paths_does_as_well(
    proved: list[Evidence], cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As S3: no folder to move into, only bytes to send."""
    elsewhere = InMemoryStorage()
    file = proved[0].file
    assert file is not None
    with default_storage.open(file.path, "rb") as kept:
        elsewhere.save(file.path, ContentFile(kept.read()))
    monkeypatch.setattr(default_storage, "_wrapped", elsewhere)
    archive = ask(cast, now)
    assert (archive.state, archive.problems) == (State.READY, [])
    assert elsewhere.size(archive.path) == archive.size


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 7, 2), "02/07/2026 chưa tới"),
        (date(2025, 12, 31), "trước năm 2026"),
        (date(1, 1, 1), "trước năm 2026"),  # no zip can hold it
    ],
)
def test_days_to_come_and_of_other_years_are_refused(day: date, says: str, cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotChangeDossier, match=says):
        ask(cast, now, day)


def test_old_archives_go_and_the_newest_and_every_proof_stay(
    proved: list[Evidence], cast: Cast, now: datetime
) -> None:
    old, new = ask(cast, now), ask(cast, now)
    DossierArchive.objects.update(made_at=now - timedelta(days=40))
    assert [one.pk for one in clear_archives(at=now, older_than_days=30)] == [old.pk]
    old.refresh_from_db()
    assert old.state == State.REMOVED
    assert (default_storage.exists(old.path), default_storage.exists(new.path)) == (False, True)
    assert all(default_storage.exists(one.file.path) for one in proved if one.file)
    assert clear_archives(at=now, older_than_days=30) == []


def test_a_draft_is_written_in_the_form_of_the_unit(
    proved: list[Evidence], cast: Cast, now: datetime
) -> None:
    save_template(
        actor=cast.coordinator, at=now, unit=cast.unit, kind="self-assessment", filename="mau.docx",
        data=form("ĐẦU TRANG CỦA XÃ", "«trich_yeu»", "«noi_dung»"),
    )  # fmt: skip
    package = opened(ask(cast, now))
    name = next(name for name in package.namelist() if "bao-cao-ket-qua-tu" in name)
    assert Document(io.BytesIO(package.read(name))).paragraphs[0].text == "ĐẦU TRANG CỦA XÃ"
