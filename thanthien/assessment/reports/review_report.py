"""The report of an interim or final review: results by year, the conference, lessons, what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from thanthien.assessment.reports.frame import MODEL, bases_of, official, paragraphs, recipients_of, section
from thanthien.assessment.reports.phrases import inside, plan_named, sentence
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import AdministrativeDocument, Block, Column, TableBlock, TableRow
from thanthien.lib.vietnamese import date_vi, long_date_vi, number_vi
from thanthien.programme.impediments.models import Impediment
from thanthien.programme.reviews.models import Lesson, Review

_YEARS = (
    Column("Năm", 1.8, "centre"),
    Column("Mức đăng ký", 3.6, "centre"),
    Column("Điểm", 3.0, "centre"),
    Column("Kết quả", 7.6),
)
_LESSONS = (
    Column("TT", 1.1, "centre"),
    Column("Bài học, hạn chế", 4.5),
    Column("Việc làm tiếp", 4.1),
    Column("Cơ quan, hạn", 3.1),
    Column("Kết quả", 3.2),
)


class YearTold(Protocol):
    """A year's result, live or as kept on the day of the conference."""

    @property
    def year(self) -> int: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def level(self) -> str: ...
    @property
    def registered(self) -> str: ...
    @property
    def is_sample(self) -> bool: ...


def review_report(sources: Sources) -> AdministrativeDocument:
    """The report. Limits and proposals are the difficulties and lessons on record, strengths the practices
    recognised; what no record says is left as […] for the unit."""
    review = sources.review
    assert review is not None, "the table of kinds asks for a review"
    what, period = review.get_kind_display(), f"giai đoạn {review.from_year}–{review.to_year}"
    subject = f"{what} thực hiện {MODEL} {period}"
    return official(
        sources,
        abbreviation="BC",
        kind="BÁO CÁO",
        subject=subject,
        blocks=_body(sources, review, inside(subject)),
        legal_bases=bases_of(sources),
        recipients=recipients_of(sources, above="để báo cáo"),
    )


def _body(sources: Sources, review: Review, subject: str) -> Iterable[Block]:
    yield from paragraphs(f"{sources.committee} báo cáo {subject} như sau:")
    yield from section("I. TÌNH HÌNH TRIỂN KHAI")
    yield from section("1. Công tác chỉ đạo, tổ chức thực hiện", paragraphs(*_steered(sources)), level=2)
    words = review.get_kind_display().lower()
    yield from section(f"2. Hội nghị {words}", paragraphs(*_conference(review)), level=2)
    yield from section("II. KẾT QUẢ TỪNG NĂM", _results(sources.review_results, review))
    yield from section("III. ĐÁNH GIÁ CHUNG")
    yield from section("1. Ưu điểm", paragraphs(*_strengths(sources)), level=2)
    yield from section("2. Tồn tại, hạn chế và nguyên nhân", paragraphs(*_limits(sources)), level=2)
    yield from section("3. Bài học kinh nghiệm", _lessons(list(review.lessons.all())), level=2)
    yield from section("IV. KẾT LUẬN, PHƯƠNG HƯỚNG", paragraphs(*_concluded(review)))
    yield from section("V. ĐỀ XUẤT, KIẾN NGHỊ", paragraphs(*_asked(sources)))
    yield from paragraphs(f"Trên đây là báo cáo {subject} của {sources.committee}./.")


def _steered(sources: Sources) -> Iterable[str]:
    if sources.plan:
        yield f"{sources.committee} đã ban hành {plan_named(sources.plan, '')}.".replace("  ", " ")
    yield "[Đơn vị bổ sung các văn bản chỉ đạo, kế hoạch đã ban hành trong giai đoạn.]"


def _conference(review: Review) -> Iterable[str]:
    word = review.get_kind_display().lower()
    day = long_date_vi(review.conference_date) if review.conference_date else "[ngày … tháng … năm …]"
    place = inside(review.place) if review.place else "[địa điểm]"
    held = "đã được tổ chức" if review.state != Review.State.PLANNED else "dự kiến tổ chức"
    yield f"Hội nghị {word} {held} {day} tại {place}."
    yield f"Thành phần: {_flat(review.participants)}." if review.participants else "[Thành phần dự hội nghị.]"
    yield f"Nội dung: {_flat(review.agenda)}." if review.agenda else "[Chương trình hội nghị.]"


def _flat(text: str) -> str:
    return "; ".join(inside(line.strip(" -–")) for line in text.splitlines() if line.strip(" -–"))


