"""Reports on the work: of a month, of any days asked for, of the whole year. All figures come from records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone

from thanthien.assessment.reports import wording
from thanthien.assessment.reports.frame import (
    MODEL,
    bases_of,
    level_words,
    official,
    paragraphs,
    recipients_of,
    section,
)
from thanthien.assessment.reports.planning import names, when
from thanthien.assessment.reports.recorded import held
from thanthien.assessment.reports.sources import Sources, Span
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Block,
    Column,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.vietnamese import date_vi, number_vi, percent_vi
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import sums_of
from thanthien.programme.measures.registry import measure_of
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.queries import is_overdue

TO_ADD = "[Đơn vị bổ sung: khó khăn, vướng mắc, nguyên nhân và kiến nghị.]"
MOST_NAMED = 12
_TASKS = (
    Column("TT", 1.2, "centre"),
    Column("Nhiệm vụ", 11.2),
    Column("Cơ quan chủ trì", 5.0),
    Column("Thời gian", 3.4),
    Column("Trạng thái", 3.2, "centre"),
)


def of_period(sources: Sources) -> AdministrativeDocument:
    """The report of a span of days: done, proved, measured, late, and what comes next."""
    return official(
        sources,
        abbreviation="BC",
        kind="BÁO CÁO",
        subject=f"Kết quả thực hiện {MODEL} {sources.span.words}",
        blocks=_body(sources),
        recipients=recipients_of(sources, above="để báo cáo"),
        annexes=_annexes(sources),
    )


def of_year(sources: Sources) -> AdministrativeDocument:
    """The report of the year: the same facts over twelve months, with criteria, level and lessons."""
    sheet = sources.sheet
    blocks: list[Block] = [
        Text(f"{sources.committee} báo cáo kết quả thực hiện {MODEL} năm {sources.year} như sau:"),
        *section(
            "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
            paragraphs(
                f"Mục tiêu đăng ký: đạt {level_words(sources, sources.plan)} năm {sources.year}.",
                _assigned(sources),
                *held(sources),
            ),
        ),
        *section(
            "II. KẾT QUẢ THỰC HIỆN",
            section("1. Thực hiện nhiệm vụ của kế hoạch", _done(sources), level=2),
            section("2. Minh chứng", _proved(sources), level=2),
            section("3. Số liệu", _measured(sources), level=2),
            section("4. Kết quả theo bộ tiêu chí", paragraphs(*_criteria(sources)), level=2),
        ),
        *section(
            "III. TỒN TẠI, HẠN CHẾ",
            _late(sources),
            _difficulties(sources),
            paragraphs(*(wording.remaining(sheet) if sheet.adoption else ()), wording.TO_FILL),
        ),
        *section(
            f"IV. PHƯƠNG HƯỚNG NĂM {sources.year + 1}",
            paragraphs(
                *(wording.next_steps(sheet) if sheet.adoption else ()),
                f"[Đơn vị ghi mục tiêu, nhiệm vụ trọng tâm năm {sources.year + 1} và kiến nghị.]",
            ),
        ),
        Text(f"Trên đây là báo cáo kết quả thực hiện {MODEL} năm {sources.year} của {sources.committee}./."),
    ]
    return official(
        sources,
        abbreviation="BC",
        kind="BÁO CÁO",
        subject=f"Kết quả thực hiện {MODEL} năm {sources.year}",
        blocks=blocks,
        legal_bases=bases_of(sources),
        recipients=recipients_of(sources, above="để báo cáo"),
        annexes=_annexes(sources),
    )


def _body(sources: Sources) -> Iterable[Block]:
    words = sources.span.words
    yield Text(f"{sources.committee} báo cáo kết quả thực hiện {MODEL} {words} như sau:")
    yield from section("I. TÌNH HÌNH CHUNG", paragraphs(_assigned(sources)))
    yield from section(
        "II. KẾT QUẢ TRONG KỲ",
        section("1. Nhiệm vụ", _done(sources), level=2),
        section("2. Minh chứng", _proved(sources), level=2),
        section("3. Số liệu", _measured(sources), level=2),
    )
    yield from section("III. TỒN TẠI, KHÓ KHĂN", _late(sources), _difficulties(sources))
    yield from section(f"IV. NHIỆM VỤ {sources.span.after.words.upper()}", _next(sources))
    yield Text(f"Trên đây là báo cáo kết quả thực hiện {MODEL} {words} của {sources.committee}./.")


def until(sources: Sources) -> date:
    """The day up to which lateness is told: the last of the span, or today while it runs."""
    return min(sources.span.last, sources.today)


def _assigned(sources: Sources) -> str:
    tasks = sources.tasks
    if not tasks:
        return f"[Đơn vị chưa có nhiệm vụ của kế hoạch năm {sources.year} trong hệ thống.]"
    counts = Counter(task.state for task in tasks)
    accepted, waiting = counts[Task.State.ACCEPTED], counts[Task.State.DONE]
    open_ = len(tasks) - accepted - waiting
    return (
        f"Kế hoạch năm {sources.year} có {len(tasks)} nhiệm vụ. Tính đến ngày {date_vi(sources.today)}: "
        f"{accepted} nhiệm vụ hoàn thành, đã được kiểm tra; {waiting} nhiệm vụ báo xong, chờ "
        f"kiểm tra; {open_} nhiệm vụ đang thực hiện hoặc thực hiện thường xuyên trong năm."
    )


def finished(sources: Sources) -> list[Task]:
    """Tasks of which a lead was reported done within the span and has not come back."""
    return [task for task in sources.tasks if any(_was_done(part, sources.span) for part in _leads(task))]


def _leads(task: Task) -> list[TaskAgency]:
    return [part for part in task.agencies.all() if part.part == TaskAgency.Part.LEAD]


def _was_done(part: TaskAgency, span: Span) -> bool:
    kept = part.state in (Task.State.DONE, Task.State.ACCEPTED)
    return kept and part.done_at is not None and span.holds(timezone.localdate(part.done_at))


def late(sources: Sources) -> list[Task]:
    return [task for task in sources.tasks if is_overdue(task, until(sources))]


def _done(sources: Sources) -> Iterable[Block]:
    tasks = finished(sources)
    if not tasks:
        yield Text("Trong kỳ không có nhiệm vụ nào được báo hoàn thành.")
        return
    yield Text(
        f"Trong kỳ, {len(tasks)} nhiệm vụ được cơ quan chủ trì báo hoàn thành (danh sách tại Phụ lục)."
    )


def _proved(sources: Sources) -> Iterable[Block]:
    proofs = sources.proofs
    if not proofs:
        yield Text("Trong kỳ chưa có minh chứng nào được gửi.")
        return
    counts = Counter(state for state, _ in proofs)
    said = [f"{counts[state]} {words}" for state, words in _STATES if counts[state]]
    yield Text(
        f"Các cơ quan, đơn vị gửi {len(proofs)} minh chứng của việc diễn ra trong kỳ: {'; '.join(said)}."
    )
    tops = _by_top(sources, proofs)
    yield from (Text(f"- {title}: {count} minh chứng.") for title, count in tops)


_STATES = (
    (Evidence.State.ACCEPTED, "đã được kiểm tra, chấp nhận"),
    (Evidence.State.WAITING, "chờ kiểm tra"),
    (Evidence.State.RETURNED, "bị trả lại để bổ sung"),
)


def _by_top(sources: Sources, proofs: Sequence[tuple[str, str]]) -> list[tuple[str, int]]:
    """Proofs by criterion of the top, in the tree's order; those of no criterion last."""
    tops = {line.key: line.name for line in sources.sheet.top}
    keys = [key.split(".")[0].split("#")[0] for _, key in proofs]
    counts = Counter(key if key in tops else "" for key in keys)
    found = [(name, counts[key]) for key, name in tops.items() if counts[key]]
    return [*found, ("Nội dung khác của kế hoạch", counts[""])] if counts[""] else found


