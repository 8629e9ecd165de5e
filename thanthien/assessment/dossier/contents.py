"""What goes into an archive: the papers, then every accepted proof that holds, in the folder of its criterion.

A proof goes in where the score of that day may count it (`holds_on`) and it is still what was accepted; the
other accepted ones are listed apart with the reason, without their files.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from thanthien.assessment.dossier.names import place, slug
from thanthien.assessment.dossier.queries import Completeness, Standing
from thanthien.assessment.reports.kinds import KINDS, document_file
from thanthien.assessment.reports.sources import Sources, Span
from thanthien.lib.rules import holds_on
from thanthien.lib.vietnamese import date_vi
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proofs_of_year
from thanthien.programme.evidence.ties import renewals_of

PAPERS, PROOFS, BESIDE = "01-van-ban", "02-minh-chung", "khac-noi-dung-khac-cua-ke-hoach"


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the archive, opened when its turn comes. `sha256` is "" where it is not known before."""

    path: str
    title: str
    open: Callable[[], IO[bytes]]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A paper of the list in the index; `item` is None where there is nothing to put in."""

    standing: Standing
    item: Item | None


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """An accepted proof in the index; a link has an address and no file."""

    number: int
    criterion: str  # its key, "" where the proof's task serves none
    criterion_title: str
    task: str
    title: str
    day: date
    agency: str
    url: str
    item: Item | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """An accepted proof that does not count on the day of the dossier, and why."""

    id: int
    criterion: str
    title: str
    day: date
    agency: str
    reason: str


def paper_entries(sources: Sources, found: Completeness) -> list[PaperEntry]:
    """The papers in the order of the list: the signed copy, else the draft as it is drawn up today."""
    return [
        PaperEntry(standing, _paper(sources, standing, number))
        for number, standing in enumerate(found.papers, 1)
    ]


def _paper(sources: Sources, standing: Standing, number: int) -> Item | None:
    paper, signed = standing.paper, standing.signed
    name = f"{PAPERS}/{number:02}-{slug(paper.title, 60)}"
    if signed is not None:
        stored = signed.file
        return Item(f"{name}.{stored.extension}", paper.title, _stored(stored.path), stored.sha256)
    kind = KINDS.get(paper.draws)
    if kind is None or kind.lacking(sources):
        return None
    year = Span(date(sources.year, 1, 1), date(sources.year, 12, 31))
    told = Sources(sources.unit, sources.year, sources.today, year)
    return Item(
        f"{name}-du-thao-chua-ky.docx",
        paper.title,
        lambda: io.BytesIO(document_file(kind, told, form="docx").content),
    )


def _stored(path: str) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        file: Any = default_storage.open(path, "rb")
        return file  # type: ignore[no-any-return]

    return opened


def accepted_proofs(sources: Sources) -> QuerySet[Evidence]:
    """Proofs of what had happened and was accepted by the end of the day, those that ran out among them."""
    return (
        proofs_of_year(sources.unit, sources.year)
        .filter(
            Q(checked_at=None) | Q(checked_at__date__lte=sources.today),
            state=Evidence.State.ACCEPTED,
            effective_date__lte=sources.today,
        )
        .select_related("file", "agency", "task__criterion")
        .order_by("task__criterion__position", "task__position", "effective_date", "pk")
    )


def set_aside(sources: Sources) -> tuple[list[SetAside], int]:
    """The accepted proofs that no longer count, and how many files the others bring."""
    kept, files = [], 0
    for proof in accepted_proofs(sources).iterator(chunk_size=500):
        if _holds(proof, sources):
            files += proof.file_id is not None
        else:
            kept.append(proof)
    renewals = renewals_of(kept)
    return [_aside(proof, renewals.get(proof.pk), sources) for proof in kept], files


def _holds(proof: Evidence, sources: Sources) -> bool:
    return proof.is_as_accepted and holds_on(
        sources.scored_day, day=proof.effective_date, until=proof.valid_until
    )


def _aside(proof: Evidence, renewal: Evidence | None, sources: Sources) -> SetAside:
    criterion = proof.task.criterion
    if proof.valid_until is None or not proof.is_as_accepted:
        reason = "nội dung đã khác bản được chấp nhận, cần kiểm tra lại"
    else:
        reason = f"hết hiệu lực sau ngày {date_vi(proof.valid_until)}, {_renewed(renewal, sources)}"
    return SetAside(
        id=proof.pk,
        criterion=criterion.key if criterion else "",
        title=proof.title,
        day=proof.effective_date,
        agency=proof.agency.name if proof.agency else "",
        reason=reason,
    )


def _renewed(renewal: Evidence | None, sources: Sources) -> str:
    if renewal is None or renewal.effective_date > sources.today:
        return "chưa có bản mới"
    if not accepted_proofs(sources).filter(pk=renewal.pk).exists():
        return "bản mới chưa được chấp nhận"
    return "đã có bản mới" if _holds(renewal, sources) else "bản mới cũng đã hết hiệu lực"


def proof_entries(sources: Sources) -> Iterator[ProofEntry]:
    """Every accepted proof that holds, criterion by criterion in the order of the tree, those of no criterion last."""
    folders = folders_of(sources.criteria)
    proofs = accepted_proofs(sources)
    number = 0
    for with_criterion in (True, False):
        rows = proofs.filter(task__criterion__isnull=not with_criterion)
        for proof in rows.iterator(chunk_size=500):
            if not _holds(proof, sources):
                continue
            number += 1
            yield _proof(proof, number, folders)


def _proof(proof: Evidence, number: int, folders: dict[str, str]) -> ProofEntry:
    criterion = proof.task.criterion
    item = None
    if proof.file is not None:
        folder = folders.get(criterion.key, BESIDE) if criterion else BESIDE
        name = f"{number:05}-{proof.effective_date:%Y-%m-%d}-{slug(proof.title, 40)}.{proof.file.extension}"
        item = Item(f"{PROOFS}/{folder}/{name}", proof.title, _stored(proof.file.path), proof.file.sha256)
    return ProofEntry(
        number=number,
        criterion=criterion.key if criterion else "",
        criterion_title=criterion.title if criterion else "",
        task=proof.task.title,
        title=proof.title,
        day=proof.effective_date,
        agency=proof.agency.name if proof.agency else "",
        url=proof.url,
        item=item,
    )


def folders_of(criteria: Iterable[Criterion]) -> dict[str, str]:
    """The folder of each criterion by key: "I-chinh-quyen-cong-khai/I.1-03-niem-yet"."""
    found: dict[str, str] = {}
    tops: dict[int, str] = {}
    for node in criteria:
        own = f"{place(node.key)}-{slug(node.title, 36)}"
        top = tops.get(node.parent_id or 0, "")
        tops[node.pk] = top or own
        found[node.key] = f"{top}/{own}" if top else own
    return found
