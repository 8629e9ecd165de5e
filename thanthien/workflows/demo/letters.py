"""Letters in the demo: weddings, thanks, praise, condolence, greetings, a meeting. Invented people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.letters.actions import (
    LetterFields,
    deliver_letter,
    draft_letter,
    sign_letter,
    submit_letter,
)
from thanthien.operations.letters.consenting import ContributorFields, keep_contributor
from thanthien.operations.letters.gesturing import (
    GestureFields,
    Handed,
    hand_over_at,
    record_gesture,
    set_guests,
)
from thanthien.operations.letters.greeting import (
    approve_greeting,
    days_of_greeting,
    post_greeting,
    sample_text,
    write_greeting,
)
from thanthien.operations.letters.models import CourtesyLetter, Gesture, GreetingPost, Handing
from thanthien.platform.people.models import Person
from thanthien.workflows.demo.people import Commune

_DAY = timedelta(days=1)
_COUPLES = (
    ("Nguyễn Văn Hòa", "Trần Thị Duyên"), ("Phạm Minh Quân", "Lê Thu Hà"), ("Đỗ Đức Thịnh", "Vũ Thị Ngân"),
    ("Bùi Quang Huy", "Ngô Thị Lan"), ("Hoàng Văn Tú", "Đinh Thị Mai"), ("Lương Công Sơn", "Tạ Thị Thảo"),
)  # fmt: skip
_THANKED = (
    ("Ông", "Vũ Văn Hiến", "hiến 120 m² đất vườn để mở rộng đường thôn"),
    ("", "Công ty TNHH May Bình An", "tặng 20 bộ bàn ghế cho nhà văn hóa thôn"),
    ("Bà", "Phạm Thị Lành", "ủng hộ 50 suất quà cho học sinh khó khăn dịp năm học mới"),
)
_MOURNED = ("Trần Văn Cụ", "Lê Thị Tuất", "Nguyễn Hữu Lộc")


def play_letters(commune: Commune, *, until: date) -> None:
    """One ceremony a quarter, the rest spread over the year up to `until`."""
    for number in range(3):
        day = date(until.year, 2 + 3 * number, 18)
        if day < until:
            _ceremony(commune, day, _COUPLES[2 * number : 2 * number + 2])
            _thanks(commune, day + 9 * _DAY, number, until)
            _condolence(commune, day - 6 * _DAY, _MOURNED[number])
    _waiting(commune, until)
    _greetings(commune, until)
    _meeting(commune, until)


def _at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _chair(commune: Commune) -> Person:
    return commune.people["chutich"]


def _signed(commune: Commune, day: date, fields: LetterFields, key: str) -> CourtesyLetter:
    boss = commune.coordinator
    one = draft_letter(
        actor=boss,
        at=_at(day),
        unit=commune.unit,
        fields=fields,
        client_key=f"demo-{commune.place.code}-{key}",
    )
    one = submit_letter(actor=boss, at=_at(day, 10), letter=one, seen=one.version)
    return sign_letter(actor=_chair(commune), at=_at(day, 15), letter=one, seen=one.version)


def _ceremony(commune: Commune, day: date, couples: tuple[tuple[str, str], ...]) -> None:
    fields = GestureFields(
        Gesture.Kind.CEREMONY, day, "Hội trường Trung tâm Phục vụ hành chính công", f"{_chair(commune)}, Chủ tịch UBND"
    )  # fmt: skip
    made = record_gesture(
        actor=commune.coordinator, at=_at(day, 11), unit=commune.unit, fields=fields,
        client_key=f"demo-{commune.place.code}-{day}",
    )  # fmt: skip
    for groom, bride in couples:
        letter = _signed(
            commune, day - 2 * _DAY, LetterFields("marriage", groom, "Anh", other=bride), f"{day}-{groom}"
        )
        handed = Handed(paper=Handing.Paper.MARRIAGE, letter=letter)
        hand_over_at(actor=commune.coordinator, at=_at(day, 11), gesture=made, handed=handed)


def _thanks(commune: Commune, day: date, number: int, until: date) -> None:
    if day >= until:
        return
    honorific, name, deed = _THANKED[number]
    one = _signed(
        commune,
        day,
        LetterFields("thanks", name, honorific, address="Thôn Đông", deed=deed),
        f"thanks-{number}",
    )
    way = CourtesyLetter.Way.HAND
    deliver_letter(
        actor=commune.coordinator, at=_at(day, 16), letter=one, way=way, day=day, note="Trao tại nhà văn hóa thôn",
        seen=one.version,
    )  # fmt: skip


def _condolence(commune: Commune, day: date, who: str) -> None:
    fields = GestureFields(
        Gesture.Kind.CONDOLENCE, day, "Tại gia đình", f"{commune.deputy}, Phó Chủ tịch UBND",
        "Mặt trận Tổ quốc, trưởng thôn", f"Gia đình ông {who}", who,
    )  # fmt: skip
    record_gesture(
        actor=commune.coordinator, at=_at(day, 17), unit=commune.unit, fields=fields,
        client_key=f"demo-{commune.place.code}-{who}",
    )  # fmt: skip


def _waiting(commune: Commune, until: date) -> None:
    """Two that wait for the Chair's signature."""
    for name, deed in (
        ("Nguyễn Thị Giỏi", "kịp thời cứu cháu nhỏ bị đuối nước"),
        ("Tổ dân phố số 4", "ba năm liền không có vụ việc phức tạp về an ninh"),
    ):
        one = draft_letter(
            actor=commune.coordinator, at=_at(until - _DAY), unit=commune.unit,
            fields=LetterFields("praise", name, "", deed=deed), client_key=f"demo-{commune.place.code}-{name}",
        )  # fmt: skip
        submit_letter(actor=commune.coordinator, at=_at(until - _DAY, 10), letter=one, seen=one.version)


