"""What people wrote on their forms: found with or without tone marks, grouped, masked, marked where it is not fit.

Nothing here tells which answers were written by one person, nor where somebody lives of whom there are few.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from thanthien.lib.vietnamese import search_key, sort_key, tidy
from thanthien.lib.vietnamese.personal import masked
from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.definition import SCALE, Kind, Question, content_of
from thanthien.operations.surveys.models import CommentMark, Response, Survey, Theme
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Neighbourhood, Unit

GROUPINGS = {"question": "câu hỏi", "theme": "chủ đề", "mark": "mức hài lòng", "place": "thôn, tổ dân phố"}
UNPLACED, UNTHEMED, UNMARKED = "Không nêu nơi", "Chưa thuộc chủ đề nào", "Không chấm mức chung"
MOST_WORDS, MOST_THEMES = 40, 40
_SALT = "thanthien.surveys.comments"


@dataclass(frozen=True)
class Comment:
    """Words on a form, personal data masked. `code` finds it again; nobody can turn it into the form.

    `place` None: not said, or of too few people to be told. `why`: the reason for which it is not shown on.
    """

    code: str
    question: Question
    raw: str = field(repr=False)
    mark: int | None = None
    place: Neighbourhood | None = None
    why: str = ""

    @cached_property
    def text(self) -> str:
        return masked(self.raw)

    @cached_property
    def key(self) -> str:
        return search_key(self.raw)

    def says(self, *words: str) -> bool:
        """All these words (search keys), whole, in what is shown: what is masked cannot be searched for.

        Masking takes long, so it is done only where the words stand at all.
        """
        if not all(f" {word} " in f" {self.key} " for word in words):
            return False
        shown = f" {search_key(self.text)} "
        return all(f" {word} " in shown for word in words)


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`shown` pass the search; `marked` are kept out of everything else, those too by the search."""

    shown: tuple[Comment, ...]
    marked: tuple[Comment, ...]
    total: int  # comments there are, without the marked


def comments_of(survey: Survey, *, wanted: str = "") -> Found:
    """Every answer in words; `wanted` finds them without tone marks. In no order of time. Three queries."""
    words = search_key(wanted).split()
    everything = sorted(_comments(survey), key=lambda one: (one.key, one.code))
    found = [one for one in everything if one.says(*words)] if words else everything
    return Found(
        shown=tuple(one for one in found if not one.why),
        marked=tuple(one for one in found if one.why),
        total=sum(not one.why for one in everything),
    )


def grouped(
    survey: Survey, comments: Iterable[Comment], by: str, themes: Iterable[Theme] = ()
) -> list[Group]:
    """`by` is a key of `GROUPINGS`. A comment stands under each of its themes; groups without any are left out."""
    rows = list(comments)
    if by == "theme":
        return _by_theme(rows, list(themes))
    if by == "mark":
        names = [*reversed(SCALE), UNMARKED]
        return _kept(names, lambda one: SCALE[one.mark - 1] if one.mark else UNMARKED, rows)
    if by == "place":
        places = sorted({str(one.place) for one in rows if one.place}, key=sort_key)
        return _kept([*places, UNPLACED], lambda one: str(one.place) if one.place else UNPLACED, rows)
    order = [one.text for one in content_of(survey.version.content).questions if one.kind == Kind.TEXT]
    return _kept(order, lambda one: one.question.text, rows)


def themes_of(unit: Unit) -> list[Theme]:
    return sorted(Theme.objects.filter(unit=unit), key=lambda one: sort_key(one.name))


@transaction.atomic
def keep_themes(*, actor: Person, at: datetime, unit: Unit, typed: str) -> list[Theme]:
    """The unit's themes, one a line: "Chờ đợi: chờ lâu, xếp hàng". They replace those there were."""
    require(actor, Action.SURVEY_MANAGE, unit)
    themes = _read_themes(typed)
    before = themes_as_typed(Theme.objects.select_for_update().filter(unit=unit))
    Theme.objects.filter(unit=unit).delete()
    kept = Theme.objects.bulk_create(
        Theme(unit=unit, name=name, words=words) for name, words in themes.items()
    )
    record(
        actor=actor, at=at, action="survey.themes", subject=unit, unit=unit, before={"themes": before},
        after={"themes": themes_as_typed(kept)},
    )  # fmt: skip
    return kept


def themes_as_typed(themes: Iterable[Theme]) -> str:
    return "\n".join(f"{one.name}: {', '.join(one.words)}" for one in themes)


