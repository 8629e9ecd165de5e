"""Signing in and out, the lockout, closed accounts, first passwords; what the audit log says of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cast import PASSWORD, Cast
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.actions import close_account, set_password

ClientOf = Callable[..., Client]
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng"


def sign_in(client: Client, username: str, password: str = PASSWORD, **rest: str) -> Any:
    return client.post("/accounts/login/", {"login": username, "password": password, **rest})


def actions() -> list[str]:
    return list(Entry.objects.exclude(actor=None, unit=None).values_list("action", flat=True).order_by("id"))


def about_sign_in() -> list[tuple[str, str]]:
    rows = Entry.objects.filter(action__startswith="sign_in.").order_by("id")
    return list(rows.values_list("action", "subject"))


def test_a_person_signs_in_and_comes_to_the_desk_of_the_unit(cast: Cast, client: Client) -> None:
    answer = sign_in(client, "hoa.dieuphoi")
    assert answer.status_code == 302
    assert client.get("/")["Location"] == f"/desk/{cast.unit.code}/"
    entry = Entry.objects.get(action="sign_in.in")
    assert (entry.actor, entry.unit) == (cast.coordinator, cast.unit)
    assert "127.0.0.1" in entry.remark
    assert PASSWORD not in str(list(Entry.objects.values()))


def test_the_name_may_be_typed_in_capitals_and_with_spaces(cast: Cast, client: Client) -> None:
    assert sign_in(client, "  Hoa.DieuPhoi ").status_code == 302


def test_a_city_person_comes_to_the_city(cast: Cast, client: Client) -> None:
    sign_in(client, "quantri.haiminh")
    assert client.get("/")["Location"] == f"/city/{cast.city.code}/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(cast: Cast, client: Client) -> None:
    wrong = sign_in(client, "an.vhxh", "khong-phai-mat-khau")
    unknown = sign_in(client, "khong.co.ai", "khong-phai-mat-khau")
    assert WRONG in wrong.content.decode()
    assert WRONG in unknown.content.decode()
    assert wrong.status_code == unknown.status_code == 200
    assert about_sign_in() == [("sign_in.failed", "Nguyễn Văn An")]
    assert "khong-phai-mat-khau" not in str(list(Entry.objects.values()))


def test_both_wrong_ways_check_one_password_so_that_time_tells_nothing(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    from django.contrib.auth.hashers import MD5PasswordHasher

    original = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    sign_in(client, "an.vhxh", "sai-mot-lan-roi")
    known = len(hashed)
    hashed.clear()
    sign_in(client, "khong.co.ai", "sai-mot-lan-roi")
    assert known == len(hashed) == 1


def test_five_wrong_passwords_lock_the_name_at_this_address(cast: Cast, client: Client) -> None:
    answers = [sign_in(client, "an.vhxh", f"sai-lan-{n}-nhe") for n in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 200, 429]
    assert "Tạm khóa đăng nhập" in answers[-1].content.decode()
    assert "15 phút" in answers[-1].content.decode()
    right = sign_in(client, "an.vhxh")
    assert right.status_code == 429
    assert "_auth_user_id" not in client.session
    assert [a for a, _ in about_sign_in()] == ["sign_in.failed"] * 4 + ["sign_in.locked"]


def test_the_lock_holds_neither_for_other_names_nor_for_other_addresses(cast: Cast, client: Client) -> None:
    for n in range(6):
        sign_in(client, "an.vhxh", f"sai-lan-{n}-nhe")
    assert sign_in(client, "hoa.dieuphoi").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="10.0.0.7"), "an.vhxh").status_code == 302


def test_a_forged_forwarding_header_does_not_get_round_the_lock(cast: Cast, client: Client) -> None:
    for n in range(5):
        client.post(
            "/accounts/login/",
            {"login": "an.vhxh", "password": f"sai-lan-{n}-nhe"},
            HTTP_X_FORWARDED_FOR=f"203.0.113.{n}",
        )
    assert sign_in(client, "an.vhxh").status_code == 429


def test_a_closed_account_is_told_so_only_with_the_right_password(
    cast: Cast, client: Client, now: datetime
) -> None:
    close_account(actor=cast.coordinator, at=now, unit=cast.unit, person=cast.officer)
    assert WRONG in sign_in(client, "an.vhxh", "sai-mat-khau-ma").content.decode()
    answer = client.post("/accounts/login/", {"login": "an.vhxh", "password": PASSWORD}, follow=True)
    assert "Tài khoản này đã đóng" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_closing_an_account_ends_its_open_sessions(cast: Cast, client_of: ClientOf, now: datetime) -> None:
    browser = client_of(cast.officer)
    assert browser.get(f"/desk/{cast.unit.code}/").status_code == 200
    close_account(actor=cast.coordinator, at=now, unit=cast.unit, person=cast.officer)
    assert browser.get(f"/desk/{cast.unit.code}/")["Location"].startswith("/accounts/login/")


def test_a_given_password_must_be_changed_before_anything_else(
    cast: Cast, client: Client, now: datetime
) -> None:
    set_password(
        actor=cast.coordinator,
        at=now,
        unit=cast.unit,
        person=cast.officer,
        password="sen-lua-tre-song-4827",
        must_change=True,
    )
    sign_in(client, "an.vhxh", "sen-lua-tre-song-4827")
    for address in ("/", f"/desk/{cast.unit.code}/", f"/desk/{cast.unit.code}/people/", "/accounts/"):
        assert client.get(address)["Location"] == "/accounts/password/change/"
    page = client.get("/accounts/password/change/").content.decode()
    assert "Đặt mật khẩu của riêng anh/chị" in page
    same = {"oldpassword": "sen-lua-tre-song-4827", "password1": "sen-lua-tre-song-4827"}
    same["password2"] = same["password1"]
    assert "phải khác" in client.post("/accounts/password/change/", same).content.decode()
    fresh = {**same, "password1": "mot-cau-cua-rieng-toi", "password2": "mot-cau-cua-rieng-toi"}
    assert client.post("/accounts/password/change/", fresh)["Location"] == "/"
    assert client.get(f"/desk/{cast.unit.code}/").status_code == 200
    cast.officer.refresh_from_db()
    assert not cast.officer.must_change_password
    assert actions()[-3:] == ["person.password_reset", "sign_in.in", "person.password"]


def test_changing_the_password_ends_the_sessions_of_other_machines(cast: Cast, client_of: ClientOf) -> None:
    here, there = client_of(cast.officer), client_of(cast.officer)
    words = {
        "oldpassword": PASSWORD,
        "password1": "mot-cau-cua-rieng-toi",
        "password2": "mot-cau-cua-rieng-toi",
    }
    here.post("/accounts/password/change/", words)
    assert here.get(f"/desk/{cast.unit.code}/").status_code == 200
    assert there.get(f"/desk/{cast.unit.code}/").status_code == 302


def test_leaving_is_a_post_and_is_told(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.officer)
    assert "kết thúc phiên làm việc" in browser.get("/accounts/logout/").content.decode()
    assert browser.get(f"/desk/{cast.unit.code}/").status_code == 200
    assert browser.post("/accounts/logout/")["Clear-Site-Data"] == '"cache"'
    assert browser.get(f"/desk/{cast.unit.code}/").status_code == 302
    assert about_sign_in() == [("sign_in.out", "Nguyễn Văn An")]


def test_a_session_lasts_twelve_hours_and_gets_a_new_key_at_sign_in(cast: Cast, client: Client) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = str(planted)
    sign_in(client, "an.vhxh")
    fresh = client.cookies["sessionid"]
    assert fresh.value != planted
    assert fresh["httponly"]
    assert fresh["samesite"] == "Lax"
    kept = Session.objects.get(session_key=fresh.value)
    assert 11.9 < (kept.expire_date - timezone.now()).total_seconds() / 3600 <= 12


@pytest.mark.parametrize(
    "place", ["https://example.org/", "//example.org", "javascript:alert(1)", "\\\\example.org"]
)
def test_signing_in_never_leads_to_another_site(cast: Cast, client: Client, place: str) -> None:
    assert sign_in(client, "an.vhxh", next=place)["Location"] == "/"


def test_signing_in_leads_back_to_the_page_that_asked(cast: Cast, client: Client) -> None:
    asked = client.get(f"/desk/{cast.unit.code}/people/")
    assert asked["Location"] == f"/accounts/login/?next=%2Fdesk%2F{cast.unit.code}%2Fpeople%2F"
    answer = sign_in(client, "an.vhxh", next=f"/desk/{cast.unit.code}/people/")
    assert answer["Location"] == f"/desk/{cast.unit.code}/people/"


def test_nobody_registers_and_nothing_is_mailed_where_no_mail_works(db: None, client: Client) -> None:
    assert "Tài khoản do đơn vị mở" in client.get("/accounts/signup/").content.decode()
    for address in ("/accounts/password/reset/", "/accounts/password/reset/done/"):
        assert client.get(address).status_code == 404
    assert "điều phối viên" in client.get("/accounts/login/").content.decode()


def test_the_sign_in_page_asks_few_questions_of_the_database(
    client: Client, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(1):
        client.get("/accounts/login/")
