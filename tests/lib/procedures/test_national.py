"""Records of the national catalogue as they are copied: cells glued together, taken apart again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from thanthien.lib.procedures import CannotRead, Law, Paper, Result, Way, read_national

REAL = Path(__file__).resolve().parents[4] / "shared/data/procedures_commune_level_2026.jsonl"
ROW = {
    "ma_thu_tuc": "9.000001",
    "ten_thu_tuc": "  Cấp thẻ  qua cầu ",
    "linh_vuc": "Cầu đường",
    "so_quyet_dinh": "12/QĐ-BXD",
    "co_quan_thuc_hien": "Không có thông tin",
    "co_quan_co_tham_quyen": "Ủy ban nhân dân cấp xã",
    "trinh_tu_thuc_hien": "Bước 1: nộp hồ sơ.\nBước 2: nhận thẻ.",
    "yeu_cau_dieu_kien": "Không có thông tin.",
    "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến7 Ngày làm việc10,000 "
    "Việt Nam Đồng(Thu một lần.)Dịch vụ bưu chính1Miễn phíTrực tiếpKhông có thông tinKhông có thông tin* Tại Trung tâm",
    "thanh_phan_ho_so": "* Giấy tờ phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượng- Đơn xin thẻ (Mẫu số 01 năm 2024)."
    "Mẫu số 01 (NĐ 40.2024).docx1 bản chính- Ảnh chụp năm 20240 bản chính,2 bản sao* Giấy tờ phải xuất trình:"
    "Tên giấy tờMẫu đơn, tờ khaiSố lượng- Thẻ căn cước01 bản chínhLưu ý: mang theo bút.",
    "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnNghị định số 123/2015/NĐ-CP ngày 15/11/2015 về cầu123/2015/NĐ-CP"
    "Luật 60/2014/QH1360/2014/QH13Thông tư về thẻ17/2024/TT-BCAThông tư chưa có số",
    "ket_qua_xu_ly": "Thẻ qua cầuMã: KQ.G15.000031Phiếu từ chốiMã: KQ.G15.000032Từ khóaKhông có thông tinNộp hồ sơ",
    "detail_url": "https://example.vn/9",
}  # fmt: skip


def read(**more: Any) -> Any:
    return read_national({**ROW, **more})


def test_what_stands_alone_is_taken_and_what_says_nothing_is_empty() -> None:
    found = read()
    assert (found.code, found.name, found.field, found.decision) == (
        "9.000001",
        "Cấp thẻ qua cầu",
        "Cầu đường",
        "12/QĐ-BXD",
    )
    assert found.agency == "Ủy ban nhân dân cấp xã"
    assert found.conditions == ""
    assert found.steps.splitlines() == ["Bước 1: nộp hồ sơ.", "Bước 2: nhận thẻ."]
    assert found.source == "https://example.vn/9"


def test_ways_of_handing_in() -> None:
    """A time without its unit stays as the source has it: nobody guesses days."""
    assert read().ways == (
        Way("Trực tuyến", "7 ngày làm việc", "10.000 đồng", "Thu một lần."),
        Way("Dịch vụ bưu chính", "1", "Miễn phí"),
        Way("Trực tiếp", "", "", "* Tại Trung tâm"),
    )


def test_papers_with_their_groups_forms_and_numbers() -> None:
    """A year that ends in what looks like a count stays whole."""
    bring, show = "Giấy tờ phải nộp", "Giấy tờ phải xuất trình"
    assert read().papers == (
        Paper("Đơn xin thẻ (Mẫu số 01 năm 2024).", bring, "Mẫu số 01 (NĐ 40.2024).docx", 1, 0),
        Paper("Ảnh chụp năm 2024", bring, "", 0, 2),
        Paper("Thẻ căn cước", show, "", 1, 0),
        Paper("Lưu ý: mang theo bút.", show),
    )


def test_laws_with_their_numbers() -> None:
    assert read().laws == (
        Law("Nghị định số 123/2015/NĐ-CP ngày 15/11/2015 về cầu", "123/2015/NĐ-CP"),
        Law("Luật 60/2014/QH13", "60/2014/QH13"),
        Law("Thông tư về thẻ", "17/2024/TT-BCA"),
        Law("Thông tư chưa có số"),
    )


def test_results() -> None:
    assert read().results == (
        Result("Thẻ qua cầu", "KQ.G15.000031"),
        Result("Phiếu từ chối", "KQ.G15.000032"),
    )


@pytest.mark.parametrize("lacking", ["ma_thu_tuc", "ten_thu_tuc"])
def test_a_record_without_code_or_name_is_refused(lacking: str) -> None:
    with pytest.raises(CannotRead, match="thiếu mã hoặc tên"):
        read(**{lacking: " "})


def test_what_is_missing_is_empty() -> None:
    bare = read_national({"ma_thu_tuc": "1", "ten_thu_tuc": "Một"})
    assert (bare.ways, bare.papers, bare.laws, bare.results) == ((), (), (), ())


@pytest.mark.skipif(not REAL.is_file(), reason="../shared with the national catalogue is not on this machine")
def test_the_national_catalogue_is_read_whole() -> None:
    rows = [json.loads(line) for line in REAL.read_text(encoding="utf-8").splitlines()]
    read = [read_national(row) for row in rows]
    assert len({one.code for one in read}) == len(rows)
    assert sum(not one.laws for one in read) == 0
    assert sum(bool(one.papers) for one in read) > 0.95 * len(rows)
    laws = [law for one in read for law in one.laws]
    assert sum(bool(law.code) for law in laws) > 0.95 * len(laws)
    assert all(way.how for one in read for way in one.ways)
