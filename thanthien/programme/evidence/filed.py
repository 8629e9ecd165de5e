"""Tables that the program draws up over the records of a span of days and hands in by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.models import StoredFile
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.models import Evidence, FiledPaper


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table that was drawn up: `digest` is of what it says, `data` the Word file."""

    code: str
    title: str
    first: date
    last: date
    digest: str
    data: bytes
    filename: str


def newest_paper(unit: Unit, code: str, first: date) -> FiledPaper | None:
    rows = FiledPaper.objects.filter(unit=unit, code=code, first_date=first)
    return rows.select_related("file").order_by("-version").first()


def keep_paper(*, at: datetime, unit: Unit, drawn: Drawn) -> FiledPaper:
    """The next version. Callers hold the row of the unit, so that two at once make one, inside a transaction."""
    last = newest_paper(unit, drawn.code, drawn.first)
    made = FiledPaper.objects.create(
        unit=unit, code=drawn.code, title=drawn.title, first_date=drawn.first, last_date=drawn.last,
        version=last.version + 1 if last else 1, digest=drawn.digest, filename=drawn.filename, made_at=at,
        file=keep_file(data=drawn.data, at=at),
    )  # fmt: skip
    record(
        actor=None, at=at, action="proof.filed", subject=made, unit=unit,
        after={"title": made.title, "version": made.version, "sha256": made.file.sha256},
    )  # fmt: skip
    return made


def tell_why(paper: FiledPaper, why: Iterable[str]) -> None:
    """Keep why tasks took none of it."""
    paper.why = list(dict.fromkeys(why))
    paper.save(update_fields=["why"])


def older_files(paper: FiledPaper) -> QuerySet[StoredFile]:
    """The files of the versions before this one."""
    rows = FiledPaper.objects.filter(unit=paper.unit, code=paper.code, first_date=paper.first_date)
    return StoredFile.objects.filter(pk__in=rows.exclude(pk=paper.pk).exclude(file=paper.file).values("file"))


def papers_of_year(unit: Unit, year: int) -> list[FiledPaper]:
    """The newest version of each table of a year, the latest month first. Two queries."""
    rows = FiledPaper.objects.filter(unit=unit, last_date__year=year)
    newest = rows.values("code", "first_date").annotate(last=Max("pk")).values("last")
    return list(FiledPaper.objects.filter(pk__in=newest).select_related("file"))


def paper_of_unit(unit: Unit, pk: int) -> FiledPaper | None:
    return FiledPaper.objects.filter(unit=unit, pk=pk).select_related("file").first()


def proofs_of_papers(unit: Unit, papers: Iterable[FiledPaper]) -> dict[int, list[Evidence]]:
    """By the id of the file: the proofs that hold it, but for those withdrawn. One query."""
    found: dict[int, list[Evidence]] = {}
    rows = Evidence.objects.filter(unit=unit, file__in=[one.file_id for one in papers])
    rows = rows.exclude(state=Evidence.State.WITHDRAWN).select_related(
        "task__criterion", "checked_by", "file"
    )
    for proof in rows.order_by("pk"):
        assert proof.file_id is not None
        found.setdefault(proof.file_id, []).append(proof)
    return found
