"""Commendation and notices on the pages."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.merit.factories import commendation, criticism, published
from thanthien.platform.people.models import Person
from thanthien.programme.merit.models import Commendation, Notice

Browser = Callable[[Person], Client]


def test_proposed_by_a_head_decided_by_the_leader(cast: Cast, client_of: Browser) -> None:
    desk = f"/desk/{cast.unit.code}/merit/"
    client_of(cast.head).post(f"{desk}commendations/new/?year=2026", {
        "kind": "individual", "name": "Lê Thanh Bình", "achievement": "Trực thay 40 buổi", "form": "Lao động tiên tiến",
    })  # fmt: skip
    thing = Commendation.objects.get()
    leader, address = client_of(cast.leader), f"{desk}commendations/{thing.pk}/"
    leader.post(f"{address}move/", {"move": "submit", "seen": thing.version})
    answer = leader.post(f"{address}move/", {"move": "decide", "seen": thing.version + 1, "number": "12/QĐ"})
    assert answer.status_code == 422
    assert "số và ngày của quyết định" in answer.content.decode()
    leader.post(f"{address}move/", {
        "move": "decide", "seen": thing.version + 1, "number": "12/QĐ-UBND", "day": "2026-06-30",
    })  # fmt: skip
    page = client_of(cast.council).get(f"{desk}?year=2026").content.decode()
    assert "12/QĐ-UBND, 30/06/2026" in page


def test_criticism_shows_only_to_those_meant(cast: Cast, client_of: Browser) -> None:
    notice = criticism(cast)
    desk = f"/desk/{cast.unit.code}/merit/"
    page = client_of(cast.coordinator).get(f"{desk}notices/{notice.pk}/").content.decode()
    assert "người soạn" not in page
    assert "lãnh đạo hoặc điều phối viên khác xem lại" in page
    published(cast, notice)
    assert client_of(cast.centre_officer).get(f"{desk}notices/{notice.pk}/").status_code == 404
    assert client_of(cast.city_admin).get(f"{desk}notices/{notice.pk}/").status_code == 404
    head = client_of(cast.head)
    assert "Ý kiến của cơ quan" in head.get(f"{desk}notices/{notice.pk}/").content.decode()
    head.post(f"{desk}notices/{notice.pk}/reply/", {"text": "Phòng đã bổ sung"})
    assert Notice.objects.get().reply == "Phòng đã bổ sung"
    assert "Phòng đã bổ sung" in client_of(cast.leader).get(f"{desk}notices/{notice.pk}/").content.decode()


def test_the_page_asks_the_database_as_often_for_three_as_for_one(cast: Cast, client_of: Browser) -> None:
    browser, counts = client_of(cast.leader), []
    for more in (1, 2):
        for _ in range(more):
            commendation(cast)
            published(cast, criticism(cast))
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(f"/desk/{cast.unit.code}/merit/?year=2026").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_notice_is_meant_for_the_fewest_until_somebody_widens_it(cast: Cast, client_of: Browser) -> None:
    page = (
        client_of(cast.leader)
        .get(f"/desk/{cast.unit.code}/merit/notices/new/?kind=criticism")
        .content.decode()
    )
    assert '<option value="named" selected>' in page
    assert '<option value="unit" selected>' not in page


def test_a_person_is_not_commended_as_a_collective(cast: Cast, client_of: Browser) -> None:
    address = f"/desk/{cast.unit.code}/merit/commendations/new/?year=2026"
    head = client_of(cast.head)
    assert '<option value="collective" selected>' not in head.get(address).content.decode()
    form = {
        "kind": "",
        "name": f"{cast.officer.full_name}, công chức",
        "achievement": "Trực",
        "form": "Giấy khen",
    }
    assert "chọn khen tập thể hay cá nhân" in head.post(address, form).content.decode()
    for name in (form["name"], "Bà Lê Thị Xa Lạ"):
        refused = head.post(address, form | {"kind": "collective", "name": name})
        assert refused.status_code == 422
        assert "là một người. Anh/chị chọn “Cá nhân”" in refused.content.decode()
    assert not Commendation.objects.exists()
    head.post(address, form | {"kind": "collective", "name": "Chi bộ thôn Bà Điểm"})
    assert Commendation.objects.get().name == "Chi bộ thôn Bà Điểm"
