"""Comments: found without tone marks, grouped, masked; nothing on the page leads back to a form."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cast import FIRST_DAY, Cast
from tests.operations.surveys.factories import answered, opened
from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.comments import (
    UNPLACED,
    UNTHEMED,
    comments_of,
    grouped,
    keep_themes,
    mark_comment,
    themes_as_typed,
    themes_of,
)
from thanthien.operations.surveys.models import CommentMark, Survey
from thanthien.operations.surveys.queries import results_of
from thanthien.operations.surveys.sheets import summary_sheets
from thanthien.platform.audit.models import Entry
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.platform.units.models import Neighbourhood

pytestmark = pytest.mark.django_db

WAITED = "Tôi chờ lâu, gọi số 0912345678 không ai nghe"
FRIENDLY = "Cán bộ niềm nở"
THEMES = "Chờ đợi: chờ lâu, xếp hàng\nThái độ: niềm nở, thái độ"


@pytest.fixture
def places(cast: Cast) -> list[Neighbourhood]:
    return [
        add_neighbourhood(actor=None, at=FIRST_DAY, unit=cast.unit, kind="village", name=name)
        for name in ("Thượng", "Hạ")
    ]


@pytest.fixture
def survey(cast: Cast, now: datetime, places: list[Neighbourhood]) -> Survey:
    """Five forms of one village, one of another; two comments of the first, one of the second."""
    found = opened(cast, now, asks_neighbourhood=True, minimum=5)
    for n in range(5):
        more = {"more": [[WAITED, FRIENDLY][n]]} if n < 2 else {}
        answered(found, now, mark=2 + 3 * n % 4, neighbourhood=places[0], typed=more)
    answered(found, now, neighbourhood=places[1], typed={"more": ["Cho thêm ghế"]})
    return found


def texts(survey: Survey, wanted: str = "") -> list[str]:
    return [one.text for one in comments_of(survey, wanted=wanted).shown]


def test_found_with_and_without_tone_marks_but_not_by_what_is_masked(survey: Survey) -> None:
    masked = "Tôi chờ lâu, gọi số [số điện thoại] không ai nghe"
    assert texts(survey) == [FRIENDLY, "Cho thêm ghế", masked]
    assert texts(survey, "cho lau") == texts(survey, "chờ LÂU") == [masked]
    assert texts(survey, "0912345678") == []


def test_grouped_by_theme_mark_and_place(cast: Cast, now: datetime, survey: Survey) -> None:
    keep_themes(actor=cast.coordinator, at=now, unit=cast.unit, typed=THEMES)
    assert themes_as_typed(themes_of(cast.unit)) == THEMES
    found = comments_of(survey).shown

    def names(by: str) -> dict[str, int]:
        return {one.name: len(one.comments) for one in grouped(survey, found, by, themes_of(cast.unit))}

    assert names("theme") == {"Chờ đợi": 1, "Thái độ": 1, UNTHEMED: 1}
    assert names("mark") == {"Rất hài lòng": 1, "Hài lòng": 1, "Không hài lòng": 1}
    # one person of the second village answered: naming it would name the person
    assert names("place") == {"Thôn Thượng": 2, UNPLACED: 1}
    assert names("question") == {"Điều gì cần làm tốt hơn?": 3}


def test_a_line_of_themes_that_cannot_be_read_changes_nothing(cast: Cast, now: datetime) -> None:
    keep_themes(actor=cast.coordinator, at=now, unit=cast.unit, typed=THEMES)
    for typed in ("Chờ đợi chờ lâu", "Một: a\nMột: b", ": từ"):
        with pytest.raises(CannotChangeSurvey):
            keep_themes(actor=cast.coordinator, at=now, unit=cast.unit, typed=typed)
    assert themes_as_typed(themes_of(cast.unit)) == THEMES


def test_a_marked_comment_leaves_lists_and_sheets_and_comes_back(
    cast: Cast, now: datetime, survey: Survey
) -> None:
    [one] = [one for one in comments_of(survey).shown if one.text == FRIENDLY]
    mark_comment(actor=cast.officer, at=now, survey=survey, code=one.code, why="abusive")
    found = comments_of(survey)
    assert FRIENDLY not in [one.text for one in found.shown]
    assert [(one.text, one.why) for one in found.marked] == [(FRIENDLY, "Lời lẽ xúc phạm")]
    sheets = summary_sheets(survey, results_of(survey), found.shown)
    assert FRIENDLY not in str([row.values for sheet in sheets for row in sheet.rows])
    with pytest.raises(CannotChangeSurvey, match="vừa được người khác đánh dấu"):
        mark_comment(actor=cast.head, at=now, survey=survey, code=one.code, why="abusive")
    mark_comment(actor=cast.officer, at=now, survey=survey, code=one.code, why="")
    assert FRIENDLY in texts(survey)
    assert not CommentMark.objects.exists()


def test_a_code_says_nothing_of_the_form(cast: Cast, now: datetime, survey: Survey) -> None:
    codes = [one.code for one in comments_of(survey).shown]
    ids = [str(pk).replace("-", "") for pk in survey.responses.values_list("pk", flat=True)]
    assert len(set(codes)) == 3
    assert not [code for code in codes if any(code in pk or pk[:12] in code for pk in ids)]
    with pytest.raises(CannotChangeSurvey, match="không còn trong danh sách"):
        mark_comment(actor=cast.officer, at=now, survey=survey, code=ids[0][:20], why="abusive")
    mark_comment(actor=cast.officer, at=now, survey=survey, code=codes[0], why="off_topic")
    entry = Entry.objects.get(action="survey.comment")
    assert not any(pk in f"{entry.subject_id}{entry.after}".replace("-", "") for pk in ids)
