"""The city uploads its points, corrects what was read, publishes, puts away, and chooses for all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import FIRST_DAY, NOW, Cast
from tests.programme.criteria.small import (
    SOURCE,
    as_docx,
    as_xlsx,
    keep_draft,
    keep_sample_points,
    keep_small_set,
    points_of,
)
from thanthien.platform.people.models import Person
from thanthien.programme.criteria.actions import adopt
from thanthien.programme.criteria.drafts import draft_of
from thanthien.programme.criteria.models import Adoption, CriteriaSet, WeightTable
from thanthien.programme.criteria.weighing import publish_weights

ClientOf = Callable[[Person], Client]


@pytest.fixture
def kept(db: None) -> CriteriaSet:
    return keep_small_set()


@pytest.fixture
def admin(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.city_admin)


def place(cast: Cast, rest: str = "") -> str:
    return f"/city/{cast.city.code}/criteria/{rest}"


def send(admin: Client, cast: Cast, kept: CriteriaSet, data: bytes, name: str = "diem.xlsx") -> Any:
    upload = SimpleUploadedFile(name, data)
    body = {"criteria_set": kept.pk, "title": "Bảng điểm kèm Hướng dẫn 12/HD-SNV", "file": upload}
    return admin.post(place(cast, "upload/"), body, follow=True)


@pytest.mark.parametrize(
    ("data", "name"), [(as_xlsx(), "diem.xlsx"), (as_docx(), "diem.docx")], ids=["xlsx", "docx"]
)
def test_a_table_is_read_reviewed_and_published(
    cast: Cast, admin: Client, kept: CriteriaSet, data: bytes, name: str
) -> None:
    text = send(admin, cast, kept, data, name).content.decode()
    assert "Đối chiếu: Bảng điểm kèm Hướng dẫn 12/HD-SNV" in text
    assert "20<span>/20</span>" in text
    assert "5<span>/5</span>" in text
    table = WeightTable.objects.get(unit=cast.city)
    everything = admin.get(place(cast, f"tables/{table.pk}/?show=all")).content.decode()
    assert "Giải quyết hồ sơ đúng hạn" in everything  # the print …
    assert "<b>II.1</b> Giải quyết đúng hạn" in everything  # … beside the criterion
    answer = admin.post(place(cast, f"tables/{table.pk}/publish/"), follow=True)
    assert "Bảng điểm đã sẵn sàng" in answer.content.decode()
    table.refresh_from_db()
    assert table.state == "published"
    assert str(points_of(table)["II"]) == "12.00"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp trống, không có nội dung"),
        (b"%PDF-1.7 a pdf", "Word (.docx) hoặc Excel (.xlsx)"),
        ("Chỉ là vài dòng chữ, không có bảng.".encode(), "Word (.docx) hoặc Excel (.xlsx)"),
        (b"PK\x03\x04 not a package", "Tệp bị hỏng"),
        (as_docx()[:2000], "Tệp bị hỏng"),
    ],
    ids=["empty", "pdf", "text", "broken", "cut short"],
)
def test_a_wrong_file_is_refused_and_nothing_is_kept(
    cast: Cast, admin: Client, kept: CriteriaSet, data: bytes, words: str
) -> None:
    answer = send(admin, cast, kept, data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert "Bảng điểm kèm Hướng dẫn 12/HD-SNV" in text  # what was typed stays
    assert not WeightTable.objects.filter(unit=cast.city).exists()


def test_a_workbook_without_points_says_what_it_needs(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    blank = dict.fromkeys(("I", "I#1", "I#2", "II", "II.1", "II.2", "II.3"), "")
    text = send(admin, cast, kept, as_xlsx(blank, total="")).content.decode()
    assert "Không tìm thấy bảng có cột tên tiêu chí và cột điểm" in text


def test_set_title_and_file_are_asked_for(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    text = admin.post(place(cast, "upload/"), {}).content.decode()
    for words in ("Anh/chị chọn bộ tiêu chí.", "Anh/chị ghi tên để", "Anh/chị chọn tệp bảng điểm."):
        assert words in text


def test_the_same_file_again_opens_the_draft_there_is(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    data = as_xlsx()
    send(admin, cast, kept, data)
    again = send(admin, cast, kept, data)
    assert "Tệp này đã được tải lên" in again.content.decode()
    assert WeightTable.objects.filter(unit=cast.city).count() == 1


def test_wrong_totals_stand_beside_the_row_and_keep_the_points_from_use(
    cast: Cast, admin: Client, kept: CriteriaSet
) -> None:
    text = send(admin, cast, kept, as_xlsx({"II.1": "7"})).content.decode()
    assert "trang tính 1, dòng 6" in text
    assert "Ghi 12 điểm, các dòng con cộng lại được 13 điểm." in text
    assert "Áp dụng bảng điểm" not in text
    table = WeightTable.objects.get(unit=cast.city)
    answer = admin.post(place(cast, f"tables/{table.pk}/publish/"), follow=True)
    assert "Chưa áp dụng được bảng điểm" in answer.content.decode()
    table.refresh_from_db()
    assert table.state == "draft"


def test_a_row_is_corrected_and_everything_checked_anew(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin, as_xlsx({"II.1": "7"}))
    position = next(row.row.index for row in draft_of(table).rows if row.key == "II.1")
    form = admin.get(place(cast, f"tables/{table.pk}/?row={position}")).content.decode()
    assert '<option value="II.1" selected>' in form
    answer = admin.post(
        place(cast, f"tables/{table.pk}/rows/{position}/"),
        {"criterion": "II.1", "points": "6,00"},
        follow=True,
    )
    assert "Áp dụng bảng điểm" in answer.content.decode()
    assert draft_of(WeightTable.objects.get(pk=table.pk)).errors == ()


def test_htmx_gets_the_review_alone(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    answer = admin.post(
        place(cast, f"tables/{table.pk}/rows/1/"),
        {"criterion": "I#1", "points": "5"},
        headers={"HX-Request": "true"},
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "Tổng điểm" in text


def test_what_is_no_number_is_said_beside_the_field_and_stays_typed(
    cast: Cast, admin: Client, kept: CriteriaSet
) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    answer = admin.post(place(cast, f"tables/{table.pk}/rows/1/"), {"criterion": "I#1", "points": "năm"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Điểm là một số, ví dụ 2 hoặc 1,5." in text
    assert 'value="năm"' in text


def test_a_missing_row_gets_its_points_by_hand(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin, as_xlsx({"II.3": "-"}))
    text = admin.get(place(cast, f"tables/{table.pk}/")).content.decode()
    assert "1 nội dung chưa có điểm" in text
    wrong = admin.post(
        place(cast, f"tables/{table.pk}/add/"), {"criterion": "II.3", "points": "hai"}, follow=True
    )
    assert "“hai” không phải số điểm" in wrong.content.decode()
    admin.post(place(cast, f"tables/{table.pk}/add/"), {"criterion": "II.3", "points": "2"})
    assert draft_of(WeightTable.objects.get(pk=table.pk)).errors == ()


def test_points_of_a_heading_are_divided_by_one_button(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin, as_xlsx({"I#1": "", "I#2": ""}))
    text = admin.get(place(cast, f"tables/{table.pk}/")).content.decode()
    assert "Chia đều 8 điểm cho 2 nội dung" in text
    admin.post(place(cast, f"tables/{table.pk}/split/"), {"criterion": "I"})
    assert draft_of(WeightTable.objects.get(pk=table.pk)).review.is_ready


def test_the_second_to_publish_is_told(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    for words in ("Bảng điểm đã sẵn sàng", "Đặng Thu Quỳnh đã đưa vào sử dụng bảng điểm này lúc"):
        answer = admin.post(place(cast, f"tables/{table.pk}/publish/"), follow=True)
        assert words in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_both_stand(cast: Cast, client_of: ClientOf) -> None:
    table = keep_draft(keep_small_set(), cast.city, cast.city_admin)
    start, answers = threading.Barrier(2), []

    def correct(position: int, key: str, points: str) -> None:
        client = client_of(cast.city_admin)
        start.wait()
        body = {"criterion": key, "points": points}
        answers.append(client.post(place(cast, f"tables/{table.pk}/rows/{position}/"), body).status_code)
        connection.close()

    jobs = [(1, "I#1", "4"), (2, "I#2", "4")]
    threads = [threading.Thread(target=correct, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    points = points_of(table)
    assert (str(points["I#1"]), str(points["I#2"])) == ("4.00", "4.00")


def test_the_appraiser_looks_and_others_find_nothing(
    cast: Cast, client_of: ClientOf, kept: CriteriaSet
) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    client = client_of(cast.appraiser)
    text = client.get(place(cast, f"tables/{table.pk}/?show=all")).content.decode()
    assert "Niêm yết thủ tục hành chính" in text
    assert "<form" not in text.split('id="review"')[1]
    assert client.post(place(cast, f"tables/{table.pk}/publish/")).status_code == 403
    assert client_of(cast.coordinator).get(place(cast, f"tables/{table.pk}/")).status_code == 404


def test_a_table_of_another_city_is_not_there(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    WeightTable.objects.update(unit=cast.city.parent)
    for rest in ("", "file/"):
        assert admin.get(place(cast, f"tables/{table.pk}/{rest}")).status_code == 404


def test_put_away_and_its_file_still_there(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    data = as_xlsx()
    table = keep_draft(kept, cast.city, cast.city_admin, data)
    publish_weights(actor=cast.city_admin, at=NOW, table=table)
    answer = admin.post(place(cast, f"tables/{table.pk}/withdraw/"), follow=True)
    assert "1 bảng điểm đã cất" in answer.content.decode()
    sent = admin.get(place(cast, f"tables/{table.pk}/file/"))
    assert sent.content == data
    assert sent["Content-Disposition"].startswith("attachment;")


def test_one_choice_for_all_communes_is_seen_before_it_is_made(
    cast: Cast, admin: Client, kept: CriteriaSet
) -> None:
    points = keep_sample_points(kept)
    adopt(actor=None, at=FIRST_DAY, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    address = place(cast, f"adopt/?year=2026&choice={kept.pk}-{points.pk}")
    text = admin.get(address).content.decode()
    assert "<b>2 đơn vị</b> chưa chọn bộ tiêu chí" in text
    assert "<b>1 đơn vị</b> dùng bộ tiêu chí, không có bảng điểm" in text
    assert "Chỉ 2 đơn vị chưa chọn" in text
    assert not Adoption.objects.filter(weight_table=points).exists()
    answer = admin.post(address, {"choice": f"{kept.pk}-{points.pk}", "scope": "new"}, follow=True)
    assert "Đã áp dụng cho 2 đơn vị trong năm 2026." in answer.content.decode()
    answer = admin.post(address, {"choice": f"{kept.pk}-{points.pk}", "scope": "all"}, follow=True)
    assert "Đã áp dụng cho 1 đơn vị" in answer.content.decode()
    assert "Tất cả đơn vị đã dùng lựa chọn này" in answer.content.decode()


def test_sets_of_other_provinces_stand_apart_and_are_asked_about(
    cast: Cast, admin: Client, kept: CriteriaSet
) -> None:
    points = keep_sample_points(kept)
    cast.city.is_demo = True
    cast.city.save()
    other = CriteriaSet.objects.create(
        code="of-others", title="Bộ của nơi khác", province_code="77", from_year=2025, below="Chưa đạt", source="",
        source_sha256="", loaded_at=NOW,
    )  # fmt: skip
    for rest in ("adopt/", "effect/"):
        page = admin.get(place(cast, f"{rest}?year=2026")).content.decode()
        apart = page.index("Bộ của tỉnh, thành phố khác")
        assert page.index(f'value="{kept.pk}-{points.pk}"') < apart < page.index(f'value="{other.pk}-0"')
        assert "(Điểm mẫu)" not in page  # the title says it already
        assert "do tỉnh, thành phố khác ban hành" not in page
    asked = admin.get(place(cast, f"adopt/?year=2026&choice={other.pk}-0")).content.decode()
    assert "do tỉnh, thành phố khác ban hành" in asked
    assert "Bộ tiêu chí này của tỉnh, thành phố khác. Vẫn áp dụng" in asked


def test_the_first_page_says_how_the_city_stands(cast: Cast, admin: Client, kept: CriteriaSet) -> None:
    empty = admin.get(place(cast)).content.decode()
    assert "3 đơn vị chưa chọn bộ tiêu chí" in empty
    assert "Chưa có bảng điểm" in empty
    keep_draft(kept, cast.city, cast.city_admin)
    text = admin.get(place(cast)).content.decode()
    assert "Đối chiếu tiếp" in text
    assert "5 nội dung được chấm, thang 20 điểm" in text


def test_without_any_set_the_pages_say_what_to_do(cast: Cast, admin: Client) -> None:
    assert "thanthien criteria load" in admin.get(place(cast)).content.decode()
    assert "thanthien criteria load" in admin.get(place(cast, "upload/")).content.decode()


def test_the_pages_ask_the_same_number_of_questions_for_more_sets_and_tables(
    cast: Cast, admin: Client, kept: CriteriaSet
) -> None:
    def questions(rest: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(place(cast, rest)).status_code == 200
        return len(asked)

    keep_draft(kept, cast.city, cast.city_admin)
    rests = ("", "adopt/")
    questions("")
    few = [questions(rest) for rest in rests]
    for name in ("mot", "hai"):
        other = keep_small_set(SOURCE.replace("hai-minh-thu", f"hai-minh-{name}"))
        keep_draft(other, cast.city, cast.city_admin)
    assert [questions(rest) for rest in rests] == few
