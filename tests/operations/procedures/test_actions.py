"""Files taken into the catalogue: what changes, what stays, what ends, and who may."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.operations.procedures.factories import (
    BIRTH,
    COPY,
    MARRIAGE,
    as_lines,
    as_yaml,
    loaded,
    sent,
)
from thanthien.lib.procedures import Summary
from thanthien.operations.procedures.actions import (
    CannotChangeProcedures,
    keep_words,
    leave_list,
    listing_of,
    take_list,
)
from thanthien.operations.procedures.kept import entry_of, kept
from thanthien.operations.procedures.models import Edition, Import
from thanthien.operations.procedures.planning import plan_import
from thanthien.operations.procedures.queries import changes_between, in_force, shown
from thanthien.platform.audit.models import Entry as AuditRow
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
LATER = date(2026, 9, 1)


def in_force_on(day: date) -> dict[str, str]:
    rows = Edition.objects.filter(in_force(day)).select_related("procedure")
    return {one.procedure.code: one.name for one in rows}


def test_the_same_file_twice_changes_nothing(cast: Cast, now: datetime) -> None:
    first = loaded(cast.unit, now)
    again = loaded(cast.unit, now + timedelta(days=1))
    assert (len(first.new), len(first.same)) == (3, 0)
    assert (len(again.steps), len(again.same), again.gone) == (0, 3, [])
    assert Edition.objects.count() == 3


def test_a_change_makes_an_edition_and_the_old_one_can_be_read(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now)
    dearer = {**COPY, "ways": [{"how": "Trực tiếp", "time": "2 ngày", "fee": "3.000 đồng/trang"}]}
    plan = loaded(cast.unit, now, BIRTH, MARRIAGE, dearer, from_date=LATER)
    (step,) = plan.changed
    (change,) = step.changes
    assert change.label == "Cách thức, thời hạn, phí"
    assert change.gone == ("Trực tiếp; Trong ngày; 2.000 đồng/trang",)
    assert change.new == ("Trực tiếp; 2 ngày; 3.000 đồng/trang",)
    new, old = Edition.objects.filter(procedure__code=COPY["code"])
    assert (old.until_date, new.from_date, new.until_date) == (date(2026, 8, 31), LATER, None)
    assert changes_between(old, new) == (change,)
    for day in (DAY, date(2026, 8, 31), LATER, date(2027, 1, 1)):
        assert Edition.objects.filter(in_force(day), procedure__code=COPY["code"]).count() == 1


def test_a_correction_of_the_same_day_takes_the_place_of_what_was_wrong(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now)
    loaded(cast.unit, now, {**COPY, "name": "Chứng thực bản sao"})
    new, old = Edition.objects.filter(procedure__code=COPY["code"])
    assert not old.was_used
    assert in_force_on(DAY)[COPY["code"]] == new.name == "Chứng thực bản sao"


def test_an_announced_edition_stays_when_today_s_is_mended(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now, COPY)
    loaded(cast.unit, now, {**COPY, "name": "Từ tháng chín"}, from_date=LATER)
    loaded(cast.unit, now + timedelta(days=10), {**COPY, "name": "Mới sửa"}, from_date=date(2026, 7, 11))
    assert in_force_on(DAY)[COPY["code"]] == COPY["name"]
    assert in_force_on(date(2026, 8, 31))[COPY["code"]] == "Mới sửa"
    assert in_force_on(LATER)[COPY["code"]] == "Từ tháng chín"


def test_a_row_dated_before_what_is_there_still_settles(cast: Cast, now: datetime) -> None:
    """Else every import of the same file would find the same change anew."""
    loaded(cast.unit, now, COPY)
    dated = {**COPY, "name": "Có ngày riêng", "in_force": date(2026, 1, 1)}
    assert len(loaded(cast.unit, now, dated).changed) == 1
    assert in_force_on(DAY)[COPY["code"]] == "Có ngày riêng"
    assert len(loaded(cast.unit, now, dated).same) == 1


def test_what_is_missing_ends_only_when_the_person_says_so(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now)
    assert [one.procedure.code for one in loaded(cast.unit, now, BIRTH, COPY).gone] == [MARRIAGE["code"]]
    assert MARRIAGE["code"] in in_force_on(LATER)
    loaded(cast.unit, now, BIRTH, COPY, from_date=LATER, ending=[MARRIAGE["code"], BIRTH["code"]])
    assert MARRIAGE["code"] in in_force_on(date(2026, 8, 31))
    assert set(in_force_on(LATER)) == {BIRTH["code"], COPY["code"]}  # what is in the file never ends
    back = loaded(cast.unit, now + timedelta(days=90), BIRTH, COPY, MARRIAGE, from_date=date(2026, 9, 29))
    assert [one.code for one in back.back] == [MARRIAGE["code"]]
    assert MARRIAGE["code"] in in_force_on(date(2026, 10, 1))


def test_a_row_with_a_mistake_is_told_and_ends_nothing(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now)
    plan = loaded(cast.unit, now, BIRTH, MARRIAGE, {**COPY, "name": ""})
    assert [(one.place, one.code) for one in plan.problems] == [("thủ tục thứ 3", COPY["code"])]
    assert plan.gone == []


def test_a_national_list_keeps_the_summary_of_an_unchanged_procedure(cast: Cast, now: datetime) -> None:
    loaded(cast.unit, now)
    bare = {key: value for key, value in BIRTH.items() if key != "summary"}
    plan = loaded(cast.unit, now, bare, MARRIAGE, COPY)
    assert len(plan.same) == 3
    assert Edition.objects.get(procedure__code=BIRTH["code"]).plain.what


def test_what_was_not_shown_is_not_taken(cast: Cast, now: datetime) -> None:
    file = sent(cast.unit, now, as_yaml(BIRTH), actor=cast.coordinator)
    plan = plan_import(cast.unit, listing_of(file.file), from_date=file.from_date, today=DAY)
    loaded(cast.unit, now, {**BIRTH, "name": "Khai sinh"})
    with pytest.raises(CannotChangeProcedures, match="người khác sửa"):
        take_list(actor=cast.coordinator, at=now, sent=file, seen=plan.seen)
    assert Edition.objects.count() == 1
    leave_list(actor=cast.coordinator, at=now, sent=file)
    with pytest.raises(CannotChangeProcedures, match="xử lý xong"):
        take_list(actor=cast.coordinator, at=now, sent=file)


def test_who_may_and_what_the_log_says(cast: Cast, now: datetime) -> None:
    for person in (cast.officer, cast.one_stop, cast.other_coordinator, cast.city_admin):
        with pytest.raises(NotAllowed):
            sent(cast.unit, now, as_yaml(BIRTH), actor=person)
    with pytest.raises(NotAllowed):
        sent(cast.city, now, as_yaml(BIRTH), actor=cast.coordinator)
    file = sent(cast.city, now, as_yaml(BIRTH), actor=cast.city_admin)
    take_list(actor=cast.city_admin, at=now, sent=file)
    row = AuditRow.objects.get(action="procedure.take")
    assert row.after is not None
    assert (row.unit_id, row.after["new"]) == (cast.city.pk, 1)


def test_a_file_that_says_nothing_is_refused_and_leaves_nothing(cast: Cast, now: datetime) -> None:
    for data in (b"xin chao", b"[]", b"format: 1\nprocedures: []\n", b"[" * 50_000):
        with pytest.raises(CannotChangeProcedures):
            sent(cast.unit, now, data)
    assert not Import.objects.exists()


def test_the_nearest_owner_s_edition_is_shown_and_seen_at_once(cast: Cast, now: datetime) -> None:
    loaded(cast.city, now)
    assert set(kept(cast.unit, DAY).entries) == set(kept(cast.other_unit, DAY).entries)
    assert kept(cast.unit, DAY) is kept(cast.other_unit, DAY)  # made once for all communes alike
    plan = loaded(cast.unit, now, {**BIRTH, "name": "Khai sinh ở Thanh Bình"})
    assert plan.covers == {BIRTH["code"]}
    own, theirs = entry_of(cast.unit, BIRTH["code"], DAY), entry_of(cast.other_unit, BIRTH["code"], DAY)
    assert own
    assert theirs
    assert (own.name, theirs.name) == ("Khai sinh ở Thanh Bình", BIRTH["name"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        kept(cast.unit, DAY)
    assert len(queries) == 1


def test_own_words_stand_beside_and_two_at_once_do_not_overwrite(cast: Cast, now: datetime) -> None:
    loaded(cast.city, now)
    summary = Summary(what="Làm giấy khai sinh.", bring=("Giấy chứng sinh",))
    words = keep_words(
        actor=cast.head, at=now, unit=cast.unit, code=BIRTH["code"], counter="Quầy 1", summary=summary, seen=0
    )
    with pytest.raises(CannotChangeProcedures):
        keep_words(actor=cast.head, at=now, unit=cast.unit, code=BIRTH["code"], seen=0)
    entry = entry_of(cast.unit, BIRTH["code"], DAY)
    assert entry
    here, there = (shown(unit, entry.edition_id, entry.code) for unit in (cast.unit, cast.other_unit))
    assert here
    assert there
    assert (here.summary, there.summary.mind) == (summary, BIRTH["summary"]["mind"])
    assert here.words == words
    loaded(cast.city, now + timedelta(days=2), {**BIRTH, "name": "Đổi"}, from_date=date(2026, 7, 3))
    entry = entry_of(cast.unit, BIRTH["code"], date(2026, 7, 3))
    assert entry
    renewed = shown(cast.unit, entry.edition_id, entry.code)
    assert renewed
    assert renewed.is_summary_older


def test_the_national_catalogue_is_taken_whole_where_it_lies_beside(cast: Cast, now: datetime) -> None:
    path = settings.PROJECT_DIR.parent / "shared/data/procedures_commune_level_2026.jsonl"
    if not path.exists():
        pytest.skip("the national catalogue is not committed; it lies in ../shared where it was gathered")
    lines = path.read_bytes().splitlines()[::12]
    plan = take_list(actor=None, at=now, sent=sent(cast.city, now, b"\n".join(lines)))
    assert (len(plan.new), plan.problems) == (len(lines), ())
    assert len(kept(cast.unit, DAY).entries) == len(lines)


def test_a_broken_line_of_a_national_list_is_told_by_its_number(cast: Cast, now: datetime) -> None:
    data = as_lines({"ma_thu_tuc": "1.1", "ten_thu_tuc": "Một"}) + b'\n{"ma_thu_tuc": "1.2",\n'
    plan = take_list(actor=None, at=now, sent=sent(cast.unit, now, data))
    assert (len(plan.new), [one.place for one in plan.problems]) == (1, ["dòng 2"])
