"""The members a plan prints ("Đ/c Nguyễn Văn A, Chủ tịch UBND xã - Trưởng ban") as members of the committee."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thanthien.lib.vietnamese import search_key, tidy
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.units.models import Unit
from thanthien.programme.steering.actions import MemberFields
from thanthien.programme.steering.models import CommitteeMember

Role = CommitteeMember.Role
_ROLES = (  # the longer wording first: "phó trưởng ban thường trực" holds "trưởng ban"
    ("pho truong ban thuong truc", Role.STANDING_DEPUTY),
    ("pho truong ban", Role.DEPUTY),
    ("pho ban", Role.DEPUTY),
    ("truong ban", Role.HEAD),
    ("thu ky", Role.SECRETARY),
    ("uy vien", Role.MEMBER),
    ("thanh vien", Role.MEMBER),
)
_BREAK = re.compile(r"\s*(?:[-–—:,;()]|\blàm\b)\s*")
_CALLED = re.compile(r"^(?:đồng chí|đ/c|ông|bà)\s+", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-ỸĐ][a-zà-ỹđ]*(?: [A-ZÀ-ỸĐ][a-zà-ỹđ]*){1,5}")


def suggested_members(unit: Unit, printed: Iterable[object]) -> list[MemberFields]:
    """What `Plan.steering` prints, with accounts of the unit found by name, or by a post that one person has."""
    roles = list(
        Membership.objects.filter(unit=unit, end_date=None, person__is_active=True).select_related("person")
    )
    by_name = {m.person.search_key: m.person for m in roles}
    by_post: dict[str, set[Person]] = {}
    for one in roles:
        by_post.setdefault(_post_key(unit, one.title), set()).add(one.person)
    return [_member(unit, str(line), by_name, by_post) for line in printed if tidy(str(line))]


def _member(
    unit: Unit, line: str, by_name: dict[str, Person], by_post: dict[str, set[Person]]
) -> MemberFields:
    role, invited, name, posts = Role.MEMBER, "moi" in search_key(line).split(), "", []
    for raw in _BREAK.split(tidy(line)):
        called = _CALLED.match(raw)
        part = _CALLED.sub("", raw).strip(" .")
        key = search_key(part)
        if not part or key in {"moi", "moi tham gia"}:
            continue
        found = next((r for words, r in _ROLES if key.startswith(words)), None)
        if found is not None and len(key.split()) <= len("pho truong ban thuong truc".split()) + 3:
            role = found
        elif not name and (key in by_name or (called and _NAME.fullmatch(part))):
            name = part
        else:
            posts.append(part)
    title = ", ".join(posts)
    person = by_name.get(search_key(name)) if name else None
    holders = by_post.get(_post_key(unit, title), set()) if title and not name else set()
    if person is None and len(holders) == 1:
        person = next(iter(holders))
    return MemberFields(
        role=role,
        person=person,
        full_name=name[:100],
        title=title[:150],
        is_invited=invited and person is None,
    )


def _post_key(unit: Unit, title: str) -> str:
    """A post without the unit's own name: "Chủ tịch UBND xã Thanh Bình" and "Chủ tịch UBND" are one."""
    words = search_key(title).replace("uy ban nhan dan", "ubnd")
    return words.removesuffix(search_key(unit.name)).strip().removesuffix(unit_kind_key(unit)).strip()


def unit_kind_key(unit: Unit) -> str:
    return search_key(unit.get_kind_display())
