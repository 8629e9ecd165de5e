"""What a questionnaire holds: blocks of questions; as data in `data/surveys/*.yaml` and in each version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import models

from thanthien.lib.vietnamese import tidy

SCALE = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")  # 1 … 5
SATISFIED = frozenset({4, 5})
MOST_QUESTIONS = 60


class Kind(models.TextChoices):
    SCALE = "scale", "Mức hài lòng 1–5"
    ONE = "one", "Chọn một"
    MANY = "many", "Chọn nhiều"
    YES_NO = "yes_no", "Có hoặc không"
    TEXT = "text", "Viết"
    NUMBER = "number", "Số"


WITH_CHOICES = frozenset({Kind.ONE, Kind.MANY})  # whose choices the unit writes
YES_NO, YES_NO_EN = ("Có", "Không"), ("Yes", "No")
MOST_CHOICES = 20


class InvalidQuestionnaire(Exception):
    """The questions do not hold together; the message, in Vietnamese, names the place."""


@dataclass(frozen=True, slots=True)
class Question:
    """`key` stays with the question through all versions, so that years can be compared."""

    key: str
    kind: str
    text: str
    text_en: str = ""
    choices: tuple[str, ...] = ()
    choices_en: tuple[str, ...] = ()
    required: bool = False

    @property
    def options(self) -> list[tuple[int, str, str]]:
        """(value, words, words in English) of what may be chosen."""
        english = self.choices_en or self.choices
        return [(n, one, english[n - 1]) for n, one in enumerate(self.choices, 1)]


@dataclass(frozen=True, slots=True)
class Block:
    title: str
    questions: tuple[Question, ...]
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """`overall` is the key of the question on the scale that asks for satisfaction on the whole; "" for none."""

    blocks: tuple[Block, ...] = ()
    intro: str = ""
    intro_en: str = ""
    overall: str = ""

    @property
    def questions(self) -> Iterator[Question]:
        return (one for block in self.blocks for one in block.questions)

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sample:
    """A form that the program brings: what for, who usually asks, which measure it feeds.

    `due_quarter` 1–4: the survey is due once a year in that quarter; 0 where no plan says so.
    `is_continuous`: answers are wanted all year.
    """

    code: str
    title: str
    about: str
    lead: str  # role code of the agency
    measure: str
    timing: str
    content: Content
    due_quarter: int = 0
    is_continuous: bool = False


def content_of(data: dict[str, Any]) -> Content:
    """Raises InvalidQuestionnaire."""
    blocks = tuple(_block(one, n) for n, one in enumerate(data.get("blocks") or [], 1))
    content = Content(
        blocks, tidy(str(data.get("intro") or ""))[:1000], tidy(str(data.get("intro_en") or ""))[:1000],
        str(data.get("overall") or ""),
    )  # fmt: skip
    keys = [one.key for one in content.questions]
    said = [one for one in keys if one]
    if len(said) != len(set(said)):
        raise InvalidQuestionnaire("Có hai câu hỏi mang cùng một mã.")
    if len(keys) > MOST_QUESTIONS:
        raise InvalidQuestionnaire(
            f"Phiếu có {len(keys)} câu, tối đa {MOST_QUESTIONS}: dài hơn thì ít người trả lời hết."
        )
    overall = content.question(content.overall) if content.overall else None
    if content.overall and (overall is None or overall.kind != Kind.SCALE):
        raise InvalidQuestionnaire("Câu hài lòng chung phải là một câu theo mức 1–5 có trong phiếu.")
    return content


def with_key(content: Content, key: str, taken: Iterable[str]) -> Content:
    """The same questions; the one of this key gets a key that is not among those taken."""
    used = {*taken, *(one.key for one in content.questions)}
    fresh = next(f"q{n}" for n in count(1) if f"q{n}" not in used)
    blocks = tuple(
        replace(block, questions=tuple(replace(q, key=fresh) if q.key == key else q for q in block.questions))
        for block in content.blocks
    )
    return replace(content, blocks=blocks, overall=fresh if content.overall == key else content.overall)


def samples() -> dict[str, Sample]:
    """The forms of `data/surveys` by code. Raises InvalidQuestionnaire."""
    return _samples(settings.REFERENCE_DIR / "surveys")


@lru_cache(maxsize=4)
def _samples(folder: Path) -> dict[str, Sample]:
    return {path.stem: _sample(path) for path in sorted(folder.glob("*.yaml"))}


def _sample(path: Path) -> Sample:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        head = {key: str(data[key] or "") for key in ("title", "about", "lead", "measure", "timing")}
        content = content_of(data)
    except (KeyError, TypeError) as error:
        raise InvalidQuestionnaire(f"{path.name}: thiếu hoặc sai {error}.") from error
    if not all(one.key for one in content.questions):
        raise InvalidQuestionnaire(f"{path.name}: mỗi câu hỏi cần một mã.")
    return Sample(
        code=path.stem, content=content, due_quarter=int(data.get("due_quarter") or 0),
        is_continuous=bool(data.get("is_continuous", False)), **head,
    )  # fmt: skip


def _block(data: dict[str, Any], number: int) -> Block:
    title = tidy(str(data.get("title") or ""))[:200]
    questions = tuple(_question(one, f"Phần {number}, câu {n}") for n, one in enumerate(data["questions"], 1))
    return Block(title, questions, tidy(str(data.get("title_en") or ""))[:200])


def _question(data: dict[str, Any], where: str) -> Question:
    kind, text = str(data["kind"]), tidy(str(data.get("text") or ""))[:500]
    if kind not in Kind.values:
        raise InvalidQuestionnaire(f"{where}: chưa có cách trả lời.")
    if not text:
        raise InvalidQuestionnaire(f"{where}: chưa có nội dung câu hỏi.")
    choices, english = _choices(data, where) if kind in WITH_CHOICES else ((), ())
    if kind == Kind.YES_NO:
        choices, english = YES_NO, YES_NO_EN
    return Question(
        key=str(data.get("key") or ""), kind=kind, text=text, text_en=tidy(str(data.get("text_en") or ""))[:500],
        choices=choices, choices_en=english, required=bool(data.get("required", False)),
    )  # fmt: skip


def _choices(data: dict[str, Any], where: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(in Vietnamese, in English or none)."""
    choices, english = (
        tuple(tidy(str(one))[:200] for one in data.get(name) or () if tidy(str(one)))
        for name in ("choices", "choices_en")
    )
    if len(choices) < 2:
        raise InvalidQuestionnaire(f"{where}: cần ít nhất hai lựa chọn, mỗi lựa chọn một dòng.")
    if len(choices) > MOST_CHOICES:
        raise InvalidQuestionnaire(f"{where}: tối đa {MOST_CHOICES} lựa chọn.")
    if len(set(choices)) != len(choices):
        raise InvalidQuestionnaire(f"{where}: có hai lựa chọn giống nhau.")
    if english and len(english) != len(choices):
        raise InvalidQuestionnaire(f"{where}: số lựa chọn tiếng Anh khác tiếng Việt.")
    return choices, english
