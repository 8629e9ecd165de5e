"""Good practices: written, recognised, shared with communes of the same city, taken over with their source."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import FIRST_DAY, Cast, make_person
from tests.programme.merit.factories import DECISION, FIELDS, draft_practice, shared_one, submitted_practice
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Role
from thanthien.platform.units.actions import add_unit
from thanthien.platform.units.models import Unit
from thanthien.programme.merit.actions import CannotChangeMerit
from thanthien.programme.merit.models import PracticeAdoption
from thanthien.programme.merit.practices import (
    adopt_practice,
    change_practice,
    move_practice,
    recommend_practice,
    share_practice,
)
from thanthien.programme.merit.queries import (
    adoptions_by,
    practices_of,
    recognised_in,
    shared_practice,
    shared_practices,
)
from thanthien.programme.merit.states import PracticeMove


def test_recognised_by_decision_and_then_final(cast: Cast, now: datetime) -> None:
    practice = submitted_practice(cast)
    with pytest.raises(CannotChangeMerit, match="cấp công nhận"):
        move_practice(
            actor=cast.leader, at=now, practice=practice, move=PracticeMove.RECOGNISE, seen=practice.version,
            decision=DECISION,
        )  # fmt: skip
    practice = move_practice(
        actor=cast.leader, at=now, practice=practice, move=PracticeMove.RECOGNISE, seen=practice.version,
        decision=DECISION, level="province",
    )  # fmt: skip
    assert recognised_in(cast.unit, 2026) == [practice]
    assert recognised_in(cast.unit, 2025) == []
    with pytest.raises(CannotChangeMerit, match="giữ nguyên"):
        change_practice(
            actor=cast.coordinator, at=now, practice=practice, fields=FIELDS, seen=practice.version
        )


def test_who_writes_and_who_decides(cast: Cast, now: datetime) -> None:
    practice = draft_practice(cast)
    with pytest.raises(NotAllowed):
        change_practice(
            actor=cast.centre_officer, at=now, practice=practice, fields=FIELDS, seen=practice.version
        )
    with pytest.raises(NotAllowed):
        share_practice(actor=cast.officer, at=now, practice=practice, shared=True)
    with pytest.raises(CannotChangeMerit, match="đang viết"):
        share_practice(actor=cast.coordinator, at=now, practice=practice, shared=True)
    practice = submitted_practice(cast)
    with pytest.raises(NotAllowed):
        move_practice(
            actor=cast.officer, at=now, practice=practice, move=PracticeMove.RECOGNISE, seen=practice.version,
            decision=DECISION, level="commune",
        )  # fmt: skip


def test_another_commune_sees_what_is_shared_and_nothing_else(cast: Cast, now: datetime) -> None:
    draft, waiting, shared = draft_practice(cast), submitted_practice(cast), shared_one(cast)
    assert list(shared_practices(cast.other_unit)) == [shared]
    assert shared_practice(cast.other_unit, draft.code) is None
    assert shared_practice(cast.other_unit, waiting.code) is None
    elsewhere = add_unit(
        actor=None, at=FIRST_DAY, code="97", parent=cast.city.parent, kind=Unit.Kind.CITY, name="Vịnh Xanh"
    )
    far = add_unit(
        actor=None, at=FIRST_DAY, code="97001", parent=elsewhere, kind=Unit.Kind.COMMUNE, name="An Lạc"
    )
    assert shared_practice(far, shared.code) is None
    share_practice(actor=cast.leader, at=now, practice=shared, shared=False)
    assert shared_practice(cast.other_unit, shared.code) is None


def test_taking_over_keeps_who_made_it_and_which_edition(cast: Cast, now: datetime) -> None:
    practice = shared_one(cast)
    taken = adopt_practice(
        actor=cast.other_coordinator, at=now, unit=cast.other_unit, practice=practice, adapted="Thêm tổ dân phố số 3"
    )  # fmt: skip
    assert taken.source == "Xã Thanh Bình: Trả kết quả tại nhà cho người cao tuổi"
    assert taken.edition == 1
    practice.refresh_from_db()
    change_practice(
        actor=cast.officer, at=now, practice=practice, fields=replace(FIELDS, result="200 lượt"),
        seen=practice.version,
    )  # fmt: skip
    again = adopt_practice(
        actor=cast.other_coordinator, at=now, unit=cast.other_unit, practice=practice, adapted="Thêm tổ dân phố số 3",
        result="35 lượt trong tháng",
    )  # fmt: skip
    assert (again.pk, again.edition, again.result) == (taken.pk, 1, "35 lượt trong tháng")
    (own,) = practices_of(cast.unit)
    assert (own.edition, own.adopters) == (2, 1)  # type: ignore[attr-defined]
    assert [one.practice for one in adoptions_by(cast.other_unit)] == [practice]


def test_what_cannot_be_taken_over(cast: Cast, now: datetime) -> None:
    practice = shared_one(cast)
    with pytest.raises(CannotChangeMerit, match="chính đơn vị"):
        adopt_practice(actor=cast.coordinator, at=now, unit=cast.unit, practice=practice, adapted="Như cũ")
    with pytest.raises(CannotChangeMerit, match="áp dụng thế nào"):
        adopt_practice(
            actor=cast.other_coordinator, at=now, unit=cast.other_unit, practice=practice, adapted=" "
        )
    with pytest.raises(CannotChangeMerit, match="không còn được chia sẻ"):
        adopt_practice(
            actor=cast.other_coordinator, at=now, unit=cast.other_unit, practice=draft_practice(cast), adapted="Làm"
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        adopt_practice(
            actor=cast.other_officer, at=now, unit=cast.other_unit, practice=practice, adapted="Làm"
        )
    assert not PracticeAdoption.objects.exists()


def test_the_city_recommends_what_is_shared(cast: Cast, now: datetime) -> None:
    first, second = shared_one(cast), shared_one(cast)
    assert list(shared_practices(cast.city)) == [second, first]
    recommend_practice(actor=cast.city_admin, at=now, city=cast.city, practice=first, recommended=True)
    assert list(shared_practices(cast.other_unit)) == [first, second]
    with pytest.raises(NotAllowed):
        recommend_practice(actor=cast.appraiser, at=now, city=cast.city, practice=second, recommended=True)
    with pytest.raises(CannotChangeMerit):
        recommend_practice(
            actor=cast.city_admin, at=now, city=cast.city, practice=submitted_practice(cast), recommended=True
        )


@pytest.mark.django_db(transaction=True)
def test_two_of_a_commune_take_it_over_at_once_and_it_counts_once(cast: Cast, now: datetime) -> None:
    practice, start = shared_one(cast), Barrier(2)
    leader = make_person(cast.other_unit, Role.LEADER, "lan.donghai", "Mai Thị Lan")

    def press(person: object) -> None:
        start.wait()
        try:
            adopt_practice(actor=person, at=now, unit=cast.other_unit, practice=practice, adapted="Làm theo")  # type: ignore[arg-type]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for answer in [pool.submit(press, person) for person in (cast.other_coordinator, leader)]:
            answer.result()
    assert PracticeAdoption.objects.filter(practice=practice).count() == 1
