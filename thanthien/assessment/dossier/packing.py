"""Packing an archive in the background: claimed once, streamed, with signs of life; offered only when whole.

Files go from the store into one zip without being squeezed (pictures and documents are squeezed already),
a piece at a time, so that memory does not grow with the dossier. The zip is written beside the data and
moved into the store at the end: whoever is killed on the way leaves a part that nobody is offered.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from thanthien.assessment.dossier import index
from thanthien.assessment.dossier.contents import Item, paper_entries, proof_entries, set_aside
from thanthien.assessment.dossier.models import DossierArchive
from thanthien.assessment.dossier.queries import completeness_of
from thanthien.assessment.dossier.states import State, move
from thanthien.assessment.reports.sources import Sources
from thanthien.platform.audit.actions import record

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
PIECE = 1024 * 1024
TELL_EVERY = timedelta(seconds=1)
BROKEN = "Hệ thống gặp lỗi khi đóng gói. Minh chứng vẫn còn nguyên; anh/chị bấm “Đóng gói lại”."
NO_ROOM = (
    "Máy chủ không đủ chỗ để đóng gói. Minh chứng vẫn còn nguyên; anh/chị báo quản trị thêm chỗ rồi làm lại."
)


class _Superseded(Exception):
    """Somebody started this archive again: this packer stops."""


def pack(*, archive_id: int, clock: Clock) -> None:
    """Pack a waiting archive. One that another worker has claimed is left alone."""
    archive = DossierArchive.objects.select_related("unit__parent", "asked_by").filter(pk=archive_id).first()
    now = clock()
    if archive is None or archive.state != State.WAITING:
        return
    if not move(archive, old=State.WAITING, new=State.PACKING, started_at=now, progress_at=now):
        return
    part = _part(archive)
    try:
        _pack(archive, part, clock)
    except _Superseded:
        return
    except OSError as error:
        log.exception("archive %s broke off", archive.pk)
        _still_mine(archive, state=State.FAILED, error=NO_ROOM if error.errno == 28 else BROKEN)
    except Exception:
        log.exception("archive %s broke off", archive.pk)
        _still_mine(archive, state=State.FAILED, error=BROKEN)
    finally:
        part.unlink(missing_ok=True)


def packing_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "packing"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _part(archive: DossierArchive) -> Path:
    """A place for the unfinished zip; what a killed packer of this archive left there goes."""
    folder = packing_folder()
    for left in folder.glob(f"{archive.pk}-*.part"):
        left.unlink(missing_ok=True)
    return folder / f"{archive.pk}-{uuid4().hex}.part"


def _pack(archive: DossierArchive, part: Path, clock: Clock) -> None:
    with part.open("wb") as out:
        writer = _Writer(archive, out, clock)
        writer.fill()
    digest = hashlib.sha256()
    with part.open("rb") as packed:
        while piece := packed.read(PIECE):
            digest.update(piece)
            writer.tell()
    archive.sha256, archive.size = digest.hexdigest(), part.stat().st_size
    _store(archive, part, writer)
    with transaction.atomic():
        made = {"size": archive.size, "sha256": archive.sha256, "problems": writer.problems}
        if not _still_mine(archive, state=State.READY, files_done=writer.count, made_at=clock(), **made):
            raise _Superseded
        after = {"size": archive.size, "sha256": archive.sha256, "files": writer.count}
        record(
            actor=archive.asked_by,
            at=clock(),
            action="dossier.made",
            subject=archive,
            unit=archive.unit,
            after=after,
        )


class _Writer:
    """The zip as it grows: its files, their digests, and what could not be read."""

    def __init__(self, archive: DossierArchive, out: IO[bytes], clock: Clock) -> None:
        self.archive, self.clock = archive, clock
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True)
        self.digests: dict[str, str] = {}
        self.problems: list[str] = []
        self.count = self.bytes = 0
        self.told_at = clock()

    def fill(self) -> None:
        archive = self.archive
        sources = Sources(archive.unit, archive.year, archive.as_of)
        found = completeness_of(sources)
        papers = paper_entries(sources, found)
        aside, proofs = set_aside(sources)
        total = sum(one.item is not None for one in papers) + proofs + 4
        _still_mine(archive, files=total)
        with self.zip:
            for paper in papers:
                if paper.item:
                    self.add(paper.item)
            listed = []
            for proof in proof_entries(sources):
                listed.append(proof)
                if proof.item:
                    self.add(proof.item)
            told = index.Told(sources, found, papers, listed, aside, self.problems)
            self.put("00-muc-luc.html", index.page(told))
            self.put("00-muc-luc.docx", index.word(told))
            self.put("MANIFEST.json", index.manifest(told, self.digests))
            sums = "".join(f"{digest}  {path}\n" for path, digest in sorted(self.digests.items()))
            self.put("SHA256SUMS", sums.encode())

    def add(self, item: Item) -> None:
        """A file of the store, piece by piece. One that cannot be read is told of, and left out."""
        try:
            opened = item.open()
        except OSError:
            log.warning("archive %s: %s cannot be opened", self.archive.pk, item.path)
            self.problems.append(f"“{item.title}” ({item.path}): kho tệp không còn tệp này.")
            return
        digest = hashlib.sha256()
        with opened as source, self.zip.open(self._entry(item.path), "w", force_zip64=True) as target:
            while piece := source.read(PIECE):
                digest.update(piece)
                target.write(piece)
                self.bytes += len(piece)
                self.tell()
        self._keep(item.path, digest.hexdigest())
        if item.sha256 and item.sha256 != self.digests[item.path]:
            self.problems.append(f"“{item.title}” ({item.path}): nội dung tệp đã thay đổi so với khi nhận.")

    def put(self, path: str, data: bytes) -> None:
        self.zip.writestr(self._entry(path), data)
        self.bytes += len(data)
        self._keep(path, hashlib.sha256(data).hexdigest())

    def _keep(self, path: str, digest: str) -> None:
        self.digests[path] = digest
        self.count += 1
        self.tell()

    def _entry(self, path: str) -> zipfile.ZipInfo:
        """An entry dated by the day the dossier tells of, so that the same inputs give the same bytes."""
        day: date = self.archive.as_of
        entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        return entry

    def tell(self) -> None:
        """Say how far the packer is, once a second; one that lost its claim stops here."""
        now = self.clock()
        if now - self.told_at < TELL_EVERY:
            return
        self.told_at = now
        if not _still_mine(self.archive, files_done=self.count, bytes_done=self.bytes, progress_at=now):
            raise _Superseded


class _Packed(File):  # type: ignore[type-arg]
    """The finished zip on its way into the store: moved where that is a folder, sent in pieces elsewhere."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        super().__init__(file, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def _store(archive: DossierArchive, part: Path, writer: _Writer) -> None:
    """Put the zip where it is offered from. A broken one that a crash left there goes first."""
    path = archive.path
    if default_storage.exists(path):
        if default_storage.size(path) == archive.size:
            return
        default_storage.delete(path)
    with part.open("rb") as file, ThreadPoolExecutor(max_workers=1) as aside:
        # The store reads the zip in threads of its own, which have no business with the database: the packer
        # stays here and says that it lives.
        sent = aside.submit(default_storage.save, path, _Packed(file, part))
        while not wait([sent], timeout=TELL_EVERY.total_seconds()).done:
            writer.tell()
        sent.result()


def _still_mine(archive: DossierArchive, **fields: object) -> bool:
    """`started_at` is the claim: a packer that was given up for dead finds another one's."""
    mine = DossierArchive.objects.filter(pk=archive.pk, state=State.PACKING, started_at=archive.started_at)
    return mine.update(**fields) == 1
