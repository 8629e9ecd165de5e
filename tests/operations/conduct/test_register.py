"""The register: dated posts, namesakes, differences before an import; commitments of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import Cast
from tests.operations.conduct.factories import BEGAN, MORNING, member
from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow, write_xlsx
from thanthien.operations.conduct.actions import (
    CannotKeepStaff,
    CannotSign,
    StaffFields,
    end_staff,
    move_staff,
    record_signed,
    sign_commitment,
)
from thanthien.operations.conduct.importing import apply_lines, compare, lines_of_accounts, read_lines
from thanthien.operations.conduct.models import Commitment, Staff
from thanthien.operations.conduct.queries import commitments_of, posts_on, register_of
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
CSV = (
    "DANH SÁCH CÁN BỘ\n"
    "STT;Họ và tên;Mã;Loại;Chức vụ;Phòng ban;Một cửa;Từ ngày\n"
    "1;Nguyễn Thị Hoà;CB01;Công chức;Chuyên viên;Phòng VHXH;;02/01/2026\n"
    "2;Trần Văn Tư;;Viên chức;Nhân viên;TTPVHCC;x;\n"
    "3;Lê Thị Sáu;;Phi hành gia;;;;\n"
    "4;Phạm Văn Bảy;;;;Phòng Vũ trụ;;\n"
)


def test_someone_moves_leaves_and_comes_back(cast: Cast) -> None:
    one = member(cast, "Vũ Văn Chuyển")
    first_of_may = date(2026, 5, 1)
    post = StaffFields("", "civil_servant", first_of_may, cast.economy, "Phó trưởng phòng")
    move_staff(actor=cast.coordinator, at=MORNING, staff=one, fields=post)
    assert posts_on(cast.unit, date(2026, 4, 30)).get().agency == cast.culture
    assert posts_on(cast.unit, first_of_may).get().agency == cast.economy
    end_staff(
        actor=cast.coordinator, at=MORNING, staff=one, until_date=date(2026, 6, 30), reason="Chuyển công tác"
    )
    assert register_of(cast.unit, TODAY) == []
    assert [m.staff for m in register_of(cast.unit, TODAY, left=True)] == [one]
    back = StaffFields("", "contract", TODAY, cast.office)
    move_staff(actor=cast.coordinator, at=MORNING, staff=one, fields=back)
    assert posts_on(cast.unit, TODAY).get().category == "contract"
    with pytest.raises(CannotKeepStaff, match="phải sau"):
        move_staff(actor=cast.coordinator, at=MORNING, staff=one, fields=StaffFields("", "cadre", BEGAN))


def test_two_of_one_name_need_a_code(cast: Cast) -> None:
    member(cast, "Nguyễn Thị Hoà")
    with pytest.raises(CannotKeepStaff, match="hai người khác nhau"):
        member(cast, "Nguyễn Thị Hòa")
    second = member(cast, "Nguyễn Thị Hòa", code="CB02")
    assert all(one.is_namesake for one in register_of(cast.unit, TODAY))
    with pytest.raises(CannotKeepStaff, match="Mã này"):
        member(cast, "Người khác", code=second.code)


def test_only_managers_keep_the_register(cast: Cast) -> None:
    one = member(cast, "Vũ Văn Một")
    with pytest.raises(NotAllowed):
        end_staff(actor=cast.head, at=MORNING, staff=one, until_date=TODAY, reason="Nghỉ")


def test_a_file_shows_its_differences_and_changes_nothing_before_it_is_confirmed(cast: Cast) -> None:
    known = member(cast, "Nguyễn Thị Hòa", title="Văn thư")
    lines, refused = read_lines(cast.unit, CSV.encode(), TODAY)
    found = {one.line.full_name: one for one in compare(cast.unit, lines, TODAY)}
    assert found["Nguyễn Thị Hoà"].kind == "changed"
    assert "Văn thư → Chuyên viên" in found["Nguyễn Thị Hoà"].says
    assert "mã: CB01" in found["Nguyễn Thị Hoà"].says
    assert found["Trần Văn Tư"].kind == "new"
    assert [one.says for one in refused] == [
        "Không hiểu loại “Phi hành gia”.", "Đơn vị không có cơ quan “Phòng Vũ trụ”."
    ]  # fmt: skip
    assert Staff.objects.count() == 1
    done = apply_lines(actor=cast.coordinator, at=MORNING, unit=cast.unit, lines=lines)
    assert (done["new"], done["changed"]) == (1, 1)
    known.refresh_from_db()
    assert known.code == "CB01"
    post = posts_on(cast.unit, TODAY).get(staff__full_name="Trần Văn Tư")
    assert (post.category, post.agency, post.at_centre) == ("public_employee", cast.centre, True)
    again = compare(cast.unit, lines, TODAY)
    assert {one.kind for one in again} == {"same"}


def test_a_name_with_two_people_in_a_file_is_not_guessed(cast: Cast) -> None:
    lines, _ = read_lines(cast.unit, "Họ và tên;Mã\nLê Thị Lan;\nLê Thị Lan;\n".encode(), TODAY)
    assert {one.kind for one in compare(cast.unit, lines, TODAY)} == {"refused"}
    lines, _ = read_lines(cast.unit, "Họ và tên;Mã\nLê Thị Lan;A1\nLê Thị Lan;A2\n".encode(), TODAY)
    apply_lines(actor=cast.coordinator, at=MORNING, unit=cast.unit, lines=lines)
    assert sorted(Staff.objects.values_list("code", flat=True)) == ["A1", "A2"]
    lines, _ = read_lines(cast.unit, "Họ và tên\nLê Thị Lan\n".encode(), TODAY)
    assert compare(cast.unit, lines, TODAY)[0].kind == "refused"


def test_excel_is_read_and_a_file_without_names_is_refused(cast: Cast) -> None:
    sheet = Sheet(
        "Danh sách", "DANH SÁCH", (SheetColumn("Họ và tên", 30), SheetColumn("Từ ngày", 12)),
        (SheetRow(("Đỗ Thị Na", date(2026, 3, 1))),),
    )  # fmt: skip
    lines, _ = read_lines(cast.unit, write_xlsx((sheet,)), TODAY)
    assert [(one.full_name, one.since) for one in lines] == [("Đỗ Thị Na", "2026-03-01")]
    for data in (b"Ten;Loai\n", "Cột;Khác\na;b\n".encode(), b""):
        with pytest.raises(CannotKeepStaff):
            read_lines(cast.unit, data, TODAY)


def test_accounts_become_lines_of_the_register_once(cast: Cast) -> None:
    lines = lines_of_accounts(cast.unit, TODAY)
    assert str(cast.officer) in {one.full_name for one in lines}
    assert str(cast.council) not in {one.full_name for one in lines}
    apply_lines(actor=cast.coordinator, at=MORNING, unit=cast.unit, lines=lines)
    assert Staff.objects.get(person=cast.leader).posts.get().category == "cadre"
    assert lines_of_accounts(cast.unit, TODAY) == []


def test_commitments_say_who_has_not_signed(cast: Cast) -> None:
    assert commitments_of(cast.unit, 2026, TODAY).share is None
    mine = member(cast, "Người ký", person=cast.officer)
    paper, late = member(cast, "Người ký giấy"), member(cast, "Người chưa ký")
    for _ in range(2):
        sign_commitment(actor=cast.officer, at=MORNING, staff=mine, version="2026")
    with pytest.raises(NotAllowed):
        sign_commitment(actor=cast.head, at=MORNING, staff=mine, version="2026")
    with pytest.raises(CannotSign, match="bản mới"):
        sign_commitment(actor=cast.officer, at=MORNING, staff=mine, version="1999")
    both = [mine, paper]
    assert record_signed(
        actor=cast.coordinator, at=MORNING, unit=cast.unit, staff=both, year=2026, signed_date=date(2026, 2, 3)
    ) == 1  # fmt: skip
    state = commitments_of(cast.unit, 2026, TODAY)
    assert (state.signed, state.whole) == (2, 3)
    assert [one.staff for one in state.lacking] == [late]
    assert Commitment.objects.get(staff=mine).way == "program"
    with pytest.raises(CannotSign, match="không sau hôm nay"):
        record_signed(
            actor=cast.coordinator, at=MORNING, unit=cast.unit, staff=[late], year=2026,
            signed_date=TODAY + timedelta(days=1),
        )  # fmt: skip
    assert Entry.objects.filter(action__startswith="commitment.").count() == 2
