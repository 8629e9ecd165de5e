"""The register from a table: every line compared with what is kept, shown first, written only when confirmed.

Nobody is taken out by a table: who is not in it is counted and stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents.model import CannotRead
from thanthien.lib.documents.records import read_records
from thanthien.lib.vietnamese import parse_date_vi, search_key, sort_key, tidy
from thanthien.operations.conduct.actions import EARLIEST, CannotKeepStaff, StaffFields, add_staff, move_staff
from thanthien.operations.conduct.models import Post, Staff
from thanthien.operations.conduct.queries import posts_on
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import STAFF, Action, Role
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of

MOST = 1_000
# the field → how its column may be called, without tone marks
COLUMNS: dict[str, tuple[str, ...]] = {
    "full_name": ("ho va ten", "ho ten", "ten"),
    "code": ("ma", "ma so", "ma can bo", "so hieu", "ma cong chuc"),
    "category": ("loai", "doi tuong", "phan loai"),
    "title": ("chuc vu", "vi tri viec lam", "chuc danh"),
    "agency": ("co quan", "phong ban", "don vi", "phong"),
    "at_centre": ("mot cua", "trung tam", "lam viec tai trung tam", "bo phan mot cua"),
    "since_date": ("tu ngay", "ngay bat dau", "ngay ve don vi"),
}
_CATEGORIES = {search_key(label): code for code, label in Post.Category.choices} | {
    "khong chuyen trach": Post.Category.PART_TIME,
    "hop dong": Post.Category.CONTRACT,
    "lao dong hop dong": Post.Category.CONTRACT,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read; `agency` and `since` as ids and ISO text, so that it travels in a form."""

    number: int
    full_name: str
    code: str = ""
    category: str = ""
    title: str = ""
    agency: int | None = None
    at_centre: bool = False
    since: str = ""
    person: int | None = None

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind`: new, changed, same or refused. `says`: what would change, or why not."""

    line: Line
    kind: str
    says: str = ""
    staff: int | None = None


def read_lines(unit: Unit, data: bytes, today: date) -> tuple[list[Line], list[Difference]]:
    """The lines of an Excel or CSV file and those that cannot be read. Raises CannotKeepStaff."""
    try:
        records = read_records(data, _likeness)
        found = {field: n for n, head in enumerate(records.headers) if (field := _field_of(head))}
        if "full_name" not in found:
            raise CannotKeepStaff("Tệp chưa có cột “Họ và tên”. Anh/chị sửa tên cột rồi gửi lại.", "upload")
        rows = [(number, list(values)) for number, values in records.rows]
    except CannotRead as error:
        raise CannotKeepStaff(str(error), "upload") from error
    if len(rows) > MOST:
        raise CannotKeepStaff(f"Tệp có {len(rows)} dòng, nhiều nhất {MOST}. Anh/chị tách tệp.", "upload")
    agencies = _agencies(unit)
    lines, refused = [], []
    for number, values in rows:
        told = {field: values[n] if n < len(values) else None for field, n in found.items()}
        if not tidy(str(told["full_name"] or "")):
            continue
        line, fault = _line(number, told, agencies, today)
        if fault:
            refused.append(Difference(line, "refused", fault))
        else:
            lines.append(line)
    if not lines and not refused:
        raise CannotKeepStaff("Tệp không có dòng nào ghi họ tên.", "upload")
    return lines, refused


def lines_of_accounts(unit: Unit, today: date) -> list[Line]:
    """Everybody with a role in the unit today whose account no line of the register bears."""
    kept = set(Staff.objects.filter(unit=unit, person__isnull=False).values_list("person", flat=True))
    roles = Membership.objects.in_force(today).filter(
        unit=unit, role__in=sorted(STAFF), person__is_active=True
    )
    found: dict[int, Line] = {}
    for one in roles.exclude(person__in=kept).select_related("person", "agency").order_by("pk"):
        category = Post.Category.CADRE if one.role == Role.LEADER else Post.Category.CIVIL_SERVANT
        found.setdefault(
            one.person_id,
            Line(
                len(found) + 1, one.person.full_name, "", category, one.title, one.agency_id,
                getattr(one.agency, "role_code", "") == "one_stop_centre",
                one.start_date.isoformat(), one.person_id,
            ),
        )  # fmt: skip
    return sorted(found.values(), key=lambda one: sort_key(one.full_name))


def compare(unit: Unit, lines: Iterable[Line], today: date) -> list[Difference]:
    """What each line would do: by code where it has one, else by name. Two of a name need a code."""
    lines = list(lines)
    people = list(Staff.objects.filter(unit=unit))
    by_code = {one.code: one for one in people if one.code}
    by_name: dict[str, list[Staff]] = {}
    for one in people:
        by_name.setdefault(one.search_key, []).append(one)
    held = {one.staff_id: one for one in posts_on(unit, today)}
    accounts = {one.person_id for one in people if one.person_id}
    codes = Counter(one.code for one in lines if one.code)
    names = Counter(search_key(one.full_name) for one in lines if not one.code)
    found = []
    for line in lines:
        namesakes = by_name.get(search_key(line.full_name), [])
        if codes[line.code] > 1:
            found.append(Difference(line, "refused", f"Mã {line.code} có ở nhiều dòng."))
        elif not line.code and (len(namesakes) > 1 or names[search_key(line.full_name)] > 1):
            found.append(Difference(line, "refused", "Có nhiều người trùng tên này; ghi mã của từng người."))
        elif line.person and line.person in accounts:
            found.append(Difference(line, "same", "Tài khoản này đã có trong danh sách."))
        else:
            known = by_code.get(line.code) if line.code else (namesakes[0] if namesakes else None)
            if line.code and known is None and len(namesakes) == 1 and not namesakes[0].code:
                known = namesakes[0]  # the same person, whose code was not known yet
            found.append(_difference(line, known, held.get(known.pk) if known else None))
    return found


def _difference(line: Line, known: Staff | None, post: Post | None) -> Difference:
    if known is None:
        return Difference(line, "new")
    if search_key(line.full_name) != known.search_key:
        return Difference(
            line, "refused", f"Mã này đang là của {known.full_name}; sửa tên ở trang của người ấy."
        )
    if post is None:
        return Difference(line, "changed", "trở lại làm việc", known.pk)
    said = []
    if line.category and line.category != post.category:
        said.append(f"loại: {post.get_category_display()} → {Post.Category(line.category).label}")
    if line.title and line.title != post.title:
        said.append(f"chức vụ: {post.title or 'chưa ghi'} → {line.title}")
    if line.agency and line.agency != post.agency_id:
        said.append(f"cơ quan: {post.agency.short_name if post.agency else 'chưa ghi'} → cơ quan mới")
    if line.at_centre != post.at_centre:
        said.append("làm việc tại Trung tâm" if line.at_centre else "không còn ở Trung tâm")
    if line.code and not known.code:
        said.append(f"mã: {line.code}")
    if line.person and not known.person_id:
        said.append("gắn với tài khoản")
    return (
        Difference(line, "changed", "; ".join(said), known.pk)
        if said
        else Difference(line, "same", "", known.pk)
    )


@transaction.atomic
def apply_lines(*, actor: Person, at: datetime, unit: Unit, lines: Sequence[Line]) -> Counter[str]:
    """Write the lines that are new or changed, compared anew: what somebody did in between is not written over."""
    require(actor, Action.CONDUCT_MANAGE, unit)
    today = timezone.localdate(at)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    agencies = {one.pk: one for one in agencies_of(unit)}
    done: Counter[str] = Counter()
    for one in compare(unit, lines, today):
        if one.kind == "new":
            _add(actor, at, unit, one.line, agencies, today)
        elif one.kind == "changed" and one.staff is not None:
            _change(
                actor, at, Staff.objects.select_related("unit").get(pk=one.staff), one.line, agencies, today
            )
        done[one.kind] += 1
    return done


def _add(
    actor: Person, at: datetime, unit: Unit, line: Line, agencies: dict[int, Agency], today: date
) -> None:
    person = Person.objects.filter(pk=line.person, memberships__unit=unit).first() if line.person else None
    fields = _fields(line, agencies, today)
    fields = replace(
        fields, category=fields.category or Post.Category.CIVIL_SERVANT, person=person, confirmed=True
    )
    add_staff(actor=actor, at=at, unit=unit, fields=fields)


def _change(
    actor: Person, at: datetime, staff: Staff, line: Line, agencies: dict[int, Agency], today: date
) -> None:
    """The code or account is added; a changed post begins on the day of the line, or today."""
    if (line.code and not staff.code) or (line.person and not staff.person_id):
        staff.code = staff.code or line.code
        if line.person and Membership.objects.filter(person=line.person, unit=staff.unit).exists():
            staff.person_id = staff.person_id or line.person
        staff.version += 1
        staff.save()
    post = staff.posts.filter(until_date=None).first()
    fields = _fields(line, agencies, today)
    wanted = replace(
        fields,
        category=fields.category or (post.category if post else Post.Category.CIVIL_SERVANT),
        title=fields.title or (post.title if post else ""),
        agency=fields.agency or (post.agency if post else None),
    )
    if post is not None:
        same = (post.category, post.title, post.agency_id, post.at_centre) == (
            wanted.category, wanted.title, wanted.agency.pk if wanted.agency else None, wanted.at_centre,
        )  # fmt: skip
        if same:
            return
        if wanted.since_date <= post.since_date:
            wanted = replace(wanted, since_date=today)
        if post.since_date >= today:  # written down today: put right, not moved
            post.category, post.title = wanted.category, wanted.title
            post.agency, post.at_centre = wanted.agency, wanted.at_centre
            post.save()
            return
    move_staff(actor=actor, at=at, staff=staff, fields=wanted)


def _fields(line: Line, agencies: dict[int, Agency], today: date) -> StaffFields:
    since = date.fromisoformat(line.since) if line.since else today
    return StaffFields(
        line.full_name,
        line.category,
        since,
        agencies.get(line.agency or 0),
        line.title,
        line.at_centre,
        line.code,
    )


def _line(number: int, told: dict[str, Any], agencies: dict[str, Agency], today: date) -> tuple[Line, str]:
    def text(field: str) -> str:
        return tidy(str(told.get(field) if told.get(field) is not None else ""))

    code = text("code").removesuffix(".0")
    category = _CATEGORIES.get(search_key(text("category")), "")
    agency = agencies.get(search_key(text("agency")))
    since, fault = _since(told.get("since_date"), today)
    line = Line(
        number, text("full_name")[:100], code[:30], category, text("title")[:120], agency.pk if agency else None,
        search_key(text("at_centre")) in {"x", "co", "1", "1 0", "true", "dung"}, since,
    )  # fmt: skip
    if len(text("full_name")) > 100:
        return line, "Họ tên dài quá 100 chữ."
    if text("category") and not category:
        return line, f"Không hiểu loại “{text('category')[:40]}”."
    if text("agency") and agency is None:
        return line, f"Đơn vị không có cơ quan “{text('agency')[:60]}”."
    return line, fault


def _since(value: Any, today: date) -> tuple[str, str]:
    if value is None or value == "":
        return "", ""
    try:
        day = (
            value.date()
            if isinstance(value, datetime)
            else value
            if isinstance(value, date)
            else parse_date_vi(tidy(str(value)))
        )
    except ValueError:
        return "", f"Không hiểu ngày “{str(value)[:20]}”."
    if not EARLIEST <= day <= today:
        return "", "Ngày bắt đầu không được sau hôm nay."
    return day.isoformat(), ""


def _agencies(unit: Unit) -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    for one in agencies_of(unit):
        for name in (one.name, one.short_name, *one.aliases):
            found.setdefault(search_key(name), one)
    return found


def _field_of(head: str) -> str:
    key = search_key(head)
    return next((field for field, names in COLUMNS.items() if key in names), "")


def _likeness(texts: Sequence[str]) -> int:
    return sum(bool(_field_of(text)) for text in texts)
