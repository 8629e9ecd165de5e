"""Where the live score meets the round: freezing it, comparing with it, verifying what was frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thanthien.assessment.rounds.appraising import result_of
from thanthien.assessment.rounds.comparison import Compared, compare, differing_records
from thanthien.assessment.rounds.models import Appraisal, SelfPoint, Submission
from thanthien.assessment.rounds.moving import CannotChangeRound, round_for
from thanthien.assessment.rounds.queries import remarks_of, self_points_of, snapshot_of
from thanthien.assessment.rounds.snapshot import FORMAT, hash_of, on_scale, text_of
from thanthien.assessment.rounds.submitting import give_self_points, submit
from thanthien.assessment.scoring.as_json import sheet_as_data
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.platform.files.queries import read_file
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.criteria.queries import points_by_criterion
from thanthien.programme.evidence.models import Evidence


def snapshot_now(unit: Unit, year: int, as_of: date) -> dict[str, Any]:
    """The score of a unit as plain data, in the shape that `assessment/rounds/snapshot` tells of."""
    return _snapshot(score_sheet(unit, year, as_of), self_points_of(unit, year))


@transaction.atomic
def submit_round(*, actor: Person, at: datetime, unit: Unit, year: int, seen: int) -> Submission:
    """Freeze the score of today and hand it in, in one transaction: there whole, or not at all.

    The round is held before the score is worked out, so nothing can be handed in twice meanwhile.
    Raises CannotChangeRound.
    """
    round_for(unit, year, at)
    sheet = score_sheet(unit, year, timezone.localdate(at))
    if sheet.adoption is None:
        raise CannotChangeRound(
            f"Đơn vị chưa chọn bộ tiêu chí năm {year} nên chưa có gì để nộp. Anh/chị chọn bộ tiêu chí trước."
        )
    snapshot = _snapshot(sheet, self_points_of(unit, year))
    return submit(actor=actor, at=at, unit=unit, year=year, snapshot=snapshot, seen=seen)


@transaction.atomic
def set_self_points(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    key: str,
    points: Decimal,
    reason: str,
    agency: Agency | None = None,
) -> SelfPoint | None:
    """`give_self_points` against the points that the records make today. Raises CannotChangeRound."""
    now = snapshot_now(unit, year, timezone.localdate(at))
    row = next((one for one in now["criteria"] if one["key"] == key), None)
    if row is None:
        raise CannotChangeRound(
            "Nội dung này không có trong bộ tiêu chí đang áp dụng. Anh/chị tải lại trang."
        )
    return give_self_points(
        actor=actor, at=at, unit=unit, year=year, row=row, points=points, reason=reason, agency=agency
    )


def side_by_side(
    submission: Submission, appraisal: Appraisal | None, *, live: Mapping[str, Any] | None
) -> list[Compared]:
    """Live, self and appraised points of every criterion; `live` a snapshot of now, or None to leave it out."""
    result = result_of(appraisal) if appraisal else None
    return compare(
        snapshot_of(submission), live, result, remarks_of(appraisal) if appraisal and result else None
    )


@dataclass(slots=True)
class Verification:
    """What became of a snapshot: `altered` its own text, `files` whose bytes differ or are gone, `rows` whose
    records or points would come out otherwise today. Sentences for people; all empty: everything is as it was.
    """

    altered: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not (self.altered or self.files or self.rows)


def verify_submission(submission: Submission) -> Verification:
    """Hash the kept text again, every file again, and score the same day again from the records of now."""
    found = Verification()
    if hash_of(submission.snapshot) != submission.sha256:
        found.altered.append("Nội dung hồ sơ không còn khớp mã sha-256 đã ghi khi nộp.")
    snapshot = snapshot_of(submission)
    found.files += _check_files(snapshot["proofs"])
    unit, year = submission.round.unit, submission.round.year
    now = {row["key"]: row for row in snapshot_now(unit, year, submission.as_of)["criteria"]}
    for row in snapshot["criteria"]:
        if not row["is_leaf"]:
            continue
        today = now.get(row["key"])
        if today is None:
            found.rows.append(f"{row['key']}: không còn trong bộ tiêu chí đang áp dụng.")
            continue
        new, gone = differing_records(row, today)
        found.rows += [f"{row['key']}: thêm “{label}”." for label in new]
        found.rows += [f"{row['key']}: không còn “{label}”." for label in gone]
        if today["live"] != row["live"]:
            found.rows.append(f"{row['key']}: khi nộp {row['live']} điểm, tính lại {today['live']} điểm.")
    return found


def _check_files(proofs: Mapping[str, Mapping[str, Any]]) -> list[str]:
    kept = Evidence.objects.select_related("file").in_bulk([int(number) for number in proofs])
    problems = []
    for number, told in proofs.items():
        said = f"Minh chứng {number} “{told['title']}”"
        proof = kept.get(int(number))
        if proof is None:
            problems.append(f"{said}: không còn trong hệ thống.")
        elif told["url"] != proof.url or told["sha256"] != (proof.file.sha256 if proof.file else ""):
            problems.append(f"{said}: không còn trỏ tới nội dung đã nộp.")
        elif proof.file is not None:
            problems += [f"{said}: {words}" for words in _bytes_differ(proof)]
    return problems


def _bytes_differ(proof: Evidence) -> Iterable[str]:
    assert proof.file is not None
    try:
        data = read_file(proof.file)
    except FileNotFoundError:
        yield "tệp không còn trong kho."
        return
    if hashlib.sha256(data).hexdigest() != proof.file.sha256:
        yield "nội dung tệp trong kho đã khác."


def _snapshot(sheet: ScoreSheet, own: Iterable[SelfPoint]) -> dict[str, Any]:
    data = sheet_as_data(sheet)
    given = {one.key: one for one in own if one.agency_id is None}
    rows = [_row(row, given) for row in data["criteria"]]
    parents = {row["parent"] for row in rows}
    for row in rows:
        row["is_leaf"] = row["key"] not in parents
    criteria_set, weights = data["criteria_set"], data["weights"]
    if sheet.criteria_set:
        criteria_set["source_sha256"] = sheet.criteria_set.source_sha256
    if sheet.weights:
        weights["points_sha256"] = _points_hash(sheet)
    return {
        "format": FORMAT,
        "unit": data["unit"],
        "year": data["year"],
        "as_of": data["as_of"],
        "criteria_set": criteria_set,
        "weights": weights,
        "levels": [
            {"level": b.level, "label": b.label, "minimum": text_of(b.minimum), "maximum": text_of(b.maximum)}
            for b in sheet.bands
        ],
        "below": sheet.criteria_set.below if sheet.criteria_set else "",
        "registered": data["registered"],
        "total": _total(sheet, rows),
        "criteria": rows,
        "proofs": _proofs(rows),
    }


def _row(row: Mapping[str, Any], given: Mapping[str, SelfPoint]) -> dict[str, Any]:
    live, own = _text(row["points"]), given.get(row["key"])
    return {
        "key": row["key"],
        "parent": row["parent"],
        "number": row["number"],
        "title": row["title"],
        "maximum": _text(row["maximum"]),
        "live": live,
        "self": text_of(own.points) if own else live,
        "self_reason": own.reason if own else "",
        "why": row["why"],
        "records": row["records"],
    }


def _total(sheet: ScoreSheet, rows: Iterable[Mapping[str, Any]]) -> dict[str, str | None]:
    if sheet.points is None or sheet.maximum is None:
        return {"live": None, "self": None, "maximum": None}
    leaves = [
        row for row in rows if row["is_leaf"] and row["self"] is not None and row["maximum"] is not None
    ]
    own = on_scale(((Decimal(row["self"]), Decimal(row["maximum"])) for row in leaves), sheet.maximum)
    return {"live": text_of(sheet.points), "self": text_of(own), "maximum": text_of(sheet.maximum)}


def _proofs(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What each counted proof points to, by its number as text (keys of JSON are texts)."""
    numbers = {one["id"] for row in rows for one in row["records"] if one["kind"] == "evidence"}
    found = Evidence.objects.filter(pk__in=numbers).select_related("file", "agency")
    return {
        str(proof.pk): {
            "title": proof.title,
            "date": proof.effective_date.isoformat(),
            "sha256": proof.file.sha256 if proof.file else "",
            "filename": proof.filename,
            "url": proof.url,
            "task_id": proof.task_id,
            "agency": proof.agency.name if proof.agency else "",
        }
        for proof in found
    }


def _points_hash(sheet: ScoreSheet) -> str:
    """The points of the table as they are now, so that a table changed in place would be noticed."""
    points = {str(key): text_of(value) for key, value in points_by_criterion(sheet.weights).items()}
    return hash_of(json.dumps(points, sort_keys=True))


def _text(value: float | None) -> str | None:
    return None if value is None else text_of(Decimal(str(value)))
