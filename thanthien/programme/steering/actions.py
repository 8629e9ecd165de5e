"""Writes of the steering committee: founded, corrected, its members entering and leaving office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.steering.models import Committee, CommitteeMember

Role = CommitteeMember.Role
_ALONE = {Role.HEAD, Role.STANDING_DEPUTY}  # posts that one person holds at a time


class CannotChangeCommittee(Exception):
    """The committee cannot be changed so. The message is for people, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class CommitteeFields:
    """What the founding decision says. `end_year` None while the term is open."""

    name: str
    start_year: int
    end_year: int | None = None
    decision_number: str = ""
    decision_date: date | None = None
    signer: str = ""
    signer_title: str = ""


@dataclass(frozen=True, slots=True)
class MemberFields:
    """A member: a person of the unit, or a name and post; `organisation` and `is_invited` for outsiders."""

    role: str
    person: Person | None = None
    full_name: str = ""
    title: str = ""
    organisation: str = ""
    is_invited: bool = False
    duty: str = ""


@transaction.atomic
def found_committee(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    fields: CommitteeFields,
    upload: UploadedFile[Any] | None = None,
) -> Committee:
    """Found the committee of a term. Raises `CannotChangeCommittee` when the terms overlap."""
    require(actor, Action.STEERING_MANAGE, unit)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # terms are compared one after the other
    columns = _columns(fields)
    _check_term(unit, fields, None)
    file, filename = _kept(upload, at)
    try:
        with transaction.atomic():
            committee = Committee.objects.create(
                unit=unit, file=file, filename=filename, created_at=at, **columns
            )
    except IntegrityError as error:
        raise CannotChangeCommittee(
            f"Ban Chỉ đạo từ năm {fields.start_year} vừa được người khác lập. Anh/chị tải lại trang để xem."
        ) from error
    record(
        actor=actor, at=at, action="committee.found", subject=committee, unit=unit,
        after={"number": committee.decision_number, "year": committee.start_year, "filename": filename},
    )  # fmt: skip
    return committee


@transaction.atomic
def change_committee(
    *,
    actor: Person,
    at: datetime,
    committee: Committee,
    fields: CommitteeFields,
    upload: UploadedFile[Any] | None = None,
) -> Committee:
    """Correct what the decision says; a new file takes the place of the one shown, the old stays kept."""
    committee = _locked(committee)
    require(actor, Action.STEERING_MANAGE, committee.unit)
    _check_term(committee.unit, fields, committee)
    changes = _columns(fields)
    if upload is not None:
        changes["file"], changes["filename"] = _kept(upload, at)
    before, after = differences(committee, changes)
    if after:
        for name, value in changes.items():
            setattr(committee, name, value)
        committee.save()
        record(
            actor=actor, at=at, action="committee.change", subject=committee, unit=committee.unit,
            before=before, after=after,
        )  # fmt: skip
    return committee


@transaction.atomic
def add_member(
    *, actor: Person, at: datetime, committee: Committee, fields: MemberFields, start_date: date
) -> CommitteeMember:
    """Put a member in office from a day, at the end of the list of the same role."""
    committee = _locked(committee)
    require(actor, Action.STEERING_MANAGE, committee.unit)
    columns = _member_columns(committee, fields)
    in_office = committee.members.filter(Q(end_date=None) | Q(end_date__gte=start_date))
    _check_free(in_office, fields, None)
    last = committee.members.aggregate(last=Max("position"))["last"] or 0
    member = CommitteeMember.objects.create(
        committee=committee, start_date=start_date, position=last + 1, **columns
    )
    _tell(actor, at, "member_add", member, after={"role": member.role, "start_date": start_date})
    return member


@transaction.atomic
def change_member(
    *, actor: Person, at: datetime, member: CommitteeMember, fields: MemberFields
) -> CommitteeMember:
    """Correct a member's data. Someone else in the seat is an end and a new member, so history stays."""
    committee = _locked(member.committee)
    require(actor, Action.STEERING_MANAGE, committee.unit)
    member = CommitteeMember.objects.select_related("person").get(pk=member.pk, committee=committee)
    changes = _member_columns(committee, fields)
    if member.end_date is None:
        _check_free(committee.members.filter(end_date=None), fields, member)
    before, after = differences(member, changes)
    if after:
        for name, value in changes.items():
            setattr(member, name, value)
        member.save()
        _tell(actor, at, "member_change", member, before=before, after=after)
    return member


@transaction.atomic
def end_member(
    *, actor: Person, at: datetime, member: CommitteeMember, end_date: date, reason: str
) -> CommitteeMember:
    """The member leaves office after `end_date`; the row stays as history."""
    committee = _locked(member.committee)
    require(actor, Action.STEERING_MANAGE, committee.unit)
    member = CommitteeMember.objects.get(pk=member.pk, committee=committee)
    reason = tidy(reason)[:300]
    if member.end_date is not None:
        raise CannotChangeCommittee(f"{member} đã thôi tham gia từ ngày {date_vi(member.end_date)}.")
    if end_date < member.start_date:
        raise CannotChangeCommittee(
            f"Ngày thôi tham gia không thể trước ngày bắt đầu ({date_vi(member.start_date)})."
        )
    if not reason:
        raise CannotChangeCommittee("Anh/chị ghi lý do, ví dụ “chuyển công tác” hoặc số quyết định thay thế.")
    member.end_date, member.end_reason = end_date, reason
    member.save(update_fields=["end_date", "end_reason"])
    _tell(actor, at, "member_end", member, after={"end_date": end_date}, remark=reason)
    return member


