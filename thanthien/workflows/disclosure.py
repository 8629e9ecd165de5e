"""What is public meets the programme: a posting with its proof, and the list of a quarter, become evidence.

Which criteria they prove stands in `data/disclosure.yaml`, by criteria set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.disclosure.actions import publish
from thanthien.operations.disclosure.definition import NEWS, Proves, definition
from thanthien.operations.disclosure.lists import make_list
from thanthien.operations.disclosure.models import Channel, Posting, Publication, QuarterList
from thanthien.operations.disclosure.posting import Shown, add_proof, record_posting
from thanthien.operations.disclosure.quarter_papers import name_of
from thanthien.operations.disclosure.quarter_shapes import Quarter
from thanthien.operations.disclosure.quarters import listed_in, quarter_before, was_public_in
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.evidence.actions import withdraw_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task
from thanthien.workflows.proving import Proof, Proven, bring, keeper_of, tasks_of_criteria

State = Evidence.State
_LIST_CHANNELS = (Channel.NOTICE_CENTRE, Channel.PORTAL, Channel.LOUDSPEAKER, Channel.FACEBOOK, Channel.ZALO)


def tasks_proven_by(posting: Posting) -> list[Task]:
    """The tasks of the year whose criteria a posting proves: what is shown, and where. Two queries."""
    publication = posting.publication
    unit, year = publication.unit, posting.first_date.year
    proves = _proves(unit, year)
    if proves is None:
        return []
    keys = {proves.items.get(publication.item, ""), proves.channels.get(posting.channel, "")}
    return tasks_of_criteria(unit, year, keys)


def postings_that_serve(postings: Sequence[Posting]) -> set[int]:
    """Of the postings of one publication, the ids of those that serve a task of their year. Two queries a year."""
    found: set[int] = set()
    for year in sorted({posting.first_date.year for posting in postings}):
        publication = postings[0].publication
        proves = _proves(publication.unit, year)
        if proves is None:
            continue
        own = proves.items.get(publication.item, "")
        mine = {
            p.pk: {own, proves.channels.get(p.channel, "")} for p in postings if p.first_date.year == year
        }
        tasks = tasks_of_criteria(publication.unit, year, set().union(*mine.values()))
        keys = {task.criterion.key for task in tasks if task.criterion}
        found |= {pk for pk, wanted in mine.items() if wanted & keys}
    return found


def proofs_of_postings(postings: Iterable[Posting]) -> dict[int, list[Evidence]]:
    """By posting id: the proofs that hold its file or address. One query."""
    proofs = {posting.pk: (posting, proof) for posting in postings if (proof := proof_of(posting))}
    if not proofs:
        return {}
    unit = next(iter(proofs.values()))[0].publication.unit
    files = [proof.file.pk for _, proof in proofs.values() if proof.file]
    urls = [proof.url for _, proof in proofs.values() if proof.url]
    rows = Evidence.objects.filter(Q(file__in=files) | Q(url__in=urls), unit=unit)
    held = rows.exclude(state=State.WITHDRAWN).select_related("task__criterion").order_by("pk")
    found: dict[int, list[Evidence]] = {pk: [] for pk in proofs}
    for one in held:
        for pk, (_, proof) in proofs.items():
            if (proof.file and one.file_id == proof.file.pk) or (proof.url and one.url == proof.url):
                found[pk].append(one)
    return found


def tasks_of_files(unit: Unit, files: Sequence[StoredFile]) -> list[Evidence]:
    """The proofs that hold one of these files, with their tasks; the newest first. One query."""
    rows = Evidence.objects.filter(unit=unit, file__in=files).exclude(state=State.WITHDRAWN)
    return list(rows.select_related("task__criterion").order_by("-pk"))


def proof_of(posting: Posting) -> Proof | None:
    """What shows that a posting was there; the unit's own page is its own proof. None where there is nothing yet."""
    title = f"{posting}: {posting.publication.title}"[:300]
    if posting.channel == Channel.PORTAL:
        one = posting.publication
        address = f"{settings.SITE_URL}/{one.unit.code}/public/{one.code}/"
        return Proof(title, posting.first_date, url=address)
    if not posting.has_proof:
        return None
    url = "" if posting.file_id else posting.url
    return Proof(title, posting.first_date, posting.file, posting.filename, url)


