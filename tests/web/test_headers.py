"""What every answer carries, whatever happened: policies, no storing, and no trust in what a stranger sends."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.cast import Cast
from thanthien.platform.people.permissions import NotAllowed
from thanthien.web import refusals

ClientOf = Callable[..., Client]


def answers(cast: Cast, client_of: ClientOf) -> dict[str, Any]:
    known, stranger = client_of(cast.officer), Client(enforce_csrf_checks=True)
    return {
        "front door": stranger.get("/"),
        "sign-in": stranger.get("/accounts/login/"),
        "sign-in refused without token": stranger.post("/accounts/login/", {"login": "a", "password": "b"}),
        "to sign-in": stranger.get(f"/desk/{cast.unit.code}/"),
        "desk": known.get(f"/desk/{cast.unit.code}/people/"),
        "forbidden": known.get(f"/desk/{cast.unit.code}/people/add/"),
        "not found": known.get("/khong-co-trang-nay/"),
        "wrong method": known.post(f"/desk/{cast.unit.code}/people/"),
        "account": known.get("/accounts/"),
        "second step": known.get("/accounts/2fa/"),
        "health": stranger.get("/healthz"),
    }


def test_every_answer_carries_the_policies(cast: Cast, client_of: ClientOf) -> None:
    for name, answer in answers(cast, client_of).items():
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "script-src 'self'" in policy, name
        assert "unsafe" not in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert headers["X-Frame-Options"] == "DENY", name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert "no-store" in headers["Cache-Control"], name
        assert "private" in headers["Cache-Control"], name


def test_the_statuses_are_what_they_should_be(cast: Cast, client_of: ClientOf) -> None:
    found = {name: answer.status_code for name, answer in answers(cast, client_of).items()}
    assert found == {
        "front door": 200,
        "sign-in": 200,
        "sign-in refused without token": 403,
        "to sign-in": 302,
        "desk": 200,
        "forbidden": 403,
        "not found": 404,
        "wrong method": 405,
        "account": 200,
        "second step": 200,
        "health": 200,
    }


def test_a_stale_form_says_what_to_do(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert "Trang đã mở quá lâu" in answer.content.decode()


def test_a_write_from_another_site_is_refused(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/desk/{cast.unit.code}/people/of/{cast.officer.username}/close/"
    assert browser.post(address).status_code == 403
    cast.officer.refresh_from_db()
    assert cast.officer.is_active


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:99999@evil.example"])
def test_a_forged_host_is_refused(db: None, client: Client, host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert client.get("/", headers={"host": host}).status_code == 400


def test_a_failure_shows_no_inner_thing_and_needs_no_database(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("bí mật bên trong")

    monkeypatch.setattr("thanthien.web.people_pages.people_of", broken)
    browser = client_of(cast.officer)
    browser.raise_request_exception = False
    answer = browser.get(f"/desk/{cast.unit.code}/people/")
    words = answer.content.decode()
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi" in words
    assert "bí mật" not in words
    assert "Traceback" not in words
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_no_rights_anywhere_become_a_page_with_words() -> None:
    request = RequestFactory().get("/")
    middleware = refusals.RefusalMiddleware(lambda _: pytest.fail("not called"))
    answer = middleware.process_exception(request, NotAllowed("Việc này của điều phối viên."))
    assert answer is not None
    assert answer.status_code == 403
    assert "Việc này của điều phối viên." in answer.content.decode()
    assert middleware.process_exception(request, RuntimeError()) is None


def test_htmx_is_sent_to_sign_in_as_a_whole_page(cast: Cast) -> None:
    page = f"http://testserver/desk/{cast.unit.code}/people/?q=an"
    answer = Client().get(
        f"/desk/{cast.unit.code}/people/", headers={"HX-Request": "true", "HX-Current-URL": page}
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"/accounts/login/?next=%2Fdesk%2F{cast.unit.code}%2Fpeople%2F%3Fq%3Dan"


def test_pages_carry_no_inline_script_or_style(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.coordinator)
    unit = cast.unit.code
    for address in (
        "/accounts/",
        "/accounts/2fa/",
        "/accounts/password/change/",
        f"/desk/{unit}/people/",
        f"/desk/{unit}/people/add/",
        f"/desk/{unit}/people/of/{cast.officer.username}/",
        f"/desk/{unit}/agencies/",
        f"/desk/{unit}/audit/",
    ):
        words = browser.get(address).content.decode()
        assert " style=" not in words, address
        assert "<style" not in words, address
        assert " onclick=" not in words, address
        for script in words.split("<script")[1:]:
            assert 'src="' in script.split(">")[0] or "application/json" in script.split(">")[0], address


_ASK = """
import django; django.setup()
from django.test import Client
plain = Client().get("/accounts/login/", headers={"host": "127.0.0.1"})
tls = Client().get("/accounts/login/", headers={"host": "127.0.0.1", "x-forwarded-proto": "https"})
print(plain.status_code, plain.headers.get("Location"), tls.headers.get("Strict-Transport-Security"),
      bool(tls.cookies["csrftoken"]["secure"]), sep="|")
"""


def test_behind_tls_everything_is_told_to_stay_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    """In a process of its own: settings read THANTHIEN_HTTPS when they load."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "THANTHIEN_HTTPS": "1",
        "THANTHIEN_DATA": str(tmp_path_factory.mktemp("tls")),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    code = _ASK.replace(
        "import django;", "import os; os.environ.pop('TEST_DATABASE_URL', None); import django;"
    )
    root = importlib.import_module("thanthien").__path__[0] + "/.."
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        cwd=root,
        check=True,
    )
    assert run.stdout.strip() == "301|https://127.0.0.1/accounts/login/|max-age=31536000|True"


def test_a_disk_that_is_full_before_any_page_is_asked_is_said(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", full)
    browser = client_of(cast.coordinator)
    browser.raise_request_exception = False
    upload = SimpleUploadedFile("anh.jpg", b"x" * (3 * 2**20))
    answer = browser.post(f"/desk/{cast.unit.code}/capture/", {"uploads": upload})
    words = answer.content.decode()
    assert (answer.status_code, "Máy chủ đã hết chỗ" in words, "giữ lại tệp" in words) == (507, True, True)
