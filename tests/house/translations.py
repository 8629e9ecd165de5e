"""Is every text a person can meet Vietnamese? `python -m tests.house.translations` (part of `make check`).

Looked at: what allauth, django-axes and Django itself can say on our pages, against the merged Vietnamese
catalogue; our own catalogue (readable, compiled, same placeholders); labels of our forms and choices, which Django
would otherwise make out of English identifiers; every word of our templates, which must be spelled as Vietnamese
or be a known name. `--compile` writes the .mo.
"""

from __future__ import annotations

import ast
import importlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import allauth
import axes
import django
from django.db.models import Choices
from django.forms import BaseForm
from django.forms.utils import pretty_name
from django.urls import get_resolver
from django.utils.translation import trans_real

from tests.house.catalogue import MalformedCatalogue, compiled, mistakes, read_po
from tests.house.tree import PACKAGE, short, templates
from tests.house.words import strangers

PO = PACKAGE / "config/locale/vi/LC_MESSAGES/django.po"
ENGLISH = PACKAGE / "config/locale/en/LC_MESSAGES/django.po"  # of what citizens read
CITIZENS_TEMPLATES = ("web/templates/portal", "web/templates/kiosk", "web/templates/api")
CITIZENS_CODE = (  # folders and modules whose marked texts citizens read
    "web/portal",
    "web/api/docs.py",
    "web/sent_report.py",
    "operations/feedback/models.py",
    "operations/feedback/states.py",
    "operations/reception/booked.py",
    "operations/reception/booking.py",
    "operations/feedback/intake.py",
    "operations/feedback/following.py",
    "operations/surveys/answering.py",
    "operations/ratings/giving.py",
    "operations/assistance/models.py",
    "operations/reception/models.py",
    "operations/assistance/actions.py",
    "operations/engagement/models.py",
    "operations/engagement/outings.py",
    "operations/engagement/promised.py",
    "operations/engagement/asking.py",
    "operations/engagement/committing.py",
    "operations/queueing/models.py",
    "operations/queueing/taking.py",
    "operations/queueing/pressing.py",
    "operations/queueing/booking.py",
    "web/kiosk/queue.py",
)
_ALLAUTH, _AXES, _DJANGO = (Path(p.__file__ or "").parent for p in (allauth, axes, django))
# Where the libraries keep what they say to people; their admin pages and generic views are not served.
SPEAKERS = (
    _ALLAUTH / "account",
    _ALLAUTH / "mfa",
    _ALLAUTH / "core",
    _AXES / "conf.py",
    _DJANGO / "contrib/auth/forms.py",
    _DJANGO / "contrib/auth/password_validation.py",
    _DJANGO / "contrib/auth/validators.py",
    _DJANGO / "forms",
    _DJANGO / "core/validators.py",
    _DJANGO / "core/paginator.py",
    _DJANGO / "db/models",
    _DJANGO / "template",
    _DJANGO / "utils",
)
SILENT = {"admin.py", "apps.py", "tests", "management"}
_CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "pgettext",
    "pgettext_lazy",
    "ngettext",
    "ngettext_lazy",
}
_BLOCK = re.compile(
    r"{% blocktrans(?:late)?(?P<trimmed> trimmed)?[^%]*%}(?P<text>.*?){% endblocktrans(?:late)? %}", re.DOTALL
)
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")


def said_in_code(path: Path) -> Iterator[str]:
    """Catalogue keys of the texts marked for translation in one module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in _CALLS and texts:
            yield "\x04".join(texts[:2]) if name.startswith("pgettext") else texts[0]


def said_in_template(text: str) -> Iterator[str]:
    """Catalogue keys of the block translations of a library's template."""
    for block in _BLOCK.finditer(text):
        words = _VARIABLE.sub(r"%(\1)s", block["text"])
        yield " ".join(words.split()) if block["trimmed"] else words


def messages_left_to_allauth() -> list[Path]:
    """allauth's one-line messages that we do not word ourselves."""
    ours = PACKAGE / "web/templates"
    theirs = _ALLAUTH / "templates"
    found = [p for room in ("account", "mfa") for p in (theirs / room / "messages").glob("*.txt")]
    return sorted(p for p in found if not (ours / p.relative_to(theirs)).exists())


def library_texts() -> set[str]:
    """Every text with letters in it that a library may put on one of our pages."""
    found: set[str] = set()
    for place in SPEAKERS:
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            if not SILENT & set(path.parts):
                found.update(said_in_code(path))
    for path in messages_left_to_allauth():
        found.update(said_in_template(path.read_text(encoding="utf-8")))
    return {
        text
        for text in found
        if re.search(r"[^\W\d_]", re.sub(r"%\(?\w*\)?[sd]", "", text.split("\x04")[-1]))
    }


