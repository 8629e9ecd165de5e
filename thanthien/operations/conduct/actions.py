"""Writes of the register and of commitments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, search_key, tidy
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.models import Commitment, Post, Staff
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit

EARLIEST = date(1950, 1, 1)


class CannotKeepStaff(Refusal):
    """The register stayed as it was."""


class CannotSign(Refusal):
    """No commitment was written down."""


@dataclass(frozen=True, slots=True)
class StaffFields:
    """`confirmed`: a namesake is known and meant to be somebody else."""

    full_name: str
    category: str
    since_date: date
    agency: Agency | None = None
    title: str = ""
    at_centre: bool = False
    code: str = ""
    person: Person | None = None
    confirmed: bool = False


@transaction.atomic
def add_staff(*, actor: Person | None, at: datetime, unit: Unit, fields: StaffFields) -> Staff:
    """A new line of the register with its first post. Raises CannotKeepStaff."""
    if actor is not None:
        require(actor, Action.CONDUCT_MANAGE, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    name, code = tidy(fields.full_name), tidy(fields.code)
    if not name or len(name) > 100:
        raise CannotKeepStaff("Anh/chị ghi họ tên, không quá 100 chữ.", "full_name")
    if len(code) > 30:
        raise CannotKeepStaff("Mã ghi tối đa 30 chữ.", "code")
    if code and Staff.objects.filter(unit=unit, code=code).exists():
        raise CannotKeepStaff("Mã này đã có người khác.", "code")
    if fields.person and Staff.objects.filter(unit=unit, person=fields.person).exists():
        raise CannotKeepStaff("Tài khoản này đã gắn với một người trong danh sách.", "person")
    if (
        not code
        and not fields.confirmed
        and Staff.objects.filter(unit=unit, search_key=search_key(name)).exists()
    ):
        raise CannotKeepStaff(
            "Đã có người tên này. Nếu là hai người khác nhau, anh/chị ghi mã để phân biệt.", "code"
        )
    staff = Staff.objects.create(unit=unit, full_name=name, code=code, person=fields.person)
    _begin_post(staff, fields, timezone.localdate(at))
    record(
        actor=actor,
        at=at,
        action="staff.add",
        subject=staff,
        unit=unit,
        after={"agency": str(fields.agency or "")},
    )
    return staff


@transaction.atomic
def name_staff(
    *,
    actor: Person,
    at: datetime,
    staff: Staff,
    seen: int,
    full_name: str,
    code: str = "",
    person: Person | None = None,
) -> Staff:
    """Put the name, the code or the account right; posts stay."""
    require(actor, Action.CONDUCT_MANAGE, staff.unit)
    staff, name, code = _locked(staff), tidy(full_name), tidy(code)
    if staff.version != seen:
        raise CannotKeepStaff(CHANGED)
    if not name or len(name) > 100:
        raise CannotKeepStaff("Anh/chị ghi họ tên, không quá 100 chữ.", "full_name")
    others = Staff.objects.filter(unit=staff.unit).exclude(pk=staff.pk)
    if code and others.filter(code=code).exists():
        raise CannotKeepStaff("Mã này đã có người khác.", "code")
    if person and others.filter(person=person).exists():
        raise CannotKeepStaff("Tài khoản này đã gắn với một người trong danh sách.", "person")
    staff.full_name, staff.code, staff.person = name, code[:30], person
    staff.version += 1
    staff.save()
    record(actor=actor, at=at, action="staff.name", subject=staff, unit=staff.unit)
    return staff


@transaction.atomic
def move_staff(*, actor: Person, at: datetime, staff: Staff, fields: StaffFields) -> Post:
    """A new post from a day on: moved, promoted, or come back. The one before ends the day before."""
    require(actor, Action.CONDUCT_MANAGE, staff.unit)
    staff = _locked(staff)
    current = staff.posts.filter(until_date=None).first()
    last = staff.posts.order_by("since_date", "pk").last()
    if last is not None and fields.since_date <= (last.until_date or last.since_date):
        day = date_vi(last.until_date or last.since_date)
        raise CannotKeepStaff(f"Ngày bắt đầu phải sau {day}, ngày của vị trí trước.", "since_date")
    if current is not None:
        current.until_date = fields.since_date - timedelta(days=1)
        current.end_reason = "Chuyển vị trí"
        current.save(update_fields=["until_date", "end_reason"])
    post = _begin_post(staff, fields, timezone.localdate(at))
    record(
        actor=actor, at=at, action="staff.move", subject=staff, unit=staff.unit,
        before={"agency": str(last.agency or "") if last else ""}, after={"agency": str(fields.agency or "")},
    )  # fmt: skip
    return post


@transaction.atomic
def end_staff(*, actor: Person, at: datetime, staff: Staff, until_date: date, reason: str) -> None:
    """The last day in the unit. The line stays, and the person may come back."""
    require(actor, Action.CONDUCT_MANAGE, staff.unit)
    staff, reason = _locked(staff), tidy(reason)
    post = staff.posts.filter(until_date=None).first()
    if post is None:
        raise CannotKeepStaff("Người này đã thôi làm việc ở đơn vị.")
    if not post.since_date <= until_date <= timezone.localdate(at):
        raise CannotKeepStaff(f"Ngày cuối từ {date_vi(post.since_date)} đến hôm nay.", "until_date")
    if not reason:
        raise CannotKeepStaff("Anh/chị ghi lý do: chuyển công tác, nghỉ hưu, thôi việc…", "reason")
    post.until_date, post.end_reason = until_date, reason[:200]
    post.save(update_fields=["until_date", "end_reason"])
    record(
        actor=actor,
        at=at,
        action="staff.end",
        subject=staff,
        unit=staff.unit,
        after={"day": until_date.isoformat()},
    )


@transaction.atomic
def sign_commitment(*, actor: Person, at: datetime, staff: Staff, version: str) -> Commitment:
    """The person signs in the program, for this year and the edition that the page showed."""
    require(actor, Action.CONDUCT_WORK, staff.unit)
    if staff.person_id != actor.pk:
        raise NotAllowed("Mỗi người tự ký cam kết của mình.")
    today = timezone.localdate(at)
    if version != definition().edition_on(today).version:
        raise CannotSign("Quy tắc đã có bản mới từ khi anh/chị mở trang. Anh/chị đọc lại rồi ký.")
    if not staff.posts.filter(until_date=None, since_date__lte=today).exists():
        raise CannotSign("Anh/chị không còn trong danh sách của đơn vị.")
    made, is_new = Commitment.objects.get_or_create(
        staff=staff, year=today.year,
        defaults={"edition": version, "way": Commitment.Way.PROGRAM, "signed_date": today, "recorded_at": at,
                  "recorded_by": actor},
    )  # fmt: skip
    if is_new:
        record(actor=actor, at=at, action="commitment.sign", subject=made, unit=staff.unit)
    return made


@transaction.atomic
def record_signed(
    *, actor: Person, at: datetime, unit: Unit, staff: Iterable[Staff], year: int, signed_date: date
) -> int:
    """Commitments signed on paper; whoever has signed already is left as is. How many were written down."""
    require(actor, Action.CONDUCT_MANAGE, unit)
    if signed_date > timezone.localdate(at) or signed_date.year != year:
        raise CannotSign(f"Ngày ký nằm trong năm {year} và không sau hôm nay.", "signed_date")
    chosen = [one for one in staff if one.unit_id == unit.pk]
    if not chosen:
        raise CannotSign("Anh/chị chọn ít nhất một người.", "staff")
    edition, count = definition().edition_on(signed_date).version, 0
    for one in chosen:
        made, is_new = Commitment.objects.get_or_create(
            staff=one, year=year,
            defaults={"edition": edition, "way": Commitment.Way.PAPER, "signed_date": signed_date,
                      "recorded_at": at, "recorded_by": actor},
        )  # fmt: skip
        count += is_new
    if count:
        record(actor=actor, at=at, action="commitment.paper", subject=made, unit=unit, after={"count": count})
    return count


def _begin_post(staff: Staff, fields: StaffFields, today: date) -> Post:
    if fields.category not in Post.Category.values:
        raise CannotKeepStaff("Anh/chị chọn loại: cán bộ, công chức, viên chức…", "category")
    if fields.agency is not None and fields.agency.unit_id != staff.unit_id:
        raise CannotKeepStaff("Anh/chị chọn cơ quan trong danh sách.", "agency")
    if not EARLIEST <= fields.since_date <= today:
        raise CannotKeepStaff("Ngày bắt đầu không được sau hôm nay.", "since_date")
    return Post.objects.create(
        staff=staff, agency=fields.agency, category=fields.category, title=tidy(fields.title)[:120],
        at_centre=fields.at_centre, since_date=fields.since_date,
    )  # fmt: skip


def _locked(staff: Staff) -> Staff:
    return Staff.objects.select_for_update(of=("self",)).select_related("unit").get(pk=staff.pk)
