"""What is public in the demo: texts on channels, some lapsing, some missing; numbers, schedules, news, a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.disclosure.actions import Draft, draft_publication, publish
from thanthien.operations.disclosure.contacts import Number, enter_number
from thanthien.operations.disclosure.lists import draft_list
from thanthien.operations.disclosure.models import Contact, Publication, Schedule
from thanthien.operations.disclosure.posting import Shown, record_posting
from thanthien.operations.disclosure.quarters import quarter_before, was_public_in
from thanthien.operations.disclosure.schedules import Line, add_line, copy_week, first_of, publish_schedule
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.demo.pictures import picture
from thanthien.workflows.disclosure import list_now, post_with_proof

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_PLACE = "Bảng tin tầng 1"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the story: its item, how many days ago it was signed, where it is shown.

    `shown`: (channel, place or address, with a picture?). `ends`: days from `until` on which a notice ends.
    `is_draft`: nobody has published it yet.
    """

    item: str
    title: str
    number: str
    ago: int
    text: str
    shown: tuple[tuple[str, str, bool], ...] = ()
    ends: int | None = None
    is_draft: bool = False


_TEXTS = (
    _Text("law_13", "Danh mục 127 thủ tục hành chính giải quyết tại xã", "12/QĐ-UBND", 240,
          "Danh mục xếp theo lĩnh vực, có thời gian giải quyết và nơi nộp.", (("notice_hq", _PLACE, True),)),
    _Text("procedures", "Danh mục và quy trình giải quyết thủ tục hành chính", "13/TB-UBND", 239,
          "Mỗi thủ tục có giấy tờ cần mang, thời gian, các bước giải quyết.",
          (("notice_centre", "Bảng điện tử", True),)),
    _Text("fees", "Bảng phí, lệ phí của từng thủ tục", "14/TB-UBND", 238,
          "Thủ tục không thu phí được ghi rõ là miễn phí.", (("notice_centre", "Bảng tin quầy số 1", True),)),
    _Text("commitment", "Cam kết không gây phiền hà, sách nhiễu khi thi hành công vụ", "09/CK-UBND", 150,
          "Cán bộ, công chức nói lời hay, làm việc đúng hẹn, không nhận quà.",
          (("notice_centre", "Cửa vào Trung tâm", True), ("facebook", "https://facebook.example/camket", False))),
    _Text("reception_rules", "Nội quy tiếp công dân", "07/NQ-UBND", 230, "Nội quy áp dụng tại phòng tiếp công dân.",
          (("notice_hq", "Phòng tiếp công dân", True),)),
    _Text("law_4", "Quy chế thực hiện dân chủ và quy tắc ứng xử", "05/QC-UBND", 225, "Gồm 4 chương, 21 điều.",
          (("notice_hq", _PLACE, True),)),
    _Text("law_1", "Kế hoạch phát triển kinh tế - xã hội", "18/KH-UBND", 220, "Chỉ tiêu chủ yếu và nhiệm vụ các thôn.",
          (("notice_hq", _PLACE, True), ("village_house", "Các nhà văn hóa", True))),
    _Text("law_2", "Tình hình thực hiện dự toán ngân sách xã", "33/BC-UBND", 25,
          "Tổng thu, tổng chi, tỷ lệ so với dự toán.",
          (("notice_hq", _PLACE, True), ("village_house", "Các nhà văn hóa", True)), 5),
    _Text("law_7", "Kết quả rà soát đối tượng hưởng trợ cấp xã hội", "41/TB-UBND", 9,
          "Danh sách không ghi số định danh và bệnh tật; người dân đối chiếu tại nhà văn hóa.",
          (("notice_hq", _PLACE, True), ("village_house", "Nhà văn hóa thôn Đông", False),
           ("loudspeaker", "Buổi sáng và chiều", True), ("zalo", "https://zalo.example/thongbao41", False))),
    _Text("law_12", "Mức thu dịch vụ thu gom rác sinh hoạt", "44/TB-UBND", 12,
          "Mức thu theo hộ gia đình.", is_draft=True),
    _Text("policies", "Hỏi đáp về chính quyền địa phương hai cấp", "", 60, "Những điều người dân cần biết.",
          (("facebook", "https://facebook.example/hoidap", False), ("loudspeaker", "Bản tin sáng thứ Hai", True))),
    _Text("reports", "Báo cáo kết quả thực hiện mô hình Chính quyền thân thiện", "39/BC-UBND", 40,
          "Kết quả theo từng tiêu chí.", (("notice_hq", _PLACE, True),)),
    _Text("press", "Thông tin cung cấp định kỳ cho báo chí", "27/CV-UBND", 35,
          "Nội dung đã gửi các cơ quan báo chí.",
          (("press", "Báo Hải Minh (minh họa)", True),)),
    _Text("news", "Ngày thứ Bảy vì dân: 46 hồ sơ xong trong buổi sáng", "", 20,
          "Công chức hỗ trợ người già làm thủ tục."),
    _Text("news", "Trẻ em thôn Hạ có sân chơi mới", "", 11, "Người dân góp công, xã góp vật liệu."),
    _Text("news", "Đoàn viên hướng dẫn nộp hồ sơ tại nhà", "", 4, "Mỗi tối thứ Tư tại nhà văn hóa các thôn."),
)  # fmt: skip
_PROVEN = {"procedures", "fees", "commitment"}  # whose pictures are handed in as proof
_FEW = {"law_13", "procedures", "commitment"}  # what the second commune has got to


