"""A closed account that brought and checked things: its name stays and every page of the work opens. And a
clock that jumped back: the log keeps the order in which things were written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, one_task
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.actions import close_account
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.states import Move
from thanthien.programme.plans.actions import add_note

ClientOf = Callable[[Person], Client]


def test_names_of_closed_accounts_stay_and_pages_open(cast: Cast, now: datetime, client_of: ClientOf) -> None:
    task = one_task(cast)
    proof = add_picture(cast, task)
    check_proof(
        actor=cast.head, at=now, proof=proof, move=Move.ACCEPT, seen=version_of_proof(proof), remark=""
    )
    add_note(actor=cast.officer, at=now, task=task, text="Đã treo bảng tin.")
    for person in (cast.officer, cast.head):
        close_account(actor=cast.coordinator, at=now, unit=cast.unit, person=person)
    client = client_of(cast.coordinator)
    page = client.get(reverse("desk:task", args=[cast.unit.code, task.pk])).content.decode()
    assert cast.officer.full_name in page
    assert cast.head.full_name in page
    for name in ("home", "tasks", "task_board", "score", "forecast", "history", "people", "audit", "figures"):
        assert client.get(reverse(f"desk:{name}", args=[cast.unit.code])).status_code == 200, name


def test_a_clock_that_jumps_back_loses_nothing_and_breaks_no_page(
    cast: Cast, now: datetime, client_of: ClientOf
) -> None:
    task = one_task(cast)
    proof = add_picture(cast, task, at=now)
    earlier = now - timedelta(hours=5)
    check_proof(
        actor=cast.head, at=earlier, proof=proof, move=Move.ACCEPT, seen=version_of_proof(proof), remark=""
    )
    proof.refresh_from_db()
    assert proof.state == "accepted"
    written = Entry.objects.filter(unit=cast.unit, action__startswith="proof.").order_by("pk")
    assert [entry.action for entry in written][-1] == "proof.accept"
    client = client_of(cast.coordinator)
    for name, args in (("task", [task.pk]), ("audit", []), ("forecast", [])):
        assert client.get(reverse(f"desk:{name}", args=[cast.unit.code, *args])).status_code == 200
