"""Who came: sealed before it is kept, opened only for those who may read it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from thanthien.operations.reception.models import Entry, Visitor
from thanthien.platform.people.sealing import seal, unseal

LOST = "(không mở được)"
WITHHELD = "(được giữ bí mật)"
UNNAMED = "Không cho biết tên"


@dataclass(frozen=True, slots=True)
class Who:
    """`speakers` are those who represent a group, one a line. `is_masked`: this person may not read who it was."""

    name: str = ""
    address: str = ""
    id_number: str = ""
    phone: str = ""
    speakers: str = ""
    is_masked: bool = False

    @property
    def said_name(self) -> str:
        return self.name or UNNAMED


def keep_visitor(entry: Entry, who: Who) -> None:
    Visitor.objects.create(entry=entry, sealed=seal(json.dumps(asdict(replace(who, is_masked=False)))))


def reseal_visitor(entry: Entry, who: Who) -> None:
    """Who came was mistyped."""
    entry.visitor.sealed = seal(json.dumps(asdict(replace(who, is_masked=False))))
    entry.visitor.save(update_fields=["sealed"])


def open_visitor(entry: Entry) -> Who:
    """Whole; callers have asked whether the person may read it."""
    try:
        return Who(**json.loads(unseal(entry.visitor.sealed)))
    except (ValueError, TypeError):  # no key opens it any more
        return Who(name=LOST)


def masked(who: Who) -> Who:
    """Initials and the last digits, as lists show them."""
    if not who.name:
        return Who(is_masked=True)
    initials = " ".join(f"{word[:1]}." for word in who.name.split())
    return Who(initials, "", f"•••{who.id_number[-3:]}" if who.id_number else "", "", "", True)


def secret() -> Who:
    return Who(name=WITHHELD, is_masked=True)