def _measured(sources: Sources) -> Iterable[Block]:
    by_measure: dict[str, list[Reading]] = defaultdict(list)
    for one in sources.readings:
        by_measure[one.measure].append(one)
    if not by_measure:
        yield Text("Trong kỳ chưa ghi số liệu.")
        return
    yield from (Text(f"- {_figure(code, found)}.") for code, found in by_measure.items())


def _figure(code: str, readings: list[Reading]) -> str:
    measure = measure_of(code)
    numerator, denominator = sums_of(measure, readings)
    if not measure.has_denominator:
        return f"{measure.label}: {number_vi(numerator)} {measure.unit}"
    if not denominator:
        return f"{measure.label}: không phát sinh"
    share = percent_vi(numerator / denominator)
    return f"{measure.label}: {number_vi(numerator)}/{number_vi(denominator)} {measure.unit}, đạt {share}"


def _late(sources: Sources) -> Iterable[Block]:
    tasks = late(sources)
    day = date_vi(until(sources))
    if not tasks:
        yield Text(f"Đến ngày {day}, không có nhiệm vụ quá hạn.")
        return
    yield Text(f"Đến ngày {day}, {len(tasks)} nhiệm vụ quá hạn (danh sách tại Phụ lục).")


def _difficulties(sources: Sources) -> Iterable[Block]:
    """What agencies reported in the span, with the answer where there is one; a blank where nobody did."""
    found = sources.impediments
    if not found:
        yield from paragraphs(TO_ADD)
        return
    yield Text(f"Các cơ quan, đơn vị phản ánh {len(found)} vướng mắc trong kỳ:")
    for one in found[:MOST_NAMED]:
        words = f"{one.text.strip().rstrip('.;')} ({one.get_state_display().lower()})"
        answer = f" Trả lời: {one.answer.strip().rstrip('.;')}." if one.answer else ""
        yield Text(f"- {words}.{answer}")
    if len(found) > MOST_NAMED:
        yield Text(f"- {len(found) - MOST_NAMED} vướng mắc khác.")


