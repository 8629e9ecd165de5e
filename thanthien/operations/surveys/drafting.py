"""A unit's own forms: begun empty or from another, changed as a draft, published. Published versions stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.definition import (
    Content,
    InvalidQuestionnaire,
    content_of,
    samples,
    with_key,
)
from thanthien.operations.surveys.editing import NEW, Change, GoneFromDraft
from thanthien.operations.surveys.models import Questionnaire, Version
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


@transaction.atomic
def begin_own(
    *, actor: Person, at: datetime, unit: Unit, title: str, sample: str = "", like: Version | None = None
) -> Version:
    """The draft of a form of the unit's own: empty, or with the questions of a sample or of another form."""
    require(actor, Action.SURVEY_MANAGE, unit)
    said = tidy(title)[:200]
    if not said:
        raise CannotChangeSurvey("Anh/chị ghi tên phiếu.", "title")
    if Questionnaire.objects.filter(unit=unit, title__iexact=said).exists():
        raise CannotChangeSurvey(f"Đơn vị đã có phiếu tên “{said}”. Anh/chị chọn tên khác.", "title")
    content = Content()
    if sample:
        found = samples().get(sample)
        if found is None:
            raise CannotChangeSurvey("Không có mẫu phiếu này.", "source")
        content = found.content
    elif like is not None:
        if like.questionnaire.unit_id != unit.pk:
            raise CannotChangeSurvey("Phiếu này không thuộc đơn vị.", "source")
        content = content_of(like.content)
    made = Questionnaire.objects.create(unit=unit, title=said, made_at=at, made_by=actor)
    record(actor=actor, at=at, action="questionnaire.begin", subject=made, unit=unit, after={"title": said})
    return Version.objects.create(questionnaire=made, number=1, content=content.as_json())


@transaction.atomic
def begin_version(*, actor: Person, at: datetime, questionnaire: Questionnaire) -> Version:
    """The draft of the next version, with the questions of the last; the one there is where one is begun."""
    unit = questionnaire.unit
    require(actor, Action.SURVEY_MANAGE, unit)
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    last = questionnaire.versions.order_by("number").last()
    assert last is not None
    if last.state == Version.State.DRAFT:
        return last
    number = last.number + 1
    record(
        actor=actor, at=at, action="questionnaire.version", subject=questionnaire, unit=unit,
        after={"number": number},
    )  # fmt: skip
    return Version.objects.create(questionnaire=questionnaire, number=number, content=last.content)


@transaction.atomic
def change_draft(*, actor: Person, at: datetime, version: Version, seen: int, change: Change) -> Version:
    """Keep one step. `seen`: the revision that the page showed; where somebody saved since, nothing is changed."""
    draft = _draft(actor, version)
    if draft.revision != seen:
        raise CannotChangeSurvey(
            "Bản soạn vừa được sửa ở nơi khác nên bước này chưa được ghi. Anh/chị xem bản mới rồi làm lại."
        )
    try:
        content = change(content_of(draft.content))
        if content.question(NEW):
            rows = Version.objects.filter(questionnaire=draft.questionnaire).values_list("content", flat=True)
            content = with_key(content, NEW, {q.key for one in rows for q in content_of(one).questions})
        content = content_of(content.as_json())
    except (InvalidQuestionnaire, GoneFromDraft) as error:
        raise CannotChangeSurvey(str(error)) from error
    draft.content, draft.revision = content.as_json(), draft.revision + 1
    draft.save()
    subject = draft.questionnaire
    record(
        actor=actor, at=at, action="questionnaire.save", subject=subject, unit=subject.unit,
        after={"number": draft.number, "questions": sum(1 for _ in content.questions)},
    )  # fmt: skip
    return draft


@transaction.atomic
def publish(*, actor: Person, at: datetime, version: Version, seen: int) -> Version:
    """From now on surveys may ask with it, and it never changes. Empty sections are left out."""
    draft = _draft(actor, version)
    if draft.revision != seen:
        raise CannotChangeSurvey(
            "Bản soạn vừa được sửa ở nơi khác nên chưa ban hành. Anh/chị xem lại bản mới trước."
        )
    content = content_of(draft.content)
    if not any(content.questions):
        raise CannotChangeSurvey("Phiếu chưa có câu hỏi nào nên chưa ban hành được.")
    before = Version.objects.filter(questionnaire=draft.questionnaire, number=draft.number - 1).first()
    if before is not None and before.content == draft.content:
        raise CannotChangeSurvey(
            f"Bản này giống hệt bản {before.number} nên không cần ban hành. Anh/chị sửa phiếu hoặc bỏ bản soạn."
        )
    draft.content = {
        **content.as_json(),
        "blocks": [one for one in content.as_json()["blocks"] if one["questions"]],
    }
    draft.state, draft.published_at = Version.State.PUBLISHED, at
    draft.save()
    subject = draft.questionnaire
    record(
        actor=actor, at=at, action="questionnaire.publish", subject=subject, unit=subject.unit,
        after={"number": draft.number},
    )  # fmt: skip
    return draft


@transaction.atomic
def drop_draft(*, actor: Person, at: datetime, version: Version) -> Questionnaire | None:
    """The draft goes; with it a form that was never published, then None comes back."""
    draft = _draft(actor, version)
    subject = draft.questionnaire
    record(
        actor=actor, at=at, action="questionnaire.drop", subject=subject, unit=subject.unit,
        before={
            "title": subject.title,
            "number": draft.number,
            "questions": sum(1 for _ in content_of(draft.content).questions),
        },
    )  # fmt: skip
    draft.delete()
    if subject.versions.exists():
        return subject
    subject.delete()
    return None


def _draft(actor: Person, version: Version) -> Version:
    rows = Version.objects.select_for_update(of=("self",)).select_related("questionnaire__unit__parent")
    draft = rows.filter(pk=version.pk).first()
    if draft is None:
        raise CannotChangeSurvey("Bản soạn này đã bị bỏ.")
    require(actor, Action.SURVEY_MANAGE, draft.questionnaire.unit)
    if draft.state != Version.State.DRAFT:
        raise CannotChangeSurvey(
            "Bản này đã ban hành nên không sửa được. Anh/chị lập bản mới; phiếu đã trả lời giữ nguyên."
        )
    return draft