@transaction.atomic
def move_member(*, actor: Person, at: datetime, member: CommitteeMember, up: bool) -> None:
    """Swap a member with the neighbour in office above (or below); at the edge nothing happens."""
    committee = _locked(member.committee)
    require(actor, Action.STEERING_MANAGE, committee.unit)
    rows = list(committee.members.filter(end_date=None).order_by("position", "pk"))
    here = next((n for n, row in enumerate(rows) if row.pk == member.pk), None)
    if here is None:
        return
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    _tell(actor, at, "member_move", member, after={"position": there + 1})


@transaction.atomic
def take_suggestion(
    *, actor: Person, at: datetime, committee: Committee, members: Sequence[MemberFields], start_date: date
) -> int:
    """Enter the members a plan prints, in their order; how many entered. Those in office already are left out."""
    added = 0
    for fields in members:
        try:
            add_member(actor=actor, at=at, committee=committee, fields=fields, start_date=start_date)
        except CannotChangeCommittee:
            continue
        added += 1
    return added


def _locked(committee: Committee) -> Committee:
    rows = Committee.objects.select_for_update(of=("self",)).select_related("unit__parent")
    return rows.get(pk=committee.pk)


def _kept(upload: UploadedFile[Any] | None, at: datetime) -> tuple[StoredFile | None, str]:
    try:
        return keep_named(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotChangeCommittee(f"Tệp quyết định chưa được nhận. {refusal}") from refusal


def _columns(fields: CommitteeFields) -> dict[str, Any]:
    said = asdict(fields)
    texts = {name: tidy(said[name]) for name in ("name", "decision_number", "signer", "signer_title")}
    if not texts["name"]:
        raise CannotChangeCommittee("Ban Chỉ đạo cần có tên.")
    if fields.end_year is not None and fields.end_year < fields.start_year:
        raise CannotChangeCommittee("Năm kết thúc không thể trước năm bắt đầu.")
    return {**said, **texts}


def _check_term(unit: Unit, fields: CommitteeFields, own: Committee | None) -> None:
    others = Committee.objects.filter(unit=unit)
    if own is not None:
        others = others.exclude(pk=own.pk)
    others = others.filter(Q(end_year=None) | Q(end_year__gte=fields.start_year))
    if fields.end_year is not None:
        others = others.filter(start_year__lte=fields.end_year)
    other = others.first()
    if other is not None:
        until = f"đến năm {other.end_year}" if other.end_year else "chưa ghi năm kết thúc"
        raise CannotChangeCommittee(
            f"Đã có “{other}” từ năm {other.start_year}, {until}. "
            "Anh/chị ghi năm kết thúc của Ban Chỉ đạo đó trước, rồi lập Ban Chỉ đạo mới."
        )


def _member_columns(committee: Committee, fields: MemberFields) -> dict[str, Any]:
    texts = {n: tidy(getattr(fields, n)) for n in ("full_name", "title", "organisation")}
    person, unit = fields.person, committee.unit
    if person is not None:
        roles = Membership.objects.filter(person=person, unit=unit)
        if not roles.exists():
            raise CannotChangeCommittee(f"{person} không có vai trò nào ở {unit.full_name}.")
        texts["full_name"] = person.full_name
        texts["title"] = texts["title"] or next((m.title for m in roles.order_by("-start_date")), "")
    if not texts["full_name"] and not texts["title"]:
        raise CannotChangeCommittee("Anh/chị chọn một người, hoặc ghi họ tên hay chức vụ của thành viên.")
    if fields.role not in Role.values:
        raise CannotChangeCommittee("Anh/chị chọn vai trò trong Ban Chỉ đạo.")
    return {
        **texts,
        "role": fields.role,
        "person": person,
        "is_invited": fields.is_invited,
        "duty": tidy(fields.duty, keep_lines=True),
    }


def _check_free(in_office: Any, fields: MemberFields, own: CommitteeMember | None) -> None:
    """Nobody sits twice, and the head and the standing deputy sit alone."""
    others = in_office.exclude(pk=own.pk) if own else in_office
    if fields.person is not None:
        seat = others.filter(person=fields.person).first()
        if seat is not None:
            raise CannotChangeCommittee(f"{fields.person} đã là {seat.get_role_display()} của Ban Chỉ đạo.")
    elif fields.full_name and others.filter(full_name=tidy(fields.full_name)).exists():
        raise CannotChangeCommittee(f"{tidy(fields.full_name)} đã có trong Ban Chỉ đạo.")
    elif not fields.full_name and others.filter(full_name="", title=tidy(fields.title)).exists():
        raise CannotChangeCommittee(f"{tidy(fields.title)} đã có trong Ban Chỉ đạo.")
    if fields.role in _ALONE:
        holder = others.filter(role=fields.role).first()
        if holder is not None:
            raise CannotChangeCommittee(
                f"{Role(fields.role).label} đang là {holder}. "
                "Anh/chị ghi ngày thôi tham gia của người đó trước."
            )


def _tell(actor: Person, at: datetime, action: str, member: CommitteeMember, **rest: Any) -> None:
    record(
        actor=actor,
        at=at,
        action=f"committee.{action}",
        subject=member,
        unit=member.committee.unit,
        thread=member.committee,
        **rest,
    )