def _results(results: Sequence[YearTold], review: Review) -> list[Block]:
    if not results:
        return [*paragraphs("[Chưa có năm nào của giai đoạn để báo cáo.]")]
    rows = tuple(
        TableRow((str(one.year), one.registered or "–", _points(one), one.level or "–")) for one in results
    )
    kept = review.state != Review.State.PLANNED
    said = "Số liệu giữ theo ngày ghi nhận hội nghị." if kept else "Số liệu tính đến ngày lập báo cáo."
    found: list[Block] = [*paragraphs(said), TableBlock(_YEARS, rows)]
    if any(one.is_sample and one.points is not None for one in results):
        found += paragraphs("Điểm ghi “(điểm mẫu)” không phải điểm chính thức, chưa dùng để đánh giá.")
    return [*found, *paragraphs(_change([one for one in results if not one.is_sample]))]


def _points(one: YearTold) -> str:
    if one.points is None:
        return "–"
    return f"{number_vi(one.points)}{' (điểm mẫu)' if one.is_sample else ''}"


def _change(official_years: Sequence[YearTold]) -> str:
    """How the last year stands to the first, by official points alone."""
    told = [(one.year, one.points) for one in official_years if one.points is not None]
    if len(told) < 2:
        return ""
    (first, before), (last, after) = told[0], told[-1]
    if before == after:
        return f"Điểm năm {last} bằng năm {first}."
    word = "tăng" if after > before else "giảm"
    return f"Điểm năm {last} {word} {number_vi(abs(after - before))} điểm so với năm {first}."


def _strengths(sources: Sources) -> Iterable[str]:
    found = sources.review_practices
    if found:
        yield f"Giai đoạn có {len(found)} cách làm hay được công nhận:"
    for one in found:
        by = f", Quyết định số {one.document_number}" if one.document_number else ""
        yield f"- {sentence(one.title)[:-1]} (năm {one.year}{by})."
    more = " khác" if found else ""
    yield f"[Đơn vị ghi những kết quả nổi bật{more} của giai đoạn.]"


def _limits(sources: Sources) -> Iterable[str]:
    found = sources.review_impediments
    if not found:
        yield "[Đơn vị ghi tồn tại, hạn chế và nguyên nhân khách quan, chủ quan.]"
        return
    solved = sum(one.state == Impediment.State.SOLVED for one in found)
    yield f"Trong giai đoạn, các cơ quan, đơn vị phản ánh {len(found)} vướng mắc; {solved} đã giải quyết xong:"
    for one in found:
        yield f"- {sentence(_flat(one.text))[:-1]} (năm {one.year}, {inside(one.get_state_display())})."
    yield "[Đơn vị ghi nguyên nhân khách quan, chủ quan của các tồn tại nêu trên.]"


def _asked(sources: Sources) -> Iterable[str]:
    """What the reporters of difficulties still open propose."""
    live = [one for one in sources.review_impediments if one.state != Impediment.State.SOLVED]
    asked = [one for one in live if one.proposal.strip()]
    for one in asked:
        yield f"- {sentence(_flat(one.proposal))[:-1]} (vướng mắc số {one.number}/{one.year})."
    yield (
        "[Đơn vị chọn đề xuất thuộc thẩm quyền cấp trên và bổ sung, nếu có.]"
        if asked
        else "[Đơn vị ghi đề xuất, kiến nghị với cấp trên; không có thì ghi: Không.]"
    )


def _ahead(review: Review) -> Iterable[str]:
    """What is to be done next: the follow-ups of lessons that are not done yet."""
    live = [one for one in review.lessons.all() if one.done_at is None]
    for one in live:
        by = f"{one.agency.name}, trước hoặc trong ngày {date_vi(one.due_date)}"
        yield f"- {sentence(_flat(one.follow_up))[:-1]} ({by})."
    more = " khác" if live else ""
    yield f"[Phương hướng, nhiệm vụ{more} thời gian tới.]"


def _lessons(lessons: Sequence[Lesson]) -> list[Block]:
    if not lessons:
        return [*paragraphs("[Đơn vị ghi bài học kinh nghiệm rút ra.]")]
    rows = tuple(
        TableRow(
            (str(n), one.text, one.follow_up, f"{one.agency.name}, {date_vi(one.due_date)}", _outcome(one))
        )
        for n, one in enumerate(lessons, 1)
    )
    done = sum(one.done_at is not None for one in lessons)
    words = f"Rút ra {len(lessons)} bài học; {done} việc tiếp theo đã thực hiện xong:"
    return [*paragraphs(words), TableBlock(_LESSONS, rows, size=11)]


def _outcome(one: Lesson) -> str:
    return one.outcome or ("Đã xong" if one.done_at else "Đang thực hiện")


def _concluded(review: Review) -> Iterable[str]:
    lines = [line.strip() for line in review.conclusion.splitlines() if line.strip()]
    yield from (sentence(line) for line in lines)
    if not lines:
        yield "[Kết luận của hội nghị.]"
    yield from _ahead(review)
