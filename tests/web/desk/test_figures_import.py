"""The province's monthly report at the desk: columns, differences, doubts, keeping, two people at once, who may."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.assessment.year import Year, year
from tests.cast import Cast
from tests.programme.measures.report_files import HEAD, OTHERS, OWN, TITLES, csv, report, xlsx
from thanthien.assessment.scoring.queries import measures_needed
from thanthien.platform.audit.models import Entry
from thanthien.platform.columns.models import ColumnMap
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.models import FigureImport, Reading
from thanthien.workflows import month_figures

__all__ = ["year"]
pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
JUNE = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date())
    monkeypatch.setattr(timezone, "now", lambda: now)


class Desk:
    """One person at the pages of the import."""

    def __init__(self, cast: Cast, browser: Client) -> None:
        self.browser, self.home = browser, f"/desk/{cast.unit.code}/figures/month/import/"

    def send(self, data: bytes, *, name: str = "bao-cao.xlsx", month: str = "2026-06") -> str:
        """The page after the file was sent: the columns, the differences, or the form with its error."""
        file = SimpleUploadedFile(name, data)
        answer = self.browser.post(self.home, {"upload": file, "source": "", "month": month}, follow=True)
        return answer.content.decode()

    @property
    def last(self) -> FigureImport:
        return FigureImport.objects.latest("pk")

    def page(self, one: FigureImport | None = None) -> str:
        return self.browser.get(f"{self.home}{(one or self.last).pk}/").content.decode()

    def confirm(self, **changes: str) -> str:
        columns = {f"column-{field}": header for field, header in self.last.columns.items()} | changes
        return self.browser.post(f"{self.home}{self.last.pk}/columns/", columns, follow=True).content.decode()

    def keep(
        self, page: str, sent: dict[str, str] | None = None, *, one: FigureImport | None = None
    ) -> tuple[int, str]:
        """Press the button of that page: what it showed goes with it."""
        shown = dict(re.findall(r'name="([a-z_]+-seen)" value="([^"]*)"', page))
        answer = self.browser.post(
            f"{self.home}{(one or self.last).pk}/keep/", shown | (sent or {}), follow=True
        )
        said = answer.redirect_chain[0][1] if answer.redirect_chain else answer.status_code
        return said, answer.content.decode()


@pytest.fixture
def desk(cast: Cast, client_of: Clients) -> Desk:
    return Desk(cast, client_of(cast.officer))


def test_a_report_becomes_the_months_figures_with_the_file_as_their_source(
    year: Year, cast: Cast, desk: Desk
) -> None:
    task = year.add_task("II.2", cast.culture)
    page = desk.send(report())
    assert "Cột nào là số gì" in page
    assert '<option value="Văn bản ký số" selected>' in page
    assert "Dòng của đơn vị ghi: 2.105" in page or "Dòng của đơn vị ghi: 2105" in page
    assert "410" not in page  # nothing of another unit
    page = desk.confirm()
    assert "chưa ghi" in page
    assert "<strong>118/130</strong>" in page
    assert "90,77%" in page
    assert not Reading.objects.exists()
    status, page = desk.keep(page)
    assert status == 302
    assert "Đã ghi 4 số của tháng 06/2026 từ tệp. Tệp đã nộp làm minh chứng" in page
    kept = {
        one.measure: (one.day, int(one.numerator), int(one.denominator or 0)) for one in Reading.objects.all()
    }
    assert kept["digital_signature"] == (JUNE, 118, 130)
    assert kept["city_app_per_household"] == (date(2026, 6, 30), 2105, 2240)
    assert set(Reading.objects.values_list("remark", flat=True)) == {"Nguồn: bao-cao.xlsx"}
    [proof] = Evidence.objects.all()
    assert (proof.task_id, proof.filename, proof.file_id) == (task.pk, "bao-cao.xlsx", desk.last.file_id)
    assert (desk.last.state, desk.last.figures, desk.last.ended_by) == ("kept", 4, cast.officer)
    assert "đã ghi 4 số" in desk.page()
    actions = Entry.objects.filter(action__startswith="figure_import").order_by("pk")
    assert [one.action.rpartition(".")[2] for one in actions] == ["hand_in", "columns", "keep"]


def test_the_score_follows_the_figure(year: Year, cast: Cast, desk: Desk, client_of: Clients) -> None:
    asks = [
        one.criterion.key
        for one in measures_needed(year.criteria_set)
        if one.need.code == "city_app_per_household"
    ]
    assert asks == ["II.2"]
    score = f"/desk/{cast.unit.code}/score/II.2/?year=2026"
    before = desk.browser.get(score).content.decode()
    assert "2.305" not in before
    desk.send(report(own=(*OWN[:9], 2305, 2240)))
    desk.keep(desk.confirm())
    assert "2.305" in desk.browser.get(score).content.decode()


def test_confirmed_columns_are_used_the_next_month_by_themselves(cast: Cast, desk: Desk) -> None:
    head = ("Nơi báo cáo", "Cột A", "Cột B")
    desk.send(xlsx(("Đơn vị", *head[1:]), ("Xã Thanh Bình", 118, 130), titles=()))
    assert desk.last.columns == {"unit": "Đơn vị"}
    page = desk.confirm()
    assert "Còn thiếu ít nhất một chỉ số" in page
    page = desk.confirm(
        **{"column-case_digitised-numerator": "Cột A", "column-case_digitised-denominator": "Cột A"}
    )
    assert "được chọn cho hai nội dung" in page
    page = desk.confirm(
        **{"column-case_digitised-numerator": "Cột A", "column-case_digitised-denominator": "Cột B"}
    )
    assert "<strong>118/130</strong>" in page
    assert ColumnMap.objects.get().source == "Số liệu: Báo cáo tháng của tỉnh, thành phố"
    page = desk.send(
        xlsx(("Đơn vị", *head[1:]), ("Xã Thanh Bình", 119, 130), titles=(), sheet="T"), month="2026-05"
    )
    assert "<strong>119/130</strong>" in page  # no question about columns


def test_doubts_need_a_reason_that_stays_with_the_figure(year: Year, cast: Cast, desk: Desk) -> None:
    year.add_reading("city_app_per_household", date(2026, 5, 31), 2100, 1900)
    desk.send(report(own=(2, "Xã Thanh Bình", 140, 130, "", *OWN[5:])))
    page = desk.confirm()
    assert "Tử số 140 lớn hơn mẫu số 130" in page
    assert "Mẫu số 2.240 khác nhiều so với lần ghi trước (1.900)" in page
    status, page = desk.keep(page)
    assert status == 422
    assert "chưa số nào được lưu" in page
    assert Reading.objects.count() == 1
    status, _ = desk.keep(page, {"confirmed": "Ký bù; sáp nhập hai thôn"})
    assert status == 302
    remark = Reading.objects.get(measure="digital_signature").remark
    assert remark == "Nguồn: bao-cao.xlsx. Xác nhận: Ký bù; sáp nhập hai thôn"
    assert Reading.objects.get(measure="case_digitised").remark == "Nguồn: bao-cao.xlsx"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (xlsx(HEAD, *OTHERS), "Không có dòng nào ghi xã Thanh Bình"),
        (xlsx(HEAD, OWN, OWN), "có ở nhiều dòng"),
        (report(own=(2, "Xã Thanh Bình", "một trăm", 130, "", *OWN[5:])), "Dòng 6, cột “Văn bản ký số”"),
        (report(titles=(("Số liệu tháng 5/2026",), *TITLES[2:])), "mà phiếu đang mở là tháng 6/2026"),
    ],
)
def test_a_file_with_a_fault_keeps_nothing(cast: Cast, desk: Desk, data: bytes, words: str) -> None:
    desk.send(data)
    page = desk.confirm()
    assert words in page
    assert "Ghi vào phiếu" not in page
    status, page = desk.keep(page, {"confirmed": "Đúng"})
    assert status == 422
    assert words in page
    assert not Reading.objects.exists()
    assert desk.last.state == "waiting"


def test_a_share_alone_is_reckoned_with_a_denominator_that_a_person_says(
    year: Year, cast: Cast, desk: Desk
) -> None:
    year.add_reading("city_app_per_household", date(2026, 5, 31), 2200, 2200)
    desk.send(xlsx(("Đơn vị", "Tỷ lệ ký số", "Tỷ lệ cài ứng dụng"), ("Xã Thanh Bình", "91,5%", "104,2%")))
    page = desk.confirm()
    assert "Tệp chỉ ghi tỷ lệ 91,5%" in page
    assert re.search(r'name="city_app_per_household-whole"[^>]*value="2.200"', page)  # as last time
    assert re.search(r'name="digital_signature-whole"[^>]*value=""', page)
    app = {"city_app_per_household-whole": "2.200"}
    status, page = desk.keep(page, app)
    assert (status, "Còn chỉ số chưa có mẫu số" in page) == (422, True)
    status, page = desk.keep(page, app | {"digital_signature-whole": "chín"})
    assert (status, "Có mẫu số chưa đọc được" in page) == (422, True)
    both = app | {"digital_signature-whole": "130"}
    status, page = desk.keep(page, both | {"look": "1"})
    assert (status, "thành 119/130" in page) == (200, True)
    assert Reading.objects.count() == 1
    status, _ = desk.keep(page, both | {"confirmed": "Tỉnh chỉ công bố tỷ lệ"})
    assert status == 302
    kept = Reading.objects.get(measure="digital_signature")
    assert (kept.numerator, kept.denominator) == (Decimal(119), Decimal(130))
    assert Reading.objects.get(measure="city_app_per_household", day=date(2026, 6, 30)).numerator == Decimal(
        2292
    )


def test_two_people_at_once(cast: Cast, desk: Desk, client_of: Clients) -> None:
    second = Desk(cast, client_of(cast.coordinator))
    desk.send(report())
    page = desk.confirm()
    one, seen_by_second = desk.last, second.page(desk.last)
    assert desk.keep(page)[0] == 302
    status, said = second.keep(seen_by_second, one=one)
    assert (status, f"Tệp này {cast.officer} đã ghi vào phiếu lúc" in said) == (422, True)
    assert Reading.objects.count() == 4
    # another file, and a figure that somebody types meanwhile
    page = second.send(report(own=(2, "Xã Thanh Bình", 119, *OWN[3:])))
    month = f"/desk/{cast.unit.code}/figures/month/keep/"
    shown = re.search(r'name="digital_signature-seen" value="([^"]*)"', page)
    assert shown is not None
    typed = {"digital_signature-numerator": "120", "digital_signature-denominator": "130"}
    desk.browser.post(month, {"month": "2026-06", "digital_signature-seen": shown[1], **typed})
    Reading.objects.filter(numerator=120).update(recorded_at=timezone.now().replace(minute=59))
    status, said = second.keep(page, {"confirmed": "Đúng"})
    assert (status, "đã có số 120/130" in said) == (422, True)
    assert Reading.objects.get(measure="digital_signature").numerator == 120
    assert second.last.state == "waiting"
    assert second.keep(said, {"confirmed": "Đúng"})[0] == 302  # now that the page has shown it


def test_nothing_new_and_a_file_put_aside(cast: Cast, desk: Desk) -> None:
    desk.send(report())
    desk.keep(desk.confirm())
    page = desk.send(csv(*TITLES, HEAD, OWN), name="lai.csv")
    assert "Mọi số trong tệp đã có trên phiếu." in page
    answer = desk.browser.post(f"{desk.home}{desk.last.pk}/drop/", follow=True)
    assert "Đã bỏ tệp" in answer.content.decode()
    assert desk.last.state == "dropped"
    assert desk.keep(page)[0] == 422
    assert Reading.objects.count() == 4
    listing = desk.browser.get(f"{desk.home}?month=2026-06").content.decode()
    assert "lai.csv" in listing
    assert "Đã ghi vào phiếu" in listing


def test_files_that_are_refused_at_the_door(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Anh/chị chọn tệp." in desk.browser.post(desk.home, {"month": "2026-06"}).content.decode()
    assert "Tệp phải là Excel (.xlsx) hoặc CSV" in desk.send(b"%PDF-1.4\n%%EOF\n", name="a.pdf")
    assert "Không tìm thấy bảng số liệu" in desk.send(csv(("a", "b"), (1, 2)))
    assert "chưa tới nên chưa có số liệu" in desk.send(report(), month="2026-08")
    monkeypatch.setattr(month_figures, "frozen_until", lambda: {(cast.unit.pk, 2026): date(2026, 6, 20)})
    assert "Hồ sơ năm 2026 đã nộp" in desk.send(report())
    assert not FigureImport.objects.exists()


def test_the_template_is_read_by_itself(cast: Cast, desk: Desk) -> None:
    answer = desk.browser.get(f"{desk.home}template/?month=2026-06")
    book = load_workbook(io.BytesIO(answer.content))
    page = book.active
    assert page is not None
    row = next(n for n in range(1, 12) if page.cell(n, 1).value == "Xã Thanh Bình")
    for column, value in enumerate((118, 130, 205, 220, 198, 214, 2105, 2240), 2):
        page.cell(row, column, value)
    out = io.BytesIO()
    book.save(out)
    desk.send(out.getvalue(), name="mau.xlsx")
    assert desk.keep(desk.confirm())[0] == 302
    assert sorted(Reading.objects.values_list("numerator", flat=True)) == [118, 198, 205, 2105]


def test_who_may(cast: Cast, desk: Desk, client_of: Clients) -> None:
    desk.send(report())
    desk.confirm()
    one = desk.last
    for person, sees in ((cast.council, True), (cast.other_officer, False), (cast.other_coordinator, False)):
        browser = client_of(person)
        assert (browser.get(f"{desk.home}{one.pk}/").status_code == 200) is sees
        assert (browser.get(f"{desk.home}{one.pk}/file/").status_code == 200) is sees
        assert browser.post(f"{desk.home}{one.pk}/keep/").status_code in (403, 404)
        assert browser.post(f"{desk.home}{one.pk}/drop/").status_code in (403, 404)
    elsewhere = desk.home.replace(cast.unit.code, cast.other_unit.code)
    assert client_of(cast.other_officer).get(f"{elsewhere}{one.pk}/").status_code == 404
    assert "Ghi vào phiếu" not in client_of(cast.council).get(f"{desk.home}{one.pk}/").content.decode()
    assert not Reading.objects.exists()
