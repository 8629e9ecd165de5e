"""One procedure typed in at the desk and at the city: shown before it is taken, mended, ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.procedures.factories import BIRTH, COPY, loaded
from thanthien.operations.procedures.models import Edition, Import
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
_FIELD = re.compile(r'<(?:input|textarea)[^>]*name="([^"]+)"[^>]*>(?:([^<]*)</textarea>)?')


def filled(page: str) -> dict[str, str]:
    """What a browser would send of the form as it was drawn."""
    form = page.split('<form class="tt-wide-form"')[1].split("</form>")[0]
    told = {}
    for found in _FIELD.finditer(form):
        value = re.search(r'value="([^"]*)"', found[0].split(">")[0])
        told[found[1]] = unescape(
            found[2].lstrip("\n") if found[2] is not None else value[1] if value else ""
        )
    return told


def take(browser: Client, address: str) -> None:
    page = browser.get(address).content.decode()
    browser.post(address, {"do": "take", "seen": page.split('name="seen" value="')[1].split('"')[0]})


def test_a_new_edition_is_filled_shown_mended_and_taken(cast: Cast, client_of: ClientOf) -> None:
    today = timezone.localdate()
    loaded(cast.unit, timezone.now(), BIRTH, COPY, from_date=today - timedelta(days=9))
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/procedures/"
    edit = f"{home}one/{BIRTH['code']}/edit/"
    form = filled(browser.get(edit).content.decode())
    assert (form["papers-1-name"], form["papers-1-group"], form["ways-0-note"]) == (
        "Giấy chứng sinh", "Giấy tờ phải nộp", "nếu đúng hạn",
    )  # fmt: skip
    answer = browser.post(edit, form)
    assert "không khác bản đang áp dụng" in browser.get(answer["Location"]).content.decode()
    form |= {
        "papers-0-name": "",
        "papers-0-originals": "",
        "papers-2-name": "Căn cước của mẹ <b>",
        "place": "Quầy 1",
    }
    shown = browser.post(edit, form)["Location"]
    page = browser.get(shown).content.decode()
    for said in (
        "Tờ khai đăng ký khai sinh (1 bản chính)",
        "Căn cước của mẹ &lt;b&gt;",
        "Người dân chưa thấy gì",
    ):
        assert said in page
    assert Edition.objects.count() == 2
    draft = unescape(page.split('<a class="btn" href="')[1].split('"')[0])
    form = filled(browser.get(draft).content.decode())
    assert form["place"] == "Quầy 1"
    again = browser.post(draft, form | {"place": "Quầy 2", "from_date": today.isoformat()})["Location"]
    assert Import.objects.filter(state=Import.State.LEFT).count() == 1  # what was mended
    take(browser, again)
    new, old = Edition.objects.filter(procedure__code=BIRTH["code"])
    assert (new.said.place, old.until_date) == ("Quầy 2", today - timedelta(days=1))
    assert [one.name for one in new.said.papers] == ["Giấy chứng sinh", "Căn cước của mẹ <b>"]
    assert new.said.ways == old.said.ways
    assert new.plain == old.plain
    assert Edition.objects.get(procedure__code=COPY["code"]).until_date is None
    assert "Quầy 2" in browser.get(f"{home}one/{BIRTH['code']}/").content.decode()


def test_a_new_one_is_typed_with_rows_added(cast: Cast, client_of: ClientOf) -> None:
    browser, address = client_of(cast.coordinator), f"/desk/{cast.unit.code}/procedures/new/"
    form: dict[str, Any] = filled(browser.get(address).content.decode())
    form |= {
        "code": "TB-01",
        "name": "Xác nhận hộ bị ngập",
        "papers-0-name": "Đơn đề nghị",
        "steps": "Một\r\nHai",
    }
    page = browser.post(address, form | {"more": "papers"}).content.decode()
    form = filled(page)
    assert (form["papers-0-name"], form["code"], "papers-4-name" in form) == ("Đơn đề nghị", "TB-01", True)
    assert "papers-3-name" in form
    form |= {"papers-4-copies": "2"}  # of what?
    answer = browser.post(address, form)
    assert answer.status_code == 422
    assert "ghi tên, hoặc xóa hết" in answer.content.decode()
    take(browser, browser.post(address, form | {"papers-4-copies": ""})["Location"])
    kept = Edition.objects.get().said
    assert (kept.code, kept.steps, [one.name for one in kept.papers]) == (
        "TB-01",
        "Một\nHai",
        ["Đơn đề nghị"],
    )
    answer = browser.post(address, form | {"papers-4-copies": ""})
    assert "đã có trong danh mục" in answer.content.decode()


def test_a_unit_writes_its_own_beside_the_city_s_and_ends_it(cast: Cast, client_of: ClientOf) -> None:
    today = timezone.localdate()
    loaded(cast.city, timezone.now(), from_date=today)
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/procedures/"
    one = f"{home}one/{COPY['code']}/"
    assert "Soạn bản riêng" in browser.get(one).content.decode()
    assert browser.get(f"{one}end/").status_code == 404  # the city's
    form = filled(browser.get(f"{one}edit/").content.decode()) | {"name": "Sao y ở xã"}
    shown = browser.post(f"{one}edit/", form)["Location"]
    assert "Khác bản chung của cấp trên" in browser.get(shown).content.decode()
    take(browser, shown)
    assert "Sao y ở xã" in browser.get(one).content.decode()
    assert browser.post(f"{one}end/", {"from_date": today.isoformat()}).status_code == 422
    browser.post(f"{one}end/", {"from_date": today.isoformat(), "decision": "9/QĐ-UBND"})
    assert COPY["name"] in browser.get(one).content.decode()
    tomorrow = {"from_date": (today + timedelta(days=1)).isoformat(), "decision": "10/QĐ-UBND"}
    take(browser, browser.post(f"{one}edit/", form)["Location"])
    browser.post(f"{one}end/", tomorrow)
    assert "Sao y ở xã" in browser.get(one).content.decode()  # until tonight
    assert "10/QĐ-UBND" in browser.get(one).content.decode()


def test_the_ended_are_listed_with_their_decision(cast: Cast, client_of: ClientOf) -> None:
    today = timezone.localdate()
    loaded(cast.unit, timezone.now(), BIRTH, from_date=today - timedelta(days=9))
    home = f"/desk/{cast.unit.code}/procedures/"
    manager, officer = client_of(cast.coordinator), client_of(cast.officer)
    manager.post(f"{home}one/{BIRTH['code']}/end/", {"from_date": today.isoformat(), "decision": "9/QĐ-UBND"})
    for browser, may in ((manager, True), (officer, False)):
        page = browser.get(f"{home}ended/").content.decode()
        assert "theo 9/QĐ-UBND" in page
        assert ("Áp dụng trở lại" in page) is may
    back = f"{home}one/{BIRTH['code']}/edit/"
    form = filled(manager.get(back).content.decode())
    take(manager, manager.post(back, form)["Location"])
    assert BIRTH["name"] in manager.get(f"{home}one/{BIRTH['code']}/").content.decode()


def test_the_city_writes_for_all_its_communes(cast: Cast, client_of: ClientOf) -> None:
    loaded(cast.city, timezone.now(), COPY, from_date=timezone.localdate())
    city, edit = client_of(cast.city_admin), f"/city/{cast.city.code}/procedures/one/{COPY['code']}/edit/"
    form = filled(city.get(edit).content.decode()) | {"name": "Sao y ở mọi xã"}
    take(city, city.post(edit, form)["Location"])
    for person, unit in ((cast.officer, cast.unit), (cast.other_officer, cast.other_unit)):
        page = client_of(person).get(f"/desk/{unit.code}/procedures/one/{COPY['code']}/").content.decode()
        assert "Sao y ở mọi xã" in page


def test_what_people_call_it_is_found_from_then_on(cast: Cast, client_of: ClientOf) -> None:
    loaded(cast.unit, timezone.now(), BIRTH, COPY, from_date=timezone.localdate() - timedelta(days=9))
    browser, ask = client_of(cast.coordinator), f"/{cast.unit.code}/ask/?q=mần+giấy+nẫu+đẻ"
    assert BIRTH["name"] not in Client().get(ask).content.decode()
    edit = f"/desk/{cast.unit.code}/procedures/one/{BIRTH['code']}/edit/"
    form = filled(browser.get(edit).content.decode())
    shown = browser.post(edit, form | {"names": "mần giấy nẫu đẻ\r\n\r\nghi tên cháu"})["Location"]
    assert "Người dân hay gọi là" in browser.get(shown).content.decode()
    take(browser, shown)
    assert Edition.objects.get(number=2).plain.names == ("mần giấy nẫu đẻ", "ghi tên cháu")
    page = Client().get(ask).content.decode()
    assert BIRTH["name"] in page
    assert "nẫu đẻ" not in page.split("<h2")[1]
    assert filled(browser.get(edit).content.decode())["names"] == "mần giấy nẫu đẻ\nghi tên cháu"


def test_what_is_not_a_form_is_refused_politely(cast: Cast, client_of: ClientOf) -> None:
    browser, address = client_of(cast.coordinator), f"/desk/{cast.unit.code}/procedures/new/"
    form = filled(browser.get(address).content.decode()) | {"code": "TB-1", "name": "Một"}
    for spoiled in (
        {"papers-TOTAL_FORMS": "999999"}, {"papers-TOTAL_FORMS": "x"}, {"from_date": "hôm qua"}, {"code": "a/b"},
        {"source": "javascript:alert(1)"}, {"papers-0-name": "Đơn", "papers-0-copies": "-1"}, {"what": "x" * 700},
    ):  # fmt: skip
        assert browser.post(address, form | spoiled).status_code == 422, spoiled
    assert browser.post(address, form | {"papers-TOTAL_FORMS": "99999", "more": "papers"}).status_code == 200
    for query in ("?draft=99", "?draft=x", "?draft=-1"):
        assert browser.get(address + query).status_code == 200
    assert browser.get(f"/desk/{cast.unit.code}/procedures/one/KHONG-CO/edit/").status_code == 404
    assert not Import.objects.exists()
