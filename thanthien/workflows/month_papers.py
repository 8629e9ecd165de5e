"""Tables of a month that the rooms draw up from their records: lists of letters, minutes, days held.

Which criteria each proves stands in `data/filing.yaml`, by criteria set. A room exports a builder that returns None
where nothing happened; nobody is named in a table beyond what everybody who sees proofs may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from thanthien.lib.documents.write import AdministrativeDocument
from thanthien.lib.vietnamese import month_vi
from thanthien.operations.conduct import papers as conduct
from thanthien.operations.engagement import papers as engagement
from thanthien.operations.facilities.premises import papers as premises
from thanthien.operations.letters import papers as letters
from thanthien.operations.outreach import papers as outreach
from thanthien.operations.surveys.follow_ups import follow_ups_of
from thanthien.operations.surveys.models import Survey
from thanthien.operations.surveys.queries import results_of
from thanthien.operations.surveys.summary import TITLE, summary_document
from thanthien.platform.units.models import Unit
from thanthien.workflows.reception import month_book

Builder = Callable[[Unit, date, date], AdministrativeDocument | None]

BUILDERS: dict[str, Builder] = {
    "premises": premises.month_list,
    "dialogues": engagement.month_list,
    "visits": engagement.visits_list,
    "reception": month_book,
    "spot_checks": conduct.check_summary,
    "trainings": conduct.training_list,
    "study": conduct.study_list,
    "commitments_signed": conduct.commitment_summary,
    "marriages": letters.marriage_list,
    "condolences": letters.condolence_list,
    "thanks": letters.thanks_list,
    "commendations": letters.commendation_list,
    "greetings": letters.greetings_list,
    "contributors": letters.meetings_list,
    "broadcasts": outreach.month_broadcasts,
    "slogans": outreach.month_slogans,
}


class InvalidFiling(Exception):
    """`data/filing.yaml` does not hold together; the message names the place."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`keys` are the criteria it proves. `once`: drawn up once for its month, whatever is entered later."""

    code: str
    title: str
    keys: tuple[str, ...]
    document: AdministrativeDocument
    once: bool = False


def papers_of_rooms(unit: Unit, set_code: str, first: date, last: date) -> Iterator[Paper]:
    """What the rooms have to show for the month."""
    for code, keys in criteria_by_paper(set_code).items():
        document = BUILDERS[code](unit, first, last)
        if document is not None:
            said = month_vi(first)
            title = document.subject if said in document.subject else f"{document.subject}, {said}"
            yield Paper(code, title[:300], keys, document)


def papers_of_surveys(unit: Unit, first: date, last: date) -> Iterator[Paper]:
    """The summary so far of each survey of a criterion that people answered in the month and that still runs."""
    rows = Survey.objects.filter(unit=unit, first_date__lte=last, last_date__gt=last).exclude(
        criterion_key=""
    )
    for survey in rows.exclude(state=Survey.State.DRAFT).select_related("unit__parent").order_by("pk"):
        if survey.responses.filter(day__gte=first, day__lte=last).exists():
            document = summary_document(survey, results_of(survey), list(follow_ups_of(survey)))
            title = f"{TITLE}: {survey.title}, đến hết {month_vi(first)}"[:300]
            yield Paper(f"survey-{survey.pk}", title, (survey.criterion_key,), document, once=True)


def criteria_by_paper(set_code: str) -> Mapping[str, tuple[str, ...]]:
    """Keys of criteria by the code of the paper that proves them. Raises InvalidFiling."""
    return _read(settings.REFERENCE_DIR / "filing.yaml").get(set_code, {})


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for set_code, papers in (data.get("criteria") or {}).items():
        unknown = set(papers or {}) - set(BUILDERS)
        if unknown:
            raise InvalidFiling(f"{path.name}: chưa có bảng {', '.join(sorted(unknown))}.")
        found[set_code] = {code: tuple(keys) for code, keys in (papers or {}).items()}
    return found
