"""What nobody types by accident, sent to every page: no answer may be a failure of the server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.web.rights_samples import Samples
from tests.web.test_rights import PAGES, ask
from thanthien.platform.audit.models import Entry
from thanthien.programme.plans.models import Task
from thanthien.web.refusals import LONGEST_TEXT

ClientOf = Callable[..., Client]
FIELDS = (
    "year page q agency edit row show state time whose group order who area since until unit former role choice "
    "criterion move do seen remark text title assignee version caret line points percent level day month numerator "
    "denominator part effective_date first last week form due_date amount "
    "value council seed number reason key position verdict y2027 leads supports role_code start_date end_date"
).split()
HOSTILE = [
    "²",
    "9" * 30,
    "9" * 5000,
    "-1",
    "NaN",
    "1E+9999",
    "a\x00b",
    "0001-01-01",
    "9999-12-31",
    "<b>😀\u202e",
]
REFUSED_BY_A_DATABASE = [HOSTILE[n] for n in (1, 5, 6, 7)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What only Python reads fails alike on every database: PostgreSQL is asked what a database itself refuses."""
    if "hostile" not in metafunc.fixturenames:
        return
    asked = REFUSED_BY_A_DATABASE
    if connection.vendor == "sqlite":
        rest = [value for value in HOSTILE if value not in REFUSED_BY_A_DATABASE]
        asked = rest if metafunc.config.getoption("after_postgres") else HOSTILE
    metafunc.parametrize("hostile", asked, ids=lambda value: ascii(value[:30]))


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


def test_no_page_fails_on_what_an_address_or_a_form_says(
    hostile: str, cast: Cast, client_of: ClientOf
) -> None:
    samples = Samples(cast)
    said = urlencode(dict.fromkeys(FIELDS, hostile))
    wrong = []
    for found, page in PAGES:
        browser = client_of(cast.coordinator if found.is_local else cast.city_admin)
        browser.raise_request_exception = False
        address = found.address(cast.unit if found.is_local else cast.city, samples)
        for method in page.methods:
            with transaction.atomic():
                answer = browser.generic(
                    method,
                    f"{address}?{said}" if method == "GET" else address,
                    "" if method == "GET" else said,
                    content_type="application/x-www-form-urlencoded",
                )
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                wrong.append(f"{method} {found.name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("name", ["assignee", "agency", "leads"])
def test_a_choice_that_is_no_number_is_not_there(name: str, cast: Cast, client_of: ClientOf) -> None:
    samples, browser = Samples(cast), client_of(cast.coordinator)
    task = f"/desk/{cast.unit.code}/tasks/{samples.task.pk}"
    address = {
        "assignee": f"{task}/parts/{samples.part.pk}/officer/",
        "agency": f"{task}/take/",
        "leads": f"/desk/{cast.unit.code}/tasks/new/",
    }[name]
    for value in ("²", "9" * 30, "abc"):
        answer = browser.post(address, {"title": "Việc thử", name: value})
        assert answer.status_code == (422 if name == "leads" else 404)
    assert not Task.objects.filter(title="Việc thử").exists()


def test_a_character_that_no_database_keeps_is_refused_in_words(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.coordinator)
    for answer in (
        browser.get(f"/desk/{cast.unit.code}/people/", {"q": "an\x00"}),
        browser.get(f"/desk/{cast.unit.code}/people/of/an%00/"),
        browser.post(f"/desk/{cast.unit.code}/people/add/", {"full_name": "a\x00b"}),
    ):
        assert answer.status_code == 400
        assert "ký tự không đọc được" in answer.content.decode()


@pytest.mark.parametrize("letters", [LONGEST_TEXT, LONGEST_TEXT + 1])
def test_a_box_holds_what_a_person_types(letters: int, cast: Cast, client_of: ClientOf) -> None:
    samples, browser = Samples(cast), client_of(cast.coordinator)
    before = Entry.objects.count()
    note = f"/desk/{cast.unit.code}/tasks/{samples.task.pk}/note/"
    answer = browser.post(note, {"text": "ă" * letters}, follow=True)
    if letters > LONGEST_TEXT:
        assert answer.status_code == 400
        assert "Một ô có hơn 20.000 ký tự nên chưa có gì được lưu." in answer.content.decode()
        assert Entry.objects.count() == before
    else:
        assert Entry.objects.count() == before + 1


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", "text=" + "a" * 6_000_000),
        ("application/x-www-form-urlencoded", "&".join(f"a{n}=1" for n in range(6000))),
        ("multipart/form-data", "không có ranh giới"),
    ],
    ids=["too-large", "too-many", "broken"],
)
def test_a_form_that_cannot_be_read_says_that_nothing_was_kept(
    content_type: str, body: str, cast: Cast, client_of: ClientOf
) -> None:
    samples, browser = Samples(cast), client_of(cast.coordinator)
    address = f"/desk/{cast.unit.code}/tasks/{samples.task.pk}/note/"
    answer = browser.generic("POST", address, body, content_type=content_type)
    assert answer.status_code == 400
    assert "chưa có gì được lưu" in answer.content.decode()


def test_head_writes_nothing(cast: Cast, client_of: ClientOf) -> None:
    """HEAD asks for no CSRF token, so what only POST may do is closed to it."""
    samples, wrong = Samples(cast), []
    for found, page in PAGES:
        browser = client_of(cast.coordinator if found.is_local else cast.city_admin)
        status, wrote = ask(
            browser, "HEAD", found.address(cast.unit if found.is_local else cast.city, samples)
        )
        if wrote or (status == 405) != ("GET" not in page.methods):
            wrong.append(f"{found.name}: {status}{', wrote' if wrote else ''}")
    assert wrong == []


def test_every_write_asks_for_a_token(cast: Cast) -> None:
    samples, wrong = Samples(cast), []
    for found, page in PAGES:
        browser = Client(enforce_csrf_checks=True)
        person = cast.coordinator if found.is_local else cast.city_admin
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        address = found.address(cast.unit if found.is_local else cast.city, samples)
        if "POST" in page.methods and ask(browser, "POST", address, samples.body(found.name)) != (403, False):
            wrong.append(found.name)
    assert wrong == []


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(place: str, cast: Cast, client: Client) -> None:
    said = {"login": cast.officer.username, "password": PASSWORD, "next": place}
    assert client.post("/accounts/login/", said)["Location"] == "/"
