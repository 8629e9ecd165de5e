"""Dialogue in the demo: a visit each week, a conference with its promises, an unplanned one. Invented people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.engagement.actions import (
    DialogueFields,
    Minutes,
    move_dialogue,
    plan_dialogue,
    write_minutes,
)
from thanthien.operations.engagement.asking import Asked, attend, move_question, send_question
from thanthien.operations.engagement.committing import (
    Promise,
    move_commitment,
    promise_freely,
    promise_heard,
    promise_question,
)
from thanthien.operations.engagement.models import Commitment, Dialogue, FieldVisit, PartyEntry, Question
from thanthien.operations.engagement.standing import leaders_of
from thanthien.operations.engagement.visiting import (
    EntryFields,
    VisitFields,
    answer_heard,
    keep_entry,
    plan_visit,
    record_visit,
)
from thanthien.platform.units.queries import agencies_of, neighbourhoods_of
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.engagement import report_heard

_DAY = timedelta(days=1)
_HEARD = (
    "Đèn đường đoạn qua nhà văn hóa hỏng hai bóng, tối khó đi",
    "Đề nghị hướng dẫn nộp hồ sơ đất đai trực tuyến cho người già",
    "Rãnh thoát nước đầu thôn hay tắc khi mưa to",
    "Bà con mong có thêm ghế đá, cây bóng mát ở sân chơi",
)
_ASKED = (
    (
        "Rãnh thoát nước dọc đường trục thôn hay tắc, mưa to là ngập. Bao giờ sửa?",
        "Nạo vét, lát lại rãnh thoát nước",
    ),
    (
        "Điểm tập kết rác gần trường mầm non bốc mùi. Đề nghị di dời.",
        "Di dời điểm tập kết rác gần trường mầm non",
    ),
    ("Người già không rành điện thoại thì làm thủ tục trực tuyến thế nào?", ""),
    (
        "Đề nghị lắp thêm đèn ở ngõ vào nhà văn hóa. Liên hệ 0912 000 321.",
        "Lắp đèn chiếu sáng ngõ vào nhà văn hóa",
    ),
    ("Chế độ trợ cấp hưu trí xã hội chi vào ngày nào, ở đâu?", ""),
)
_ANSWER = (
    "Lãnh đạo xã đã trả lời tại hội nghị; văn bản hướng dẫn được phát cho bà con và niêm yết ở nhà văn hóa."
)


def play_engagement(commune: Commune, *, until: date) -> None:
    """From the first days of January until `until`."""
    _conference(commune, until)
    _unplanned(commune, until)
    _visits(commune, until)
    _ahead(commune, until)


def _at(day: date, hour: int, minute: int = 5) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _promise(commune: Commune, text: str, due: date, number: int = 0) -> Promise:
    agencies = list(agencies_of(commune.unit)[:4])
    return Promise(text, due, agencies[number % len(agencies)])


def _conference(commune: Commune, until: date) -> None:
    """In spring, questions beforehand; everything that was promised is settled since."""
    day = date(until.year, 3, 20)
    boss, leader = commune.coordinator, leaders_of(commune.unit, day)[0]
    if day + timedelta(days=60) > until:
        return
    fields = DialogueFields(
        Dialogue.Kind.CONFERENCE, f"Hội nghị đối thoại với Nhân dân năm {until.year}", day, time(8, 0),
        "Hội trường Ủy ban nhân dân", leader, "Đường giao thông, thoát nước\nRác thải\nChế độ, chính sách", True,
    )  # fmt: skip
    sent = _at(day - timedelta(days=25), 9)
    one = plan_dialogue(actor=boss, at=sent, unit=commune.unit, fields=fields)
    one = move_dialogue(actor=boss, at=sent, dialogue=one, move="publish", seen=one.state)
    places = neighbourhoods_of(commune.unit)
    questions: list[tuple[Question, str]] = []
    for number, (text, promised) in enumerate(_ASKED):
        at = _at(day - timedelta(days=15 - number), 19)
        place = places[number % len(places)]
        question = send_question(
            at=at, dialogue=one, asked=Asked(text, f"demo-{number}", neighbourhood=place)
        )
        seen = question.state
        question = move_question(actor=boss, at=at + _DAY, question=question, move="accept", seen=seen)
        questions.append((question, promised))
    for number in range(37):
        attend(at=_at(day, 7, 40), dialogue=one, key=f"demo-{number}")
    one = move_dialogue(actor=boss, at=_at(day, 12), dialogue=one, move="hold", seen=one.state)
    minutes = Minutes(
        commune.coordinator.full_name, "Lãnh đạo xã báo cáo tình hình, nghe và trả lời từng câu hỏi của bà con.",
        "Các cơ quan giải quyết xong các cam kết trước 30/5, báo lại bà con ở nhà văn hóa.", 118,
    )  # fmt: skip
    write_minutes(actor=boss, at=_at(day, 15), dialogue=one, minutes=minutes, seen=one.version)
    for number, (question, promised) in enumerate(questions):
        at = _at(day, 16)
        if not promised:
            move_question(
                actor=boss, at=at, question=question, move="answer", seen=question.state, text=_ANSWER
            )
            continue
        told = _promise(commune, promised, day + timedelta(days=45), number)
        made = promise_question(actor=boss, at=at, question=question, promise=told)
        _settle(
            commune, made, day + timedelta(days=20 + 5 * number), "Đã làm xong, bà con đã nghiệm thu tại chỗ."
        )


def _settle(commune: Commune, made: Commitment, day: date, text: str) -> None:
    boss = commune.coordinator
    note = move_commitment(
        actor=boss,
        at=_at(day - 7 * _DAY, 10),
        commitment=made,
        move="note",
        seen=made.version,
        text="Đã khảo sát, lên dự toán.",
    )
    move_commitment(actor=boss, at=_at(day, 16), commitment=note, move="settle", seen=note.version, text=text)


def _unplanned(commune: Commune, until: date) -> None:
    day = until - timedelta(days=40)
    boss, leader = commune.coordinator, leaders_of(commune.unit, day)[0]
    fields = DialogueFields(
        Dialogue.Kind.UNPLANNED, "Đối thoại về mở rộng đường liên thôn", day, time(19, 30), "Nhà văn hóa thôn", leader,
        "Phương án bồi thường, thời gian bàn giao mặt bằng", why="Một số hộ chưa đồng ý phương án bồi thường.",
    )  # fmt: skip
    one = plan_dialogue(actor=boss, at=_at(day - 5 * _DAY, 9), unit=commune.unit, fields=fields)
    one = move_dialogue(actor=boss, at=_at(day - 5 * _DAY, 10), dialogue=one, move="publish", seen=one.state)
    one = move_dialogue(actor=boss, at=_at(day, 21), dialogue=one, move="hold", seen=one.state)
    minutes = Minutes(paper_count=26, conclusion="Công khai bảng tính bồi thường từng loại, trả lời từng hộ.")
    write_minutes(actor=boss, at=_at(day, 22), dialogue=one, minutes=minutes, seen=one.version)
    told = _promise(commune, "Niêm yết bảng tính bồi thường tại nhà văn hóa", day + 10 * _DAY, 1)
    made = promise_freely(actor=boss, at=_at(day, 22), unit=commune.unit, promise=told, dialogue=one)
    _settle(commune, made, day + 8 * _DAY, "Đã niêm yết và phát cho từng hộ.")


def _visits(commune: Commune, until: date) -> None:
    """A Saturday each week; of what was heard some became reports, some promises, one is late."""
    places, boss = neighbourhoods_of(commune.unit), commune.coordinator
    day = date(until.year, 1, 10)
    day += timedelta(days=(5 - day.weekday()) % 7)
    number = 0
    while day <= until and places:
        leaders = leaders_of(commune.unit, day)
        activity = ("meeting", "cleaning", "listening", "planting")[number % 4]
        heard = [_HEARD[number // 3 % len(_HEARD)]] if number % 3 == 0 else []
        fields = VisitFields(day, places[number * 5 % len(places)], leaders[number % len(leaders)], activity)
        visit = record_visit(
            actor=boss,
            at=_at(day, 11),
            unit=commune.unit,
            fields=fields,
            client_key=f"demo-{number}",
            heard=heard,
        )
        _turn(commune, visit, number, until)
        day, number = day + timedelta(days=7), number + 1


def _turn(commune: Commune, visit: FieldVisit, number: int, until: date) -> None:
    boss, at = commune.coordinator, _at(visit.date, 15)
    for one in visit.heard.select_related("visit__unit"):
        if visit.date > until - 10 * _DAY:
            continue  # still to be done
        if number % 4 == 1:
            report_heard(actor=boss, at=at, heard=one)
        elif number % 4 == 3:
            answer_heard(actor=boss, at=at, heard=one, text="Đã giải thích và hướng dẫn tại chỗ.")
        else:
            due = visit.date + 21 * _DAY
            made = promise_heard(
                actor=boss, at=at, heard=one, promise=_promise(commune, one.text, due, number)
            )
            if due < until - 25 * _DAY:
                _settle(
                    commune,
                    made,
                    visit.date + (28 if number == 12 else 14) * _DAY,
                    "Đã làm xong, bà con đồng tình.",
                )


def _ahead(commune: Commune, until: date) -> None:
    """The plan of the weeks to come and the committee's schedule."""
    boss, places = commune.coordinator, neighbourhoods_of(commune.unit)
    leaders, at = leaders_of(commune.unit, until), _at(until - _DAY, 9)
    for week in (1, 2):
        day = until + timedelta(days=(5 - until.weekday()) % 7 or 7) + timedelta(days=7 * (week - 1))
        fields = VisitFields(day, places[-week], leaders[week % len(leaders)], "meeting")
        plan_visit(actor=boss, at=at, unit=commune.unit, fields=fields, client_key=f"demo-plan-{week}")
    for days, title in (
        (3, "Bí thư Đảng ủy tiếp công dân định kỳ"),
        (10, "Thường trực Đảng ủy họp với chi bộ thôn"),
    ):
        entry = EntryFields(
            PartyEntry.Kind.RECEPTION if days == 3 else PartyEntry.Kind.OTHER, until + days * _DAY, title, leaders[0],
            time(8, 0), "Trụ sở Đảng ủy", days == 3,
        )  # fmt: skip
        keep_entry(actor=boss, at=at, unit=commune.unit, fields=entry)
