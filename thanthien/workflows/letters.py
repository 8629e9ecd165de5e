"""Letters meet the other rooms: what suggests one, what is known about a name, pictures that become evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from thanthien.lib.codes import grouped
from thanthien.operations.casework.models import Apology, Case
from thanthien.operations.casework.queries import apologies_of
from thanthien.operations.feedback.models import Report
from thanthien.operations.letters.actions import FOR_THE_LIVING, LetterFields
from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.models import (
    Gesture,
    GesturePhoto,
    GreetingPost,
    Handing,
    Kind,
    LetterProposal,
)
from thanthien.operations.letters.proposing import Suggested, keep_suggested, template_of_procedure
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.merit.models import Practice
from thanthien.workflows.conduct_names import discipline_of
from thanthien.workflows.proving import Proof, Proven, bring, tasks_of_criteria

Source = LetterProposal.Source
_BACK = timedelta(days=60)  # older results and conclusions suggest no letter any more
_FAULT = (Report.Outcome.SOLVED, Report.Outcome.PARTLY)


def known_about(unit: Unit, template: str, name: str) -> tuple[str, ...]:
    """What other rooms say about a person who is to be thanked, praised or commended."""
    one = definition().template(template)
    if one is None or one.kind not in FOR_THE_LIVING or one.kind == Kind.CONGRATULATION:
        return ()
    return tuple(discipline_of(unit, name))


def with_warnings(unit: Unit, fields: LetterFields) -> LetterFields:
    return replace(fields, warnings=known_about(unit, fields.template, fields.name))


def propose_letters(*, at: datetime, unit: Unit | None = None) -> int:
    """Look for what suggests a letter, in all units or one; how many proposals are new. Safe to repeat."""
    since = at - _BACK
    found = [*_from_cases(since, at, unit), *_from_practices(since, unit), *_from_reports(since, unit)]
    return keep_suggested(at=at, suggested=found)


def _from_cases(since: datetime, at: datetime, unit: Unit | None) -> list[Suggested]:
    """Results of marriages and births that were handed over."""
    rows = Case.objects.filter(state=Case.State.HANDED, handed_at__gte=since, handed_at__lte=at)
    if unit is not None:
        rows = rows.filter(unit=unit)
    found = []
    for case in rows.select_related("unit").order_by("handed_at").iterator(chunk_size=500):
        template = template_of_procedure(case.procedure_name)
        if template and case.handed_at:
            found.append(
                Suggested(
                    case.unit, template, Source.CASE, f"case:{case.pk}", timezone.localdate(case.handed_at),
                    f"{case.procedure_name}, hồ sơ {case.code}", case.applicant, case.address,
                )
            )  # fmt: skip
    return found


def _from_practices(since: datetime, unit: Unit | None) -> list[Suggested]:
    """Good practices recognised by a decision."""
    first = timezone.localdate(since)
    rows = Practice.objects.filter(state=Practice.State.RECOGNISED, document_date__gte=first)
    if unit is not None:
        rows = rows.filter(unit=unit)
    return [
        Suggested(
            one.unit, "commendation", Source.PRACTICE, f"practice:{one.pk}", one.document_date or first, one.title,
            practice=one,
        )
        for one in rows.select_related("unit")
    ]  # fmt: skip


def _from_reports(since: datetime, unit: Unit | None) -> list[Suggested]:
    """Reports about staff that ended with something put right; the code alone is told, and to the leader only."""
    rows = Report.objects.filter(
        is_protected=True, about_leader=False, answered_at__gte=since, outcome__in=_FAULT, is_anonymous=False
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    return [
        Suggested(
            one.unit, "apology", Source.FEEDBACK, f"report:{one.pk}", timezone.localdate(one.answered_at),
            f"Ý kiến {grouped(one.code)} về cán bộ, đã giải quyết",
        )
        for one in rows.select_related("unit")
    ]  # fmt: skip


def late_case_apologies(person: Person, unit: Unit) -> QuerySet[Apology]:
    """The register of apologies for late cases, kept by the room of cases; as that person may read it."""
    return apologies_of(person, unit)


def file_photo(*, actor: Person, at: datetime, photo: GesturePhoto) -> Proven:
    """A picture of a ceremony, visit or meeting is handed in with the tasks it proves."""
    gesture = photo.gesture
    proof = Proof(f"{gesture}: {gesture.place}"[:300], gesture.date, photo.file, photo.filename)
    return _bring(actor, at, gesture.unit, _works_of(gesture), proof)


def file_greeting_post(*, actor: Person, at: datetime, post: GreetingPost) -> Proven:
    """Where a greeting went out, by its picture or its address."""
    greeting = post.greeting
    proof = Proof(
        f"{greeting}, {post}"[:300], post.date, post.file, post.filename, "" if post.file else post.url
    )
    return _bring(actor, at, greeting.unit, ("greeting",), proof)


def _works_of(gesture: Gesture) -> tuple[str, ...]:
    match gesture.kind:
        case Gesture.Kind.CONDOLENCE:
            return ("condolence",)
        case Gesture.Kind.MEETING:
            return ("meeting",)
        case Gesture.Kind.CEREMONY:
            found = {"marriage"} if gesture.handings.filter(paper=Handing.Paper.MARRIAGE).exists() else set()
            kinds = set(gesture.handings.exclude(letter=None).values_list("letter__kind", flat=True))
            return tuple(sorted(found | (kinds & {"thanks", "commendation"})))
    return ()


def _bring(actor: Person, at: datetime, unit: Unit, works: Sequence[str], proof: Proof) -> Proven:
    adoption = adoption_of(unit, proof.day.year)
    if adoption is None or not works or not may(actor, Action.TASK_WORK, unit):
        return Proven()
    keys = definition().criteria.get(adoption.criteria_set.code, {})
    tasks = tasks_of_criteria(unit, proof.day.year, [keys[work] for work in works if work in keys])
    return bring(actor, at, tasks, proof)
