"""A unit's own form: drafted step by step, published, changed only as a new version."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cast import Cast
from tests.operations.surveys.factories import answered
from thanthien.operations.surveys.actions import CannotChangeSurvey, SurveyFields, open_survey, set_up
from thanthien.operations.surveys.definition import content_of
from thanthien.operations.surveys.drafting import begin_own, begin_version, change_draft, drop_draft, publish
from thanthien.operations.surveys.editing import (
    Change,
    block_moved,
    question_moved,
    with_block,
    with_question,
    without_block,
    without_question,
)
from thanthien.operations.surveys.models import Questionnaire, Version
from thanthien.operations.surveys.queries import results_of
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db


def scale(text: str) -> dict[str, object]:
    return {"kind": "scale", "text": text}


class Draft:
    """A draft and the person who works on it."""

    def __init__(self, cast: Cast, now: datetime, version: Version) -> None:
        self.cast, self.now, self.version = cast, now, version

    def step(self, *changes: Change) -> Draft:
        for change in changes:
            self.version = change_draft(
                actor=self.cast.coordinator,
                at=self.now,
                version=self.version,
                seen=self.version.revision,
                change=change,
            )
        return self

    def publish(self) -> Version:
        return publish(
            actor=self.cast.coordinator, at=self.now, version=self.version, seen=self.version.revision
        )

    @property
    def order(self) -> list[list[str]]:
        return [[q.text for q in block.questions] for block in content_of(self.version.content).blocks]


@pytest.fixture
def draft(cast: Cast, now: datetime) -> Draft:
    made = begin_own(actor=cast.coordinator, at=now, unit=cast.unit, title="Phiếu của xã")
    return Draft(cast, now, made).step(
        with_block(None, "Một", ""),
        with_block(None, "Hai", ""),
        with_question("", 1, scale("A"), is_overall=False),
        with_question("", 1, scale("B"), is_overall=True),
        with_question("", 2, {"kind": "yes_no", "text": "C"}, is_overall=False),
    )


def test_questions_are_put_in_order_across_sections(draft: Draft) -> None:
    content = content_of(draft.version.content)
    assert [q.key for q in content.questions] == ["q1", "q2", "q3"]
    assert content.overall == "q2"
    assert content.question("q3").choices == ("Có", "Không")  # type: ignore[union-attr]
    draft.step(question_moved("q2", 1))
    assert draft.order == [["A"], ["B", "C"]]
    draft.step(question_moved("q2", -1), question_moved("q1", 1), block_moved(2, -1))
    assert draft.order == [["C"], ["B", "A"]]
    draft.step(question_moved("q3", -1))  # already the first
    assert draft.order == [["C"], ["B", "A"]]
    draft.step(without_block(1))
    assert draft.order == [["C", "B", "A"]]
    draft.step(without_question("q2"))
    assert content_of(draft.version.content).overall == ""


def test_a_key_is_never_given_twice_through_all_versions(cast: Cast, now: datetime, draft: Draft) -> None:
    form = draft.publish().questionnaire
    second = Draft(cast, now, begin_version(actor=cast.coordinator, at=now, questionnaire=form))
    second.step(without_question("q3"), with_question("", 1, scale("Khác hẳn"), is_overall=False))
    assert [q.key for q in content_of(second.version.content).questions] == ["q1", "q2", "q4"]


def test_two_at_once_do_not_overwrite_each_other(cast: Cast, now: datetime, draft: Draft) -> None:
    seen = draft.version.revision
    draft.step(with_block(None, "Ba", ""))
    with pytest.raises(CannotChangeSurvey, match="vừa được sửa ở nơi khác"):
        change_draft(
            actor=cast.coordinator, at=now, version=draft.version, seen=seen, change=without_question("q1")
        )
    with pytest.raises(CannotChangeSurvey, match="vừa được sửa ở nơi khác"):
        publish(actor=cast.coordinator, at=now, version=draft.version, seen=seen)
    assert draft.order == [["A", "B"], ["C"], []]


def test_a_published_version_never_changes_and_a_running_survey_keeps_it(
    cast: Cast, now: datetime, draft: Draft
) -> None:
    first = draft.publish()
    before = Version.objects.get(pk=first.pk).content
    assert [one["title"] for one in before["blocks"]] == ["Một", "Hai"]
    with pytest.raises(CannotChangeSurvey, match="đã ban hành"):
        draft.step(without_question("q1"))
    changed = Version.objects.get(pk=first.pk)
    changed.content = {}
    with pytest.raises(ValueError, match="stays"):
        changed.save()
    fields = SurveyFields("Hỏi ý kiến", now.date(), now.date(), 100)
    survey = set_up(actor=cast.coordinator, at=now, version=first, fields=fields)
    second = Draft(
        cast, now, begin_version(actor=cast.coordinator, at=now, questionnaire=first.questionnaire)
    )
    with pytest.raises(CannotChangeSurvey, match="giống hệt bản 1"):
        second.publish()
    second.step(without_question("q1")).publish()
    survey.refresh_from_db()
    assert (survey.version.number, survey.version.content) == (1, before)


def test_a_form_begins_from_a_sample_or_from_another(cast: Cast, now: datetime) -> None:
    copy = begin_own(actor=cast.coordinator, at=now, unit=cast.unit, title="Phiếu riêng", sample="centre")
    assert content_of(copy.content).overall == "a8"
    again = begin_own(actor=cast.coordinator, at=now, unit=cast.unit, title="Phiếu thứ hai", like=copy)
    assert again.content == copy.content
    with pytest.raises(CannotChangeSurvey, match="đã có phiếu tên"):
        begin_own(actor=cast.coordinator, at=now, unit=cast.unit, title="phiếu riêng")
    with pytest.raises(CannotChangeSurvey, match="không thuộc đơn vị"):
        begin_own(actor=cast.other_coordinator, at=now, unit=cast.other_unit, title="Lấy", like=copy)
    with pytest.raises(NotAllowed):
        begin_own(actor=cast.officer, at=now, unit=cast.unit, title="Không được")


def test_a_dropped_draft_leaves_what_was_published(cast: Cast, now: datetime, draft: Draft) -> None:
    form = draft.publish().questionnaire
    second = begin_version(actor=cast.coordinator, at=now, questionnaire=form)
    assert begin_version(actor=cast.coordinator, at=now, questionnaire=form) == second
    assert drop_draft(actor=cast.coordinator, at=now, version=second) == form
    assert form.versions.count() == 1
    only = begin_own(actor=cast.coordinator, at=now, unit=cast.unit, title="Nháp")
    assert drop_draft(actor=cast.coordinator, at=now, version=only) is None
    assert not Questionnaire.objects.filter(title="Nháp").exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "one", "text": "Chọn", "choices": ["Một"]}, "ít nhất hai lựa chọn"),
        ({"kind": "one", "text": "Chọn", "choices": ["A", "A"]}, "giống nhau"),
        ({"kind": "many", "text": "Chọn", "choices": ["A", "B"], "choices_en": ["A"]}, "khác tiếng Việt"),
        ({"kind": "lạ", "text": "Chọn"}, "chưa có cách trả lời"),
    ],
)
def test_what_does_not_hold_together_is_refused(draft: Draft, said: dict[str, object], why: str) -> None:
    with pytest.raises(CannotChangeSurvey, match=why):
        draft.step(with_question("", 1, said, is_overall=False))
    assert draft.order == [["A", "B"], ["C"]]


def test_yes_and_no_are_answered_and_counted(cast: Cast, now: datetime, draft: Draft) -> None:
    fields = SurveyFields("Hỏi ý kiến", now.date(), now.date(), 100)
    version = draft.publish()
    survey = open_survey(
        actor=cast.coordinator, at=now,
        survey=set_up(actor=cast.coordinator, at=now, version=version, fields=fields),
    )  # fmt: skip
    for answer in ("1", "1", "2"):
        answered(survey, now, typed={"q2": ["5"], "q3": [answer]})
    asked = results_of(survey).all.of("q3")
    assert asked is not None
    assert [(one.words, one.share.hits, one.share.total) for one in asked.options] == [
        ("Có", 2, 3),
        ("Không", 1, 3),
    ]
