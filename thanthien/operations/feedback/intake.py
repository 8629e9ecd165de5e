"""One intake for every channel: the same checks, code, history, clock and notices for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import new_code
from thanthien.lib.documents.legacy import convert, detect
from thanthien.lib.vietnamese import search_key, tidy
from thanthien.operations.feedback.clocks import first_due
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.kept_settings import Settings, settings_of
from thanthien.operations.feedback.models import Attachment, Channel, Path, Report, Sender, Step
from thanthien.operations.feedback.notices import tell_sender
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.inserting import add, in_one_trip, insert
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import holds, still

LONGEST = 5000  # letters of a report
SHORTEST = 10
MOST_FILES = 5
# Channels whose reports an official types in.
TYPED = frozenset({Channel.HOTLINE, Channel.WALK_IN, Channel.FACEBOOK, Channel.LETTER_BOX, Channel.RELAY})
_PATHS, _CHANNELS = frozenset(Path.values), frozenset(Channel.values)


class CannotReceive(Refusal):
    """The report was not kept."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach who sent a report; all empty for one without a name."""

    name: str = ""
    phone: str = ""
    email: str = ""
    zalo: str = ""
    address: str = ""
    tell_by: str = ""  # a channel of platform.outbox; "" asks for no notice

    def __bool__(self) -> bool:
        return any((self.name, self.phone, self.email, self.zalo, self.address))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report as it comes in. `client_key` makes sending twice harmless: the device or the provider gives it."""

    text: str
    category: str
    channel: str
    client_key: str
    path: str = Path.PETITION
    place: str = ""
    neighbourhood: Neighbourhood | None = None
    contact: Contact = Contact()
    is_anonymous: bool = False
    may_publish: bool = False
    about_leader: bool = False
    language: str = "vi"


class HasChanged(Exception):
    """Somebody has acted in the unit since it was remembered: nothing was written, ask anew."""


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new` False: the same report had come in before, nothing was written."""

    report: Report
    is_new: bool


def receive_report(
    *,
    at: datetime,
    unit: Unit,
    incoming: Incoming,
    by: Person | None = None,
    files: Sequence[tuple[StoredFile, str]] = (),
    as_of: int | None = None,
    is_remembered: bool = False,
) -> Received:
    """Keep a report with its code, first history row, clock and notice, all in one transaction.

    `by` is the official who types it in, None where the citizen sends it. `files` are kept files with the
    names they came under. `as_of`: the last act of a person in the unit, where the caller has asked for it;
    `is_remembered` where that was some seconds ago, then `HasChanged` is raised if somebody has acted since.
    Raises `CannotReceive`, and `NotAllowed` for an official without the right.
    """
    if by is not None:
        require(by, Action.FEEDBACK_RECEIVE, unit)
    incoming = _checked(unit, incoming, by)
    if len(files) > MOST_FILES:
        raise CannotReceive(_("Mỗi ý kiến gửi kèm tối đa {most} tệp.").format(most=MOST_FILES), "files")
    report = _drafted(at, unit, incoming, by, settings_of(unit, as_of))
    try:
        with transaction.atomic():  # everything is worked out before: others wait to write meanwhile
            told = insert(report, *(still(unit) if is_remembered else []))
            if is_remembered and not holds(unit, as_of, told):
                raise HasChanged
            _keep_with(report, at, by, incoming.contact, files)
    except IntegrityError:
        known = Report.objects.filter(client_key=incoming.client_key, unit=unit).first()
        if known is None:
            raise
        return Received(known, False)
    return Received(report, True)


