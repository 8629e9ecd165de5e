"""The check of translations holds today, and it can fail: each kind of mistake is found."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from allauth.account import app_settings as account_settings
from django import forms
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from tests.house import translations
from tests.house.catalogue import MalformedCatalogue, compile_file, compiled, mistakes, read_po
from tests.house.tree import PACKAGE
from tests.house.words import strangers

GOOD = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

#, python-format
msgid "Key nr. %(number)s"
msgstr ""
"Khóa số "
"%(number)s"

msgctxt "field label"
msgid "Login"
msgstr "Tên đăng nhập"

msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] "%(num)d ngày"
"""


def test_every_text_a_person_can_meet_is_vietnamese() -> None:
    get_resolver().url_patterns  # noqa: B018  loads every page and so every form
    assert translations.problems() == []


def test_the_catalogue_is_what_gettext_reads() -> None:
    read = gettext.GNUTranslations(io.BytesIO(compiled(read_po(GOOD))))
    assert read.gettext("Key nr. %(number)s") == "Khóa số %(number)s"
    assert read.pgettext("field label", "Login") == "Tên đăng nhập"
    assert read.ngettext("%(num)d day", "%(num)d days", 3) == "%(num)d ngày"


def test_the_libraries_speak_vietnamese_through_it() -> None:
    with translation.override("vi"):
        assert translation.gettext("Incorrect code.") == "Mã chưa đúng."
        assert translation.ngettext("%(num)d week", "%(num)d weeks", 2) % {"num": 2} == "2 tuần"
        assert translation.pgettext("field label", "Login") == "Tên đăng nhập"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (GOOD.replace("%(num)d ngày", "%(days)d ngày"), "other placeholders"),
        (GOOD.replace('"Tên đăng nhập"', '""'), "not translated: Login"),
        (GOOD + '\nmsgctxt "field label"\nmsgid "Login"\nmsgstr "Vào"\n', "given twice"),
    ],
)
def test_a_bad_entry_is_found(changed: str, said: str) -> None:
    assert mistakes(read_po(GOOD)) == []
    (found,) = mistakes(read_po(changed))
    assert said in found


@pytest.mark.parametrize(
    "text", ['msgid "a', 'msgstr "b"', "#, fuzzy\n", 'msgid "a"\nmsgstr "b"\nmsgstr "c"\n']
)
def test_a_file_that_is_no_catalogue_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(MalformedCatalogue, match="line"):
        read_po(text)


def test_a_catalogue_not_compiled_since_is_found(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    po.write_text(GOOD, encoding="utf-8")
    assert "older" in translations.catalogue_mistakes(po)[0]
    compile_file(po)
    assert translations.catalogue_mistakes(po) == []
    po.write_text(GOOD.replace("Tên đăng nhập", "Tên tài khoản"), encoding="utf-8")
    assert "older" in translations.catalogue_mistakes(po)[0]


def test_a_text_that_no_catalogue_has_is_found() -> None:
    texts = {"Incorrect code.", "This field is required.", "A sentence nobody has translated"}
    assert translations.untranslated(texts) == ["A sentence nobody has translated"]


def test_what_libraries_say_is_collected() -> None:
    texts = translations.library_texts()
    assert {
        "Incorrect code.",
        "This field is required.",
        "You have signed out.",
        "field label\x04Login",
    } <= texts
    assert not {":", "…"} & texts


def test_a_field_or_choice_named_by_django_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare(forms.Form):
        due_date = forms.DateField()
        secret = forms.CharField(widget=forms.HiddenInput)
        said = forms.CharField(label="Ghi chú")

    monkeypatch.setattr(translations, "_ours", lambda base: [Bare])
    assert [name.rpartition(".")[2] for name in translations.forms_without_words()] == ["due_date"]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Đã lưu nhiệm vụ.</p>", []),
        ("<p>Task đã lưu</p>", ["Task"]),
        ('<button aria-label="Close" class="btn-close">×</button>', ["Close"]),
        ("<p>Nhiệm vụ đã hòan thành</p>", ["hòan"]),
        ("<p>Tải tệp Word <code>thanthien serve</code> {% trans 'x' %} {{ words }}</p>", []),
    ],
)
def test_a_word_that_is_not_vietnamese_is_found(template: str, found: list[str]) -> None:
    assert strangers(template) == found


def _views(patterns: list[URLPattern | URLResolver]) -> list[object]:
    found: list[object] = []
    for pattern in patterns:
        found += _views(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern.callback]
    return found


def test_every_open_page_of_the_sign_in_library_wears_our_template() -> None:
    classes = {getattr(view, "view_class", None) for view in _views(get_resolver().url_patterns)}
    names = {getattr(kind, "template_name", None) for kind in classes if kind is not None}
    allauths = {name for name in names if name and name.startswith(("account/", "mfa/", "allauth/"))}
    ours = PACKAGE / "web/templates"
    # sign-up is closed: it answers account/signup_closed.html before its own page
    missing = {name for name in allauths if not (ours / name).exists()} - {"account/signup.html"}
    assert missing == set()
    assert len(allauths) >= 8


def test_no_mail_in_the_librarys_own_words_is_sent() -> None:
    assert account_settings.EMAIL_NOTIFICATIONS is False
    assert account_settings.EMAIL_UNKNOWN_ACCOUNTS is False
    assert (PACKAGE / "web/templates/account/email/password_reset_key_message.txt").exists()


def test_it_says_what_is_wrong_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(translations, "problems", lambda: ["not in Vietnamese: 'x'"])
    assert translations.main([]) == 1
    assert "not in Vietnamese: 'x'" in capsys.readouterr().err