def play_disclosure(commune: Commune, *, until: date, is_first: bool) -> None:
    """The register as it stands on `until`: most of it good, a draft late, a notice that ends, a proof missing."""
    for text in _TEXTS:
        if is_first or text.item in _FEW:
            _publish(commune, text, until)
    _numbers(commune, until)
    if is_first:
        _weeks(commune, until)
        _receptions(commune, until)
        _list(commune, until)


def _at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _publish(commune: Commune, text: _Text, until: date) -> None:
    signed = max(until - text.ago * _DAY, date(until.year, 1, 6))
    at = _at(min(signed + _DAY, until))
    file, filename = None, ""
    if text.item == "news":
        file, filename = keep_file(data=picture(text.title, at), at=at), "anh.jpg"
    title = text.title if text.item in ("news", "policies") else f"{text.title} năm {signed.year}"
    draft = Draft(text.item, title, signed, text.number, text.text, file, filename)
    made = draft_publication(actor=commune.people["vanphong"], at=at, unit=commune.unit, draft=draft)
    if text.is_draft:
        return
    done = publish(actor=commune.coordinator, at=at, publication=made, seen=made.version)
    for channel, where, has_picture in text.shown:
        _post(
            commune, done, (channel, where, has_picture), at, until + text.ends * _DAY if text.ends else None
        )


def _post(
    commune: Commune, one: Publication, where: tuple[str, str, bool], at: datetime, last: date | None
) -> None:
    channel, place, has_picture = where
    day = timezone.localdate(at)
    if channel == "loudspeaker":
        last = day + 4 * _DAY
    is_address = place.startswith("https://")
    file = None
    if has_picture:
        file = keep_file(data=picture(f"{commune.place.code}-{one.item}-{channel}", at), at=at)
    shown = Shown(
        channel, day, last, "" if is_address else place, place if is_address else "", file,
        f"niem-yet-{day:%d%m%Y}.jpg" if file else "",
    )  # fmt: skip
    poster = _poster(commune, channel)
    if one.item in _PROVEN and channel == "notice_centre":
        post_with_proof(actor=poster, at=at + timedelta(hours=1), publication=one, shown=shown)
    else:
        record_posting(actor=poster, at=at + timedelta(hours=1), publication=one, shown=shown)


def _poster(commune: Commune, channel: str) -> Person:
    posts = {
        "notice_centre": "motcua",
        "notice_hq": "vanphong",
        "village_house": "vanphong",
        "press": "vanphong",
    }
    return commune.people[posts.get(channel, "sunghiep")]


