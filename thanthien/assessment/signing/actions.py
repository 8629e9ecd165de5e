"""Writes of papers to be signed: submitted as a frozen file, signed or returned, numbered, the signed copy kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thanthien.assessment.dossier.actions import Copy, place_signed_copy
from thanthien.assessment.reports.gaps import gaps_of
from thanthien.assessment.reports.kinds import Kind, document_file, draw_up
from thanthien.assessment.reports.sources import Sources
from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.queries import drawn_name, period_of, title_of
from thanthien.assessment.signing.standing import check_mover
from thanthien.assessment.signing.states import STEPS, Move
from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.actions import keep_file, keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

TO_SIGN = frozenset({"pdf", "docx"})
State = PaperToSign.State


class CannotSign(Refusal):
    """The paper stays as it is; the message says why."""


def submit_paper(
    *,
    actor: Person,
    at: datetime,
    kind: Kind,
    sources: Sources,
    upload: UploadedFile[Any] | None = None,
    font_folders: Iterable[Path] = (),
) -> PaperToSign:
    """Put a document before the signer: the file sent (finished in Word), else ours drawn up as PDF now.

    A returned or withdrawn one goes on as the same paper. Raises CannotSign while it waits already or while the
    document has blanks, CannotReport and `FontMissing` as `document_file` does.
    """
    check_mover(actor, sources.unit, Move.SUBMIT)
    # Drawn up before the transaction: a conversion takes seconds, in which nobody else could write.
    file, filename = _sent(upload, at) if upload else _drawn(kind, sources, at, font_folders)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=sources.unit.pk)  # two who submit at once come one by one
        place = {
            "unit": sources.unit, "year": sources.year, "kind": kind.code, "period": period_of(kind, sources),
        }  # fmt: skip
        paper = PaperToSign.objects.filter(**place).exclude(state=State.SIGNED).first()
        before = {"state": paper.state, "sha256": paper.file.sha256} if paper else None
        if paper is None:
            paper = PaperToSign(**place, version=0)
        elif paper.state not in STEPS[Move.SUBMIT].allowed:
            raise CannotSign(f"Văn bản này đã được {paper.drawn_by} trình ký và đang chờ ký.")
        paper.title, paper.file, paper.filename = title_of(kind, sources)[:300], file, filename
        paper.drawn_at, paper.drawn_by, paper.state, paper.remark = at, actor, State.WAITING, ""
        paper.version += 1
        paper.save()
        after = {"state": paper.state, "filename": filename, "sha256": file.sha256}
        record(
            actor=actor, at=at, action="paper.submit", subject=paper, unit=paper.unit, before=before, after=after
        )  # fmt: skip
    return paper


def _sent(upload: UploadedFile[Any], at: datetime) -> tuple[StoredFile, str]:
    file, filename = _kept(upload, at)
    assert file is not None
    if file.extension not in TO_SIGN:
        raise CannotSign("Văn bản trình ký là tệp Word (.docx) hoặc PDF. Anh/chị chọn tệp khác.", "upload")
    return file, filename


def _drawn(
    kind: Kind, sources: Sources, at: datetime, font_folders: Iterable[Path]
) -> tuple[StoredFile, str]:
    blanks = sum(count for _, count in gaps_of(draw_up(kind, sources)))
    if blanks:
        raise CannotSign(
            f"Văn bản còn {blanks} chỗ trong ngoặc vuông cần đơn vị điền. Anh/chị tải tệp Word, điền xong thì gửi "
            "tệp đã điền ở mục Trình ký.",
            "upload",
        )
    made = document_file(kind, sources, form="pdf", font_folders=font_folders)
    return keep_file(data=made.content, at=at), drawn_name(kind, sources)


def _kept(upload: UploadedFile[Any] | None, at: datetime) -> tuple[StoredFile | None, str]:
    try:
        return keep_named(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotSign(str(refusal), "upload") from refusal


@transaction.atomic
def move_paper(
    *,
    actor: Person,
    at: datetime,
    paper: PaperToSign,
    move: Move,
    seen: int,
    reason: str = "",
    number: str = "",
    signed_date: date | None = None,
) -> PaperToSign:
    """Withdraw, return with a reason, or sign: with the day; the number now, or later from the registry."""
    thing = _locked(actor, paper, move, seen)
    if STEPS[move].asks_reason and not tidy(reason):
        raise CannotSign("Anh/chị ghi lý do để người soạn biết cần sửa gì.", "reason")
    before = {"state": thing.state}
    if move is Move.SIGN:
        _check_day(thing, signed_date, at)
        thing.number, thing.signed_date, thing.signed_by = tidy(number)[:60], signed_date, actor
    thing.state, thing.remark = STEPS[move].to, tidy(reason, keep_lines=True)
    after = {"state": thing.state, "sha256": thing.file.sha256}
    if move is Move.SIGN:
        after |= {"number": thing.number, "signed_date": str(signed_date)}
    _save(thing)
    record(
        actor=actor, at=at, action=f"paper.{move}", subject=thing, unit=thing.unit, before=before, after=after,
        remark=thing.remark,
    )  # fmt: skip
    return thing


@transaction.atomic
def number_paper(
    *,
    actor: Person,
    at: datetime,
    paper: PaperToSign,
    seen: int,
    number: str,
    signed_date: date | None,
    upload: UploadedFile[Any] | None = None,
) -> tuple[PaperToSign, int]:
    """Write or correct number and day of a signed paper, and keep its signed copy.

    The copy goes into the dossier for recognition too, where its list asks for this document; how many papers
    of the list it became is the second thing told.
    """
    thing = _locked(actor, paper, Move.NUMBER, seen)
    if not tidy(number):
        raise CannotSign("Anh/chị ghi số, ký hiệu của văn bản.", "number")
    _check_day(thing, signed_date, at)
    values: dict[str, Any] = {"number": tidy(number)[:60], "signed_date": signed_date}
    if upload is not None:
        values["copy"], values["copy_name"] = _kept(upload, at)
    before, after = differences(thing, values)
    if not after:
        return thing, 0
    for name, value in values.items():
        setattr(thing, name, value)
    _save(thing)
    if thing.copy is not None:
        after["sha256"] = thing.copy.sha256
    shown = {"copy"}  # its name and sha-256 say it
    record(
        actor=actor, at=at, action="paper.number", subject=thing, unit=thing.unit,
        before={name: value for name, value in before.items() if name not in shown},
        after={name: value for name, value in after.items() if name not in shown},
    )  # fmt: skip
    if thing.copy is None:
        return thing, 0
    placed = place_signed_copy(
        actor=actor, at=at, unit=thing.unit, year=thing.year, draws=thing.kind,
        copy=Copy(thing.copy, thing.copy_name, thing.number, thing.signed_date),
    )  # fmt: skip
    return thing, placed


def _locked(actor: Person, paper: PaperToSign, move: Move, seen: int) -> PaperToSign:
    """The paper as it is now, held; refused where it was moved in between."""
    rows = PaperToSign.objects.select_for_update(of=("self",))
    thing = rows.select_related("unit__parent", "file", "copy").get(pk=paper.pk)
    check_mover(actor, thing.unit, move)
    if thing.version != seen:
        raise CannotSign(CHANGED)
    if thing.state not in STEPS[move].allowed:
        words = STEPS[move].words
        raise CannotSign(f"Văn bản đang “{thing.get_state_display()}” nên không làm bước “{words}” được.")
    return thing


def _check_day(paper: PaperToSign, signed_date: date | None, at: datetime) -> None:
    if signed_date is None:
        raise CannotSign("Anh/chị ghi ngày ký.", "signed_date")
    if signed_date > timezone.localdate(at):
        raise CannotSign("Ngày ký không sau hôm nay.", "signed_date")


def _save(paper: PaperToSign) -> None:
    paper.version += 1
    paper.save()
