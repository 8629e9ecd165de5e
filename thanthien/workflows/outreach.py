"""Making the programme known meets the programme: pictures of slogans prove criteria, a bulletin about something public
becomes its posting on the loudspeakers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents.write.docx import write_docx
from thanthien.operations.disclosure.actions import CannotPublish
from thanthien.operations.disclosure.clocks import least_days
from thanthien.operations.disclosure.models import Channel, Posting, Publication
from thanthien.operations.disclosure.posting import Shown, item_of, record_posting, take_down
from thanthien.operations.outreach.actions import BulletinFields
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import Broadcast, Bulletin, Slogan, SloganLook
from thanthien.operations.outreach.papers import bulletin_log
from thanthien.operations.outreach.queries import hours_in
from thanthien.operations.outreach.scheduling import Heard, record_heard
from thanthien.operations.outreach.slogans import LookFields, SloganFields, look_at, put_up
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.plans.models import Task
from thanthien.workflows.disclosure import prove_posting
from thanthien.workflows.greetings import post_played
from thanthien.workflows.proving import Proof, Proven, bring, tasks_of_criteria

_DAY = timedelta(days=1)
PLACE = "Hệ thống loa truyền thanh"


@dataclass(frozen=True, slots=True)
class ToRead:
    """Something public that the law wants read out, and for how many days in a row."""

    publication: Publication
    days: int


def put_up_with_proof(
    *, actor: Person, at: datetime, unit: Unit, fields: SloganFields, look: LookFields
) -> tuple[Slogan, Proven]:
    """A slogan put up; its picture becomes evidence of the criterion that asks for it."""
    slogan, seen = put_up(actor=actor, at=at, unit=unit, fields=fields, look=look)
    return slogan, prove_look(actor=actor, at=at, look=seen)


def look_with_proof(
    *, actor: Person, at: datetime, slogan: Slogan, look: LookFields
) -> tuple[SloganLook, Proven]:
    """A look; the picture of a slogan in good state becomes evidence."""
    seen = look_at(actor=actor, at=at, slogan=slogan, look=look)
    return seen, prove_look(actor=actor, at=at, look=seen)


def tasks_proven_by(slogan: Slogan, year: int) -> list[Task]:
    """The tasks of the year whose criterion a required slogan proves. Two queries."""
    required = definition().required.get(slogan.required)
    adoption = adoption_of(slogan.unit, year) if required else None
    if required is None or adoption is None:
        return []
    key = required.proves.get(adoption.criteria_set.code, "")
    return tasks_of_criteria(slogan.unit, year, [key]) if key else []


def prove_look(*, actor: Person, at: datetime, look: SloganLook) -> Proven:
    """Hand the picture in with the tasks that it serves; again changes nothing."""
    slogan = look.slogan
    if (
        look.photo is None
        or look.state != Slogan.State.IN_PLACE
        or not may(actor, Action.TASK_WORK, slogan.unit)
    ):
        return Proven()
    title = f"{slogan} tại {slogan.place}"[:300]
    proof = Proof(title, look.date, look.photo, f"khau-hieu-{slogan.pk}-{look.date:%Y-%m-%d}.jpg")
    return bring(actor, at, tasks_proven_by(slogan, look.date.year), proof)


def to_read_out(unit: Unit) -> list[ToRead]:
    """What is public, must be read out, and has neither a bulletin nor a posting by loudspeaker. Three queries."""
    rows = Publication.objects.filter(unit=unit, state=Publication.State.PUBLISHED)
    done = Posting.objects.filter(publication__unit=unit, channel=Channel.LOUDSPEAKER)
    codes = Bulletin.objects.filter(unit=unit, withdrawn_at=None).exclude(publication_code="")
    rows = rows.exclude(pk__in=done.values("publication")).exclude(code__in=codes.values("publication_code"))
    found = [
        ToRead(one, least_days(item_of(one), Channel.LOUDSPEAKER)) for one in rows.order_by("-published_at")
    ]
    return [one for one in found if one.days]


def bulletin_from(unit: Unit, code: str) -> BulletinFields | None:
    """The first draft of a bulletin about something public: its title and text; None where it is not public."""
    one = Publication.objects.filter(unit=unit, code=code, state=Publication.State.PUBLISHED).first()
    if one is None:
        return None
    words = [
        f"Ủy ban nhân dân {unit.full_name} thông báo công khai: {one.title}.", f"Văn bản {one.document}.", one.text,
        "Bà con xem toàn văn tại bảng niêm yết ở trụ sở, nhà văn hóa và trên trang thông tin của đơn vị.",
    ]  # fmt: skip
    text = "\n".join(word for word in words if word.strip())
    return BulletinFields(
        one.title[:200], text, None, one.code, least_days(item_of(one), Channel.LOUDSPEAKER)
    )


def publication_of(bulletin: Bulletin) -> Publication | None:
    rows = Publication.objects.filter(unit=bulletin.unit, code=bulletin.publication_code)
    return rows.select_related("unit__parent").first() if bulletin.publication_code else None


def record_with_posting(
    *, actor: Person, at: datetime, heard: dict[Broadcast, Heard]
) -> tuple[list[Broadcast], list[Posting], list[str]]:
    """Record what was played; of bulletins about something public the posting follows, nothing is typed twice.

    The third: why a posting was not made, as sentences. What was recorded stays.
    """
    rows = record_heard(actor=actor, at=at, heard=heard)
    made, why = [], []
    for bulletin in {one.bulletin_id: one.bulletin for one in rows}.values():
        try:
            posting = post_bulletin(actor=actor, at=at, bulletin=bulletin)
        except CannotPublish as refusal:
            why.append(str(refusal))
        else:
            made += [posting] if posting else []
    heard_of = {one.bulletin_id: one.bulletin for one in rows if one.bulletin.greeting_code}
    why += post_played(actor=actor, at=at, bulletins=heard_of.values())[1]
    return rows, made, why


@transaction.atomic
def post_bulletin(*, actor: Person, at: datetime, bulletin: Bulletin) -> Posting | None:
    """The posting of what a bulletin reads out: from the first of its days in a row to the last.

    Made once the days that the law asks for are played without a gap; ended when nothing is left to play, with the log
    as its proof. None while that is not so. Raises CannotPublish.
    """
    publication = publication_of(bulletin)
    if publication is None or publication.state != Publication.State.PUBLISHED:
        return None
    if not may(actor, Action.DISCLOSURE_WORK, bulletin.unit):
        return None
    rows = list(
        bulletin.broadcasts.exclude(state=Broadcast.State.CANCELLED).select_related(
            "cluster", "bulletin__unit"
        )
    )
    run = longest_run(
        {timezone.localdate(one.begins_at) for one in rows if one.state == Broadcast.State.PLAYED}
    )
    if len(run) < max(bulletin.least_days, 1) or any(one.state == Broadcast.State.PLANNED for one in rows):
        return None
    if publication.postings.filter(channel=Channel.LOUDSPEAKER).exists():
        return None
    hours = hours_in(one for one in rows if timezone.localdate(one.begins_at) in run)
    paper = keep_file(data=write_docx(bulletin_log(bulletin, hours)), at=at)
    name = f"Nhật ký phát bản tin số {bulletin.number}.docx"
    shown = Shown(Channel.LOUDSPEAKER, run[0], None, PLACE, "", paper, name)
    posting = record_posting(actor=actor, at=at, publication=publication, shown=shown)
    posting = take_down(actor=actor, at=at, posting=posting, last_date=run[-1], reason="Đã phát đủ theo lịch")
    prove_posting(actor=actor, at=at, posting=posting)
    return posting


def longest_run(days: set[date]) -> Sequence[date]:
    """The longest span of days without a gap; of two alike the earlier."""
    best: list[date] = []
    run: list[date] = []
    for day in sorted(days):
        run = [*run, day] if run and day - run[-1] == _DAY else [day]
        best = run if len(run) > len(best) else best
    return best
