"""One commune merged into another: people go over, records stay to be read, nothing is written there any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.assessment.dossier.actions import ask_for_archive
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.merging import CannotMerge, merge_unit
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import NotAllowed, forget_memberships, may, visible_units
from thanthien.platform.people.roles import READS, Action, Role
from thanthien.programme.criteria.actions import adopt_below
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.editing import TaskFields, add_task

__all__ = ["year"]
ClientOf = Callable[[Person], Client]


def merge(cast: Cast, now: datetime, **changes: Any) -> int:
    asked: dict[str, Any] = {
        "actor": cast.city_admin,
        "at": now,
        "city": cast.city,
        "unit": cast.unit,
        "successor": cast.other_unit,
        "merged_date": date(2026, 7, 1),
        "document": "Nghị quyết số 12/NQ-HĐND",
    }
    moved = merge_unit(**{**asked, **changes})
    for unit in (cast.unit, cast.other_unit, cast.island):
        unit.refresh_from_db()
    for person in (*cast.by_role().values(), cast.other_coordinator):
        forget_memberships(person)
    return moved


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: now.date())


def test_everybody_goes_over_and_nobody_is_lost(cast: Cast, now: datetime) -> None:
    before = Membership.objects.in_force(now.date()).filter(unit=cast.unit).count()
    assert merge(cast, now) == before
    assert not Membership.objects.in_force(now.date()).filter(unit=cast.unit).exists()
    here = Membership.objects.in_force(now.date()).filter(unit=cast.other_unit)
    assert here.get(person=cast.coordinator).agency == cast.other_agencies["culture_social"]
    assert here.get(person=cast.leader).role == Role.LEADER
    assert Person.objects.filter(is_active=False).count() == 0


def test_a_head_without_the_agency_there_becomes_an_officer(cast: Cast, now: datetime) -> None:
    role = cast.head.memberships.get()
    role.agency = cast.economy
    role.save()
    merge(cast, now)
    moved = Membership.objects.get(person=cast.head, unit=cast.other_unit)
    assert (moved.role, moved.agency) == (Role.OFFICER, None)


def test_nothing_is_written_in_the_old_unit_by_anybody(cast: Cast, now: datetime) -> None:
    merge(cast, now)
    people = [*cast.by_role().values(), cast.other_coordinator]
    assert [(p, a) for p in people for a in Action if a not in READS and may(p, a, cast.unit)] == []
    with pytest.raises(NotAllowed):
        add_task(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=TaskFields(title="Việc"))


def test_the_successor_and_the_city_read_it_and_strangers_do_not(
    year: Year, cast: Cast, now: datetime, client_of: ClientOf
) -> None:
    task = year.add_task("I#2", cast.office)
    year.add_proof(task, cast.office, date(2026, 5, 6))
    merge(cast, now)
    address = reverse("desk:task", args=[cast.unit.code, task.pk])
    for person in (cast.other_coordinator, cast.coordinator, cast.city_admin):
        page = client_of(person).get(address)
        assert page.status_code == 200
        assert "đã nhập vào phường Đông Hải từ 01/07/2026" in page.content.decode()
    assert Evidence.objects.get().unit == cast.unit
    assert client_of(cast.coordinator).post(address + "take/", {}).status_code in (403, 404)


def test_a_form_left_open_over_the_merger_says_where_to_go_on(
    year: Year, cast: Cast, now: datetime, client_of: ClientOf
) -> None:
    task = year.add_task("I#2", cast.culture)
    address, client = reverse("desk:task_proof_add", args=[cast.unit.code, task.pk]), client_of(cast.officer)
    merge(cast, now)
    told = client.post(address, {"url": "https://thanhbinh.example.vn/tin", "title": "Tin"})
    assert told.status_code == 403
    assert "Thao tác vừa rồi chưa được lưu; anh/chị mở phường Đông Hải" in told.content.decode()
    assert not Evidence.objects.exists()
    # who may not know of the unit hears nothing of it
    assert client_of(cast.other_officer).get(address).status_code in (403, 404, 405)


def test_rounds_dossiers_and_documents_of_the_old_unit_stay_to_be_taken(
    year: Year, cast: Cast, now: datetime, client_of: ClientOf
) -> None:
    proof = year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    archive = ask_for_archive(actor=cast.leader, at=now, unit=cast.unit, year=2026, as_of=now.date())
    merge(cast, now)
    code = cast.unit.code
    pages = [
        reverse("desk:document_archive_file", args=[code, archive.pk]), reverse("desk:round", args=[code]),
        reverse("desk:document_dossier", args=[code]), reverse("desk:task", args=[code, proof.task_id]),
    ]  # fmt: skip
    for person in (cast.coordinator, cast.other_coordinator, cast.city_admin):
        assert [client_of(person).get(one).status_code for one in pages] == [200] * 4
    assert client_of(cast.officer).get(pages[0]).status_code == 403
    paper = reverse("desk:document_paper_add", args=[code, "dang-ky"])
    assert client_of(cast.coordinator).post(paper, {}).status_code == 403


def test_at_the_door_they_come_to_the_new_unit_which_leads_to_the_old_one(
    cast: Cast, now: datetime, client_of: ClientOf
) -> None:
    merge(cast, now)
    seen = client_of(cast.officer).get("/", follow=True).content.decode()
    assert "Phường Đông Hải" in seen
    assert "Xã Thanh Bình" in seen
    home = client_of(cast.officer).get(reverse("desk:home", args=[cast.other_unit.code])).content.decode()
    assert "Xã Thanh Bình đã nhập vào đây từ 01/07/2026" in home


def test_before_the_merger_the_neighbour_reads_nothing(cast: Cast) -> None:
    assert cast.unit not in visible_units(cast.other_coordinator)
    assert not may(cast.other_coordinator, Action.TASK_VIEW, cast.unit)


def test_units_merged_earlier_lead_to_the_last_successor(cast: Cast, now: datetime) -> None:
    merge(cast, now)
    merge(cast, now, unit=cast.other_unit, successor=cast.island)
    assert cast.unit.successor == cast.island
    forget_memberships(cast.coordinator)
    assert may(cast.coordinator, Action.TASK_VIEW, cast.unit)


def test_a_choice_for_all_communes_passes_it_over(year: Year, cast: Cast, now: datetime) -> None:
    merge(cast, now)
    changed = adopt_below(
        actor=cast.city_admin,
        at=now,
        unit=cast.city,
        year=2027,
        criteria_set=year.criteria_set,
        weight_table=None,
    )
    assert changed == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"successor": "unit"}, "chính nó"),
        ({"successor": "city"}, "không phải"),
        ({"merged_date": date(2026, 7, 2)}, "chưa tới"),
        ({"document": " "}, "văn bản"),
    ],
)
def test_what_cannot_be_merged_is_said(
    cast: Cast, now: datetime, changes: dict[str, Any], words: str
) -> None:
    named = {
        key: getattr(cast, one) if isinstance(one, str) and one.strip() else one
        for key, one in changes.items()
    }
    with pytest.raises(CannotMerge, match=words):
        merge(cast, now, **named)
    assert not Entry.objects.filter(action="unit.merge").exists()


def test_no_circles_and_not_twice(cast: Cast, now: datetime) -> None:
    merge(cast, now)
    with pytest.raises(CannotMerge, match="đã nhập"):
        merge(cast, now)
    with pytest.raises(CannotMerge, match="không nhận thêm"):
        merge(cast, now, unit=cast.other_unit, successor=cast.unit)


def test_only_the_city_administrator_merges(cast: Cast, now: datetime) -> None:
    for person in (cast.appraiser, cast.coordinator, cast.leader):
        with pytest.raises(NotAllowed):
            merge(cast, now, actor=person)


def test_the_page_merges_and_the_city_shows_it(
    cast: Cast, now: datetime, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client, address = client_of(cast.city_admin), reverse("oversight:merge", args=[cast.city.code])
    data = {"unit": cast.unit.pk, "successor": cast.other_unit.pk, "merged_date": "2026-07-01"}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "document": "12/NQ-HĐND"}).status_code == 302
    assert "Xã Thanh Bình" in client.get(address).content.decode()
    home = client.get(reverse("oversight:home", args=[cast.city.code])).content.decode()
    assert "Đã nhập vào phường Đông Hải từ 01/07/2026" in home
    there = client_of(cast.other_coordinator).get(reverse("desk:home", args=[cast.other_unit.code]))
    assert "đã nhập vào đây từ 01/07/2026" in there.content.decode()
