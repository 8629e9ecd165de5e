"""One procedure typed in: a list of one that is taken like a file; the end of one by a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.procedures.factories import BIRTH, COPY, MARRIAGE, loaded
from thanthien.lib.procedures import Law, Paper, Procedure, Summary, Way
from thanthien.operations.procedures.actions import (
    CannotChangeProcedures,
    end_procedure,
    listing_of,
    send_typed,
    take_list,
)
from thanthien.operations.procedures.kept import entry_of
from thanthien.operations.procedures.models import Edition, Import
from thanthien.operations.procedures.planning import Plan, plan_import
from thanthien.operations.procedures.queries import ended
from thanthien.platform.audit.models import Entry as AuditRow
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 7, 1), date(2026, 9, 1)
LOCAL = Procedure(
    "TB-01", "Xác nhận hộ bị ngập", "Bảo trợ", "5/QĐ-UBND", ways=(Way("Trực tiếp", "2 ngày", "Không thu"),),
    papers=(Paper("Đơn đề nghị", originals=1),), laws=(Law("Quy chế của xã"),), steps="Nộp đơn.\nNhận kết quả.",
)  # fmt: skip


def typed(cast: Cast, at: datetime, said: Procedure, **more: Any) -> Import:
    more = {"owner": cast.unit, "actor": cast.coordinator, "from_date": DAY, **more}
    return send_typed(at=at, said=said, **more)


def plan_of(sent: Import) -> Plan:
    return plan_import(
        sent.owner, listing_of(sent.file), from_date=sent.from_date, today=DAY, is_typed=sent.is_typed
    )


def test_a_new_procedure_of_the_unit_is_shown_then_taken(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, COPY)
    summary = Summary(what="Xin xác nhận nhà bị ngập.", bring=("Đơn",))
    sent = typed(cast, now, LOCAL, summary=summary, is_new=True)
    plan = plan_of(sent)
    assert ([one.code for one in plan.new], plan.gone, plan.covers) == (["TB-01"], [], frozenset())
    assert entry_of(cast.unit, "TB-01", DAY) is None
    take_list(actor=cast.coordinator, at=now, sent=sent, seen=plan.seen)
    kept = Edition.objects.get(procedure__code="TB-01")
    assert (kept.said, kept.plain, kept.until_date) == (LOCAL, summary, None)
    assert entry_of(cast.unit, "TB-01", DAY)
    assert entry_of(cast.other_unit, "TB-01", DAY) is None
    assert entry_of(cast.unit, COPY["code"], DAY)


def test_a_new_edition_keeps_the_old_one_with_its_days(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, BIRTH, MARRIAGE)
    old = Edition.objects.get(procedure__code=BIRTH["code"])
    changed = replace(old.said, place="Nhà văn hóa thôn Thượng")
    sent = typed(cast, now, changed, summary=old.plain, from_date=LATER)
    (step,) = plan_of(sent).changed
    assert [(one.label, one.new) for one in step.changes] == [("Nơi nộp", ("Nhà văn hóa thôn Thượng",))]
    take_list(actor=cast.coordinator, at=now, sent=sent)
    new, old = Edition.objects.filter(procedure__code=BIRTH["code"])
    assert (old.until_date, new.from_date, new.said, new.plain) == (
        LATER - timedelta(days=1),
        LATER,
        changed,
        old.plain,
    )
    assert entry_of(cast.unit, MARRIAGE["code"], LATER)


def test_the_same_again_changes_nothing(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, BIRTH)
    held = Edition.objects.get()
    plan = take_list(
        actor=cast.coordinator, at=now, sent=typed(cast, now, held.said, summary=held.plain, from_date=LATER)
    )
    assert (plan.steps, Edition.objects.count()) == ([], 1)


def test_a_unit_s_own_text_stands_beside_the_common_one_until_it_ends(cast: Cast, now: datetime) -> None:
    loaded(cast.city, now)
    common = Edition.objects.get(procedure__code=COPY["code"])
    sent = typed(cast, now, replace(common.said, name="Sao y tại Thanh Bình"), summary=common.plain)
    plan = plan_of(sent)
    assert plan.covers == {COPY["code"]}
    assert [one.label for one in plan.new[0].changes] == ["Tên"]
    take_list(actor=cast.coordinator, at=now, sent=sent)
    names = [
        one.name for unit in (cast.unit, cast.other_unit) if (one := entry_of(unit, COPY["code"], LATER))
    ]
    assert names == ["Sao y tại Thanh Bình", COPY["name"]]
    end_procedure(
        actor=cast.coordinator,
        at=now,
        owner=cast.unit,
        code=COPY["code"],
        from_date=LATER,
        decision=" 9/QĐ-UBND ",
    )
    before, after = (entry_of(cast.unit, COPY["code"], day) for day in (LATER - timedelta(days=1), LATER))
    assert before
    assert after
    assert (before.name, after.name) == ("Sao y tại Thanh Bình", COPY["name"])
    (over,) = ended(cast.unit, LATER)
    assert (over.until_date, over.end_decision) == (LATER - timedelta(days=1), "9/QĐ-UBND")
    row = AuditRow.objects.get(action="procedure.end")
    assert row.after is not None
    assert (row.unit_id, row.after["decision_number"]) == (cast.unit.pk, "9/QĐ-UBND")


def test_what_was_announced_ends_too_and_may_come_again(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, COPY)
    loaded(cast.unit, now, {**COPY, "name": "Từ tháng chín"}, from_date=LATER)
    boss: dict[str, Any] = {"actor": cast.coordinator, "at": now, "owner": cast.unit, "code": COPY["code"]}
    end_procedure(**boss, from_date=date(2026, 8, 1), decision="9/QĐ-UBND")
    assert entry_of(cast.unit, COPY["code"], date(2026, 7, 31))
    for day in (date(2026, 8, 1), LATER, date(2027, 1, 1)):
        assert entry_of(cast.unit, COPY["code"], day) is None
    assert [one.name for one in ended(cast.unit, LATER)] == [COPY["name"]]
    with pytest.raises(CannotChangeProcedures, match="không có bản nào"):
        end_procedure(**boss, from_date=LATER, decision="10/QĐ-UBND")
    said = Edition.objects.get(number=1).said
    plan = take_list(actor=None, at=now, sent=typed(cast, now, said, is_new=False, from_date=LATER))
    assert [one.code for one in plan.back] == [COPY["code"]]
    assert ended(cast.unit, LATER) == []


def test_what_is_refused_leaves_nothing(cast: Cast, now: datetime) -> None:
    loaded(cast.city, now)
    kept = Edition.objects.count()
    for said, words in (
        (replace(LOCAL, code="1 001"), "ký tự lạ"),
        (replace(LOCAL, source="javascript:alert(1)"), "https://"),
        (replace(LOCAL, papers=(Paper("Đơn", originals=100),)), "0 đến 99"),
        (replace(LOCAL, name="x" * 1300), "1200 ký tự"),
        (replace(LOCAL, code=BIRTH["code"]), "đã có trong danh mục"),
    ):
        with pytest.raises(CannotChangeProcedures, match=words):
            typed(cast, now, said, is_new=True)
    boss: dict[str, Any] = {"actor": cast.coordinator, "at": now, "code": BIRTH["code"]}
    for owner, day, decision in (
        (cast.unit, LATER, "9/QĐ"),  # kept by the city alone
        (cast.unit, LATER, " "),
        (cast.unit, date(2036, 1, 1), "9/QĐ"),
    ):
        with pytest.raises(CannotChangeProcedures):
            end_procedure(**boss, owner=owner, from_date=day, decision=decision)
    assert (Import.objects.filter(is_typed=True).count(), Edition.objects.count()) == (0, kept)


def test_who_may(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, BIRTH)
    for person in (cast.officer, cast.one_stop, cast.other_coordinator, cast.city_admin):
        with pytest.raises(NotAllowed):
            typed(cast, now, LOCAL, actor=person)
        with pytest.raises(NotAllowed):
            end_procedure(
                actor=person, at=now, owner=cast.unit, code=BIRTH["code"], from_date=LATER, decision="9/QĐ"
            )
    assert Edition.objects.get().until_date is None
