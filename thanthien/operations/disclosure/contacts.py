"""Who to call: entered, changed, ended. Every number that once stood there can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.operations.disclosure.actions import CannotPublish
from thanthien.operations.disclosure.models import Contact
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit

_PHONE = re.compile(r"\+?\d{3,15}")


@dataclass(frozen=True, slots=True)
class Number:
    """A line of the list. `is_personal`: the own number of the person who enters it."""

    kind: str
    name: str
    phone: str
    title: str = ""
    hours: str = ""
    agency: Agency | None = None
    is_personal: bool = False
    position: int = 0


@transaction.atomic
def enter_number(
    *, actor: Person, at: datetime, unit: Unit, number: Number, replaces: Contact | None = None
) -> Contact:
    """A new line, or a changed one: the line before ends at that moment. Raises CannotPublish.

    Offices' numbers are entered by those who manage; one's own number by oneself alone, of one's free will.
    """
    require(actor, Action.DISCLOSURE_WORK if number.is_personal else Action.DISCLOSURE_MANAGE, unit)
    phone = _checked(number, unit)
    if number.is_personal and tidy(number.name) != actor.full_name:
        raise CannotPublish(
            f"Số riêng do chính người đó nhập. Anh/chị chỉ nhập được số của mình ({actor.full_name}).", "name"
        )
    if replaces is not None:
        _end(actor, at, replaces)
    made = Contact.objects.create(
        unit=unit, kind=number.kind, agency=number.agency, name=tidy(number.name)[:150],
        title=tidy(number.title)[:150], phone=phone, hours=tidy(number.hours)[:120], position=number.position,
        is_personal=number.is_personal, began_at=at, entered_by=actor, replaces=replaces,
    )  # fmt: skip
    record(
        actor=actor, at=at, subject=made, unit=unit, thread=made,
        action="disclosure.contact_change" if replaces else "disclosure.contact",
        before=_plain(replaces) if replaces else None, after=_plain(made),
    )  # fmt: skip
    return made


@transaction.atomic
def end_number(*, actor: Person, at: datetime, contact: Contact) -> None:
    """A number is no longer to be called. One's own is taken out by oneself or by those who manage."""
    own = contact.is_personal and contact.entered_by_id == actor.pk
    require(actor, Action.DISCLOSURE_WORK if own else Action.DISCLOSURE_MANAGE, contact.unit)
    ended = _end(actor, at, contact)
    record(
        actor=actor,
        at=at,
        action="disclosure.contact_end",
        subject=ended,
        unit=ended.unit,
        before=_plain(ended),
    )


def _end(actor: Person, at: datetime, contact: Contact) -> Contact:
    changed = Contact.objects.filter(pk=contact.pk, ended_at=None).update(ended_at=at, ended_by=actor)
    if not changed:
        raise CannotPublish("Số này vừa được người khác sửa hoặc bỏ. Anh/chị mở lại danh bạ để xem.")
    contact.refresh_from_db()
    return contact


def _checked(number: Number, unit: Unit) -> str:
    phone = re.sub(r"[\s.\-()]", "", number.phone)
    if not _PHONE.fullmatch(phone):
        raise CannotPublish("Số điện thoại chỉ gồm chữ số, ví dụ 0225 3 123 456.", "phone")
    if number.kind not in Contact.Kind.values:
        raise CannotPublish("Anh/chị chọn loại.", "kind")
    if not tidy(number.name):
        raise CannotPublish("Anh/chị ghi tên người hoặc bộ phận.", "name")
    if number.agency is not None and number.agency.unit_id != unit.pk:
        raise CannotPublish("Anh/chị chọn một cơ quan của đơn vị.", "agency")
    return phone


def _plain(one: Contact) -> dict[str, object]:
    return {"kind": one.kind, "name": one.name, "title": one.title, "phone": one.phone}