def publish_with_proof(
    *, actor: Person, at: datetime, publication: Publication, seen: int
) -> tuple[Publication, Proven]:
    """Make a text public; its page is evidence of what must be on the unit's own page. News proves nothing."""
    done = publish(actor=actor, at=at, publication=publication, seen=seen)
    if done.item == NEWS:
        return done, Proven()
    posting = done.postings.select_related("publication__unit").get(channel=Channel.PORTAL)
    return done, prove_posting(actor=actor, at=at, posting=posting)


def post_with_proof(
    *, actor: Person, at: datetime, publication: Publication, shown: Shown
) -> tuple[Posting, Proven]:
    """Record a posting; its picture, file or address becomes evidence. The posting stays whatever the tasks say."""
    posting = record_posting(actor=actor, at=at, publication=publication, shown=shown)
    return posting, prove_posting(actor=actor, at=at, posting=posting)


def bring_proof(
    *, actor: Person, at: datetime, posting: Posting, url: str = "", file: StoredFile | None = None,
    filename: str = "",
) -> Proven:  # fmt: skip
    """The proof of a posting, brought later, becomes evidence."""
    now = add_proof(actor=actor, at=at, posting=posting, url=url, file=file, filename=filename)
    return prove_posting(actor=actor, at=at, posting=now)


def prove_posting(*, actor: Person, at: datetime, posting: Posting) -> Proven:
    """Hand the proof of a posting in with the tasks it serves; again changes nothing."""
    proof = proof_of(posting)
    if proof is None or not may(actor, Action.TASK_WORK, posting.publication.unit):
        return Proven()
    return bring(actor, at, tasks_proven_by(posting), proof)


def make_due_lists(*, at: datetime) -> int:
    """The list of the quarter that is over, for every commune whose register has begun; how many were made now.

    Called daily: it makes a list when a quarter ends, and its next version after a late correction.
    """
    quarter = quarter_before(timezone.localdate(at))
    made = 0
    for unit in Unit.objects.filter(parent__isnull=False, successor=None).order_by("pk"):
        if not unit.is_local or not was_public_in(unit, quarter):
            continue
        with transaction.atomic():
            newest, is_new = make_list(actor=None, at=at, unit=unit, quarter=quarter)
            actor = keeper_of(unit) if is_new else None
            if actor is not None:
                file_list(actor=actor, at=at, made=newest)
        made += is_new
    return made


def list_now(
    *, actor: Person, at: datetime, unit: Unit, quarter: Quarter
) -> tuple[QuarterList, bool, Proven]:
    """Make the list of a quarter that is over by hand, and hand it in. Raises CannotPublish while it runs."""
    made, is_new = make_list(actor=actor, at=at, unit=unit, quarter=quarter)
    return made, is_new, file_list(actor=actor, at=at, made=made)


@transaction.atomic
def file_list(*, actor: Person, at: datetime, made: QuarterList) -> Proven:
    """Hand a list in with the tasks about the channels it tells of; the version before it, unless accepted, goes."""
    quarter = Quarter.read(made.period)
    assert quarter is not None  # written by `make_list` alone
    unit = made.unit
    proves = _proves(unit, quarter.year)
    if proves is None:
        return Proven(why=(f"Đơn vị chưa áp dụng bộ tiêu chí có nội dung công khai cho năm {quarter.year}.",))
    listed = listed_in(unit, quarter)
    labels = {one.channel for line in listed.lines for one in line.shown}
    keys = {proves.channels.get(c, "") for c in _LIST_CHANNELS if c.label in labels}
    tasks = tasks_of_criteria(unit, quarter.year, keys)
    older = QuarterList.objects.filter(unit=unit, period=made.period).exclude(pk=made.pk).values("word")
    for old in Evidence.objects.filter(unit=unit, file__in=older, state=State.WAITING):
        withdraw_proof(actor=actor, at=at, proof=old)
    name = name_of(listed, made.version)
    title = f"{name}, lập ngày {date_vi(timezone.localdate(made.made_at))}"
    return bring(actor, at, tasks, Proof(title, quarter.last, made.word, f"{name}.docx"))


def _proves(unit: Unit, year: int) -> Proves | None:
    adoption = adoption_of(unit, year)
    return definition().criteria.get(adoption.criteria_set.code) if adoption else None