def _next(sources: Sources) -> Iterable[Block]:
    coming = [task for task in sources.tasks if task.due_date and sources.span.after.holds(task.due_date)]
    waiting = [task for task in coming if task.state not in (Task.State.DONE, Task.State.ACCEPTED)]
    if waiting:
        yield Text(f"Hoàn thành {len(waiting)} nhiệm vụ đến hạn trong kỳ tới:")
        yield from (Text(f"- {_next_words(task)}.") for task in waiting[:MOST_NAMED])
        if len(waiting) > MOST_NAMED:
            yield Text(f"- {len(waiting) - MOST_NAMED} nhiệm vụ khác.")
    overdue = len(late(sources))
    if overdue:
        yield Text(f"Hoàn thành dứt điểm {overdue} nhiệm vụ quá hạn.")
    yield Text("Tiếp tục thực hiện các nhiệm vụ thường xuyên; cập nhật minh chứng, số liệu đúng kỳ.")


def _next_words(task: Task) -> str:
    due = f", trước hoặc trong ngày {date_vi(task.due_date)}" if task.due_date else ""
    return (
        f"{task.title.rstrip('.; ')} ({names(task, TaskAgency.Part.LEAD) or 'chưa có cơ quan chủ trì'}{due})"
    )


def _criteria(sources: Sources) -> list[str]:
    sheet = sources.sheet
    if sheet.adoption is None:
        return ["[Đơn vị chưa chọn bộ tiêu chí của năm.]"]
    lines = [wording.result(sheet)]
    for line in sheet.top:
        met = sum(not one.is_open for one in wording.leaves_of(line))
        lines.append(f"- {line.name}: {met}/{len(wording.leaves_of(line))} nội dung đạt yêu cầu.")
    return lines


def _annexes(sources: Sources) -> tuple[Annex, ...]:
    """Tasks finished in the span and tasks late, each as a table; empty ones are left out."""
    rows: list[TableRow] = []
    for title, tasks in (
        ("Nhiệm vụ hoàn thành trong kỳ", finished(sources)),
        (f"Nhiệm vụ quá hạn đến ngày {date_vi(until(sources))}", late(sources)),
    ):
        if tasks:
            rows.append(TableRow((f"{title}: {len(tasks)}", *[""] * 4), bold=True, span=True))
            rows += [_row(number, task) for number, task in enumerate(tasks, 1)]
    if not rows:
        return ()
    table = TableBlock(_TASKS, tuple(rows), size=11)
    return (Annex("Danh sách nhiệm vụ", (table,), landscape=True),)


def _row(number: int, task: Task) -> TableRow:
    lead = names(task, TaskAgency.Part.LEAD)
    return TableRow((str(number), task.title, lead, when(task), task.get_state_display()))