def _numbers(commune: Commune, until: date) -> None:
    at = _at(date(until.year, 1, 8))
    chair = commune.people["chutich"]
    own = Number(Contact.Kind.LEADER, chair.full_name, "0900 000 001", "Chủ tịch UBND", is_personal=True)
    enter_number(actor=chair, at=at, unit=commune.unit, number=own)
    for kind, name, phone, role, hours in (
        (Contact.Kind.HOTLINE, "Đường dây nóng", "1900 0000", "", "24/7"),
        (Contact.Kind.DUTY, "Công chức trực Trung tâm Phục vụ hành chính công", "0225 000 0001", "one_stop_centre",
         "giờ hành chính, sáng thứ Bảy"),
        (Contact.Kind.OFFICE, "Văn phòng HĐND và UBND", "0225 000 0002", "council_office", "giờ hành chính"),
    ):  # fmt: skip
        number = Number(kind, name, phone, hours=hours, agency=commune.agencies.get(role))
        enter_number(actor=commune.coordinator, at=at, unit=commune.unit, number=number)


def _weeks(commune: Commune, until: date) -> None:
    """Twelve weeks and this one, each copied from the week before and made public on its Friday before."""
    monday = first_of(Schedule.Kind.WEEK, until)
    for n in range(12, -1, -1):
        first = monday - n * _WEEK
        at = _at(min(first - 3 * _DAY, until), 16)
        if n == 12:
            _week(commune, first, at)
        else:
            copy_week(actor=commune.people["vanphong"], at=at, unit=commune.unit, first=first)
        publish_schedule(
            actor=commune.coordinator, at=at, unit=commune.unit, kind=Schedule.Kind.WEEK, first=first
        )


def _week(commune: Commune, monday: date, at: datetime) -> None:
    for day, begins, ends, text, who, is_chair in (
        (0, time(7, 30), time(9), "Giao ban đầu tuần", "Lãnh đạo UBND, trưởng các phòng", True),
        (1, time(8), time(11), "Đi cơ sở, làm việc với các thôn", "Chủ tịch UBND", True),
        (2, time(14), time(16), "Kiểm tra Trung tâm Phục vụ hành chính công", "Phó Chủ tịch UBND", False),
        (4, time(8), time(10), "Họp Ban chỉ đạo Chính quyền thân thiện", "Ban chỉ đạo", True),
    ):
        line = Line(monday + day * _DAY, begins, text, ends, who, "Phòng họp tầng 2", is_chair)
        add_line(
            actor=commune.people["vanphong"], at=at, unit=commune.unit, kind=Schedule.Kind.WEEK, line=line
        )


def _receptions(commune: Commune, until: date) -> None:
    """Two days of this month, made public in time."""
    first = until.replace(day=1)
    at = _at(first - 14 * _DAY)
    for number in (9, 19):
        line = Line(
            first + number * _DAY, time(8), "Chủ tịch UBND tiếp công dân", time(11), "Chủ tịch UBND",
            "Phòng tiếp công dân",
        )  # fmt: skip
        add_line(
            actor=commune.people["vanphong"],
            at=at,
            unit=commune.unit,
            kind=Schedule.Kind.RECEPTION,
            line=line,
        )
    publish_schedule(
        actor=commune.coordinator, at=at, unit=commune.unit, kind=Schedule.Kind.RECEPTION, first=first
    )


def _list(commune: Commune, until: date) -> None:
    """The list of the quarter that is over, made public a few days after its end."""
    quarter = quarter_before(until)
    if not was_public_in(commune.unit, quarter):
        return
    at = _at(min(quarter.last + 3 * _DAY, until))
    list_now(actor=commune.coordinator, at=at, unit=commune.unit, quarter=quarter)
    draft = draft_list(actor=commune.coordinator, at=at, unit=commune.unit, quarter=quarter)
    done = publish(actor=commune.people["chutich"], at=at, publication=draft, seen=draft.version)
    _post(commune, done, ("notice_hq", _PLACE, True), at, None)
