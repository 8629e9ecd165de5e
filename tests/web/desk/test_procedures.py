"""Procedures on the desk: the list, one procedure, own words, a file looked through and taken, sheets, asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.procedures.factories import (
    ALL,
    BIRTH,
    COPY,
    MARRIAGE,
    as_sheet,
    as_yaml,
    loaded,
)
from thanthien.operations.procedures.models import Edition, Import, OwnWords
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


def upload(browser: Client, code: str, data: bytes, name: str, surface: str = "desk") -> str:
    """Send a file; the address of what it would change."""
    answer = browser.post(
        f"/{surface}/{code}/procedures/import/",
        {"file": SimpleUploadedFile(name, data), "from_date": timezone.localdate().isoformat()},
    )
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_file_is_looked_through_then_taken_as_it_was_seen(cast: Cast, client_of: ClientOf) -> None:
    loaded(cast.unit, timezone.now(), BIRTH, COPY, from_date=timezone.localdate())
    browser = client_of(cast.coordinator)
    changed = {**COPY, "ways": [{"how": "Trực tiếp", "time": "Trong ngày", "fee": "3.000 đồng/trang"}]}
    address = upload(browser, cast.unit.code, as_yaml(changed, MARRIAGE, {"name": "Không mã"}), "a.yaml")
    page = browser.get(address).content.decode()
    for said in (
        "Trực tiếp; Trong ngày; 2.000 đồng/trang", "3.000 đồng/trang", "Đăng ký kết hôn",
        "Thiếu mã của “Không mã”", f'name="end" value="{BIRTH["code"]}"',
    ):  # fmt: skip
        assert said in page
    assert Edition.objects.count() == 2
    seen = page.split('name="seen" value="')[1].split('"')[0]
    browser.post(address, {"do": "take", "seen": seen, "end": BIRTH["code"]})
    assert Edition.objects.filter(until_date=None).count() == 2
    assert "Đã nhận vào danh mục" in browser.get(address).content.decode()
    browser.post(address, {"do": "take", "seen": seen})  # pressed twice
    assert Edition.objects.count() == 4
    page = browser.get(f"/desk/{cast.unit.code}/procedures/one/{COPY['code']}/2/").content.decode()
    assert "2.000 đồng/trang" in page


def test_what_was_seen_no_longer_holds(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.coordinator)
    address = upload(browser, cast.unit.code, as_yaml(BIRTH), "a.yaml")
    loaded(cast.unit, timezone.now(), {**BIRTH, "name": "Khác"}, from_date=timezone.localdate())
    answer = browser.post(address, {"do": "take", "seen": "x"}, follow=True)
    assert "người khác sửa" in answer.content.decode()
    assert Edition.objects.count() == 1
    browser.post(address, {"do": "leave"})
    assert Import.objects.filter(state=Import.State.LEFT).count() == 1


def test_excel_with_wrong_columns_says_which_it_saw(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.coordinator)
    data = as_sheet(["STT", "Nội dung", "Điểm"], [1, "a", 2], [2, "b", 3])
    answer = browser.post(
        f"/desk/{cast.unit.code}/procedures/import/",
        {"file": SimpleUploadedFile("diem.xlsx", data), "from_date": "01/07/2026"},
    )
    assert answer.status_code == 422
    assert "“Nội dung”" in answer.content.decode()
    for name, data in (("a.yaml", b""), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.exe", b"MZ" + b"\0" * 90)):
        answer = browser.post(
            f"/desk/{cast.unit.code}/procedures/import/",
            {"file": SimpleUploadedFile(name, data), "from_date": "01/07/2026"},
        )
        assert answer.status_code == 422
    assert not Import.objects.exists()


def test_the_city_s_list_is_read_by_all_its_communes(cast: Cast, client_of: ClientOf) -> None:
    city = client_of(cast.city_admin)
    address = upload(city, cast.city.code, as_yaml(*ALL), "a.yaml", "city")
    page = city.get(address).content.decode()
    city.post(address, {"do": "take", "seen": page.split('name="seen" value="')[1].split('"')[0]})
    assert "Đăng ký khai sinh" in city.get(f"/city/{cast.city.code}/procedures/").content.decode()
    for person, unit in ((cast.officer, cast.unit), (cast.other_officer, cast.other_unit)):
        page = client_of(person).get(f"/desk/{unit.code}/procedures/?q=khai+sinh").content.decode()
        assert "Đăng ký khai sinh" in page
        assert "Đăng ký kết hôn" not in page
    # a file of one owner is not there for another
    pk = Import.objects.get().pk
    assert (
        client_of(cast.coordinator).get(f"/desk/{cast.unit.code}/procedures/import/{pk}/").status_code == 404
    )


def test_own_words_are_kept_and_two_at_once_do_not_overwrite(cast: Cast, client_of: ClientOf) -> None:
    loaded(cast.city, timezone.now(), from_date=timezone.localdate())
    browser, code = client_of(cast.coordinator), BIRTH["code"]
    address = f"/desk/{cast.unit.code}/procedures/one/{code}/words/"
    form = {
        "seen": "0",
        "counter": "Quầy 1",
        "what": "Làm giấy <b>khai sinh</b>",
        "bring": "Giấy chứng sinh\n\nCăn cước",
    }
    assert browser.post(address, form).status_code == 302
    assert browser.post(address, form).status_code == 422
    assert browser.post(address, {**form, "seen": "1", "what": "x" * 700}).status_code == 422
    words = OwnWords.objects.get()
    assert words.plain.bring == ("Giấy chứng sinh", "Căn cước")
    page = browser.get(f"/desk/{cast.unit.code}/procedures/one/{code}/").content.decode()
    assert "&lt;b&gt;khai sinh" in page
    assert "Quầy 1" in page
    assert "đọc lại, sửa rồi lưu" not in page
    later = timezone.now() + timedelta(minutes=1)
    loaded(cast.city, later, {**BIRTH, "name": "Khai sinh"}, from_date=timezone.localdate())
    assert (
        "đọc lại, sửa rồi lưu"
        in browser.get(f"/desk/{cast.unit.code}/procedures/one/{code}/").content.decode()
    )


def test_sheets_and_posters_are_pdfs_with_the_public_address(cast: Cast, client_of: ClientOf) -> None:
    loaded(cast.unit, timezone.now(), from_date=timezone.localdate())
    browser = client_of(cast.one_stop)
    for address in ("sheet/", "sheet/?field=Hộ+tịch", f"one/{BIRTH['code']}/poster/?size=a5"):
        answer = browser.get(f"/desk/{cast.unit.code}/procedures/{address}")
        assert answer.content.startswith(b"%PDF"), address
    assert browser.get(f"/desk/{cast.unit.code}/procedures/sheet/?q=khong+co").status_code == 404
    page = browser.get(f"/desk/{cast.unit.code}/procedures/one/{BIRTH['code']}/").content.decode()
    assert f"/{cast.unit.code}/procedures/{BIRTH['code']}/" in page


def test_asking_at_the_counter(cast: Cast, client_of: ClientOf) -> None:
    loaded(cast.unit, timezone.now(), from_date=timezone.localdate())
    browser = client_of(cast.one_stop)
    ask = f"/desk/{cast.unit.code}/procedures/ask/"
    page = browser.get(f"{ask}?q=lam+khai+sinh+cho+con").content.decode()
    for said in ("Giấy chứng sinh", "Miễn phí nếu làm trong 60 ngày", "12/QĐ-BTP"):
        assert said in page
    assert "Chưa tìm thấy" in browser.get(f"{ask}?q=xyzzy+qwerty").content.decode()
    assert "Sở Tư pháp" in browser.get(f"{ask}?q=xin+nhap+quoc+tich").content.decode()


def test_the_list_asks_the_same_number_of_queries_at_one_and_at_three(
    cast: Cast, client_of: ClientOf
) -> None:
    browser, address = client_of(cast.officer), f"/desk/{cast.unit.code}/procedures/"
    counts = []
    for rows in ((BIRTH,), ALL):
        loaded(cast.unit, timezone.now(), *rows, from_date=timezone.localdate())
        browser.get(address)  # makes what is kept in memory
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