def untranslated(texts: set[str]) -> list[str]:
    """Texts that neither Django's, nor a library's, nor our Vietnamese catalogue has."""
    catalogue = trans_real.DjangoTranslation("vi")
    # Django's merged catalogue is no dict: it has keys() and nothing to iterate over
    keys = catalogue._catalog.keys()  # type: ignore[attr-defined]
    known = {key if isinstance(key, str) else key[0] for key in keys}
    return sorted(texts - known)


def catalogue_mistakes(po: Path = PO) -> list[str]:
    mo = po.with_suffix(".mo")
    try:
        messages = read_po(po.read_text(encoding="utf-8"))
    except MalformedCatalogue as error:
        return [f"{po.name}: {error}"]
    found = mistakes(messages)
    # Compared by content: a clone gives both files the same age.
    if not mo.exists() or mo.read_bytes() != compiled(messages):
        found.append(f"{mo.name} is older than {po.name}: python -m tests.house.translations --compile")
    return found


_INLINE = re.compile(r"{%\s*translate\s+(?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)')")


def said_to_citizens() -> set[str]:
    """Every Vietnamese text of the citizens' pages, as the catalogue of English has to hold it."""
    found: set[str] = set()
    for path in _files(CITIZENS_TEMPLATES, "*.html"):
        text = path.read_text(encoding="utf-8")
        found.update(said_in_template(text))
        found.update(m["two"] or m["one"] for m in _INLINE.finditer(text))
    for path in _files(CITIZENS_CODE, "*.py"):
        found.update(said_in_code(path))
    return found


def _files(places: tuple[str, ...], pattern: str) -> list[Path]:
    """The files under folders, and files named themselves."""
    rooms = [PACKAGE / place for place in places]
    return [p for room in rooms for p in ([room] if room.is_file() else sorted(room.rglob(pattern)))]


def without_english() -> list[str]:
    """Texts of citizens' pages that the English catalogue lacks, and entries that no page says any more."""
    known = {m.msgid for m in read_po(ENGLISH.read_text(encoding="utf-8")) if m.msgid and m.text}
    said = said_to_citizens()
    return [
        *(f"not in English: {t!r}" for t in sorted(said - known)),
        *(f"said nowhere: {t!r}" for t in sorted(known - said)),
    ]


def forms_without_words() -> list[str]:
    """Fields of our forms whose label Django would make out of the field's English name."""
    found = []
    for form in _ours(BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            label = str(field.label) if field.label is not None else None
            hidden = field.widget.is_hidden
            if not hidden and (label is None or label == pretty_name(name)):
                found.append(f"{form.__module__}.{form.__name__}.{name}")
    return sorted(found)


def choices_without_words() -> list[str]:
    """Members of our choices whose label Django made out of the member's English name."""
    found: list[str] = []
    for kind in _ours(Choices):
        members: dict[str, Choices] = getattr(kind, "__members__", {})
        found += [
            f"{kind.__module__}.{kind.__name__}.{name}"
            for name, member in members.items()
            if member.label == name.replace("_", " ").title()
        ]
    return sorted(found)


def _ours(base: type) -> list[type]:
    found: list[type] = []
    kinds: list[type] = type.__subclasses__(base)
    for kind in kinds:
        found += [kind] if kind.__module__.startswith("thanthien.") else []
        found += _ours(kind)
    return list(dict.fromkeys(found))


def foreign_words() -> list[str]:
    """Words of our templates that are neither spelled as Vietnamese nor known names."""
    return [
        f"{short(path)}: {', '.join(words)}"
        for path in templates()
        if (words := strangers(path.read_text(encoding="utf-8")))
    ]


def problems() -> list[str]:
    # allauth asks for these by name when a page opens; here they are looked at whether one did or not.
    importlib.import_module("thanthien.web.account_forms")
    return [
        *catalogue_mistakes(),
        *catalogue_mistakes(ENGLISH),
        *without_english(),
        *(f"not in Vietnamese: {text!r}" for text in untranslated(library_texts())),
        *(f"form field without a label: {name}" for name in forms_without_words()),
        *(f"choice without a label: {name}" for name in choices_without_words()),
        *(f"word not Vietnamese: {line}" for line in foreign_words()),
    ]


def main(words: list[str]) -> int:
    if "--compile" in words:
        for po in (PO, ENGLISH):
            po.with_suffix(".mo").write_bytes(compiled(read_po(po.read_text(encoding="utf-8"))))
    found = problems()
    for line in found:
        sys.stderr.write(line + "\n")
    if not found:
        counts = f"{len(library_texts())} library texts, {len(templates())} templates"
        sys.stdout.write(f"translations: {counts}: all Vietnamese\n")
    return 1 if found else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thanthien.config.settings")
    django.setup()
    get_resolver().url_patterns  # noqa: B018  the table of contents loads every page and so every form
    raise SystemExit(main(sys.argv[1:]))
