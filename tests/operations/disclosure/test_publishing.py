"""The legal clock, the least days of posting, versions, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import FIRST_DAY, Cast
from tests.operations.disclosure.factories import drafted, posted, published
from thanthien.operations.disclosure.actions import (
    CannotPublish,
    Draft,
    change_draft,
    discard_draft,
    draft_publication,
    publish,
    set_item,
)
from thanthien.operations.disclosure.clocks import publish_by
from thanthien.operations.disclosure.definition import definition
from thanthien.operations.disclosure.models import Channel, Posting, Publication
from thanthien.operations.disclosure.posting import take_down, withdraw
from thanthien.operations.disclosure.queries import public_list, public_postings, register_of
from thanthien.operations.disclosure.standing import Standing, standings_of
from thanthien.operations.disclosure.waiting import waiting_for
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.models import Unit

pytestmark = pytest.mark.django_db
State = Publication.State
SEEN = "https://anh.example/niem-yet"


def standing(unit: Unit, code: str, today: date) -> Standing:
    return next(one for one in standings_of(unit, today) if one.entry.code == code)


def kinds(unit: Unit, code: str, today: date) -> list[str]:
    return [problem.kind for problem in standing(unit, code, today).problems]


def test_five_working_days_with_the_count_shown(cast: Cast) -> None:
    count = publish_by(cast.unit, date(2026, 6, 29))  # a Monday
    assert count.last_day == date(2026, 7, 6)
    assert count.steps[-1] == "Ngày cuối trong hạn: thứ Hai 06/07/2026."


def test_published_is_on_the_units_page_from_that_day(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    assert (one.state, one.due_date) == (State.PUBLISHED, date(2026, 7, 6))
    posting = one.postings.get()
    assert (posting.channel, posting.first_date) == (Channel.PORTAL, date(2026, 7, 1))
    assert list(public_list(cast.unit, text="bao hiem y te")) == [one]
    assert list(public_list(cast.unit, text="tôm hùm")) == []
    assert Entry.objects.filter(action="disclosure.publish", subject_id=str(one.pk)).exists()


def test_an_officer_drafts_and_does_not_publish(cast: Cast, now: datetime) -> None:
    one = drafted(cast, now)
    with pytest.raises(NotAllowed):
        publish(actor=cast.officer, at=now, publication=one, seen=one.version)
    assert not public_list(cast.unit).exists()


def test_what_says_nothing_is_not_published(cast: Cast, now: datetime) -> None:
    one = drafted(cast, now, text="")
    with pytest.raises(CannotPublish, match="Chưa có gì để đọc"):
        publish(actor=cast.coordinator, at=now, publication=one, seen=one.version)


def test_a_notice_stays_thirty_days(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    notice = posted(cast, now, one, Channel.NOTICE_HQ, date(2026, 7, 1))
    with pytest.raises(CannotPublish, match="đến hết thứ Năm 30/07/2026"):
        take_down(
            actor=cast.officer, at=now + timedelta(days=28), posting=notice, last_date=date(2026, 7, 29)
        )
    notice.refresh_from_db()
    assert notice.ended_at is None
    ended = take_down(
        actor=cast.head, at=now + timedelta(days=29), posting=notice, last_date=date(2026, 7, 30)
    )
    assert (ended.last_date, ended.ended_by) == (date(2026, 7, 30), cast.head)
    with pytest.raises(CannotPublish, match="Phạm Quốc Dũng đã ghi"):
        take_down(
            actor=cast.officer, at=now + timedelta(days=30), posting=notice, last_date=date(2026, 7, 31)
        )


def test_three_days_on_the_loudspeaker(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    with pytest.raises(CannotPublish, match="03/07/2026"):
        posted(cast, now, one, Channel.LOUDSPEAKER, date(2026, 7, 1), last_date=date(2026, 7, 2))
    assert posted(cast, now, one, Channel.LOUDSPEAKER, date(2026, 7, 1), last_date=date(2026, 7, 3)).pk


def test_too_early_only_to_correct_and_with_the_reason(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    notice = posted(cast, now, one, Channel.NOTICE_HQ, date(2026, 7, 1))
    early: dict[str, Any] = {
        "at": now,
        "posting": notice,
        "last_date": date(2026, 7, 1),
        "is_correction": True,
    }
    with pytest.raises(NotAllowed):
        take_down(actor=cast.officer, reason="Sai tên một hộ", **early)
    with pytest.raises(CannotPublish, match="lý do"):
        take_down(actor=cast.coordinator, **early)
    assert take_down(actor=cast.coordinator, reason="Sai tên một hộ", **early).end_reason == "Sai tên một hộ"


def test_what_is_posted_for_good_gives_way_only_to_its_new_version(cast: Cast, now: datetime) -> None:
    one = published(cast, now, item="law_13", title="Danh mục thủ tục hành chính")
    notice = posted(cast, now, one, Channel.NOTICE_HQ, date(2026, 7, 1))
    later = now + timedelta(days=90)
    with pytest.raises(CannotPublish, match="thường xuyên"):
        take_down(actor=cast.officer, at=later, posting=notice, last_date=timezone.localdate(later))
    with pytest.raises(CannotPublish, match="thường xuyên"):
        withdraw(actor=cast.coordinator, at=later, publication=one, reason="Cũ", seen=one.version)
    draft = Draft("law_13", "Danh mục thủ tục hành chính (sửa đổi)", date(2026, 9, 28), text="Mới")
    new = draft_publication(actor=cast.officer, at=later, unit=cast.unit, draft=draft, replaces=one)
    publish(actor=cast.coordinator, at=later, publication=new, seen=new.version)
    one.refresh_from_db()
    notice.refresh_from_db()
    assert (one.state, notice.last_date) == (State.REPLACED, date(2026, 9, 29))
    assert [p.publication for p in public_postings(cast.unit, one.code)] == [new, one, one]
    assert list(public_list(cast.unit)) == [new]


def test_withdrawn_is_gone_and_the_reason_kept(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    posted(cast, now, one, Channel.NOTICE_HQ, date(2026, 7, 1))
    asked: dict[str, Any] = {"actor": cast.leader, "at": now, "publication": one, "seen": one.version}
    with pytest.raises(CannotPublish, match="30/07/2026"):
        withdraw(**asked, reason="Nhầm")
    withdraw(**asked, reason="Có dữ liệu cá nhân", is_correction=True)
    assert public_postings(cast.unit, one.code) == []
    entry = Entry.objects.get(action="disclosure.withdraw")
    assert entry.remark == "Có dữ liệu cá nhân"
    assert not Posting.objects.filter(last_date=None).exists()


def test_two_at_once(cast: Cast, now: datetime) -> None:
    one = drafted(cast, now)
    seen = one.version
    draft = Draft("law_7", "Danh sách hộ (sửa)", date(2026, 6, 29), text="Gồm 13 hộ.")
    change_draft(actor=cast.head, at=now, publication=one, draft=draft, seen=seen)
    doings: list[Callable[..., object]] = [publish, discard_draft]
    for doing in doings:
        with pytest.raises(CannotPublish, match="người khác sửa"):
            doing(actor=cast.coordinator, at=now, publication=one, seen=seen)
    discard_draft(actor=cast.coordinator, at=now, publication=one, seen=seen + 1)
    with pytest.raises(CannotPublish, match="người khác bỏ"):
        publish(actor=cast.coordinator, at=now, publication=one, seen=seen + 1)


def test_a_merged_unit_publishes_no_more(cast: Cast, now: datetime) -> None:
    one = drafted(cast, now)
    Unit.objects.filter(pk=cast.unit.pk).update(successor=cast.other_unit, merged_date=date(2026, 7, 1))
    fresh = Publication.objects.select_related("unit__parent", "unit__successor").get(pk=one.pk)
    with pytest.raises(NotAllowed, match="đã nhập vào"):
        publish(actor=cast.coordinator, at=now, publication=fresh, seen=one.version)


def test_missing_late_not_posted_lapsing(cast: Cast, now: datetime) -> None:
    today = timezone.localdate(now)
    assert kinds(cast.unit, "law_7", today) == ["missing"]
    one = drafted(cast, now)
    assert kinds(cast.unit, "law_7", today) == ["soon"]
    assert kinds(cast.unit, "law_7", date(2026, 7, 7)) == ["late"]
    publish(actor=cast.coordinator, at=now, publication=one, seen=one.version)
    assert kinds(cast.unit, "law_7", date(2026, 7, 7)) == ["channel"] * 3
    for channel, place in ((Channel.NOTICE_HQ, ""), (Channel.VILLAGE_HOUSE, "Thôn Đông")):
        posted(
            cast, now, one, channel, date(2026, 7, 1), place=place, last_date=date(2026, 7, 30), url=SEEN
        )  # fmt: skip
    posted(cast, now, one, Channel.LOUDSPEAKER, date(2026, 7, 1), last_date=date(2026, 7, 3))
    assert kinds(cast.unit, "law_7", date(2026, 7, 3)) == ["proof"]  # of the loudspeaker
    assert kinds(cast.unit, "law_7", date(2026, 7, 4)) == []
    assert standing(cast.unit, "law_7", date(2026, 7, 3)).is_good
    assert kinds(cast.unit, "law_7", date(2026, 7, 25)) == ["lapsing", "lapsing"]


def test_an_item_not_followed_is_not_missed(cast: Cast, now: datetime) -> None:
    asked: dict[str, Any] = {
        "actor": cast.coordinator,
        "at": now,
        "unit": cast.unit,
        "code": "law_6",
        "is_active": False,
    }
    with pytest.raises(CannotPublish, match="lý do"):
        set_item(**asked)
    set_item(**asked, reason="Chưa được giao tài sản")
    assert "law_6" not in {one.entry.code for one in standings_of(cast.unit, timezone.localdate(now))}
    assert register_of(cast.other_unit)["law_6"].is_active


def test_what_waits_is_told_to_the_agency_and_the_coordinator(cast: Cast, now: datetime) -> None:
    today = timezone.localdate(now)
    assert list(waiting_for(cast.coordinator, cast.unit, today)) == []  # the register has not begun
    drafted(cast, FIRST_DAY, document_date=date(2025, 12, 31))
    late = [one for one in waiting_for(cast.officer, cast.unit, today) if one.due_date]
    assert [(one.page, one.due_date) for one in late] == [("desk:disclosure_publication", date(2026, 1, 7))]
    assert len(list(waiting_for(cast.coordinator, cast.unit, today))) > len(
        list(waiting_for(cast.officer, cast.unit, today))
    )
    assert list(waiting_for(cast.council, cast.unit, today)) == []


def test_the_register_takes_as_many_queries_at_one_as_at_three(cast: Cast, now: datetime) -> None:
    def count() -> int:
        register_of(cast.unit)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            standings_of(cast.unit, timezone.localdate(now))
        return len(asked)

    posted(cast, now, published(cast, now), Channel.NOTICE_HQ, date(2026, 7, 1))
    at_one = count()
    for n in range(2):
        posted(cast, now, published(cast, now, title=f"Bản {n}"), Channel.NOTICE_HQ, date(2026, 7, 1))
    assert count() == at_one <= 9


def test_a_notice_that_ends_is_told_in_time_to_who_owns_it(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    ends = {"last_date": date(2026, 7, 30), "url": SEEN}
    posted(cast, now, one, Channel.NOTICE_HQ, date(2026, 7, 1), **ends)

    def said(person: Person, day: date) -> list[tuple[str, date | None]]:
        found = waiting_for(person, cast.unit, day)
        return [(w.why, w.due_date) for w in found if "hết ngày" in w.why]

    assert said(cast.officer, date(2026, 7, 22)) == []
    words = f"“{one.title}”: Niêm yết tại trụ sở UBND hết ngày 30/07/2026"
    assert said(cast.officer, date(2026, 7, 23)) == [(words, date(2026, 7, 30))]
    assert said(cast.coordinator, date(2026, 7, 23)) == [(words, date(2026, 7, 30))]
    assert said(cast.one_stop, date(2026, 7, 23)) == []  # another agency's


def test_only_what_the_law_says_is_said_in_its_name(cast: Cast, now: datetime) -> None:
    items = definition().items
    assert [code for code, item in items.items() if item.legal] == [
        *(f"law_{n}" for n in range(1, 15)),
        "land_recovery",
    ]
    for code, item in items.items():
        assert item.legal or not (item.posting_days or item.loudspeaker_days), code
    one = published(cast, now)
    notice = posted(cast, now, one, Channel.NOTICE_HQ, date(2026, 7, 1))
    with pytest.raises(CannotPublish, match=r"30/07/2026 \(Điều 12, Điều 13 Luật Thực hiện dân chủ"):
        take_down(actor=cast.officer, at=now, posting=notice, last_date=date(2026, 7, 1))