def _greetings(commune: Commune, until: date) -> None:
    channels = (GreetingPost.Channel.LOUDSPEAKER, GreetingPost.Channel.WEBSITE, GreetingPost.Channel.ZALO)
    for day, when, _ in days_of_greeting(commune.unit, until.year):
        if when >= until:
            continue
        said = write_greeting(
            actor=commune.coordinator, at=_at(when - 3 * _DAY), unit=commune.unit, code=day.code, year=until.year,
            text=sample_text(commune.unit, day), chair=str(_chair(commune)), seen=0,
        )  # fmt: skip
        said = approve_greeting(
            actor=_chair(commune), at=_at(when - 2 * _DAY), greeting=said, seen=said.version
        )
        for channel in channels:
            post_greeting(
                actor=commune.coordinator, at=_at(when, 8), greeting=said, channel=channel, day=when,
                url=f"https://{commune.place.code.lower()}.vi-du.vn/chuc-mung/{day.code}-{channel}",
            )  # fmt: skip


def _meeting(commune: Commune, until: date) -> None:
    day = date(until.year, 1, 28)
    rows = (
        ("respected", "Bùi Văn Uy", "trưởng họ, hòa giải giỏi"),
        ("respected", "Đặng Thị Phúc", "bà giáo về hưu, dạy chữ cho trẻ khuyết tật"),
        ("business", "Công ty TNHH May Bình An", "tạo việc làm cho 300 lao động địa phương"),
    )
    asked = [
        keep_contributor(
            actor=commune.coordinator, at=_at(day - 10 * _DAY), unit=commune.unit,
            fields=ContributorFields(
                kind, name, "Thôn Thượng", "", merit, ("keep", "photo") if kind == "respected" else (),
                proof="Phiếu đồng ý ký tại UBND" if kind == "respected" else "",
            ),
        )
        for kind, name, merit in rows
    ]  # fmt: skip
    fields = GestureFields(Gesture.Kind.MEETING, day, "Hội trường UBND", f"{_chair(commune)}, Chủ tịch UBND")
    made = record_gesture(
        actor=commune.coordinator, at=_at(day, 17), unit=commune.unit, fields=fields,
        client_key=f"demo-{commune.place.code}-meeting",
    )  # fmt: skip
    set_guests(
        actor=commune.coordinator,
        at=_at(day, 17),
        gesture=made,
        asked=asked,
        came={one.pk for one in asked[:2]},
    )
