"""What officials do with the register: draft, publish, post, take down. Nothing public vanishes without a trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.disclosure.clocks import publish_by
from thanthien.operations.disclosure.models import Channel, ItemTerms, Posting, Publication
from thanthien.operations.disclosure.queries import forget_register, register_of
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit

State = Publication.State


class CannotPublish(Refusal):
    """Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a publication says; `file` with the name it was sent under."""

    item: str
    title: str
    document_date: date
    document_number: str = ""
    text: str = ""
    file: StoredFile | None = None
    filename: str = ""
    period: str = ""


def draft_publication(
    *, actor: Person, at: datetime, unit: Unit, draft: Draft, replaces: Publication | None = None
) -> Publication:
    """A new text, or a new version of one that is public. Raises CannotPublish."""
    require(actor, Action.DISCLOSURE_WORK, unit)
    fields = _checked(unit, draft, at)
    if replaces is not None:
        if replaces.unit_id != unit.pk or replaces.state != State.PUBLISHED:
            raise CannotPublish("Chỉ nội dung đang công khai mới có bản mới thay thế.")
        if replaces.replaced_by.filter(state=State.DRAFT).exists():
            raise CannotPublish("Nội dung này đã có một bản mới đang soạn. Anh/chị sửa tiếp bản đó.")
        if fields["file"] is None and replaces.file_id:
            fields |= {"file": replaces.file, "filename": replaces.filename}
    code = new_code()
    try:
        with transaction.atomic():
            made = Publication.objects.create(
                unit=unit, code=code, thread=replaces.thread if replaces else code, replaces=replaces,
                drafted_by=actor, drafted_at=at, **fields,
            )  # fmt: skip
            record(actor=actor, at=at, action="disclosure.draft", subject=made, unit=unit, after=_plain(made))
    except IntegrityError:
        raise CannotPublish("Danh sách của quý này đã được lập.", "period") from None
    return made


@transaction.atomic
def change_draft(
    *, actor: Person, at: datetime, publication: Publication, draft: Draft, seen: int
) -> Publication:
    """Correct what is not yet public; a public text is corrected by a new version."""
    require(actor, Action.DISCLOSURE_WORK, publication.unit)
    one = _held(publication, seen)
    if one.state != State.DRAFT:
        raise CannotPublish(
            "Nội dung đã công bố thì sửa bằng bản mới, để người đọc thấy điều gì đã thay đổi."
        )
    fields = _checked(one.unit, draft, at)
    if fields["file"] is None:
        fields |= {"file": one.file, "filename": one.filename}
    before, after = differences(one, fields)
    for name, value in fields.items():
        setattr(one, name, value)
    _save(one)
    if after:
        record(
            actor=actor, at=at, action="disclosure.change", subject=one, unit=one.unit, before=before, after=after
        )  # fmt: skip
    return one


def _checked(unit: Unit, draft: Draft, at: datetime) -> dict[str, Any]:
    entry = register_of(unit).get(draft.item)
    if entry is None or not entry.is_active:
        raise CannotPublish("Anh/chị chọn một nội dung trong danh mục.", "item")
    title, text = tidy(draft.title)[:300], draft.text.strip()
    if not title:
        raise CannotPublish("Anh/chị ghi tên nội dung.", "title")
    if draft.document_date > timezone.localdate(at):
        raise CannotPublish("Ngày của văn bản chưa tới.", "document_date")
    if draft.document_date.year < 2000:
        raise CannotPublish("Anh/chị kiểm tra lại năm của văn bản.", "document_date")
    return {
        "item": draft.item,
        "title": title,
        "text": text,
        "agency": Agency.objects.filter(pk=entry.agency_id).first() if entry.agency_id else None,
        "document_number": tidy(draft.document_number)[:60],
        "document_date": draft.document_date,
        "due_date": publish_by(unit, draft.document_date).last_day,
        "period": draft.period,
        "file": draft.file,
        "filename": draft.filename[:200],
    }


@transaction.atomic
def publish(*, actor: Person, at: datetime, publication: Publication, seen: int) -> Publication:
    """Public from now on, and posted on the unit's own page by that; the version before it is history."""
    require(actor, Action.DISCLOSURE_MANAGE, publication.unit)
    one = _held(publication, seen)
    if one.state != State.DRAFT:
        raise CannotPublish("Nội dung này đã được công bố.")
    if not one.text and one.file_id is None:
        raise CannotPublish("Chưa có gì để đọc: anh/chị ghi nội dung hoặc gắn tệp văn bản.", "text")
    today = timezone.localdate(at)
    if one.replaces is not None:
        _make_way(one.replaces, actor, at, today)
    one.state, one.published_at, one.published_by = State.PUBLISHED, at, actor
    _save(one)
    Posting.objects.create(
        publication=one, channel=Channel.PORTAL, first_date=today, posted_by=actor, recorded_at=at
    )
    record(
        actor=actor, at=at, action="disclosure.publish", subject=one, unit=one.unit,
        after={"published_at": at, "due_date": one.due_date},
    )  # fmt: skip
    return one


