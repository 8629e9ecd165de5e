"""What other rooms hold, said in the sentences of a document: money asked for, inspections and conferences held.

A blank for the official stands only where nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator

from thanthien.assessment.reports.phrases import inside
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.vietnamese import date_vi, number_vi
from thanthien.programme.budget.models import BudgetItem
from thanthien.programme.budget.queries import sums_by_source, total_of
from thanthien.programme.inspections.models import Finding

_PUT_RIGHT = frozenset({Finding.State.PASSED, Finding.State.DROPPED})


def estimate(sources: Sources) -> str:
    """The year's estimate by source, and how much of it is approved; "" where no item is recorded."""
    rows = sources.budget
    if not rows:
        return ""
    total = total_of(rows).estimate
    parts = "; ".join(f"{inside(name)} {_dong(sums.estimate)}" for name, sums in sums_by_source(rows))
    approved = total_of(row for row in rows if row.item.state == BudgetItem.State.APPROVED).estimate
    more = "" if approved == total else f"; đã được duyệt {_dong(approved)}"
    return f"Dự toán kinh phí năm {sources.year}: {_dong(total)} ({parts}{more})."


def _dong(amount: int) -> str:
    return f"{number_vi(amount)} đồng"


def held(sources: Sources) -> Iterator[str]:
    """Conferences and inspections of the year up to today; last a blank naming what no room recorded."""
    lacking = []
    for review in sources.conferences:
        place = f" tại {inside(review.place)}" if review.place else ""
        assert review.conference_date is not None
        yield f"Hội nghị {str(review).lower()} được tổ chức ngày {date_vi(review.conference_date)}{place}."
    if not sources.conferences:
        lacking.append("hội nghị")
    lacking.append("tuyên truyền")
    inspections = sources.inspections
    if inspections:
        findings = [one for inspection in inspections for one in inspection.findings.all()]
        right = sum(one.state in _PUT_RIGHT for one in findings)
        what = f"ghi nhận {len(findings)} tồn tại, {right} đã xử lý xong" if findings else "không có tồn tại"
        yield f"Đã tổ chức {len(inspections)} cuộc kiểm tra, {what}."
    else:
        lacking.append("kiểm tra")
    yield f"[Đơn vị bổ sung: {', '.join(lacking)} đã tổ chức trong năm.]"
