"""Proof with a story: a picture used again, one of another day, terms that run out, a file for two tasks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from thanthien.platform.units.actions import set_headquarters
from thanthien.programme.evidence.actions import add_files
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.states import Move
from thanthien.programme.evidence.ties import renew_proof, tie_proof
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.workflows.demo.papers import report
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.demo.pictures import picture

_HEADQUARTERS = (20.84, 106.52)


def show_proofs(communes: Sequence[Commune], *, year: int, until: date) -> None:
    """The first commune shows everything; the second sends one of the first one's pictures, made smaller."""
    here, *others = communes
    set_headquarters(
        actor=here.coordinator, at=_at(date(year, 1, 6)), unit=here.unit,
        latitude=_HEADQUARTERS[0], longitude=_HEADQUARTERS[1],
    )  # fmt: skip
    tasks = _tasks(here, year)
    if len(tasks) < 4:
        return
    first, second, third, fourth = tasks[:4]
    scene = picture("ra-quan-1", _at(until - timedelta(days=40)), (20.8443, 106.5287))
    _bring(here, first, "Ra quân vệ sinh môi trường.jpg", scene, until - timedelta(days=40), accept=True)
    _bring(here, second, "Ảnh tuyên truyền.jpg", _smaller(scene), until - timedelta(days=6))
    old = picture("hop-dan", _at(until - timedelta(days=95)), (20.8721, 106.5604))
    _bring(here, third, "Họp dân thôn Thượng.jpg", old, until - timedelta(days=5))
    _terms(here, fourth, until)
    shared = _bring(
        here, third, "Báo cáo tổng hợp quý.docx", _paper(here, third, until - timedelta(days=20)),
        until - timedelta(days=20), accept=True,
    )  # fmt: skip
    if shared is not None:
        tie_proof(actor=here.coordinator, at=_at(until - timedelta(days=19)), proof=shared, tasks=[first])
    for other in others[:1]:
        for task in _tasks(other, year)[:1]:
            _bring(other, task, "Hoạt động tại thôn.jpg", _smaller(scene), until - timedelta(days=8))


def _terms(commune: Commune, task: Task, until: date) -> None:
    """Two commitments for a year: one ends in two weeks, one has ended and is renewed."""
    soon = _bring(
        commune, task, "Bản cam kết cải cách hành chính.docx", _paper(commune, task, until - timedelta(days=30)),
        until - timedelta(days=30), good_until=until + timedelta(days=14), accept=True,
    )  # fmt: skip
    ended = _bring(
        commune, task, "Quyết định phân công trực.docx", _paper(commune, task, until - timedelta(days=60)),
        until - timedelta(days=60), good_until=until - timedelta(days=2), accept=True,
    )  # fmt: skip
    if soon is None or ended is None:
        return
    day = until - timedelta(days=3)
    renew_proof(
        actor=commune.coordinator, at=_at(day), proof=ended, effective_date=day, valid_until=until + timedelta(days=90),
        upload=SimpleUploadedFile("Quyết định phân công trực (mới).docx", _paper(commune, task, day)),
    )  # fmt: skip


def _tasks(commune: Commune, year: int) -> list[Task]:
    """Tasks with one agency in the lead, in the order of the plan."""
    found = Task.objects.filter(unit=commune.unit, year=year, is_header=False, withdrawn_at=None)
    tasks = (
        found.select_related("unit", "criterion").prefetch_related("agencies__agency").order_by("position")
    )
    return [
        task
        for task in tasks
        if len([part for part in task.agencies.all() if part.part == TaskAgency.Part.LEAD and part.agency])
        == 1
    ]


def _bring(
    commune: Commune, task: Task, name: str, data: bytes, day: date, *, good_until: date | None = None,
    accept: bool = False,
) -> Evidence | None:  # fmt: skip
    part = next(one for one in task.agencies.all() if one.part == TaskAgency.Part.LEAD)
    doer = commune.officer_of(part.agency)
    added = add_files(
        actor=doer, at=_at(day, hour=15), task=task, part=part, uploads=[SimpleUploadedFile(name, data)],
        effective_date=day, valid_until=good_until,
    )  # fmt: skip
    for proof in added.kept if accept else ():
        check_proof(
            actor=commune.checker_for(doer), at=_at(day + timedelta(days=1)), proof=proof, move=Move.ACCEPT,
            seen=version_of_proof(proof),
        )  # fmt: skip
        proof.refresh_from_db()
    return added.kept[0] if added.kept else None


def _paper(commune: Commune, task: Task, day: date) -> bytes:
    lead = next(one for one in task.agencies.all() if one.part == TaskAgency.Part.LEAD)
    return report(
        unit_name=commune.unit.full_name, agency_name=lead.name, task_title=task.title, day=day,
        signer=commune.officer_of(lead.agency).full_name,
    )  # fmt: skip


def _smaller(data: bytes) -> bytes:
    """The same photograph after a messenger had it: smaller, pressed harder, its own notes lost."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as whole:
        whole.resize((480, 360)).save(out, "JPEG", quality=52)
    return out.getvalue()


def _at(day: date, *, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 24)))
