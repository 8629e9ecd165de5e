"""A city's point table: read into a draft, corrected, published once, put away."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import connection

from tests.cast import FIRST_DAY, NOW, Cast
from tests.programme.criteria.small import as_docx, as_xlsx, keep_draft, keep_small_set, points_of
from thanthien.platform.audit.models import Entry
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.corrections import (
    CannotCorrectWeights,
    add_row,
    correct_row,
    split_evenly,
)
from thanthien.programme.criteria.drafts import Draft, DraftRow, draft_of
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.weighing import (
    CannotDraftWeights,
    CannotPublishWeights,
    CannotWithdrawWeights,
    draft_weights,
    publish_weights,
    withdraw_weights,
)


@pytest.fixture
def kept(db: None) -> CriteriaSet:
    return keep_small_set()


def fresh(table: WeightTable) -> Draft:
    return draft_of(WeightTable.objects.get(pk=table.pk))


def row_at(draft: Draft, text: str) -> DraftRow:
    return next(row for row in draft.rows if text in row.row.text)


@pytest.mark.parametrize("data", [as_xlsx(), as_docx()], ids=["xlsx", "docx"])
def test_a_clean_table_is_matched_and_ready(cast: Cast, kept: CriteriaSet, data: bytes) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin, data)
    draft = draft_of(table)
    assert (table.state, table.unit, table.title) == ("draft", cast.city, "Bảng điểm 2026")
    assert draft.errors == ()
    assert draft.total == 20
    assert [row.key for row in draft.rows] == ["I", "I#1", "I#2", "II", "II.1", "II.2", "II.3", ""]
    assert draft.rows[-1].is_sum
    told = Entry.objects.get(action="weights.draft")
    assert (told.unit, told.after) == (
        cast.city,
        {"file": "bang-diem.xlsx", "rows": 7, "matched": 7},
    )


def test_published_points_are_those_of_the_file_with_sums(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    publish_weights(actor=cast.city_admin, at=NOW, table=table)
    table.refresh_from_db()
    assert table.state == "published"
    assert table.total == 20
    assert {key: str(points) for key, points in points_of(table).items()} == {
        "I": "8.00", "I#1": "5.00", "I#2": "3.00",
        "II": "12.00", "II.1": "6.00", "II.2": "4.00", "II.3": "2.00",
    }  # fmt: skip


def test_wrong_sums_name_the_row_as_excel_shows_it_and_are_mended(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin, as_xlsx({"II.1": "7"}))
    draft = draft_of(table)
    problem = next(p for p in draft.errors if "Tiêu chí phục vụ" in p.message)
    assert problem.message.startswith("trang tính 1, dòng 6 (“II Tiêu chí phục vụ”): ghi 12 điểm")
    assert "cộng lại được 13 điểm" in problem.message
    with pytest.raises(CannotPublishWeights, match="Chưa áp dụng được bảng điểm"):
        publish_weights(actor=cast.city_admin, at=NOW, table=table)
    assert WeightTable.objects.get(pk=table.pk).state == "draft"  # the refusal took everything back
    row = row_at(draft, "đúng hạn")
    correct_row(
        actor=cast.city_admin, at=NOW, table=table, position=row.row.index, key="II.1", points=Decimal(6)
    )
    mended = fresh(table)
    assert mended.errors == ()
    assert row_at(mended, "đúng hạn").row.printed_points == "7"  # the print stays to be seen


def test_a_misprint_is_an_error_until_a_person_settles_it(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin, as_xlsx({"II.3": "hai"}))
    row = row_at(draft_of(table), "Thái độ")
    assert any("không hiểu điểm “hai”" in problem.message for problem in row.problems)
    correct_row(
        actor=cast.city_admin, at=NOW, table=table, position=row.row.index, key="II.3", points=Decimal(2)
    )
    assert fresh(table).errors == ()


def test_a_criterion_moves_to_the_row_that_takes_it(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    draft = draft_of(table)
    taker, holder = row_at(draft, "đúng hạn"), row_at(draft, "ứng dụng")
    correct_row(
        actor=cast.city_admin, at=NOW, table=table, position=taker.row.index, key="II.2", points=Decimal(6)
    )
    after = fresh(table)
    assert row_at(after, "đúng hạn").key == "II.2"
    left = row_at(after, "ứng dụng")
    assert (left.key, left.is_doubtful, left.has_error) == ("", True, True)
    assert "Nội dung II.2 đã chuyển sang dòng khác" in left.weight.problem
    assert [leaf.key for leaf in after.missing] == ["II.1"]
    correct_row(
        actor=cast.city_admin, at=NOW, table=table, position=holder.row.index, key="II.1", points=Decimal(4)
    )
    publish_weights(actor=cast.city_admin, at=NOW, table=table)
    assert points_of(table)["II.2"] == 6
    told = [(e.before, e.after) for e in history_of(table) if e.action == "weights.correct"]
    assert ({"criterion": "II.1", "points": "6.00"}, {"criterion": "II.2", "points": "6"}) in told


def test_a_row_the_file_lacks_is_added_by_hand(cast: Cast, kept: CriteriaSet) -> None:
    data = as_xlsx({"II.3": "-", "II": "10"}, total="18")
    table = keep_draft(kept, cast.city, cast.city_admin, data)
    assert [leaf.key for leaf in draft_of(table).missing] == ["II.3"]
    add_row(actor=cast.city_admin, at=NOW, table=table, key="II.3", points=Decimal(2))
    draft = fresh(table)
    assert draft.missing == ()
    added = row_at(draft, "Thái độ phục vụ")
    assert added.row.spot == "thêm khi đối chiếu"
    assert [row.key for row in draft.rows][-2:] == ["II.3", ""]  # below its heading, before the total
    for text, points in (("Tiêu chí phục vụ", 12), ("Tổng cộng", 20)):
        row = row_at(fresh(table), text)
        key = row.key or None
        correct_row(
            actor=cast.city_admin,
            at=NOW,
            table=table,
            position=row.row.index,
            key=key,
            points=Decimal(points),
        )
    assert fresh(table).errors == ()
    with pytest.raises(CannotCorrectWeights, match="đã có điểm"):
        add_row(actor=cast.city_admin, at=NOW, table=table, key="II.3", points=Decimal(1))


@pytest.mark.parametrize(
    "changed", [{"I#1": "", "I#2": ""}, {"I#1": "-", "I#2": "-"}], ids=["without points", "missing"]
)
def test_points_of_a_heading_are_divided_only_when_a_person_agrees(
    cast: Cast, kept: CriteriaSet, changed: dict[str, str]
) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin, as_xlsx(changed))
    draft = draft_of(table)
    assert not draft.review.is_ready
    assert draft.review.suggested == {"I#1": 4, "I#2": 4}
    assert split_evenly(actor=cast.city_admin, at=NOW, table=table, key="I") == 2
    publish_weights(actor=cast.city_admin, at=NOW, table=table)
    points = points_of(table)
    assert [str(points[key]) for key in ("I#1", "I#2", "I")] == ["4.00", "4.00", "8.00"]
    with pytest.raises(CannotCorrectWeights, match="đưa vào sử dụng"):
        split_evenly(actor=cast.city_admin, at=NOW, table=table, key="I")


def test_a_row_left_out_takes_its_points_with_it(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    row = row_at(draft_of(table), "Thái độ")
    correct_row(
        actor=cast.city_admin, at=NOW, table=table, position=row.row.index, key=None, points=Decimal(2)
    )
    draft = fresh(table)
    assert row_at(draft, "Thái độ").weight.points is None
    assert draft.total == 18
    assert [leaf.key for leaf in draft.missing] == ["II.3"]


@pytest.mark.parametrize("points", ["-1", "0.005", "1000000", "NaN"])
def test_points_that_are_none_are_refused(cast: Cast, kept: CriteriaSet, points: str) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    with pytest.raises(CannotCorrectWeights, match="Điểm là số không âm") as refusal:
        correct_row(actor=cast.city_admin, at=NOW, table=table, position=1, key="I#1", points=Decimal(points))
    assert refusal.value.field == "points"


def test_a_sum_stands_for_no_criterion_and_rows_must_exist(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    last = draft_of(table).rows[-1].row.index
    for position, key, words in (
        (last, "I#1", "Dòng cộng"),
        (99, "I#1", "không có dòng này"),
        (1, "X.9", "không có nội dung này"),
    ):
        with pytest.raises(CannotCorrectWeights, match=words):
            correct_row(
                actor=cast.city_admin, at=NOW, table=table, position=position, key=key, points=Decimal(1)
            )
    assert draft_of(table).errors == ()


def test_the_same_file_again_leads_to_the_draft_there_is(cast: Cast, kept: CriteriaSet) -> None:
    data = as_xlsx()  # written once: a workbook carries the second in which it was made
    table = keep_draft(kept, cast.city, cast.city_admin, data)
    with pytest.raises(CannotDraftWeights, match="08:00 01/01/2026") as refusal:
        keep_draft(kept, cast.city, cast.city_admin, data)
    assert refusal.value.table == table
    withdraw_weights(actor=cast.city_admin, at=NOW, table=table)
    assert keep_draft(kept, cast.city, cast.city_admin, data).version == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b"PK\x03\x04 broken", "hỏng"),
        ("Kính gửi các đồng chí, họp lúc 8 giờ.\n".encode(), "Không tìm thấy bảng"),
    ],
)
def test_a_wrong_file_keeps_nothing(cast: Cast, kept: CriteriaSet, data: bytes, words: str) -> None:
    with pytest.raises(CannotDraftWeights, match=words):
        draft_weights(
            actor=cast.city_admin, at=NOW, unit=cast.city, criteria_set=kept, data=data, filename="x"
        )
    assert not WeightTable.objects.filter(unit=cast.city).exists()


def test_only_the_citys_administrator_works_on_its_points(cast: Cast, kept: CriteriaSet) -> None:
    for person in (cast.appraiser, cast.coordinator, cast.leader):
        with pytest.raises(NotAllowed):
            keep_draft(kept, cast.city, person)
    table = keep_draft(kept, cast.city, cast.city_admin)
    for person in (cast.appraiser, cast.coordinator):
        with pytest.raises(NotAllowed):
            publish_weights(actor=person, at=NOW, table=table)
        with pytest.raises(NotAllowed):
            correct_row(actor=person, at=NOW, table=table, position=1, key=None, points=None)
        with pytest.raises(NotAllowed):
            withdraw_weights(actor=person, at=NOW, table=table)


def test_a_city_cannot_send_points_for_the_set_of_another(cast: Cast, kept: CriteriaSet) -> None:
    CriteriaSet.objects.update(province_code="31")
    kept.refresh_from_db()
    with pytest.raises(CannotDraftWeights, match="không ban hành cho thành phố Hải Minh"):
        keep_draft(kept, cast.city, cast.city_admin)
    Unit.objects.filter(pk=cast.city.pk).update(is_demo=True)
    cast.city.refresh_from_db()
    assert keep_draft(kept, cast.city, cast.city_admin).state == "draft"


def test_points_that_came_with_the_product_are_not_worked_on(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    WeightTable.objects.update(unit=None)
    table.refresh_from_db()
    with pytest.raises(CannotWithdrawWeights, match="đi kèm phần mềm"):
        withdraw_weights(actor=cast.city_admin, at=NOW, table=table)


def test_who_comes_second_is_told_who_was_first_and_when(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    publish_weights(actor=cast.city_admin, at=NOW, table=table)
    who = "Đặng Thu Quỳnh đã đưa vào sử dụng bảng điểm này lúc 09:00 ngày 01/07/2026"
    with pytest.raises(CannotPublishWeights, match=who):
        publish_weights(actor=cast.city_admin, at=NOW, table=table)
    with pytest.raises(CannotCorrectWeights, match=who):
        correct_row(actor=cast.city_admin, at=NOW, table=table, position=1, key=None, points=None)
    withdraw_weights(actor=cast.city_admin, at=NOW, table=table)
    with pytest.raises(CannotWithdrawWeights, match="cho thôi dùng"):
        withdraw_weights(actor=cast.city_admin, at=NOW, table=table)
    assert Entry.objects.filter(action="weights.publish").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_publish_once(cast: Cast) -> None:
    table = keep_draft(keep_small_set(), cast.city, cast.city_admin)
    start, ends = threading.Barrier(2), []

    def publish() -> None:
        start.wait()
        try:
            publish_weights(actor=cast.city_admin, at=FIRST_DAY, table=table)
            ends.append("published")
        except CannotPublishWeights:
            ends.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["published", "told"]
    assert Entry.objects.filter(action="weights.publish").count() == 1
    assert len(points_of(table)) == 7