@transaction.atomic
def mark_comment(*, actor: Person, at: datetime, survey: Survey, code: str, why: str) -> None:
    """Keep a comment out of lists and tables, for a reason of `CommentMark.Why`; why "" shows it again."""
    require(actor, Action.SURVEY_WORK, survey.unit)
    if why and why not in CommentMark.Why.values:
        raise CannotChangeSurvey("Anh/chị chọn lý do.", "why")
    response, question = _found(survey, code)
    if not why:
        CommentMark.objects.filter(response=response, question=question).delete()
    else:
        try:
            with transaction.atomic():
                CommentMark.objects.create(
                    response=response, question=question, why=why, marked_at=at, marked_by=actor
                )
        except IntegrityError:
            raise CannotChangeSurvey("Ý kiến này vừa được người khác đánh dấu.") from None
    record(
        actor=actor, at=at, action="survey.comment", subject=survey, unit=survey.unit,
        after={"why": CommentMark.Why(why).label if why else "hiện lại"},
    )  # fmt: skip


def _comments(survey: Survey) -> Iterator[Comment]:
    content = content_of(survey.version.content)
    texts = {q.key: q for q in content.questions if q.kind == Kind.TEXT}
    whys = {
        (response, question): why
        for response, question, why in CommentMark.objects.filter(response__survey=survey).values_list(
            "response", "question", "why"
        )
    }
    rows = list(survey.responses.order_by().values_list("pk", "answers", "neighbourhood"))
    places = _places_told(survey, [row[2] for row in rows])
    for pk, answers, place in rows:
        mark = answers.get(content.overall) if content.overall else None
        for key in texts:
            if key in answers:
                yield Comment(
                    _code(pk, key), texts[key], answers[key], mark, places.get(place),
                    CommentMark.Why(whys[pk, key]).label if (pk, key) in whys else "",
                )  # fmt: skip


def _places_told(survey: Survey, rows: Iterable[int | None]) -> dict[int | None, Neighbourhood]:
    """Places with enough answers that naming one tells nobody who wrote."""
    counts = Count(rows)
    enough = [pk for pk, n in counts.items() if pk is not None and n >= survey.minimum]
    return dict(Neighbourhood.objects.in_bulk(enough)) if enough else {}


def _by_theme(rows: list[Comment], themes: list[Theme]) -> list[Group]:
    keys = {one.name: [search_key(word) for word in one.words] for one in themes}
    found: dict[str, list[Comment]] = {name: [] for name in [*keys, UNTHEMED]}
    for one in rows:
        names = [name for name, words in keys.items() if any(one.says(word) for word in words)]
        for name in names or [UNTHEMED]:
            found[name].append(one)
    return [Group(name, tuple(comments)) for name, comments in found.items() if comments]


def _kept(names: Iterable[str], name_of: Callable[[Comment], str], rows: list[Comment]) -> list[Group]:
    found: dict[str, list[Comment]] = {name: [] for name in names}
    for one in rows:
        found[name_of(one)].append(one)
    return [Group(name, tuple(comments)) for name, comments in found.items() if comments]


def _read_themes(typed: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        name, colon, rest = line.partition(":")
        said = tidy(name)[:80]
        words = [tidy(one)[:60] for one in rest.split(",") if search_key(one)]
        if not colon or not said or not words:
            raise CannotChangeSurvey(
                f"Dòng “{line[:60]}” cần viết theo mẫu “Tên chủ đề: từ thứ nhất, từ thứ hai”.", "themes"
            )
        if said in found:
            raise CannotChangeSurvey(f"Chủ đề “{said}” có hai dòng. Anh/chị gộp thành một.", "themes")
        found[said] = words[:MOST_WORDS]
    if len(found) > MOST_THEMES:
        raise CannotChangeSurvey(f"Tối đa {MOST_THEMES} chủ đề.", "themes")
    return found


def _code(response: object, question: str) -> str:
    """How a page names a comment: two comments of one form have codes that say nothing of each other."""
    return salted_hmac(_SALT, f"{response}|{question}").hexdigest()[:20]


def _found(survey: Survey, code: str) -> tuple[Response, str]:
    texts = [q.key for q in content_of(survey.version.content).questions if q.kind == Kind.TEXT]
    for response in survey.responses.only("pk", "answers"):
        for key in texts:
            if key in response.answers and _code(response.pk, key) == code:
                return response, key
    raise CannotChangeSurvey("Ý kiến này không còn trong danh sách.")
