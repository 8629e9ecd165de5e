"""The coordinator's pages about people: find, add, give and end roles, reset, close."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, make_person
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.roles import Role

ClientOf = Callable[..., Client]


@pytest.fixture
def desk(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def new_person(**changes: str) -> dict[str, str]:
    return {
        "full_name": "Lương Bích Thảo",
        "username": "",
        "role": "officer",
        "title": "Chuyên viên",
        "start_date": timezone.localdate().isoformat(),
        "phone": "",
        "email": "",
        **changes,
    }


@pytest.mark.parametrize(("q", "found"), [("hoa", True), ("Hòa", True), ("dieuphoi", True), ("binh", False)])
def test_people_are_found_without_tone_marks(
    cast: Cast, client_of: ClientOf, desk: str, q: str, found: bool
) -> None:
    page = said(client_of(cast.officer).get(f"{desk}/people/", {"q": q}))
    assert ("Trần Thị Hòa" in page) is found
    assert "Hoàng Hải Yến" not in page


def test_an_empty_search_says_so(cast: Cast, client_of: ClientOf, desk: str) -> None:
    assert "Không có ai khớp" in said(client_of(cast.officer).get(f"{desk}/people/", {"q": "khongco"}))


def test_people_are_listed_by_given_name_and_by_agency(cast: Cast, client_of: ClientOf, desk: str) -> None:
    page = said(client_of(cast.officer).get(f"{desk}/people/"))
    names = ["Nguyễn Văn An", "Lê Thanh Bình", "Phạm Quốc Dũng", "Trần Thị Hòa", "Đỗ Hoàng Lâm", "Vũ Thị Mai"]
    places = [page.index(f">{name}<") for name in names]
    assert places == sorted(places)
    centre = said(client_of(cast.officer).get(f"{desk}/people/", {"agency": str(cast.centre.pk)}))
    assert "Vũ Thị Mai" in centre
    assert ">Trần Thị Hòa<" not in centre


def test_the_list_asks_as_often_for_many_as_for_few(
    cast: Cast, client_of: ClientOf, desk: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(cast.coordinator)
    with django_assert_max_num_queries(16) as few:
        browser.get(f"{desk}/people/")
        browser.get(f"{desk}/agencies/")
    for n in range(3):
        make_person(
            cast.unit,
            Role.AGENCY_HEAD,
            f"them.{n}xx",
            f"Người Thêm {n}",
            agency=cast.economy,
            is_focal_point=True,
        )
    with django_assert_max_num_queries(16) as many:
        browser.get(f"{desk}/people/")
        browser.get(f"{desk}/agencies/")
    assert len(few) == len(many)


def test_an_officer_sees_no_button_that_leads_nowhere(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser = client_of(cast.officer)
    assert "Thêm người" not in said(browser.get(f"{desk}/people/"))
    page = said(browser.get(f"{desk}/people/of/{cast.head.username}/"))
    assert "Phạm Quốc Dũng" in page
    assert "Cấp lại mật khẩu" not in page
    assert "Cho thôi vai trò" not in page


def test_an_account_is_opened_and_its_password_shown_once(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser = client_of(cast.coordinator)
    form = new_person(agency=str(cast.culture.pk), is_focal_point="on")
    answer = browser.post(f"{desk}/people/add/", form)
    assert answer["Location"] == f"{desk}/people/of/thao.lb/password/given/"
    shown = said(browser.get(answer["Location"]))
    password = re.findall(r"[a-z]+(?:-[a-z]+){3}-\d{4}", shown)[0]
    person = Person.objects.get(username="thao.lb")
    assert person.check_password(password)
    assert person.must_change_password
    role = person.memberships.get()
    assert (role.role, role.agency, role.is_focal_point) == ("officer", cast.culture, True)
    again = said(browser.get(answer["Location"]))
    assert password not in again
    assert "chỉ hiện một lần" in again
    assert password not in str(list(Entry.objects.values())) + str(dict(browser.session))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"full_name": ""}, "chưa nhập ô này"),
        ({"username": "an.vhxh"}, "đã có người dùng"),
        ({"username": "Có Dấu"}, "Tên đăng nhập gồm"),
        ({"role": "agency_head"}, "phải thuộc một cơ quan"),
        ({"role": "city_admin"}, "Hãy chọn|không hợp lệ|hợp lệ"),
        ({"start_date": "32/13/2026"}, "Ngày chưa đúng"),
        ({"email": "khong-phai-thu"}, "Địa chỉ thư chưa đúng"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_opens_nothing(
    cast: Cast, client_of: ClientOf, desk: str, changes: dict[str, str], words: str
) -> None:
    before = (Person.objects.count(), Membership.objects.count())
    answer = client_of(cast.coordinator).post(f"{desk}/people/add/", new_person(**changes))
    assert answer.status_code == 422
    assert re.search(words, said(answer))
    assert 'value="Chuyên viên"' in said(answer)
    assert (Person.objects.count(), Membership.objects.count()) == before


def test_a_role_is_given_and_ended_on_the_page_of_the_person(
    cast: Cast, client_of: ClientOf, desk: str
) -> None:
    browser, person = client_of(cast.coordinator), cast.officer
    form = {"role": "agency_head", "agency": cast.economy.pk, "title": "", "start_date": "01/06/2026"}
    page = said(browser.post(f"{desk}/people/of/{person.username}/role/", form, follow=True))
    assert "Đã cấp vai trò" in page
    assert "Phòng Kinh tế" in page
    role = person.memberships.get(role="agency_head")
    end = f"{desk}/people/of/{person.username}/role/{role.pk}/end/"
    assert "Ngày chưa đúng" in said(browser.post(end, {"end_date": "hôm nay"}, follow=True))
    assert "Đã ghi ngày thôi" in said(browser.post(end, {"end_date": "2026-06-30"}, follow=True))
    role.refresh_from_db()
    assert role.end_date is not None


def test_the_last_coordinator_is_told_why_the_role_stays(cast: Cast, client_of: ClientOf, desk: str) -> None:
    role = cast.coordinator.memberships.get()
    address = f"{desk}/people/of/{cast.coordinator.username}/role/{role.pk}/end/"
    page = said(client_of(cast.city_admin).post(address, {"end_date": "2026-06-30"}, follow=True))
    assert "điều phối viên duy nhất của xã Thanh Bình" in page


def test_nobody_gives_oneself_a_role_or_closes_oneself(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser, me = client_of(cast.coordinator), f"{desk}/people/of/{cast.coordinator.username}"
    page = said(browser.get(f"{me}/"))
    assert "Vai trò của chính mình do người khác cấp" in page
    form = {"role": "leader", "title": "", "start_date": "2026-06-01"}
    assert "tự cấp vai trò" in said(browser.post(f"{me}/role/", form, follow=True))
    assert "không tự đóng" in said(browser.post(f"{me}/close/", follow=True))
    assert browser.post(f"{me}/password/")["Location"] == "/accounts/password/change/"


def test_a_reset_gives_a_new_password_and_ends_the_old(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser = client_of(cast.coordinator)
    answer = browser.post(f"{desk}/people/of/{cast.officer.username}/password/")
    shown = said(browser.get(answer["Location"]))
    password = re.findall(r"[a-z]+(?:-[a-z]+){3}-\d{4}", shown)[0]
    cast.officer.refresh_from_db()
    assert cast.officer.check_password(password)
    assert cast.officer.must_change_password


def test_an_account_is_closed_and_opened_again(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser, there = client_of(cast.coordinator), f"{desk}/people/of/{cast.officer.username}"
    page = said(browser.post(f"{there}/close/", follow=True))
    assert "Đã đóng tài khoản" in page
    assert "Mở lại tài khoản" in page
    browser.post(f"{there}/reopen/")
    cast.officer.refresh_from_db()
    assert cast.officer.is_active


def test_one_who_left_is_found_among_the_former(cast: Cast, client_of: ClientOf, desk: str) -> None:
    Membership.objects.filter(person=cast.council).update(end_date="2026-03-31")
    browser = client_of(cast.coordinator)
    assert "Bùi Đức Phúc" not in said(browser.get(f"{desk}/people/"))
    assert "Bùi Đức Phúc" in said(browser.get(f"{desk}/people/", {"former": "1"}))
    assert browser.get(f"{desk}/people/of/{cast.council.username}/").status_code == 200


def test_the_city_opens_the_first_coordinator_of_a_commune(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.city_admin)
    page = said(browser.get(f"/city/{cast.city.code}/coordinators/"))
    assert "1 đơn vị chưa có điều phối viên" in page
    add = f"/desk/{cast.island.code}/people/add/?role=coordinator"
    assert f'href="{add}"' in page
    assert re.search(r'value="coordinator"\s+selected', said(browser.get(add)))
    browser.post(add, new_person(role="coordinator"))
    assert Membership.objects.filter(unit=cast.island, role=Role.COORDINATOR).exists()


def test_the_city_gives_roles_of_the_city_on_its_own_page(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.city_admin)
    answer = browser.post(f"/city/{cast.city.code}/people/add/", new_person(role="appraiser"))
    assert answer["Location"].startswith(f"/city/{cast.city.code}/people/of/thao.lb/")
    assert Membership.objects.filter(unit=cast.city, role=Role.APPRAISER).count() == 2