def _make_way(old: Publication, actor: Person, at: datetime, today: date) -> None:
    """The version before: its postings end, for the newer one stands in their place."""
    held = Publication.objects.select_for_update().get(pk=old.pk)
    if held.state != State.PUBLISHED:
        raise CannotPublish("Bản trước đã được thay hoặc đã gỡ. Anh/chị mở lại nội dung này để xem.")
    held.state, held.ended_at, held.end_reason = State.REPLACED, at, "Có bản mới"
    _save(held)
    live = held.postings.filter(last_date=None) | held.postings.filter(last_date__gt=today)
    live.update(last_date=today, ended_by=actor, ended_at=at, end_reason="Có bản mới")


@transaction.atomic
def discard_draft(*, actor: Person, at: datetime, publication: Publication, seen: int) -> None:
    """A draft that is not wanted goes; what it said stays in the audit log."""
    require(actor, Action.DISCLOSURE_WORK, publication.unit)
    one = _held(publication, seen)
    if one.state != State.DRAFT:
        raise CannotPublish("Chỉ bỏ được bản chưa công bố.")
    if one.drafted_by_id != actor.pk and not may(actor, Action.DISCLOSURE_MANAGE, one.unit):
        raise CannotPublish(f"Bản này do {one.drafted_by} soạn; người soạn hoặc điều phối viên mới bỏ được.")
    record(actor=actor, at=at, action="disclosure.discard", subject=one, unit=one.unit, before=_plain(one))
    one.delete()


@transaction.atomic
def set_item(
    *, actor: Person, at: datetime, unit: Unit, code: str, title: str = "", agency: Agency | None = None,
    is_active: bool = True, reason: str = "",
) -> ItemTerms:  # fmt: skip
    """Who is responsible for an item, and whether it is followed; a new code "own-…" is the unit's own item."""
    require(actor, Action.DISCLOSURE_MANAGE, unit)
    known = register_of(unit).get(code)
    title, reason = tidy(title)[:300], tidy(reason)[:300]
    if known is None and not title:
        raise CannotPublish("Anh/chị ghi tên nội dung.", "title")
    if not is_active and not reason:
        raise CannotPublish("Anh/chị ghi lý do thôi theo dõi nội dung này.", "reason")
    if agency is not None and agency.unit_id != unit.pk:
        raise CannotPublish("Anh/chị chọn một cơ quan của đơn vị.", "agency")
    changes = {"title": title, "agency": agency, "is_active": is_active, "reason": reason}
    row, is_new = ItemTerms.objects.select_for_update().get_or_create(unit=unit, code=code, defaults=changes)
    before, after = differences(row, changes)
    if after or is_new:
        ItemTerms.objects.filter(pk=row.pk).update(**changes)
        plain = {**changes, "agency": str(agency or "")}
        record(
            actor=actor, at=at, action="disclosure.item", subject=row, unit=unit, before=before,
            after={"code": code, **plain} if is_new else after,
        )  # fmt: skip
    transaction.on_commit(lambda: forget_register(unit))
    forget_register(unit)
    row.refresh_from_db()
    return row


def held_publication(publication: Publication) -> Publication:
    """The row as it is now, held until the transaction ends."""
    rows = Publication.objects.select_for_update(of=("self",))
    return rows.select_related("unit__parent", "unit__successor", "replaces", "drafted_by").get(
        pk=publication.pk
    )


def _held(publication: Publication, seen: int) -> Publication:
    try:
        one = held_publication(publication)
    except Publication.DoesNotExist:
        raise CannotPublish("Bản soạn này vừa được người khác bỏ.") from None
    if one.version != seen:
        raise CannotPublish(CHANGED)
    return one


def _save(one: Publication) -> None:
    one.version += 1
    one.save()


def _plain(one: Publication) -> dict[str, Any]:
    return {
        "item": one.item,
        "title": one.title,
        "document_number": one.document_number,
        "document_date": one.document_date,
        "filename": one.filename,
    }
