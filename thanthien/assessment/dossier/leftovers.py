"""What killed packers left: unfinished zips beside the data, and objects in the store that no archive offers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage

from thanthien.assessment.dossier.models import DossierArchive
from thanthien.assessment.dossier.packing import packing_folder
from thanthien.assessment.dossier.states import SILENCE, State, has_stalled


def clear_leftovers(*, at: datetime) -> int:
    """Take them away; how many there were. What a packer may still be writing stays."""
    open_ones = DossierArchive.objects.filter(state__in=[State.WAITING, State.PACKING])
    alive = {str(one.pk) for one in open_ones if one.state == State.WAITING or not has_stalled(one, at)}
    parts = [part for part in _silent_parts(at) if _archive_of(part.name) not in alive]
    for part in parts:
        part.unlink(missing_ok=True)
    offered = {one.path for one in DossierArchive.objects.filter(state=State.READY).select_related("unit")}
    objects = [
        path for path in _objects() if path not in offered and _archive_of(path.split("/")[2]) not in alive
    ]
    for path in objects:
        default_storage.delete(path)
    return len(parts) + len(objects)


def _silent_parts(at: datetime) -> Iterator[Path]:
    for part in packing_folder().glob("*-*.part"):
        if part.stat().st_mtime < (at - SILENCE).timestamp():
            yield part


def _objects() -> Iterator[str]:
    """Every object under "dossiers/<unit>/<archive>-<digest>/"."""
    for unit in _below("dossiers"):
        for making in _below(f"dossiers/{unit}"):
            for name in default_storage.listdir(f"dossiers/{unit}/{making}")[1]:
                yield f"dossiers/{unit}/{making}/{name}"


def _below(folder: str) -> list[str]:
    try:
        return list(default_storage.listdir(folder)[0])
    except FileNotFoundError:
        return []


def _archive_of(name: str) -> str:
    return name.split("-", 1)[0]
