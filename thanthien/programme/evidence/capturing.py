"""A picture sent from the queue of a phone: however often it is sent, it is kept once."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from thanthien.lib.vietnamese import date_vi, search_key, tidy
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import (
    CannotChangeProof,
    Place,
    check_day,
    keep_proof,
    live_proofs,
    place_of,
)
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.actions import lock_task
from thanthien.programme.plans.models import Task

# IMG_20260318_0912, DSC01234, PXL_2026…, z5432_a1b2c3 (Zalo), image (1), 1000012345, Screenshot_2026…
_WORDS_OF_DEVICES = frozenset(
    "img dsc dscn dscf pxl mvimg image photo picture anh hinh screenshot capture camera z fb received".split()
)
_NUMBER = re.compile(r"[a-z]{0,4}(?=[0-9a-f]*[0-9])[0-9a-f]+")


def send_capture(
    *,
    actor: Person,
    at: datetime,
    task: Task,
    upload: UploadedFile[Any],
    client_id: UUID,
    effective_date: date,
    taken_at: datetime | None = None,
    title: str = "",
) -> Evidence:
    """Keep one picture of the queue; a second sending under the same `client_id` gives the first proof.

    `taken_at` is what the device read from the picture before it made it smaller. Raises `CannotChangeProof`.
    """
    known = _known(actor, client_id)
    if known is not None:
        return known
    place = place_of(actor, task, None)
    check_day(effective_date, at, task)
    try:
        file = keep_upload(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotChangeProof(str(refusal)) from refusal
    name = sent_name(upload, nameless="anh.jpg")
    said = {
        "title": tidy(title)[:300] or _title_of(name, effective_date, taken_at),
        "effective_date": effective_date,
    }
    try:
        return _keep_once(
            actor, at, place, file, client_id=client_id, filename=name, taken_at=taken_at, **said
        )
    except IntegrityError:  # the same picture arrived by two ways at once: the other way was faster
        known = _known(actor, client_id)
        if known is None:
            raise
        return known


def _title_of(name: str, day: date, taken_at: datetime | None) -> str:
    """The name of the file where a person gave it; when the picture was taken where a device did."""
    stem = PurePath(name).stem
    words = search_key(stem).split()
    if not all(word in _WORDS_OF_DEVICES or _NUMBER.fullmatch(word) for word in words):
        return stem
    return (
        f"Ảnh chụp lúc {taken_at:%H:%M} ngày {date_vi(taken_at.date())}"
        if taken_at
        else f"Ảnh ngày {date_vi(day)}"
    )


@transaction.atomic
def _keep_once(actor: Person, at: datetime, place: Place, file: StoredFile, **fields: Any) -> Evidence:
    lock_task(place.task.pk)
    known = _known(actor, fields["client_id"]) or live_proofs(place.task).filter(file=file).first()
    if known is not None:
        return known
    kind = Evidence.Kind.PICTURE if file.is_picture else Evidence.Kind.DOCUMENT
    return keep_proof(actor, at, place, kind=kind, file=file, **fields)


def _known(actor: Person, client_id: UUID) -> Evidence | None:
    """What was already sent under this name; a name that another person used is refused."""
    known = Evidence.objects.filter(client_id=client_id).select_related("task", "file").first()
    if known is not None and known.added_by_id != actor.pk:
        raise CannotChangeProof("Ảnh này đã được một người khác gửi. Anh/chị chụp hoặc chọn lại ảnh.")
    return known
