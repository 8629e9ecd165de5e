"""Writes of the dossier: its list of papers, signed copies, archives asked for and cleared away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.assessment.dossier.background import pack_in_background
from thanthien.assessment.dossier.lists import Paper, list_for
from thanthien.assessment.dossier.models import DossierArchive, PaperList, SignedPaper
from thanthien.assessment.dossier.states import State, has_stalled, move
from thanthien.assessment.reports.kinds import KINDS
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


class CannotChangeDossier(Exception):
    """Nothing was changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The file of an issued paper, with what its head says."""

    file: StoredFile
    filename: str
    number: str
    signed_date: date | None


@transaction.atomic
def save_list(
    *, actor: Person, at: datetime, unit: Unit, title: str, papers: Sequence[Paper], seen: int | None = None
) -> PaperList:
    """A new version of the unit's own list; without papers the product's list holds again.

    `seen` is the version the person looked at (0: none yet). Raises CannotChangeDossier where somebody
    saved in between, or where two papers have one code or a paper names an unknown document.
    """
    require(actor, Action.PAPER_MANAGE, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = PaperList.objects.filter(unit=unit).aggregate(last=Max("version"))["last"] or 0
    if seen is not None and seen != last:
        raise CannotChangeDossier("Danh mục vừa được người khác sửa. Anh/chị tải lại trang rồi sửa tiếp.")
    if any(not paper.title for paper in papers):
        raise CannotChangeDossier("Mỗi văn bản cần một tên.")
    if len({paper.code for paper in papers}) != len(papers):
        raise CannotChangeDossier("Có hai văn bản trùng tên. Anh/chị đặt tên khác nhau.")
    if any(paper.draws and paper.draws not in KINDS for paper in papers):
        raise CannotChangeDossier("Có văn bản chọn loại mà hệ thống không lập được.")
    kept = PaperList.objects.create(
        unit=unit,
        version=last + 1,
        title=tidy(title)[:200] or "Danh mục hồ sơ",
        papers=[paper.as_json() for paper in papers],
        saved_at=at,
        saved_by=actor,
    )
    after = {"title": kept.title, "version": kept.version, "rows": len(papers)}
    action = "dossier.list" if papers else "dossier.list_reset"
    record(actor=actor, at=at, action=action, subject=kept, unit=unit, after=after)
    return kept


@transaction.atomic
def add_paper(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    code: str,
    file: StoredFile,
    filename: str,
    number: str,
    signed_date: date | None,
) -> SignedPaper:
    """Keep the signed copy of a paper of the list; it takes the place of the one before."""
    require(actor, Action.PAPER_MANAGE, unit)
    if code not in {paper.code for paper in list_for(unit, year).papers}:
        raise CannotChangeDossier("Văn bản này không còn trong danh mục hồ sơ. Anh/chị tải lại trang.")
    if signed_date and signed_date > timezone.localdate(at):
        raise CannotChangeDossier(f"Ngày ký {date_vi(signed_date)} chưa tới.")
    return _place(actor, at, unit, year, code, Copy(file, filename, number, signed_date))


@transaction.atomic
def place_signed_copy(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    draws: str,
    copy: Copy,
) -> int:
    """The signed copy of a document the program drew up, for each paper of the list that asks for it: how many.

    For the room that followed it to the signature and checked who may; unlike `add_paper` it asks nobody.
    """
    asked = [paper.code for paper in list_for(unit, year).papers if paper.draws == draws]
    for code in asked:
        _place(actor, at, unit, year, code, copy)
    return len(asked)


def _place(actor: Person, at: datetime, unit: Unit, year: int, code: str, copy: Copy) -> SignedPaper:
    kept = SignedPaper.objects.create(
        unit=unit,
        year=year,
        code=code,
        file=copy.file,
        filename=tidy(copy.filename)[-200:] or "van-ban",
        number=tidy(copy.number)[:60],
        signed_date=copy.signed_date,
        added_at=at,
        added_by=actor,
    )
    after = {"code": code, "filename": kept.filename, "number": kept.number, "sha256": copy.file.sha256}
    record(actor=actor, at=at, action="dossier.paper_add", subject=kept, unit=unit, after=after)
    return kept


@transaction.atomic
def remove_paper(*, actor: Person, at: datetime, paper: SignedPaper) -> SignedPaper:
    """Take a signed copy away; the row and its file stay on record."""
    require(actor, Action.PAPER_MANAGE, paper.unit)
    gone = SignedPaper.objects.filter(pk=paper.pk, removed_at=None).update(removed_at=at)
    if not gone:
        raise CannotChangeDossier("Bản ký này đã được gỡ trước đó.")
    record(actor=actor, at=at, action="dossier.paper_remove", subject=paper, unit=paper.unit)
    return paper


def ask_for_archive(*, actor: Person, at: datetime, unit: Unit, year: int, as_of: date) -> DossierArchive:
    """An archive of the year as it stands at the end of `as_of`, queued. Raises CannotChangeDossier while
    another one is under way, or for a day that has not come or lies before the year."""
    require(actor, Action.REPORT_MAKE, unit)
    if as_of.year < year:
        raise CannotChangeDossier(f"Ngày {date_vi(as_of)} trước năm {year}. Anh/chị chọn ngày chốt khác.")
    if as_of > timezone.localdate(at):
        raise CannotChangeDossier(f"Ngày {date_vi(as_of)} chưa tới. Anh/chị chọn ngày chốt khác.")
    try:
        with transaction.atomic():
            archive = DossierArchive.objects.create(
                unit=unit, year=year, as_of=as_of, asked_at=at, progress_at=at, asked_by=actor
            )
            after = {"year": year, "as_of": as_of.isoformat()}
            record(actor=actor, at=at, action="dossier.ask", subject=archive, unit=unit, after=after)
    except IntegrityError as error:
        raise CannotChangeDossier(
            "Hồ sơ của năm này đang được đóng gói. Anh/chị chờ xong rồi làm lại."
        ) from error
    pack_in_background.enqueue(archive.pk)
    archive.refresh_from_db()
    return archive


def ask_again(*, actor: Person, at: datetime, archive: DossierArchive) -> DossierArchive:
    """Queue an archive that failed, or whose packer died. Raises CannotChangeDossier while one is at work."""
    require(actor, Action.REPORT_MAKE, archive.unit)
    fresh = {"error": "", "files_done": 0, "bytes_done": 0, "progress_at": at, "started_at": None}
    others = DossierArchive.objects.filter(unit=archive.unit, year=archive.year).exclude(pk=archive.pk)
    if others.filter(state__in=[State.WAITING, State.PACKING]).exists():
        raise CannotChangeDossier("Đang có một gói khác của năm này được đóng. Anh/chị chờ gói đó xong.")
    with transaction.atomic():
        if archive.state == State.WAITING and has_stalled(archive, at):
            again = (
                DossierArchive.objects.filter(pk=archive.pk, state=State.WAITING).update(progress_at=at) == 1
            )
        elif archive.state == State.FAILED or has_stalled(archive, at):
            again = move(archive, old=archive.state, new=State.WAITING, **fresh)
        else:
            again = False
        if not again:
            raise CannotChangeDossier("Hồ sơ đang được đóng gói. Trang tự cập nhật khi xong.")
        record(actor=actor, at=at, action="dossier.again", subject=archive, unit=archive.unit)
    pack_in_background.enqueue(archive.pk)
    archive.refresh_from_db()
    return archive


def clear_archives(*, at: datetime, older_than_days: int) -> list[DossierArchive]:
    """Take old archives out of the store, the newest one of each unit and year always kept. Proofs stay.

    The row goes to `removed` before its object is deleted: what is offered can always be read.
    """
    oldest = at - timedelta(days=older_than_days)
    ready = (
        DossierArchive.objects.filter(state=State.READY).select_related("unit").order_by("-made_at", "-pk")
    )
    newest: set[tuple[int, int]] = set()
    removed = []
    for archive in ready:
        key = (archive.unit_id, archive.year)
        is_newest, made = key not in newest, archive.made_at
        newest.add(key)
        if is_newest or made is None or made >= oldest:
            continue
        with transaction.atomic():
            if not move(archive, old=State.READY, new=State.REMOVED):
                continue
            record(actor=None, at=at, action="dossier.clear", subject=archive, unit=archive.unit)
        default_storage.delete(archive.path)
        removed.append(archive)
    return removed
