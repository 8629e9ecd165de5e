"""The city corrects the list of papers: its communes follow, one with a list of its own does not."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.cast import Cast
from thanthien.assessment.dossier.lists import list_for
from thanthien.assessment.dossier.models import PaperList
from thanthien.platform.people.models import Person

ClientOf = Callable[[Person], Client]
ROWS = {
    "list_title": "Danh mục của thành phố", "seen": "0",
    "title-0": "Tờ trình đề nghị công nhận", "draws-0": "recognition", "required-0": "on",
    "title-1": "Biên bản họp Ban Chỉ đạo", "draws-1": "",
}  # fmt: skip


def titles(cast: Cast) -> list[list[str]]:
    return [[one.title for one in list_for(unit, 2026).papers] for unit in (cast.unit, cast.other_unit)]


def test_the_list_of_the_city_holds_where_no_own_one_is(cast: Cast, client_of: ClientOf) -> None:
    city, desk = client_of(cast.city_admin), client_of(cast.coordinator)
    own = {"list_title": "Của xã", "seen": "0", "title-0": "Báo cáo riêng", "draws-0": ""}
    desk.post(f"/desk/{cast.unit.code}/dossier/list/", own)
    page = f"/city/{cast.city.code}/papers/"
    assert "chưa lập danh mục riêng" in city.get(page).content.decode()
    assert "Đã lưu danh mục hồ sơ." in city.post(page, ROWS, follow=True).content.decode()
    assert titles(cast) == [["Báo cáo riêng"], ["Tờ trình đề nghị công nhận", "Biên bản họp Ban Chỉ đạo"]]
    city.post(f"{page}reset/")
    assert "Biên bản họp Ban Chỉ đạo" not in titles(cast)[1]
    assert PaperList.objects.filter(unit=cast.city).count() == 2


def test_two_at_once_and_an_empty_list_are_told(cast: Cast, client_of: ClientOf) -> None:
    city, page = client_of(cast.city_admin), f"/city/{cast.city.code}/papers/"
    city.post(page, ROWS)
    again = city.post(page, ROWS)
    assert (again.status_code, "vừa được người khác sửa" in again.content.decode()) == (422, True)
    assert city.post(page, {"list_title": "Trống", "seen": "1"}).status_code == 422
    assert PaperList.objects.count() == 1


def test_only_the_administrator_of_the_city_changes_it(cast: Cast, client_of: ClientOf) -> None:
    page = f"/city/{cast.city.code}/papers/"
    assert client_of(cast.appraiser).post(page, ROWS).status_code == 403
    assert client_of(cast.coordinator).post(page, ROWS).status_code in {403, 404}
    assert not PaperList.objects.exists()
