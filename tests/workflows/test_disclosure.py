"""Postings and the list of a quarter become evidence: once, tied, for a second person to check."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from tests.cast import NOW, Cast
from tests.operations.disclosure.factories import drafted, posted, published
from tests.programme.plans.factories import facts, make_plan, picture
from thanthien.operations.disclosure.actions import CannotPublish, publish
from thanthien.operations.disclosure.lists import draft_list
from thanthien.operations.disclosure.models import Channel, Publication, QuarterList
from thanthien.operations.disclosure.posting import Shown, withdraw
from thanthien.operations.disclosure.quarter_shapes import Quarter
from thanthien.operations.disclosure.waiting import waiting_for
from thanthien.platform.audit.models import Entry
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import open_kept
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.reuse import uses_elsewhere
from thanthien.programme.evidence.states import Move
from thanthien.programme.plans.models import Task
from thanthien.workflows.disclosure import (
    bring_proof,
    list_now,
    make_due_lists,
    post_with_proof,
    proofs_of_postings,
    prove_posting,
    publish_with_proof,
)

pytestmark = pytest.mark.django_db
SPRING, DAY = Quarter(2026, 2), timedelta(days=1)
APRIL = NOW - timedelta(days=80)  # 12 April


@pytest.fixture
def tasks(cast: Cast, now: datetime) -> dict[str, Task]:
    """Tasks of the plan for fees, for notices at the centre and for the unit's page, by criterion."""
    path = settings.REFERENCE_DIR / "criteria" / "hai-phong-2025.yaml"
    kept, _ = load_set(at=now, definition=load_definition(path), source=path.read_text(encoding="utf-8"))
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    rows = {"I.1#3": cast.centre, "I.2#1": cast.centre, "I.2#2": cast.agencies["public_service_centre"]}
    made = make_plan(cast.unit, *(facts(f"Công khai {key}", who) for key, who in rows.items()))
    for task, key in zip(made, rows, strict=True):
        task.criterion = kept.criteria.get(key=key)
        task.save()
    return dict(zip(rows, made, strict=True))


def photo(at: datetime, colour: str = "teal") -> StoredFile:
    return keep_file(data=picture(colour=colour).read(), at=at)


def fees(cast: Cast, at: datetime) -> Publication:
    day = timezone.localdate(at)
    return published(cast, at, item="fees", title="Bảng phí, lệ phí", text="Có 40 mức.", document_date=day)