def _drafted(at: datetime, unit: Unit, incoming: Incoming, by: Person | None, settings: Settings) -> Report:
    today = timezone.localdate(at)
    is_protected = definition().categories[incoming.category].is_protected
    is_protected = is_protected or incoming.path == Path.DENUNCIATION
    term, clock = first_due(unit, incoming.path, incoming.category, today, settings.days)
    return Report(
        unit=unit, code=new_code(), client_key=incoming.client_key, path=incoming.path,
        channel=incoming.channel, category=incoming.category, text=incoming.text, place=incoming.place,
        neighbourhood=incoming.neighbourhood, language=incoming.language,
        search_key=search_key(f"{incoming.text} {incoming.place}"), is_anonymous=incoming.is_anonymous,
        is_protected=is_protected, about_leader=is_protected and incoming.about_leader,
        agency_id=None if is_protected else _agency_for(settings, incoming), clock_start=today, clock_days=term.days,
        clock_unit=term.count, due_date=clock.last_day, received_at=at, received_by=by,
        may_publish=incoming.may_publish and not is_protected,
    )  # fmt: skip


def _keep_with(
    report: Report, at: datetime, by: Person | None, contact: Contact, files: Sequence[tuple[StoredFile, str]]
) -> None:
    with in_one_trip():
        _first_step(report, at, by)
        if contact:
            add(
                Sender,
                report_id=report.pk, name=contact.name, phone=contact.phone, email=contact.email, zalo=contact.zalo,
                address=contact.address, tell_by=contact.tell_by,
            )  # fmt: skip
            tell_sender(report, contact, "received", at)
        for file, name in files:
            add(Attachment, report_id=report.pk, file_id=file.pk, name=name[:200])


def _agency_for(settings: Settings, incoming: Incoming) -> int | None:
    place = incoming.neighbourhood.pk if incoming.neighbourhood else None
    return settings.agency_for(category=incoming.category, neighbourhood=place, channel=incoming.channel)


def _first_step(report: Report, at: datetime, by: Person | None) -> None:
    add(
        Step,
        report_id=report.pk, move=Step.Move.SEND, at=at, by_id=by.pk if by else None, is_public=True,
        state=report.state, agency_id=report.agency_id, due_date=report.due_date,
    )  # fmt: skip
    # What was said stays in the report alone: audit rows are read by more people and never deleted.
    record(
        actor=by, at=at, action="feedback.send", subject=report, unit=report.unit,
        said_actor="Người dân",
        after={"path": report.path, "channel": report.channel, "category": report.category,
               "due_date": report.due_date},
    )  # fmt: skip


def _checked(unit: Unit, incoming: Incoming, by: Person | None) -> Incoming:
    # before tidying: what is a soft hyphen in Unicode is a letter in TCVN3
    text = tidy(convert(incoming.text, detect(incoming.text)), keep_lines=True)
    if len(text) < SHORTEST:
        raise CannotReceive(_("Ông/bà viết rõ hơn một chút: việc gì, ở đâu, từ khi nào."), "text")
    if len(text) > LONGEST:
        raise CannotReceive(
            _("Nội dung dài {length} chữ, tối đa {most}. Ông/bà viết gọn lại hoặc gửi kèm tệp.").format(
                length=len(text), most=LONGEST
            ),
            "text",
        )
    if incoming.category not in definition().categories:
        raise CannotReceive(_("Ông/bà chọn một lĩnh vực trong danh sách."), "category")
    if incoming.neighbourhood is not None and incoming.neighbourhood.unit_id != unit.pk:
        raise CannotReceive(_("Ông/bà chọn thôn, tổ dân phố trong danh sách."), "neighbourhood")
    if incoming.path not in _PATHS or incoming.channel not in _CHANNELS or not incoming.client_key:
        raise CannotReceive(_("Yêu cầu gửi lên chưa đúng dạng."))
    if (by is None) == (incoming.channel in TYPED):
        raise CannotReceive(_("Kênh tiếp nhận chưa đúng."), "channel")
    contact = Contact() if incoming.is_anonymous else incoming.contact
    if not definition().laws[incoming.path].takes_anonymous and not (contact.name and contact.address):
        raise CannotReceive(
            _("{path} theo luật phải có họ tên và địa chỉ của người gửi.").format(
                path=Path(incoming.path).label
            ),
            "name" if not contact.name else "address",
        )
    return replace(
        incoming, text=text, contact=contact, is_anonymous=not contact, place=tidy(incoming.place)[:200]
    )
