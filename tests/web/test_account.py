"""One's own account: contact, password, the second step; and the front door."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.cast import PASSWORD, Cast
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.actions import give_role
from thanthien.platform.people.models import Membership
from thanthien.platform.people.roles import Role

ClientOf = Callable[..., Client]


def said(answer: Any) -> str:
    return str(answer.content.decode())


def text_of(answer: Any) -> str:
    """What a person reads: no markup, no data for scripts."""
    return " ".join(re.sub(r"<script.*?</script>|<[^>]+>", " ", said(answer), flags=re.S).split())


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


@pytest.fixture
def browser(cast: Cast, client: Client) -> Client:
    """The officer, signed in by password."""
    client.post("/accounts/login/", {"login": cast.officer.username, "password": PASSWORD})
    return client


def turn_on(browser: Client) -> str:
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = re.findall(r'tt-secret">([A-Z2-7]+)<', said(browser.get("/accounts/2fa/totp/activate/")))[0]
    browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return str(secret)


def test_strangers_see_what_this_is_and_where_to_sign_in(db: None, client: Client) -> None:
    page = said(client.get("/"))
    assert "Phần mềm giúp xã, phường, đặc khu" in page
    assert 'href="/accounts/login/"' in page
    assert page.count("<h1") == 1


def test_one_with_several_units_chooses(cast: Cast, client_of: ClientOf, now: datetime) -> None:
    give_role(
        actor=None,
        at=now,
        person=cast.officer,
        unit=cast.city,
        role=Role.APPRAISER,
        start_date=date(2026, 1, 1),
    )
    page = said(client_of(cast.officer).get("/"))
    assert f'href="/desk/{cast.unit.code}/"' in page
    assert f'href="/city/{cast.city.code}/"' in page
    assert "Người thẩm định" in page


def test_one_without_a_role_is_told_whom_to_ask(cast: Cast, client_of: ClientOf) -> None:
    Membership.objects.filter(person=cast.officer).update(end_date="2026-02-01")
    page = said(client_of(cast.officer).get("/"))
    assert "chưa có vai trò ở đơn vị nào" in page
    assert client_of(cast.officer).get(f"/desk/{cast.unit.code}/").status_code == 404


def test_contact_is_changed_by_oneself_and_audited(cast: Cast, browser: Client) -> None:
    form = {"full_name": "Nguyễn Văn Ân", "phone": "0901 234 567", "email": "an@haiminh.example"}
    assert "Đã lưu" in said(browser.post("/accounts/", form, follow=True))
    entry = Entry.objects.get(action="person.change")
    assert entry.actor == cast.officer
    assert entry.after == form
    assert "chưa nhập họ và tên" in said(browser.post("/accounts/", {**form, "full_name": ""}))
    cast.officer.refresh_from_db()
    assert cast.officer.full_name == "Nguyễn Văn Ân"


def test_the_page_shows_the_recent_events_of_the_account(browser: Client) -> None:
    page = said(browser.get("/accounts/"))
    assert "Đăng nhập" in page
    assert "127.0.0.1" in page
    assert "Mở tài khoản" in page


def test_a_wrong_or_weak_new_password_changes_nothing(cast: Cast, browser: Client) -> None:
    good = "mot-cau-cua-rieng-toi"
    for form, words in (
        (
            {"oldpassword": "sai-mat-khau", "password1": good, "password2": good},
            "Mật khẩu hiện tại chưa đúng",
        ),
        ({"oldpassword": PASSWORD, "password1": "ngan", "password2": "ngan"}, "10"),
        (
            {"oldpassword": PASSWORD, "password1": "12345678901", "password2": "12345678901"},
            "phổ biến|thông dụng",
        ),
        ({"oldpassword": PASSWORD, "password1": good, "password2": good + "x"}, "giống nhau|khớp|cùng"),
    ):
        assert re.search(words, said(browser.post("/accounts/password/change/", form))), words
    cast.officer.refresh_from_db()
    assert cast.officer.check_password(PASSWORD)


def test_the_second_step_is_turned_on_asked_for_and_turned_off(
    cast: Cast, browser: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert "Không bắt buộc" in said(browser.get("/accounts/2fa/"))
    with django_capture_on_commit_callbacks(execute=True):
        secret = turn_on(browser)
    assert "Đang bật" in said(browser.get("/accounts/2fa/"))
    codes = said(browser.get("/accounts/2fa/recovery-codes/"))
    assert len(re.findall(r"<code>[0-9a-f]+</code>", codes)) == 10

    later = Client()
    asked = later.post("/accounts/login/", {"login": cast.officer.username, "password": PASSWORD})
    assert asked["Location"] == "/accounts/2fa/authenticate/"
    assert later.get(f"/desk/{cast.unit.code}/").status_code == 302
    assert "Mật khẩu đã đúng" in said(later.get("/accounts/2fa/authenticate/"))
    assert "Mã chưa đúng" in said(later.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    recovery = re.findall(r"<code>([0-9a-f]+)</code>", codes)[0]
    assert later.post("/accounts/2fa/authenticate/", {"code": recovery}).status_code == 302
    assert later.get(f"/desk/{cast.unit.code}/").status_code == 200

    browser.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=cast.officer).exists()
    told = list(Entry.objects.filter(action__startswith="second_step").values_list("action", flat=True))
    assert sorted(told) == ["second_step.app_off", "second_step.app_on"]
    assert secret not in str(list(Entry.objects.values()))


def test_codes_cannot_be_guessed_without_end(cast: Cast, browser: Client) -> None:
    turn_on(browser)
    thief = Client()
    thief.post("/accounts/login/", {"login": cast.officer.username, "password": PASSWORD})
    answers = [said(thief.post("/accounts/2fa/authenticate/", {"code": f"{n:06d}"})) for n in range(8)]
    assert "thử quá nhiều lần" in answers[-1]
    assert "_auth_user_id" not in thief.session


def test_touching_the_second_step_asks_for_the_password_again(cast: Cast, browser: Client) -> None:
    asked = browser.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    page = said(browser.get(asked["Location"]))
    assert "nhập lại mật khẩu" in page
    assert "Mật khẩu chưa đúng" in said(browser.post("/accounts/reauthenticate/", {"password": "sai"}))
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/",
        "/accounts/logout/",
        "/accounts/inactive/",
        "/accounts/signup/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/reauthenticate/",
        "/accounts/reauthenticate/",
    ],
)
def test_every_account_page_is_ours_and_in_vietnamese(browser: Client, address: str) -> None:
    turn_on(browser)
    answer = browser.get(address, follow=True)
    page = said(answer)
    assert answer.status_code == 200
    assert 'lang="vi"' in page
    assert "Thân Thiện" in page
    english = re.findall(
        r"\b(?:Sign|Password|Please|Code|Submit|Menu|Change|Authenticator App|Your|the|you)\b",
        text_of(answer),
    )
    assert english == []
    assert page.count("<h1") == 1


def test_a_lost_password_is_reset_by_mail_where_mail_works(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.MAIL_IS_SET_UP = True
    cast.officer.email = "an@haiminh.example"
    cast.officer.save()
    assert "Nhận đường dẫn đặt lại" in said(client.get("/accounts/login/"))
    known = client.post("/accounts/password/reset/", {"email": "an@haiminh.example"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "khong@haiminh.example"}, follow=True)
    assert text_of(known) == text_of(unknown)
    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    assert letter.subject == "Thân Thiện: Đặt lại mật khẩu"
    assert "Kính gửi Nguyễn Văn An" in letter.body
    link = re.findall(r"https?://testserver(/\S+)", str(letter.body))[0]
    form = client.get(link, follow=True).request["PATH_INFO"]
    fresh = {"password1": "mot-cau-cua-rieng-toi", "password2": "mot-cau-cua-rieng-toi"}
    assert "Đã đặt mật khẩu mới" in said(client.post(form, fresh, follow=True))
    cast.officer.refresh_from_db()
    assert cast.officer.check_password("mot-cau-cua-rieng-toi")
    assert "không còn dùng được" in said(client.get(link, follow=True))
    assert Entry.objects.filter(action="person.password", actor=cast.officer).count() == 1
