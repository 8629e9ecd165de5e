"""The minutes of the council that appraised a commune, from what was frozen when the appraisal closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from thanthien.assessment.reports import council_tables as tables
from thanthien.assessment.reports.files import CannotReport, ReportFile
from thanthien.assessment.reports.frame import MODEL, TO_SIGN, paragraphs, section
from thanthien.assessment.reports.phrases import document_named, inside, sentence
from thanthien.assessment.reports.self_assessment import SAMPLE
from thanthien.assessment.rounds.appraising import result_of
from thanthien.assessment.rounds.consolidation import voices_needed
from thanthien.assessment.rounds.models import Appraisal, CouncilMember, SampledProof, Sheet
from thanthien.assessment.rounds.queries import sheets_of, snapshot_of
from thanthien.lib.documents.write import AdministrativeDocument, Annex, Block, Text, write_docx, write_pdf
from thanthien.lib.vietnamese import date_vi, long_date_vi, number_vi, search_key

Post = CouncilMember.Post


@dataclass(frozen=True, slots=True)
class Kept:
    """A closed appraisal read once: its snapshot, its result, every sheet, the drawn proofs."""

    appraisal: Appraisal
    snapshot: dict[str, Any]
    result: dict[str, Any]
    sheets: Sequence[Sheet]
    sample: Sequence[SampledProof]

    @property
    def commune(self) -> str:
        return self.appraisal.round.unit.full_name

    @property
    def city(self) -> str:
        return f"Ủy ban nhân dân {self.appraisal.council.unit.full_name}"

    @property
    def handed_in(self) -> list[Sheet]:
        return [one for one in self.sheets if one.state == Sheet.State.HANDED_IN]

    @property
    def absent(self) -> list[Sheet]:
        return [one for one in self.sheets if one.state == Sheet.State.OPEN and not self.had_left(one)]

    @property
    def recused(self) -> list[Sheet]:
        return [one for one in self.sheets if one.state == Sheet.State.RECUSED]

    def had_left(self, sheet: Sheet) -> bool:
        """Whether the member had left the council by the close; who leaves later was still a voice."""
        left, closed = sheet.member.left_at, self.appraisal.closed_at
        return left is not None and closed is not None and left <= closed

    def signs(self, post: Post) -> str:
        """The name of who held a post and took part; a blank where nobody did."""
        return next((one.member.name for one in self.handed_in if one.member.post == post), TO_SIGN)


def kept_of(appraisal: Appraisal) -> Kept:
    """Raises CannotReport while the appraisal runs, or where it was stopped without a result."""
    result = result_of(appraisal)
    if result is None or appraisal.was_stopped:
        raise CannotReport(
            "Chưa lập được biên bản vì hội đồng chưa kết thúc thẩm định. Anh/chị kết thúc thẩm định trước rồi lập lại."
        )
    return Kept(
        appraisal,
        snapshot_of(appraisal.submission),
        result,
        sheets_of(appraisal),
        list(appraisal.sample.all()),
    )


def council_minutes_file(appraisal: Appraisal, *, form: str, font_folders: Iterable[Path] = ()) -> ReportFile:
    """The minutes as .docx or .pdf. Raises CannotReport, and `FontMissing` where PDF finds no face."""
    document = council_minutes(appraisal)
    if form == "docx":
        content = write_docx(document)
    elif form == "pdf":
        content = write_pdf(document, font_folders=tuple(font_folders))
    else:
        raise CannotReport(f"Không lập được tệp “.{form}”. Hãy chọn .docx hoặc .pdf.")
    unit, year = appraisal.round.unit.full_name, appraisal.round.year
    stem = re.sub(r"\W+", "-", search_key(f"bien ban tham dinh {unit}"))
    return ReportFile(f"{stem}-{year}-lan-{appraisal.number}.{form}", content)


def council_minutes(appraisal: Appraisal) -> AdministrativeDocument:
    """The minutes, to be signed by the secretary and the chair; what only people know is left as […]."""
    kept = kept_of(appraisal)
    again = f" (lần {appraisal.number})" if appraisal.number > 1 else ""
    return AdministrativeDocument(
        parent_issuer=kept.city.upper(),
        issuer="HỘI ĐỒNG THẨM ĐỊNH",
        number="      /BB-HĐTĐ",
        place=appraisal.council.unit.name,
        year=timezone.localdate(appraisal.closed_at).year,
        kind="BIÊN BẢN",
        subject=f"Họp Hội đồng thẩm định kết quả thực hiện {MODEL} năm {appraisal.round.year} "
        f"của {kept.commune}{again}",
        blocks=tuple(_body(kept)),
        legal_bases=tuple(_bases(kept)),
        second_signer=("Thư ký", kept.signs(Post.SECRETARY)),
        authority=("CHỦ TỊCH HỘI ĐỒNG",),
        signer=kept.signs(Post.CHAIR),
        recipients=(
            f"{kept.city} (để báo cáo)",
            f"UBND {kept.commune}",
            "Thành viên Hội đồng",
            "Lưu: Hồ sơ Hội đồng",
        ),
        annexes=tuple(_annexes(kept)),
        issuer_in_words="Hội đồng thẩm định",
    )


def _bases(kept: Kept) -> Iterable[str]:
    council, chosen = kept.appraisal.council, kept.snapshot["criteria_set"]
    day = council.decision_date.isoformat()
    named = document_named("Quyết định", council.decision_number, day, "", "thành lập Hội đồng thẩm định")
    yield f"Căn cứ {named}"
    decision = f" ban hành theo Quyết định số {chosen['decision']}" if chosen.get("decision") else ""
    yield f"Căn cứ {inside(chosen['title'])}{decision}"


def _body(kept: Kept) -> Iterable[Block]:
    if (kept.snapshot["weights"] or {}).get("is_sample"):
        yield Text(SAMPLE, bold=True, align="centre", indent=False)
    yield from section("I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN", _meeting(kept))
    yield tables.members_block(kept.sheets, kept.had_left)
    yield from paragraphs(*_presence(kept))
    yield from section("II. NỘI DUNG THẨM ĐỊNH")
    yield from section(
        "1. Hồ sơ của đơn vị",
        paragraphs(*_handed(kept)),
        _hash("hồ sơ", kept.appraisal.submission.sha256),
        level=2,
    )
    yield from section("2. Kiểm tra lại minh chứng rút mẫu", paragraphs(*_sampled(kept)), level=2)
    yield from section(
        "3. Chấm điểm",
        paragraphs(*_scored(kept)),
        _hash("kết quả đã khóa", kept.appraisal.result_sha256),
        level=2,
    )
    yield from section("4. Ý kiến của thành viên", paragraphs(*_opinions(kept)), level=2)
    yield from section("III. KẾT LUẬN CỦA HỘI ĐỒNG", paragraphs(*_concluded(kept)))


def _hash(what: str, sha256: str) -> Text:
    """Set flush left: one long word would tear a justified line apart."""
    return Text(f"Mã kiểm tra của {what} (SHA-256): {sha256}", align="left")


def _meeting(kept: Kept) -> list[Text]:
    closed, opened = (
        timezone.localtime(kept.appraisal.closed_at),
        timezone.localtime(kept.appraisal.opened_at),
    )
    return paragraphs(
        "[Thời gian: bắt đầu hồi … giờ … phút, ngày … tháng … năm …; địa điểm: …]",
        f"Thẩm định được mở ngày {date_vi(opened.date())}, kết thúc và khóa kết quả lúc {closed:%H} giờ {closed:%M} "
        f"phút, {long_date_vi(closed.date())}.",
        f"Chủ trì: {kept.signs(Post.CHAIR)}. Thư ký: {kept.signs(Post.SECRETARY)}.",
        "[Đại biểu được mời dự họp, nếu có: họ và tên, chức vụ, cơ quan.]",
        "Thành viên Hội đồng:",
    )


def _presence(kept: Kept) -> Iterable[str]:
    quorum = kept.appraisal.council.quorum
    handed, may_score = len(kept.handed_in), len(kept.handed_in) + len(kept.absent)
    yield (
        f"Có {may_score} thành viên được chấm điểm hồ sơ này; {handed} thành viên đã nộp phiếu. Số phiếu tối thiểu là "
        f"{voices_needed(quorum, may_score)} ({number_vi(quorum * 100)}% số thành viên được chấm). Kết quả có giá trị."
    )
    if kept.absent:
        yield f"Vắng, không nộp phiếu: {_names(kept.absent)}."
        yield "[Lý do vắng mặt của từng thành viên.]"
    for one in kept.recused:
        said = f": {inside(one.reason)}" if one.reason else ""
        yield f"Không tham gia chấm vì có liên quan đến đơn vị: {one.member.name}{said}."


def _names(sheets: Iterable[Sheet]) -> str:
    return "; ".join(f"{one.member.name} ({one.member.organisation})" for one in sheets)


def _handed(kept: Kept) -> Iterable[str]:
    submission, registered = kept.appraisal.submission, kept.snapshot["registered"]
    day = date_vi(timezone.localdate(submission.submitted_at))
    late = ", sau hạn" if submission.is_late else ""
    yield f"Hồ sơ nộp lần {submission.version} ngày {day}{late}; số liệu tính đến ngày {date_vi(submission.as_of)}."
    if registered:
        bands = {band["level"]: str(band["label"]) for band in kept.snapshot["levels"]}
        level = bands.get(registered["level"], str(registered["level"]))
        yield f"Mức đăng ký: {inside(level)}."
    else:
        yield "Đơn vị chưa đăng ký mức đạt chuẩn của năm khi nộp hồ sơ."
    yield f"Điểm đơn vị tự chấm: {_points(kept.snapshot['total']['self'])}/{_maximum(kept)} điểm."


def _sampled(kept: Kept) -> Iterable[str]:
    if not kept.sample:
        yield "Hồ sơ không có minh chứng để rút mẫu."
        return
    count = {verdict: sum(one.verdict == verdict for one in kept.sample) for verdict in SampledProof.Verdict}
    yield (
        f"Rút mẫu {len(kept.sample)} minh chứng theo mã “{kept.appraisal.seed}”, đã kiểm tra lại tất cả: "
        f"{count[SampledProof.Verdict.RIGHT]} đúng, {count[SampledProof.Verdict.WRONG]} không đúng, "
        f"{count[SampledProof.Verdict.UNOPENABLE]} không mở được. Danh mục tại Phụ lục III."
    )


def _scored(kept: Kept) -> Iterable[str]:
    yield (
        f"Điểm của mỗi nội dung là trung bình cộng của {len(kept.handed_in)} phiếu đã nộp, làm tròn hai chữ số. "
        "Kết quả tại Phụ lục I, điểm của từng thành viên tại Phụ lục II."
    )
    changed = [row for row in kept.result["rows"] if row["reason"]]
    if not changed:
        yield "Không có nội dung nào Chủ tịch Hội đồng quyết định điểm khác với trung bình các phiếu."
        return
    yield f"Chủ tịch Hội đồng quyết định điểm khác với trung bình các phiếu ở {len(changed)} nội dung:"
    titles = tables.titles_of(kept.snapshot)
    for row in changed:
        yield (
            f"- {titles[row['key']]}: trung bình {_points(row['mean'])}, quyết định {_points(row['points'])} điểm. "
            f"Lý do: {inside(row['reason'])}."
        )


def _opinions(kept: Kept) -> Iterable[str]:
    titles = tables.titles_of(kept.snapshot)
    for sheet in kept.handed_in:
        for key, given in sheet.points.items():
            if given["remark"] and key in titles:
                yield f"- {sheet.member.name}, về “{titles[key]}”: {sentence(given['remark'])}"
    yield "[Ý kiến thảo luận khác tại cuộc họp; ý kiến của đại diện đơn vị được thẩm định, nếu có.]"


def _concluded(kept: Kept) -> Iterable[str]:
    reached = str(kept.result["label"])
    yield f"1. Tổng điểm thẩm định: {_points(kept.result['total'])}/{_maximum(kept)} điểm, ứng với: {inside(reached)}."
    yield f"2. {_proposal(kept, reached)}"
    yield "[3. Kết quả biểu quyết: … thành viên tán thành, … thành viên không tán thành. Ý kiến bảo lưu: …]"
    yield "[Biên bản được lập thành … bản; cuộc họp kết thúc hồi … giờ … phút cùng ngày.]"
    yield "Biên bản đã được đọc cho các thành viên cùng nghe, thống nhất và ký tên./."


def _proposal(kept: Kept, reached: str) -> str:
    year = kept.appraisal.round.year
    if (kept.snapshot["weights"] or {}).get("is_sample"):
        return "Kết quả tính theo điểm mẫu nên chưa dùng làm căn cứ đề nghị công nhận."
    if kept.snapshot["registered"] is None:
        return f"Hội đồng không đề nghị công nhận {kept.commune} năm {year} vì đơn vị chưa đăng ký mức đạt chuẩn."
    if kept.result["level"] is None:
        return f"Hội đồng đề nghị {kept.city} không công nhận {kept.commune} năm {year} vì chưa đủ điểm."
    return (
        f"Hội đồng đề nghị {kept.city} xem xét, công nhận {kept.commune} đạt “Chính quyền thân thiện” "
        f"{inside(reached)} năm {year}."
    )


def _points(value: str | None) -> str:
    return "[…]" if value is None else number_vi(Decimal(value))


def _maximum(kept: Kept) -> str:
    return _points(kept.snapshot["total"]["maximum"])


def _annexes(kept: Kept) -> Iterable[Annex]:
    year = kept.appraisal.round.year
    yield Annex(
        f"KẾT QUẢ THẨM ĐỊNH TỪNG NỘI DUNG NĂM {year}", (tables.result_block(kept.snapshot, kept.result),)
    )
    yield Annex("ĐIỂM CỦA TỪNG THÀNH VIÊN", tuple(tables.voices_blocks(kept.snapshot, kept.handed_in)), True)
    if kept.sample:
        yield Annex("MINH CHỨNG RÚT MẪU ĐÃ KIỂM TRA LẠI", (tables.sample_block(kept.snapshot, kept.sample),))
