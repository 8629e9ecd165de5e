"""One year of one commune on its pages, by the people of the cast: from the registered level to the decision."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document as Word

from tests.assessment.rounds.steps import Steps
from tests.assessment.year import Year
from tests.cast import VIETNAM, Cast
from tests.programme.plans.factories import picture
from thanthien.assessment.dossier.models import DossierArchive
from thanthien.assessment.reports.kinds import KINDS
from thanthien.assessment.rounds.models import Round
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.states import Move
from thanthien.programme.plans.models import Task

ClientOf = Callable[[Person], Client]
QUARTERS = ((2, 6), (5, 6), (8, 6), (10, 6))


class Clock:
    """Sets what the pages take for now."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch

    def to(self, month: int, day: int, hour: int = 9) -> datetime:
        moment = datetime(2026, month, day, hour, 0, tzinfo=VIETNAM)
        self.patch.setattr(timezone, "localdate", lambda *a, **k: (a[0] if a and a[0] else moment).date())
        self.patch.setattr(timezone, "now", lambda: moment)
        return moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def said(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_from_the_registered_level_to_the_recognition(
    year: Year, steps: Steps, cast: Cast, client_of: ClientOf, clock: Clock, tmp_path: Path
) -> None:
    desk, city = f"/desk/{cast.unit.code}/", f"/city/{cast.city.code}/"
    _register(desk, cast, client_of, clock)
    _work(year, desk, cast, client_of, clock)
    _hand_in(desk, city, cast, client_of, clock)
    appraisal_page = _appraise(city, steps, cast, client_of, clock)
    _refuse_then_recognise(desk, appraisal_page, steps, cast, client_of, clock)
    _read_the_papers(desk, cast, client_of, tmp_path)
    _verify_the_dossier(desk, cast, client_of, tmp_path)
    told = Entry.objects.filter(unit=cast.unit).values_list("action", flat=True)
    assert {"level.register", "proof.add", "proof.accept"} <= set(told)


def _register(desk: str, cast: Cast, client_of: ClientOf, clock: Clock) -> None:
    clock.to(2, 10)
    form = {"level": "1", "registered_date": "2026-02-10", "document_number": "21/UBND-VHXH", "seen": "0"}
    page = client_of(cast.leader).post(f"{desk}score/register/", form, follow=True)
    assert page.status_code == 200
    assert "Đã ghi mức đăng ký" in said(page)


def _work(year: Year, desk: str, cast: Cast, client_of: ClientOf, clock: Clock) -> None:
    """Two tasks proved every quarter by an officer's pictures, checked by the coordinator; figures typed."""
    tasks = [year.add_task(key, cast.centre) for key in ("I#1", "I#2")]
    for number, (month, day) in enumerate(QUARTERS):
        moment = clock.to(month, day)
        officer = client_of(cast.centre_officer)
        for place, task in enumerate(tasks):
            shot = picture(f"anh-{month}-{place}.jpg", colour=("teal", "navy", "olive", "maroon")[number])
            sent = {"uploads": [shot], "title": f"Niêm yết tháng {month}", "effective_date": ""}
            assert officer.post(f"{desk}tasks/{task.pk}/proof/", sent).status_code == 302
        for proof in Evidence.objects.filter(state="waiting").select_related("task__unit"):
            check_proof(
                actor=cast.coordinator, at=moment, proof=proof, move=Move.ACCEPT, seen=version_of_proof(proof)
            )
    assert Evidence.objects.filter(state="accepted").count() == 8
    year.add_reading("case_on_time", date(2026, 5, 6), 10, 10)
    year.add_reading("city_app_per_household", date(2026, 5, 6), 12, 10)
    assert set(Task.objects.values_list("state", flat=True)) == {"started"}


def _hand_in(desk: str, city: str, cast: Cast, client_of: ClientOf, clock: Clock) -> None:
    """Handed in by the leader, sent back by the city with a remark, handed in again."""
    clock.to(11, 3)
    leader = client_of(cast.leader)
    assert "lần 1." in said(leader.post(f"{desk}round/submit/", {"seen": "1"}, follow=True))
    clock.to(11, 5)
    round_ = Round.objects.get(unit=cast.unit)
    back = {"remark": "Bổ sung căn cứ tự chấm", "seen": str(round_.version)}
    assert "Đã trả hồ sơ" in said(
        client_of(cast.city_admin).post(f"{city}rounds/{round_.pk}/back/", back, follow=True)
    )
    clock.to(11, 9)
    leader = client_of(cast.leader)
    assert "Bổ sung căn cứ tự chấm" in said(leader.get(f"{desk}round/"))
    round_.refresh_from_db()
    again = {"seen": str(round_.version)}
    assert "lần 2." in said(leader.post(f"{desk}round/submit/", again, follow=True))


def _appraise(city: str, steps: Steps, cast: Cast, client_of: ClientOf, clock: Clock) -> str:
    clock.to(12, 8)
    appraisal = steps.appraising()
    page = f"{city}rounds/{steps.round().pk}/"
    assert "Đang thẩm định" in said(client_of(cast.city_admin).get(page))
    steps.appraised(appraisal)
    return page


def _refuse_then_recognise(
    desk: str, page: str, steps: Steps, cast: Cast, client_of: ClientOf, clock: Clock
) -> None:
    """Refused first; the commune objects, a second council sheet follows, then the city recognises."""
    steps.decided("refuse")
    assert "Không được công nhận" in said(client_of(cast.leader).get(f"{desk}round/"))
    clock.to(12, 14)
    leader = client_of(cast.leader)
    reason = {"reason": "Hồ sơ có đủ minh chứng bốn quý", "seen": str(steps.round().version)}
    assert "Đã gửi kiến nghị" in said(leader.post(f"{desk}round/object/", reason, follow=True))
    clock.to(12, 16)
    council = steps.round().appraisals.get().council
    again = steps.appraising(council, remark="Thẩm định lại theo kiến nghị")
    steps.appraised(again)
    clock.to(12, 20)
    decision = {
        "kind": "recognise", "level": "1", "number": "455/QĐ-UBND", "decided_date": "2026-12-20",
        "signer": "Đặng Văn Cường", "sample_agreed": "on", "seen": str(steps.round().version),
        "object_until": "2027-01-05",
    }  # fmt: skip
    boss = client_of(cast.city_admin)
    assert "Được công nhận Mức 1" in said(boss.post(f"{page}decide/", decision, follow=True))
    assert "455/QĐ-UBND" in said(client_of(cast.leader).get(f"{desk}round/"))


def _read_the_papers(desk: str, cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    """Every kind of document downloads whole; where LibreOffice is, it opens each without complaint."""
    client, made = client_of(cast.coordinator), []
    for kind in KINDS:
        answer = client.get(f"{desk}documents/{kind}/file.docx")
        if answer.status_code != 200:
            page = client.get(f"{desk}documents/{kind}/")
            assert "Chưa có" in said(page), kind  # says what has to be there first
            continue
        path = tmp_path / f"{kind}.docx"
        path.write_bytes(answer.content)
        assert Word(str(path)).paragraphs, kind
        made.append(path)
    assert len(made) >= 9
    if program := shutil.which("soffice"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            *map(str, made),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        assert all(path.with_suffix(".pdf").read_bytes().startswith(b"%PDF") for path in made)


def _verify_the_dossier(desk: str, cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    client = client_of(cast.leader)
    client.post(f"{desk}dossier/archives/", {"as_of": "2026-12-20"})
    archive = DossierArchive.objects.get()
    answer: Any = client.get(f"{desk}dossier/archives/{archive.pk}/file/")
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content)
    packed = zipfile.ZipFile(io.BytesIO(data))
    folder = tmp_path / "dossier"
    packed.extractall(folder)
    sums = next(folder.rglob("SHA256SUMS"))
    listed = sums.read_text(encoding="utf-8").splitlines()
    assert len(listed) >= 9  # eight pictures, the index
    for line in listed:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == digest
