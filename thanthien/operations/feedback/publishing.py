"""The public list: only what an official has masked and looked at twice, and the sender agreed to."""

from __future__ import annotations

from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.lib.vietnamese.personal import masked
from thanthien.operations.feedback.acting import Act, CannotHandle, begin, end, require_sorter
from thanthien.operations.feedback.clocks import TWO_STAGES
from thanthien.operations.feedback.models import Report, Step
from thanthien.operations.feedback.queries import answer_of

Move = Step.Move
LONGEST = 5000


def why_not_public(report: Report) -> str:
    """Why a report may not stand in the public list; "" where it may."""
    if report.is_protected:
        return "Ý kiến về cán bộ không công khai."
    if report.path in TWO_STAGES:
        return f"{report.get_path_display()} không công khai ở danh sách này."
    if not report.may_publish:
        return "Người gửi không đồng ý công khai."
    return ""


def first_masked(report: Report) -> tuple[str, str]:
    """(text, answer) with what looks like personal data masked: where the official begins."""
    answer = answer_of(report)
    return masked(report.text), masked(answer.text) if answer else ""


@transaction.atomic
def publish(*, act: Act, text: str, answer: str, looked: bool) -> Report:
    """Put the masked text and answer into the public list. `looked`: the official has read both as the public will."""
    require_sorter(act)
    report = begin(act, Move.PUBLISH)
    if why_not := why_not_public(report):
        raise CannotHandle(why_not)
    text, answer = tidy(text, keep_lines=True), tidy(answer, keep_lines=True)
    if not text or not answer:
        raise CannotHandle("Anh/chị ghi cả nội dung và câu trả lời sẽ công khai.", "text")
    if len(text) > LONGEST or len(answer) > LONGEST:
        raise CannotHandle(f"Mỗi phần tối đa {LONGEST} chữ.", "text")
    if not looked:
        raise CannotHandle("Anh/chị xem lại bản công khai rồi xác nhận.", "looked")
    report.public_text, report.public_answer, report.published_at = text, answer, act.at
    return end(act, report, Move.PUBLISH)


@transaction.atomic
def hide(*, act: Act, text: str) -> Report:
    """Take it out of the public list; what stood there is gone from the page, the step says why."""
    require_sorter(act)
    report = begin(act, Move.HIDE)
    if report.published_at is None:
        raise CannotHandle("Ý kiến này không có trong danh sách công khai.")
    report.public_text = report.public_answer = ""
    report.published_at = None
    return end(act, report, Move.HIDE, text)
