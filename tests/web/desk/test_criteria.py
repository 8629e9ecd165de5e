"""What officials see of the set they are measured by, and the coordinator's choice of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import FIRST_DAY, NOW, Cast
from tests.programme.criteria.small import SOURCE, keep_draft, keep_sample_points, keep_small_set
from thanthien.platform.people.models import Person
from thanthien.programme.criteria.actions import adopt
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.criteria.weighing import publish_weights

ClientOf = Callable[[Person], Client]


@pytest.fixture
def kept(db: None) -> CriteriaSet:
    return keep_small_set()


@pytest.fixture
def points(kept: CriteriaSet) -> WeightTable:
    return keep_sample_points(kept)


def choose(cast: Cast, kept: CriteriaSet, table: WeightTable | None) -> None:
    adopt(actor=None, at=FIRST_DAY, unit=cast.unit, year=2026, criteria_set=kept, weight_table=table)


def page(client: Client, cast: Cast, query: str = "year=2026", place: str = "criteria/") -> str:
    answer = client.get(f"/desk/{cast.unit.code}/{place}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_row_with_product_leads_timing_rule_and_points(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet, points: WeightTable
) -> None:
    choose(cast, kept, points)
    text = page(client_of(cast.officer), cast)
    assert "Bộ tiêu chí năm 2026" in text
    assert "12/QĐ-UBND ngày 01/12/2025, Ủy ban nhân dân thành phố Hải Minh" in text
    assert "Niêm yết thủ tục" in text
    assert "Văn phòng HĐND và UBND" in text  # the unit's own name of the role
    assert "Có minh chứng được chấp nhận trong mỗi quý" in text
    assert "Thường xuyên" in text
    assert "Người có thẩm quyền chấm" in text
    assert "từ 18 đến 20 điểm" in text
    assert "từ 14 đến dưới 18 điểm" in text
    assert "trước 15/02" in text
    assert "Tự đặt để kiểm thử" in text


def test_sample_points_are_called_so(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet, points: WeightTable
) -> None:
    choose(cast, kept, points)
    assert 'class="sample-mark' in page(client_of(cast.officer), cast)


def test_without_points_the_page_says_so_and_names_no_number(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet
) -> None:
    choose(cast, kept, None)
    text = page(client_of(cast.officer), cast)
    assert "Chưa có thang điểm" in text
    assert text.count("chưa có thang điểm") == 5


def test_a_role_nobody_plays_yet_is_marked(cast: Cast, client_of: ClientOf, kept: CriteriaSet) -> None:
    cast.centre.is_active = False
    cast.centre.save()
    choose(cast, kept, None)
    text = page(client_of(cast.officer), cast)
    assert "Trung tâm Phục vụ hành chính công <em>(đơn vị chưa khai báo)</em>" in text


def test_rows_are_found_without_tone_marks_and_by_agency(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet
) -> None:
    choose(cast, kept, None)
    client = client_of(cast.officer)
    found = page(client, cast, "year=2026&q=tiep+dan+lich")
    assert "1 trong 5 nội dung" in found
    assert "Lịch tiếp dân" in found
    assert "Thái độ phục vụ" not in found
    assert "2 trong 5 nội dung" in page(client, cast, "year=2026&agency=culture_social")
    assert "Không có nội dung nào khớp" in page(client, cast, "year=2026&q=xyz")


def test_nothing_chosen_says_what_to_do_to_those_who_can(cast: Cast, client_of: ClientOf) -> None:
    assert "criteria/choose/" in page(client_of(cast.coordinator), cast)
    text = page(client_of(cast.officer), cast)
    assert "criteria/choose/" not in text
    assert "Điều phối viên" in text


def test_the_coordinator_chooses_set_and_points(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet, points: WeightTable
) -> None:
    client = client_of(cast.coordinator)
    text = page(client, cast, place="criteria/choose/")
    assert "Không dùng bảng điểm" in text
    answer = client.post(
        f"/desk/{cast.unit.code}/criteria/choose/?year=2026",
        {"choice": f"{kept.pk}-{points.pk}"},
        follow=True,
    )
    assert "Đã chọn bộ tiêu chí năm 2026" in answer.content.decode()
    found = adoption_of(cast.unit, 2026)
    assert found is not None
    assert (found.criteria_set, found.weight_table) == (kept, points)
    assert "Đang dùng" in page(client, cast, place="criteria/choose/")


def test_a_choice_that_is_not_offered_changes_nothing(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet
) -> None:
    elsewhere = keep_small_set(SOURCE.replace("hai-minh-thu", "noi-khac").replace('"98"', '"31"'))
    client = client_of(cast.coordinator)
    for choice in ("", "x", f"{elsewhere.pk}-0", f"{kept.pk}-999"):
        answer = client.post(f"/desk/{cast.unit.code}/criteria/choose/?year=2026", {"choice": choice})
        assert answer.status_code == 422
        assert "Anh/chị chọn một bộ tiêu chí trong danh sách." in answer.content.decode()
    assert adoption_of(cast.unit, 2026) is None


def test_an_officer_is_refused(cast: Cast, client_of: ClientOf, kept: CriteriaSet) -> None:
    answer = client_of(cast.officer).post(
        f"/desk/{cast.unit.code}/criteria/choose/?year=2026", {"choice": f"{kept.pk}-0"}
    )
    assert answer.status_code == 403
    assert adoption_of(cast.unit, 2026) is None


def test_points_put_away_are_said_to_be(cast: Cast, client_of: ClientOf, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    publish_weights(actor=cast.city_admin, at=NOW, table=table)
    choose(cast, kept, table)
    WeightTable.objects.filter(pk=table.pk).update(state="withdrawn")
    client = client_of(cast.coordinator)
    assert "đã thôi dùng cho lần chọn mới" in page(client, cast)
    assert "Bảng điểm 2026" not in page(client, cast, place="criteria/choose/")


def test_the_page_asks_the_same_number_of_questions_for_more_rows(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet
) -> None:
    client = client_of(cast.officer)
    choose(cast, kept, None)
    page(client, cast)
    with CaptureQueriesContext(connection) as many:
        page(client, cast)
    kept.criteria.exclude(key__in=["I", "I#1"]).delete()
    with CaptureQueriesContext(connection) as few:
        page(client, cast)
    assert len(many) == len(few)