def text_of(file: StoredFile) -> str:
    with open_kept(file) as kept:
        word = Document(io.BytesIO(kept.read()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def test_a_posting_with_its_picture_proves_content_and_channel_once(
    cast: Cast, now: datetime, tasks: dict[str, Task]
) -> None:
    one = fees(cast, now)
    shown = Shown(
        Channel.NOTICE_CENTRE, date(2026, 7, 1), place="Bảng tin", file=photo(now), filename="a.jpg"
    )
    posting, proven = post_with_proof(actor=cast.one_stop, at=now, publication=one, shown=shown)
    assert {proof.task for proof in proven.made} == {tasks["I.1#3"], tasks["I.2#1"]}
    assert proven.why == ()
    first, tied = Evidence.objects.order_by("pk")
    assert (first.file, first.effective_date, first.state) == (
        posting.file,
        date(2026, 7, 1),
        Evidence.State.WAITING,
    )
    assert (tied.also_of, tied.file) == (first, first.file)
    assert uses_elsewhere([first, tied]) == {}  # a tie is no hidden reuse
    again = prove_posting(actor=cast.one_stop, at=now, posting=posting)
    assert (again.made, len(again.known), Evidence.objects.count()) == ((), 2, 2)
    assert {proof.pk for proof in proofs_of_postings([posting])[posting.pk]} == {first.pk, tied.pk}


def test_a_second_person_checks_it(cast: Cast, now: datetime, tasks: dict[str, Task]) -> None:
    shown = Shown(Channel.NOTICE_CENTRE, date(2026, 7, 1), file=photo(now), filename="a.jpg")
    _, proven = post_with_proof(actor=cast.coordinator, at=now, publication=fees(cast, now), shown=shown)
    proof = proven.made[0]
    asked = {"at": now, "proof": proof, "move": Move.ACCEPT, "seen": version_of_proof(proof)}
    with pytest.raises(NotAllowed, match="một người khác"):
        check_proof(actor=cast.coordinator, **asked)  # type: ignore[arg-type]
    assert check_proof(actor=cast.leader, **asked).state == Evidence.State.ACCEPTED  # type: ignore[arg-type]


def test_who_leads_no_such_task_posts_all_the_same_and_is_told(
    cast: Cast, now: datetime, tasks: dict[str, Task]
) -> None:
    shown = Shown(Channel.NOTICE_CENTRE, date(2026, 7, 1), file=photo(now), filename="a.jpg")
    posting, proven = post_with_proof(actor=cast.officer, at=now, publication=fees(cast, now), shown=shown)
    assert posting.pk
    assert (proven.made, len(proven.why)) == ((), 2)
    assert "cơ quan chủ trì" in proven.why[0]
    later = prove_posting(actor=cast.one_stop, at=now, posting=posting)
    assert len(later.made) == 2


def test_proof_brought_later_and_kept(cast: Cast, now: datetime, tasks: dict[str, Task]) -> None:
    posting = posted(cast, now, fees(cast, now), Channel.NOTICE_CENTRE, date(2026, 7, 1))
    assert prove_posting(actor=cast.one_stop, at=now, posting=posting).made == ()
    words = [one.why for one in waiting_for(cast.coordinator, cast.unit, timezone.localdate(now))]
    assert any("chưa có ảnh, tệp hoặc đường dẫn" in why for why in words)
    file = photo(now)
    brought = bring_proof(actor=cast.one_stop, at=now, posting=posting, file=file, filename="a.jpg")
    assert len(brought.made) == 2
    posting.refresh_from_db()
    assert (posting.file, posting.filename) == (file, "a.jpg")
    with pytest.raises(CannotPublish, match="giữ nguyên"):
        bring_proof(actor=cast.one_stop, at=now, posting=posting, file=photo(now, "red"), filename="b.jpg")
    words = [one.why for one in waiting_for(cast.coordinator, cast.unit, timezone.localdate(now))]
    assert not any("chưa có ảnh" in why for why in words)


def test_the_units_page_is_its_own_proof(cast: Cast, now: datetime, tasks: dict[str, Task]) -> None:
    draft = drafted(cast, now, item="fees", title="Bảng phí", document_date=date(2026, 7, 1))
    one, proven = publish_with_proof(actor=cast.coordinator, at=now, publication=draft, seen=draft.version)
    assert {proof.task for proof in proven.made} == {tasks["I.1#3"], tasks["I.2#2"]}
    assert proven.made[0].url.endswith(f"/{cast.unit.code}/public/{one.code}/")
    news = drafted(cast, now, item="news", title="Ngày hội", document_date=date(2026, 7, 1))
    _, nothing = publish_with_proof(actor=cast.coordinator, at=now, publication=news, seen=news.version)
    assert nothing.made == ()


def test_the_list_makes_itself_when_the_quarter_is_over(
    cast: Cast, now: datetime, tasks: dict[str, Task]
) -> None:
    one = fees(cast, APRIL)
    posted(cast, APRIL, one, Channel.NOTICE_CENTRE, date(2026, 4, 12), place="Bảng tin tầng 1")
    assert make_due_lists(at=now - DAY) == 0  # 30 June: the quarter before had nothing
    assert make_due_lists(at=now) == 1
    assert make_due_lists(at=now + DAY) == 0
    made = QuarterList.objects.get()
    assert (made.unit, made.period, made.version, made.made_by) == (cast.unit, "2026-Q2", 1, None)
    text = text_of(made.word)
    assert "Bảng phí, lệ phí" in text
    assert "Bảng tin tầng 1): từ 12/04/2026" in text
    assert "Chưa có minh chứng: Niêm yết tại Trung tâm" in text
    assert "Chưa công khai trong quý" in text
    assert "Chưa" not in text_of(made.posted)  # what is posted for the people names no lack
    assert cast.officer.full_name not in text_of(made.posted)
    with open_kept(made.sheet) as kept:
        book = load_workbook(io.BytesIO(kept.read()))
    assert book.sheetnames == ["Đã công khai", "Còn thiếu"]
    proofs = Evidence.objects.filter(file=made.word)
    assert {proof.task for proof in proofs} == {tasks["I.2#1"], tasks["I.2#2"]}
    assert {(p.added_by, p.effective_date, p.state) for p in proofs} == {
        (cast.coordinator, date(2026, 6, 30), Evidence.State.WAITING)
    }
    assert Entry.objects.get(action="disclosure.list").actor is None


def test_a_late_correction_makes_the_next_version(cast: Cast, now: datetime, tasks: dict[str, Task]) -> None:
    one = fees(cast, APRIL)
    posting = posted(cast, APRIL, one, Channel.NOTICE_CENTRE, date(2026, 4, 12))
    make_due_lists(at=now)
    first = QuarterList.objects.get()
    bring_proof(actor=cast.one_stop, at=now, posting=posting, file=photo(now), filename="bang-tin.jpg")
    assert make_due_lists(at=now + DAY) == 1
    second = QuarterList.objects.get(version=2)
    assert "bang-tin.jpg" in text_of(second.word)
    assert "bang-tin.jpg" not in text_of(first.word)  # what was made is kept
    states = Evidence.objects.filter(file__in=[first.word, second.word]).values_list("file", "state")
    assert set(states) == {(first.word.pk, "withdrawn"), (second.word.pk, "waiting")}
    # What happens after the quarter changes nothing of it.
    posted(cast, now + DAY, one, Channel.NOTICE_HQ, date(2026, 7, 2))
    assert make_due_lists(at=now + 2 * DAY) == 0


def test_an_accepted_list_stays_accepted(cast: Cast, now: datetime, tasks: dict[str, Task]) -> None:
    posting = posted(cast, APRIL, fees(cast, APRIL), Channel.NOTICE_CENTRE, date(2026, 4, 12))
    make_due_lists(at=now)
    for proof in Evidence.objects.all():
        check_proof(actor=cast.leader, at=now, proof=proof, move=Move.ACCEPT, seen=version_of_proof(proof))
    bring_proof(actor=cast.one_stop, at=now, posting=posting, file=photo(now), filename="a.jpg")
    _, is_new, proven = list_now(actor=cast.coordinator, at=now, unit=cast.unit, quarter=SPRING)
    assert is_new
    assert len(proven.made) == 2
    assert Evidence.objects.filter(state=Evidence.State.ACCEPTED).count() == 2


def test_only_who_manages_makes_it_and_only_when_it_is_over(cast: Cast, now: datetime) -> None:
    fees(cast, APRIL)
    with pytest.raises(NotAllowed):
        list_now(actor=cast.officer, at=now, unit=cast.unit, quarter=SPRING)
    with pytest.raises(CannotPublish, match="khi hết quý III năm 2026"):
        list_now(actor=cast.coordinator, at=now, unit=cast.unit, quarter=Quarter(2026, 3))
    _, _, proven = list_now(actor=cast.coordinator, at=now, unit=cast.unit, quarter=SPRING)
    assert "chưa áp dụng bộ tiêu chí" in proven.why[0]


def test_a_person_makes_the_list_public_and_the_next_version_replaces_it(cast: Cast, now: datetime) -> None:
    one = fees(cast, APRIL)
    posting = posted(cast, APRIL, one, Channel.NOTICE_CENTRE, date(2026, 4, 12))
    today = timezone.localdate(now)

    def said() -> list[str]:
        return [w.why for w in waiting_for(cast.coordinator, cast.unit, today) if "Danh mục quý" in w.why]

    assert said() == ["Danh mục quý II năm 2026 chưa lập"]
    make_due_lists(at=now)
    assert said() == ["Danh mục quý II năm 2026 đã lập, chưa công bố"]
    draft = draft_list(actor=cast.coordinator, at=now, unit=cast.unit, quarter=SPRING)
    public = publish(actor=cast.coordinator, at=now, publication=draft, seen=draft.version)
    assert "Bảng phí, lệ phí: trang của đơn vị" in public.text
    assert said() == []
    bring_proof(actor=cast.one_stop, at=now, posting=posting, file=photo(now), filename="a.jpg")
    with pytest.raises(CannotPublish, match="lập lại"):
        draft_list(actor=cast.coordinator, at=now, unit=cast.unit, quarter=SPRING)
    make_due_lists(at=now)
    posted(cast, now, one, Channel.NOTICE_HQ, date(2026, 4, 20))
    make_due_lists(at=now)
    assert said() == ["Danh mục quý II năm 2026 có lần lập thứ 3, bản đang công khai là bản trước"]
    newer = draft_list(actor=cast.coordinator, at=now, unit=cast.unit, quarter=SPRING)
    publish(actor=cast.coordinator, at=now, publication=newer, seen=newer.version)
    public.refresh_from_db()
    assert (public.state, newer.thread) == (Publication.State.REPLACED, public.thread)
    assert said() == []


def test_what_was_taken_down_is_not_named(cast: Cast, now: datetime) -> None:
    one = published(cast, APRIL, title="Danh sách hộ ông A", document_date=date(2026, 4, 10))
    withdraw(
        actor=cast.leader, at=now, publication=one, reason="Có dữ liệu cá nhân", seen=one.version,
        is_correction=True,
    )  # fmt: skip
    make_due_lists(at=now)
    text = text_of(QuarterList.objects.get().word)
    assert "hộ ông A" not in text
    assert "(nội dung đã gỡ)" in text
