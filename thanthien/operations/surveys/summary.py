"""“Bảng tổng hợp kết quả khảo sát”: the results as an administrative document and as sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Block,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.vietnamese import date_vi, number_vi, roman
from thanthien.operations.surveys.definition import Kind
from thanthien.operations.surveys.models import FollowUp, Survey
from thanthien.operations.surveys.queries import Results, size_in_words
from thanthien.operations.surveys.tally import QuestionTally, Share

TITLE = "Bảng tổng hợp kết quả khảo sát"


def percent(ratio: float | None) -> str:
    """ "92,7%", or "–" where there is nothing to divide by."""
    return "–" if ratio is None else f"{number_vi(round(ratio * 100, 1))}%"


def interval(share: Share) -> str:
    """ "88,1–95,6%"."""
    low, high = share.interval
    return f"{number_vi(round(low * 100, 1))}–{percent(high)}" if share.total else "–"


def summary_document(
    survey: Survey, results: Results, follow_ups: Sequence[FollowUp] = ()
) -> AdministrativeDocument:
    """The table with head and signature of the unit's people's committee; number and day for the registry."""
    unit = survey.unit
    return AdministrativeDocument(
        issuer=unit.issuer,
        number="      /BC-UBND",
        place=unit.name,
        year=survey.last_date.year,
        kind="BẢNG TỔNG HỢP",
        subject=f"Kết quả khảo sát: {survey.title}",
        blocks=tuple(_body(survey, results, follow_ups)),
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="[họ và tên người ký]",
        recipients=("Thường trực Đảng ủy, HĐND", "Các cơ quan, đơn vị", "Lưu: VT, VHXH"),
        issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
    )


def _body(survey: Survey, results: Results, follow_ups: Sequence[FollowUp]) -> Iterator[Block]:
    tally = results.all
    yield Heading("I. Cách khảo sát")
    yield Text(
        f"Thời gian: từ ngày {date_vi(survey.first_date)} đến ngày {date_vi(survey.last_date)}. "
        f"Mẫu phiếu: {survey.version}. Phiếu không ghi tên người trả lời."
    )
    yield Text("Cỡ mẫu: " + "; ".join(size_in_words(survey)) + ".")
    ways = ", ".join(f"{words.lower()} {number_vi(n)}" for words, n in results.channels) or "chưa có"
    yield Text(
        f"Số phiếu thu được: {number_vi(tally.responses)} (cần {number_vi(results.sample)}). Theo cách trả lời: {ways}."
    )
    if results.links:
        rate = results.rate
        yield Text(f"Tỷ lệ trả lời của đường dẫn đã phát: {rate.hits}/{rate.total} ({percent(rate.ratio)}).")
    yield Heading("II. Kết quả chung")
    share = tally.satisfied
    yield Text(
        f"Hài lòng và rất hài lòng: {number_vi(share.hits)}/{number_vi(share.total)} câu trả lời, "
        f"{percent(share.ratio)} (khoảng tin cậy 95%: {interval(share)}). "
        f"Chỉ số chung, trung bình các nhóm câu hỏi: {percent(tally.index)}."
    )
    if results.overall and results.overall.satisfied:
        whole = results.overall.satisfied
        yield Text(
            f"Riêng câu “{results.overall.question.text}”: {number_vi(whole.hits)}/{number_vi(whole.total)} người "
            f"chọn mức 4–5, {percent(whole.ratio)} (khoảng tin cậy 95%: {interval(whole)})."
        )
    if tally.responses < survey.minimum:
        yield Text(
            f"Số phiếu dưới mức tối thiểu {survey.minimum} nên tỷ lệ chỉ để tham khảo, không dùng để so sánh.",
            italic=True,
        )
    yield Text(doubts(results))
    yield Heading("III. Kết quả theo câu hỏi")
    yield questions_table(results)
    if results.places:
        yield Heading("IV. Kết quả theo thôn, tổ dân phố")
        yield places_table(results)
        yield Text(f"Nơi có dưới {survey.minimum} phiếu không nêu tỷ lệ và không so sánh.", italic=True)
    if follow_ups:
        yield Heading(f"{roman(5 if results.places else 4)}. Việc làm từ kết quả")
        yield follow_ups_table(follow_ups)


def doubts(results: Results) -> str:
    if not results.flagged:
        return "Không có phiếu nào bị đánh dấu cần xem lại."
    kinds = ", ".join(f"{words.lower()} {number_vi(n)}" for words, n in results.flags)
    clean = results.clean.satisfied
    return (
        f"Có {number_vi(results.flagged)} phiếu bị đánh dấu cần xem lại ({kinds}). Không tính các phiếu này, "
        f"tỷ lệ hài lòng là {number_vi(clean.hits)}/{number_vi(clean.total)}, {percent(clean.ratio)} "
        f"(khoảng tin cậy 95%: {interval(clean)})."
    )


def questions_table(results: Results) -> TableBlock:
    rows: list[TableRow] = []
    for number, block in enumerate(results.all.blocks, 1):
        head = f"{roman(number)}. {block.block.title}"
        head += f" – chỉ số {percent(block.index)}" if block.index is not None else ""
        rows.append(TableRow((head,), bold=True, span=True))
        for one in block.questions:
            rows += _rows(one)
    columns = (
        Column("Câu hỏi, lựa chọn", 7.5), Column("Số trả lời", 1.9, "right"), Column("Số chọn", 1.9, "right"),
        Column("Tỷ lệ", 1.9, "right"), Column("Khoảng tin cậy 95%", 2.8, "right"),
    )  # fmt: skip
    return TableBlock(columns, tuple(rows), size=11)


def _rows(one: QuestionTally) -> list[TableRow]:
    text = one.question.text
    if one.satisfied is not None:
        share = one.satisfied
        return [
            TableRow(
                (
                    f"{text} (mức 4–5)",
                    number_vi(share.total),
                    number_vi(share.hits),
                    percent(share.ratio),
                    interval(share),
                )
            )
        ]
    if one.question.kind == Kind.TEXT:
        return [TableRow((f"{text} (viết)", number_vi(one.answered), "", "", ""))]
    if one.question.kind == Kind.NUMBER:
        mean = "–" if one.mean is None else number_vi(round(one.mean, 2))
        return [TableRow((f"{text} (trung bình)", number_vi(one.answered), mean, "", ""))]
    return [
        TableRow((text, number_vi(one.answered), "", "", "")),
        *(
            TableRow((f"– {o.words}", "", number_vi(o.share.hits), percent(o.share.ratio), interval(o.share)))
            for o in one.options
        ),
    ]


def places_table(results: Results) -> TableBlock:
    columns = (
        Column("Thôn, tổ dân phố", 5.5), Column("Chỉ tiêu", 2, "right"), Column("Số phiếu", 2, "right"),
        Column("Hài lòng", 3, "right"), Column("Khoảng tin cậy 95%", 3.5, "right"),
    )  # fmt: skip
    rows = []
    for one in results.places:
        share = one.satisfied
        said = f"{number_vi(share.hits)}/{number_vi(share.total)} ({percent(share.ratio)})" if share else "–"
        rows.append(
            TableRow(
                (
                    str(one.place or "Không ghi"), number_vi(one.wanted) if one.wanted else "–",
                    number_vi(one.answers), said, interval(share) if share else "–",
                )
            )
        )  # fmt: skip
    return TableBlock(columns, tuple(rows), size=11)


def follow_ups_table(follow_ups: Sequence[FollowUp]) -> TableBlock:
    columns = (
        Column("Kết quả rút ra", 5.5), Column("Việc làm", 5.5), Column("Ai làm", 3), Column("Hạn", 2, "right"),
    )  # fmt: skip
    rows = [TableRow((one.conclusion, one.action, one.owner, date_vi(one.due_date))) for one in follow_ups]
    return TableBlock(columns, tuple(rows), size=11)
