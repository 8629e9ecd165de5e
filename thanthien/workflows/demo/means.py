"""Means and recognition in the demo: money, indices, a review, commendation, good practices shared and taken over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from thanthien.platform.people.models import Person
from thanthien.programme.budget.actions import ItemFields, add_amount, add_item, move_item
from thanthien.programme.budget.states import Move
from thanthien.programme.indices.actions import Said, record_index
from thanthien.programme.indices.registry import index_of
from thanthien.programme.merit.actions import (
    Decision,
    move_commendation,
    move_notice,
    propose_commendation,
    write_notice,
)
from thanthien.programme.merit.practices import (
    PracticeFields,
    adopt_practice,
    move_practice,
    share_practice,
    write_practice,
)
from thanthien.programme.merit.states import CommendationMove, NoticeMove, PracticeMove
from thanthien.programme.reviews.actions import add_document, add_lesson, plan_review
from thanthien.workflows.demo.people import Commune

# what, source, what kind of source, estimate, allocated, spent, agency; invented amounts
_ITEMS = (
    ("Nâng cấp khu vực chờ và quầy tiếp nhận", "commune", "", 185_000_000, 180_000_000, 172_500_000, "economy"),
    ("Máy lấy số, màn hình gọi số", "province", "", 96_000_000, 96_000_000, 98_400_000, "one_stop_centre"),
    ("In tờ rơi, pano tuyên truyền", "commune", "", 24_500_000, 20_000_000, 8_750_000, "culture_social"),
    ("Nước uống, góc đọc sách", "other", "Xã hội hóa", 18_000_000, 0, 0, "one_stop_centre"),
)  # fmt: skip
_YEARS = ((3, "86.4"), (2, "88.15"), (1, "91.87"))  # years back, invented value
_WAY = PracticeFields(
    title="Trả kết quả tại nhà cho người cao tuổi, người khuyết tật",
    problem="Người cao tuổi ở thôn xa phải nhờ con cháu nghỉ làm để đi nhận kết quả.",
    way="Khi tiếp nhận, công chức hỏi nhu cầu và ghi vào phiếu hẹn.\n"
    "Mỗi thôn có một thành viên tổ công nghệ số cộng đồng nhận kết quả thứ Ba, thứ Năm và trao tận nhà.\n"
    "Người nhận ký phiếu; phiếu về Trung tâm trong ngày làm việc tiếp theo.",
    result="120 lượt trong sáu tháng; không trường hợp nào phải đi lại lần hai.",
)


def _at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, day), time(hour)))


def play_means(communes: Sequence[Commune], *, year: int, until: date) -> None:
    """What the first commune has done by `until`; the second takes over its practice. Only past days are played."""
    first = communes[0]
    if until < date(year, 4, 1):
        return
    _money(first, year)
    _indices(first, year)
    _praise(first, year)
    _review(first, year)
    _practice(first, communes[1] if len(communes) > 1 else None, year)
    for other in communes[1:]:
        _drafts(other, year)


def _drafts(commune: Commune, year: int) -> None:
    """What a commune has only begun: money asked for and a way of working, neither submitted yet."""
    asked = ItemFields("Sửa mái che khu vực để xe của người dân", "commune", 42_000_000, None, None, "")
    add_item(actor=commune.coordinator, at=_at(year, 3, 30), unit=commune.unit, year=year, fields=asked)
    way = PracticeFields(
        title="Nhắc lịch hẹn trả kết quả bằng tin nhắn",
        problem="Người dân đến khi kết quả chưa có, hoặc quên ngày hẹn.",
        way="Cuối ngày làm việc, công chức gửi tin nhắn cho hồ sơ hẹn trả vào hôm sau.",
        result="Đang thử ở quầy đất đai; chưa tổng hợp số liệu.",
    )
    write_practice(actor=commune.coordinator, at=_at(year, 3, 30), unit=commune.unit, year=year, fields=way)


def _money(commune: Commune, year: int) -> None:
    actor, leader, at = commune.coordinator, commune.people["chutich"], _at(year, 1, 20)
    for title, source, note, estimate, allocated, spent, role in _ITEMS:
        fields = ItemFields(title, source, estimate, commune.agencies.get(role), None, note)
        item = add_item(actor=actor, at=at, unit=commune.unit, year=year, fields=fields)
        item = move_item(actor=actor, at=at, item=item, move=Move.SUBMIT, seen=item.version)
        if not allocated:
            continue  # waits for the leader
        at_approval = _at(year, 2, 3)
        move_item(actor=leader, at=at_approval, item=item, move=Move.APPROVE, seen=item.version)
        for kind, amount, number, day in (
            ("allocated", allocated, "38/QĐ-UBND", date(year, 2, 12)),
            ("spent", spent, "UNC 115", date(year, 3, 25)),
        ):
            add_amount(
                actor=actor, at=_at(year, 3, 26), item=item, kind=kind, amount=amount, document_number=number,
                document_date=day,
            )  # fmt: skip


def _indices(commune: Commune, year: int) -> None:
    index = index_of("sipas_unit")
    if index is None:
        return
    for back, value in _YEARS:
        said = Said(Decimal(value), Decimal(90), 30 + back, 114, "Số liệu minh họa của phần mềm")
        record_index(
            actor=commune.coordinator, at=_at(year, 2, 20), unit=commune.unit, index=index, year=year - back, said=said
        )  # fmt: skip


def _praise(commune: Commune, year: int) -> None:
    actor, leader, unit = commune.coordinator, commune.people["chutich"], commune.unit
    thing = propose_commendation(
        actor=actor, at=_at(year, 3, 10), unit=unit, year=year, kind="collective",
        name="Trung tâm Phục vụ hành chính công", achievement="Ba tháng liền không có hồ sơ quá hạn.",
        form="Giấy khen của Chủ tịch Ủy ban nhân dân cấp xã", agency=commune.agencies.get("one_stop_centre"),
    )  # fmt: skip
    thing = move_commendation(
        actor=actor, at=_at(year, 3, 11), commendation=thing, move=CommendationMove.SUBMIT, seen=thing.version
    )
    move_commendation(
        actor=leader, at=_at(year, 3, 20), commendation=thing, move=CommendationMove.DECIDE, seen=thing.version,
        decision=Decision("62/QĐ-UBND", date(year, 3, 20)),
    )  # fmt: skip
    for kind, audience, role, text in (
        ("praise", "unit", "one_stop_centre", "Sáng thứ Bảy, Trung tâm cử người hướng dẫn nộp hồ sơ trực tuyến."),
        ("criticism", "named", "economy", "Quý I chưa gửi minh chứng đúng kỳ; đề nghị bổ sung trước ngày 15/04."),
    ):  # fmt: skip
        notice = write_notice(
            actor=actor, at=_at(year, 3, 27), unit=unit, year=year, kind=kind, name="", text=text, audience=audience,
            agency=commune.agencies[role],
        )  # fmt: skip
        move_notice(
            actor=leader, at=_at(year, 3, 28), notice=notice, move=NoticeMove.PUBLISH, seen=notice.version
        )


def _review(commune: Commune, year: int) -> None:
    actor = commune.coordinator
    review = plan_review(
        actor=actor, at=_at(year, 3, 2), unit=commune.unit, kind="interim", from_year=year - 1, to_year=year,
        due_date=date(year, 12, 31),
    )  # fmt: skip
    add_document(actor=actor, at=_at(year, 3, 3), review=review, title="Kế hoạch tổ chức hội nghị sơ kết")
    add_lesson(
        actor=actor, at=_at(year, 3, 4), review=review, text="Minh chứng của năm trước dồn vào tháng 11.",
        follow_up="Các cơ quan gửi minh chứng theo tháng, không chờ cuối năm.",
        agency=commune.agencies["council_office"], due_date=date(year, 12, 15),
    )  # fmt: skip


def _practice(commune: Commune, other: Commune | None, year: int) -> None:
    writer: Person = commune.people["motcua"]
    practice = write_practice(actor=writer, at=_at(year, 3, 5), unit=commune.unit, year=year, fields=_WAY)
    practice = move_practice(
        actor=writer, at=_at(year, 3, 6), practice=practice, move=PracticeMove.SUBMIT, seen=practice.version
    )
    practice = move_practice(
        actor=commune.people["chutich"], at=_at(year, 3, 24), practice=practice, move=PracticeMove.RECOGNISE,
        seen=practice.version, decision=Decision("65/QĐ-UBND", date(year, 3, 24)), level="commune",
    )  # fmt: skip
    share_practice(actor=commune.coordinator, at=_at(year, 3, 25), practice=practice, shared=True)
    if other is not None:
        adopt_practice(
            actor=other.coordinator, at=_at(year, 3, 30), unit=other.unit, practice=practice,
            adapted="Áp dụng ở năm tổ dân phố, thêm ngày thứ Bảy.",
        )  # fmt: skip
