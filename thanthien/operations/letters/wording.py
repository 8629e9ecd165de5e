"""The words of a letter: the unit's own version of a template, its fields filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from thanthien.lib.vietnamese import date_vi, nfc, tidy
from thanthien.operations.letters.definition import FIELD, Template, definition
from thanthien.operations.letters.models import CourtesyLetter, LetterWording
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

LONGEST = 5000
BLANK = "…"


class CannotWord(Refusal):
    """The words of the template stayed as they were."""


@dataclass(frozen=True, slots=True)
class Words:
    """`version` 0: the sample of data/letters.yaml, which nobody has changed yet."""

    template: Template
    version: int
    subject: str
    text: str
    is_ours: bool


def words_of(unit: Unit) -> dict[str, Words]:
    """The words that hold for each template; one query."""
    newest: dict[str, LetterWording] = {}
    for row in LetterWording.objects.filter(unit=unit).order_by("version"):
        newest[row.template] = row
    return {code: _words(one, newest.get(code)) for code, one in definition().templates.items()}


def words_for(unit: Unit, template: Template) -> Words:
    rows = LetterWording.objects.filter(unit=unit, template=template.code)
    return _words(template, rows.order_by("-version").first())


def _words(template: Template, row: LetterWording | None) -> Words:
    if row is None or row.is_ours:
        version = row.version if row else 0
        return Words(template, version, template.subject, template.text.strip(), True)
    return Words(template, row.version, row.subject, row.text, False)


def values_of(letter: CourtesyLetter) -> dict[str, str]:
    """What each field becomes; what is not known yet is left open as "…"."""
    unit = letter.unit
    if letter.recognition:
        day = f" ngày {date_vi(letter.recognition_date)}" if letter.recognition_date else ""
        recognition = f"{letter.recognition}{day}"
    else:
        recognition = "danh mục cách làm hay được công nhận" if letter.practice_id else ""
    values = {
        "xung_ho": letter.honorific or "Ông/Bà",
        "ho_ten": letter.name,
        "dia_chi": letter.address,
        "nguoi_lien_quan": letter.other,
        "viec": letter.deed.rstrip(" ."),
        "quyet_dinh": recognition,
        "dip": letter.occasion,
        "ten_don_vi": unit.full_name,
        "nguoi_ky": letter.signed_by.full_name if letter.signed_by else "",
        "chuc_vu": letter.signer_post,
    }
    return {name: value or BLANK for name, value in values.items()}


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled; a field is read however it was typed (spaces, capitals)."""
    return FIELD.sub(lambda found: values.get(_field(found[1]), found[0]), text)


def _field(name: str) -> str:
    return nfc(name).strip().lower()


def lines_of(letter: CourtesyLetter) -> tuple[str, list[str]]:
    """(subject, paragraphs): what was signed, else what would be signed now."""
    if letter.lines:
        return letter.subject, list(letter.lines)
    template = definition().templates[letter.template]
    words = words_for(letter.unit, template)
    values = values_of(letter)
    text = filled(words.text, values)
    if letter.extra:
        text = f"{text}\n{letter.extra}"
    return filled(words.subject, values), [line.strip() for line in text.splitlines() if line.strip()]


@transaction.atomic
def set_words(
    *, actor: Person, at: datetime, unit: Unit, template: Template, subject: str, text: str, seen: int
) -> LetterWording:
    """A new version of the unit's own words. Raises CannotWord naming a field that nobody fills."""
    require(actor, Action.LETTER_MANAGE, unit)
    said, body = tidy(subject)[:200], tidy(text, keep_lines=True)
    if not said:
        raise CannotWord("Anh/chị ghi tiêu đề thư.", "subject")
    if not body or len(body) > LONGEST:
        raise CannotWord(f"Lời thư cần có, không quá {LONGEST:,} ký tự.".replace(",", "."), "text")
    fields = definition().fields
    asked = [_field(name) for name in FIELD.findall(f"{said}\n{body}")]
    if unknown := [name for name in asked if name not in fields]:
        raise CannotWord(
            f"Không có trường «{unknown[0]}». Các trường dùng được: {', '.join(f'«{one}»' for one in fields)}.",
            "text",
        )
    if "ho_ten" not in asked:
        raise CannotWord("Lời thư phải có trường «ho_ten», để thư gọi tên người nhận.", "text")
    return _keep(actor, at, unit, template, said, body, seen, is_ours=False)


@transaction.atomic
def back_to_sample(
    *, actor: Person, at: datetime, unit: Unit, template: Template, seen: int
) -> LetterWording:
    """The sample holds again; the unit's own versions stay readable."""
    require(actor, Action.LETTER_MANAGE, unit)
    return _keep(actor, at, unit, template, template.subject, template.text.strip(), seen, is_ours=True)


def _keep(
    actor: Person, at: datetime, unit: Unit, template: Template, subject: str, text: str, seen: int, *, is_ours: bool
) -> LetterWording:  # fmt: skip
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    rows = LetterWording.objects.filter(unit=unit, template=template.code)
    last = rows.aggregate(n=Max("version"))["n"] or 0
    if last != seen:
        raise CannotWord(CHANGED)
    made = LetterWording.objects.create(
        unit=unit, template=template.code, version=last + 1, subject=subject, text=text, is_ours=is_ours,
        written_at=at, written_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="letter_words.set", subject=made, unit=unit,
        after={"template": template.name, "version": made.version},
    )  # fmt: skip
    return made


def versions_of(unit: Unit, template: Template) -> list[LetterWording]:
    rows = LetterWording.objects.filter(unit=unit, template=template.code).select_related("written_by")
    return list(rows.order_by("-version"))
