"""Writes of questionnaires and surveys: copied, changed, published, opened, links made, closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.surveys.answering import hashed, new_token
from thanthien.operations.surveys.comparing import Standing
from thanthien.operations.surveys.definition import samples
from thanthien.operations.surveys.models import Link, Questionnaire, Quota, Survey, Version
from thanthien.operations.surveys.states import may_become
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Neighbourhood, Unit

MOST_LINKS = 5000


class CannotChangeSurvey(Refusal):
    """The questionnaire or the survey was not changed."""


@dataclass(frozen=True, slots=True)
class SurveyFields:
    """What a survey is set up with. `population` is N of the formula; quotas by neighbourhood may be empty."""

    title: str
    first_date: date
    last_date: date
    population: int
    margin: Decimal = Decimal("0.05")
    minimum: int = 30
    is_public: bool = True
    asks_neighbourhood: bool = False
    measure: str = ""
    criterion_key: str = ""
    quotas: Mapping[int, int] = field(default_factory=dict)  # id of a neighbourhood → wanted


@transaction.atomic
def copy_sample(*, actor: Person | None, at: datetime, unit: Unit, code: str) -> Version:
    """A form of `data/surveys` as the unit's own, its first version published."""
    _manages(actor, unit)
    sample = samples().get(code)
    if sample is None:
        raise CannotChangeSurvey("Không có mẫu phiếu này.")
    if Questionnaire.objects.filter(unit=unit, origin=code).exists():
        raise CannotChangeSurvey(f"Đơn vị đã có phiếu “{sample.title}”. Anh/chị mở phiếu đó.")
    made = Questionnaire.objects.create(unit=unit, title=sample.title, origin=code, made_at=at, made_by=actor)
    record(actor=actor, at=at, action="questionnaire.copy", subject=made, unit=unit, after={"origin": code})
    return Version.objects.create(
        questionnaire=made, number=1, state=Version.State.PUBLISHED, published_at=at,
        content=sample.content.as_json(),
    )  # fmt: skip


@transaction.atomic
def set_up(*, actor: Person | None, at: datetime, version: Version, fields: SurveyFields) -> Survey:
    """A survey with a published version, not yet open."""
    unit = version.questionnaire.unit
    _manages(actor, unit)
    if version.state != Version.State.PUBLISHED:
        raise CannotChangeSurvey("Phiếu chưa ban hành nên chưa khảo sát được.")
    title = _checked(fields)
    survey = Survey.objects.create(
        unit=unit, version=version, title=title, code=new_code(), first_date=fields.first_date,
        last_date=fields.last_date, population=fields.population, margin=fields.margin,
        minimum=fields.minimum, is_public=fields.is_public, measure=fields.measure,
        criterion_key=fields.criterion_key, made_at=at, made_by=actor,
        asks_neighbourhood=fields.asks_neighbourhood or bool(fields.quotas),
    )  # fmt: skip
    for place in Neighbourhood.objects.filter(unit=unit, pk__in=fields.quotas):
        if wanted := fields.quotas[place.pk]:
            Quota.objects.create(survey=survey, neighbourhood=place, wanted=wanted)
    record(
        actor=actor, at=at, action="survey.set_up", subject=survey, unit=unit,
        after={"first_date": fields.first_date, "last_date": fields.last_date, "population": fields.population},
    )  # fmt: skip
    return survey


@transaction.atomic
def open_survey(*, actor: Person | None, at: datetime, survey: Survey) -> Survey:
    held = _held(actor, survey)
    if not may_become(held.state, Survey.State.OPEN):
        raise CannotChangeSurvey(f"Khảo sát này {held.get_state_display().lower()} nên không mở được.")
    if held.last_date < timezone.localdate(at):
        raise CannotChangeSurvey("Ngày kết thúc đã qua nên chưa mở được khảo sát.")
    held.state, held.opened_at = Survey.State.OPEN, at
    held.save()
    record(actor=actor, at=at, action="survey.open", subject=held, unit=held.unit)
    return held


@transaction.atomic
def close_survey(*, actor: Person, at: datetime, survey: Survey) -> Survey:
    """No more answers. The summary and what follows from it: `workflows.surveys.finish_survey`."""
    held = _held(actor, survey)
    if not may_become(held.state, Survey.State.CLOSED):
        raise CannotChangeSurvey(f"Khảo sát này {held.get_state_display().lower()} nên không kết thúc được.")
    held.state, held.closed_at, held.closed_by = Survey.State.CLOSED, at, actor
    held.last_date = max(held.first_date, min(held.last_date, timezone.localdate(at)))
    held.save()
    record(
        actor=actor, at=at, action="survey.close", subject=held, unit=held.unit,
        after={"answers": held.responses.count()},
    )  # fmt: skip
    return held


def keep_summary(*, survey: Survey, word: StoredFile, pdf: StoredFile | None, standing: Standing) -> Survey:
    """The summary of a closed survey, as it was made on closing."""
    survey.summary_word, survey.summary_pdf, survey.closing = word, pdf, standing.as_json()
    survey.save(update_fields=["summary_word", "summary_pdf", "closing"])
    return survey


@transaction.atomic
def make_links(*, actor: Person, at: datetime, survey: Survey, count: int) -> list[str]:
    """So many single-use tokens. They are told this once: only their hashes are kept."""
    held = _held(actor, survey)
    if held.state == Survey.State.CLOSED:
        raise CannotChangeSurvey("Khảo sát này đã kết thúc nên không phát thêm đường dẫn.")
    if not 1 <= count <= MOST_LINKS:
        raise CannotChangeSurvey(f"Mỗi lần phát từ 1 đến {MOST_LINKS} đường dẫn.", "count")
    tokens = [new_token() for _ in range(count)]
    Link.objects.bulk_create([Link(survey=held, hash=one) for one in sorted(map(hashed, tokens))])
    record(actor=actor, at=at, action="survey.links", subject=held, unit=held.unit, after={"count": count})
    return tokens


def _held(actor: Person | None, survey: Survey) -> Survey:
    _manages(actor, survey.unit)
    return Survey.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=survey.pk)


def _manages(actor: Person | None, unit: Unit) -> None:
    """None is the program itself, filling the demo."""
    if actor is not None:
        require(actor, Action.SURVEY_MANAGE, unit)


def _checked(fields: SurveyFields) -> str:
    title = tidy(fields.title)[:200]
    if not title:
        raise CannotChangeSurvey("Anh/chị ghi tên khảo sát.", "title")
    if fields.last_date < fields.first_date:
        raise CannotChangeSurvey("Ngày kết thúc không thể trước ngày bắt đầu.", "last_date")
    if not 1 <= fields.population <= 10_000_000:
        raise CannotChangeSurvey(
            "Tổng số người (hoặc lượt giao dịch) phải từ 1 trở lên; cỡ mẫu tính từ số này.", "population"
        )
    if not Decimal("0.01") <= fields.margin <= Decimal("0.2"):
        raise CannotChangeSurvey("Sai số từ 1% đến 20%.", "margin")
    if not 5 <= fields.minimum <= 1000:
        raise CannotChangeSurvey("Số phiếu tối thiểu để so sánh từ 5 đến 1000.", "minimum")
    return title
