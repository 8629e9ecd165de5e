"""Papers of dialogue: the invitation, the minutes, and the lists of a month that prove the work."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Block,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import date_vi, long_date_vi
from thanthien.lib.vietnamese.personal import masked
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import Commitment, Dialogue, FieldVisit, Question
from thanthien.operations.engagement.queries import commitments_of, people_came, visits_of
from thanthien.platform.units.models import Unit

_QUESTIONS = (Column("TT", 1.0, "centre"), Column("Câu hỏi, kiến nghị", 7.5), Column("Trả lời, cam kết", 7.5))
_PROMISES = (
    Column("TT", 1.0, "centre"),
    Column("Cam kết", 6.0),
    Column("Thực hiện", 3.4),
    Column("Hạn", 2.4, "centre"),
    Column("Kết quả", 3.2),
)
_VISITS = (
    Column("Ngày", 2.4, "centre"),
    Column("Thôn, tổ dân phố", 3.4),
    Column("Lãnh đạo", 3.2),
    Column("Hoạt động", 3.6),
    Column("Ý kiến nghe được", 3.4),
)
_DIALOGUES = (
    Column("Ngày", 2.4, "centre"),
    Column("Buổi đối thoại", 6.0),
    Column("Chủ trì", 3.2),
    Column("Câu hỏi, kiến nghị", 4.4),
)
SHOWN = (Question.State.ACCEPTED, Question.State.ANSWERED, Question.State.PROMISED)


def invitation_paper(dialogue: Dialogue) -> AdministrativeDocument:
    """The public invitation: when, where, about what, how to ask beforehand."""
    unit = dialogue.unit
    together = f" và Ủy ban Mặt trận Tổ quốc Việt Nam {unit.full_name}" if dialogue.with_front else ""
    when = f"{dialogue.starts:%H} giờ {dialogue.starts:%M}, {weekday_vi(dialogue.date)}, {long_date_vi(dialogue.date)}"
    lines = (
        f"Ủy ban nhân dân {unit.full_name}{together} trân trọng kính mời Nhân dân, các cơ quan, tổ chức, doanh nghiệp "
        f"trên địa bàn dự {dialogue.title}.",
        f"Thời gian: {when}.",
        f"Địa điểm: {dialogue.place}.",
        f"Chủ trì: {dialogue.chair}.",
        "Nội dung:",
        *(f"- {line}" for line in dialogue.topics.splitlines()),
        "Câu hỏi, kiến nghị gửi trước trên trang của đơn vị, mục Đối thoại, hoặc gửi trưởng thôn, tổ trưởng tổ dân "
        "phố. Người gửi không bắt buộc ghi họ tên. Rất mong Nhân dân tham dự đông đủ./.",
    )
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /GM-UBND",
        place=unit.name,
        year=dialogue.date.year,
        kind="GIẤY MỜI",
        subject=dialogue.title,
        blocks=tuple(Text(line) for line in lines),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Như trên", "Niêm yết công khai", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def minutes_paper(dialogue: Dialogue) -> AdministrativeDocument:
    """The minutes, in the layout of Nghị định 30: questions are those let through, without who asked."""
    unit = dialogue.unit
    phones, on_paper = people_came(dialogue)
    came = []
    if on_paper is not None:
        came.append(f"{on_paper} người ký danh sách")
    if phones:
        came.append(f"khoảng {phones} lượt điểm danh bằng mã QR (ước tính)")
    together = f"; phối hợp: Ủy ban Mặt trận Tổ quốc Việt Nam {unit.full_name}" if dialogue.with_front else ""
    blocks: list[Block] = [
        Text(
            f"Vào hồi {dialogue.starts:%H} giờ {dialogue.starts:%M}, {long_date_vi(dialogue.date)}, tại "
            f"{dialogue.place}, Ủy ban nhân dân {unit.full_name} tổ chức {dialogue.title}."
        ),
        Text(f"Chủ trì: {dialogue.chair}{together}. Thư ký: {dialogue.secretary or '[họ và tên]'}."),
        Text(f"Người dự: {', '.join(came) or '[số người]'}."),
    ]
    if dialogue.why:
        blocks.append(Text(f"Vụ việc: {masked(dialogue.why)}"))
    blocks.append(Heading("I. Nội dung đối thoại"))
    blocks += [Text(f"- {line}") for line in dialogue.topics.splitlines()]
    if dialogue.course:
        blocks.append(Heading("II. Diễn biến"))
        blocks += [Text(line) for line in dialogue.course.splitlines()]
    blocks.append(Heading(f"{'III' if dialogue.course else 'II'}. Câu hỏi, kiến nghị và trả lời"))
    questions = list(
        dialogue.questions.filter(state__in=SHOWN).select_related("commitment__agency", "commitment__person")
    )
    rows = tuple(TableRow((str(n), one.shown_text, _reply(one))) for n, one in enumerate(questions, 1))
    blocks.append(TableBlock(_QUESTIONS, rows) if rows else Text("Không có câu hỏi, kiến nghị."))
    if dialogue.conclusion:
        blocks.append(Heading(f"{'IV' if dialogue.course else 'III'}. Kết luận của người chủ trì"))
        blocks += [Text(line) for line in dialogue.conclusion.splitlines()]
    blocks.append(Text("Biên bản được đọc lại cho những người dự cùng nghe và thống nhất./."))
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /BB-UBND",
        place=unit.name,
        signed_on=dialogue.date,
        kind="BIÊN BẢN",
        subject=dialogue.title,
        blocks=tuple(blocks),
        second_signer=("THƯ KÝ", dialogue.secretary or "[họ và tên]"),
        authority=("CHỦ TRÌ",),
        signer=str(dialogue.chair),
        recipients=("Như thành phần dự", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _reply(question: Question) -> str:
    promise: Commitment | None = getattr(question, "commitment", None)
    words = question.answer
    if promise is not None:
        owner = promise.agency or promise.person
        words = f"{words} Cam kết: {promise.shown_text} ({owner}, hạn {date_vi(promise.due_date)})".strip()
    return words or "Tiếp thu, trả lời sau."


def month_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """Visits, dialogues and commitments of a month, as one list; None when nothing happened."""
    visits = list(
        visits_of(unit, FieldVisit.State.DONE).filter(date__gte=first, date__lte=last).order_by("date")
    )
    held = Dialogue.objects.filter(unit=unit, state=Dialogue.State.HELD, date__gte=first, date__lte=last)
    dialogues = list(held.select_related("chair").order_by("date"))
    promises = list(commitments_of(unit, "all").filter(made_at__date__gte=first, made_at__date__lte=last))
    if not visits and not dialogues and not promises:
        return None
    blocks: list[Block] = [Heading("I. Lãnh đạo xuống thôn, tổ dân phố"), _visits_table(visits)]
    blocks += [Heading("II. Đối thoại với Nhân dân"), _dialogues_table(dialogues)]
    blocks += [Heading("III. Cam kết với người dân lập trong tháng"), _promises_table(promises)]
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        year=last.year,
        kind="DANH SÁCH",
        subject=f"Xuống cơ sở, đối thoại và cam kết với người dân tháng {first.month}/{first.year}",
        blocks=tuple(blocks),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Thường trực Đảng ủy, HĐND", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def visits_list(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """The visits of a month alone; None when nobody went."""
    visits = list(
        visits_of(unit, FieldVisit.State.DONE).filter(date__gte=first, date__lte=last).order_by("date")
    )
    if not visits:
        return None
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="",
        place=unit.name,
        year=last.year,
        kind="DANH SÁCH",
        subject=f"Lãnh đạo xuống thôn, tổ dân phố tháng {first.month}/{first.year}",
        blocks=(_visits_table(visits),),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Thường trực Đảng ủy, HĐND", "Lưu: VT"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _visits_table(visits: list[FieldVisit]) -> Block:
    if not visits:
        return Text("Trong tháng không có lần nào.")
    labels = definition().activities
    rows = []
    for one in visits:
        label = labels[one.activity].label if one.activity in labels else one.activity
        said, left = one.said, one.left  # type: ignore[attr-defined]
        heard = f"{said} ý kiến" + (f", còn {left} chưa xử lý" if left else "") if said else "Không có"
        rows.append(TableRow((date_vi(one.date), str(one.neighbourhood), str(one.leader), label, heard)))
    return TableBlock(_VISITS, tuple(rows))


def _dialogues_table(dialogues: list[Dialogue]) -> Block:
    if not dialogues:
        return Text("Trong tháng không có buổi nào.")
    rows = []
    for one in dialogues:
        whole = one.questions.exclude(state=Question.State.SET_ASIDE).count()
        promised = one.questions.filter(state=Question.State.PROMISED).count()
        rows.append(
            TableRow(
                (date_vi(one.date), one.title, str(one.chair), f"{whole} câu hỏi, {promised} thành cam kết")
            )
        )
    return TableBlock(_DIALOGUES, tuple(rows))


def _promises_table(promises: list[Commitment]) -> Block:
    if not promises:
        return Text("Trong tháng không có cam kết nào.")
    today = timezone.localdate()
    rows = []
    for number, one in enumerate(sorted(promises, key=lambda p: p.due_date), 1):
        if one.settled_at is not None:
            result = f"Đã giải quyết {date_vi(timezone.localdate(one.settled_at))}"
        else:
            result = "Quá hạn" if one.due_date < today else "Đang thực hiện"
        owner = str(one.agency or one.person)
        rows.append(TableRow((str(number), one.shown_text, owner, date_vi(one.due_date), result)))
    return TableBlock(_PROMISES, tuple(rows))
