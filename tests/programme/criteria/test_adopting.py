"""Which set and points a unit is measured by: who may say so, what fits, and a whole city at once."""

from __future__ import annotations

import pytest

from tests.cast import FIRST_DAY, NOW, Cast
from tests.programme.criteria.small import SOURCE, keep_draft, keep_sample_points, keep_small_set
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Role
from thanthien.programme.criteria.actions import CannotAdopt, adopt, adopt_below
from thanthien.programme.criteria.models import Adoption, CriteriaSet, WeightTable
from thanthien.programme.criteria.queries import adoption_of, adoptions_below, uses_of_tables
from thanthien.programme.criteria.weighing import publish_weights, withdraw_weights

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db: None) -> CriteriaSet:
    return keep_small_set()


@pytest.fixture
def points(kept: CriteriaSet) -> WeightTable:
    return keep_sample_points(kept)


def test_a_choice_is_kept_and_told_with_what_was_before(
    cast: Cast, kept: CriteriaSet, points: WeightTable
) -> None:
    first = adopt(actor=None, at=FIRST_DAY, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    second = adopt(
        actor=cast.coordinator, at=NOW, unit=cast.unit, year=2026, criteria_set=kept, weight_table=points
    )
    assert first.pk == second.pk
    found = adoption_of(cast.unit, 2026)
    assert found is not None
    assert found.weight_table == points
    told = Entry.objects.filter(action="criteria.adopt", unit=cast.unit).first()
    assert told is not None
    assert (told.actor, told.before["weight_table"], told.after["weight_table"]) == (  # type: ignore[index]
        cast.coordinator,
        "",
        "Điểm mẫu để kiểm thử",
    )


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.AGENCY_HEAD, Role.LEADER, Role.ONE_STOP, Role.COUNCIL, Role.APPRAISER]
)
def test_others_may_not_choose(cast: Cast, kept: CriteriaSet, role: Role) -> None:
    with pytest.raises(NotAllowed):
        adopt(
            actor=cast.by_role()[role],
            at=NOW,
            unit=cast.unit,
            year=2026,
            criteria_set=kept,
            weight_table=None,
        )
    assert not Adoption.objects.exists()


def test_the_coordinator_next_door_may_not_choose_for_us(cast: Cast, kept: CriteriaSet) -> None:
    with pytest.raises(NotAllowed):
        adopt(
            actor=cast.other_coordinator,
            at=NOW,
            unit=cast.unit,
            year=2026,
            criteria_set=kept,
            weight_table=None,
        )


def test_the_city_may_choose_for_a_commune(cast: Cast, kept: CriteriaSet) -> None:
    adopt(actor=cast.city_admin, at=NOW, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    assert adoption_of(cast.unit, 2026) is not None


def test_a_set_of_another_province_or_year_is_refused(cast: Cast, kept: CriteriaSet) -> None:
    elsewhere = keep_small_set(SOURCE.replace("hai-minh-thu", "noi-khac").replace('"98"', '"31"'))
    for criteria_set, year in ((elsewhere, 2026), (kept, 2025)):
        with pytest.raises(CannotAdopt, match="không ban hành cho xã Thanh Bình, hoặc không áp dụng"):
            adopt(
                actor=cast.coordinator,
                at=NOW,
                unit=cast.unit,
                year=year,
                criteria_set=criteria_set,
                weight_table=None,
            )


def test_points_must_fit_the_set_be_reviewed_and_be_in_use(
    cast: Cast, kept: CriteriaSet, points: WeightTable
) -> None:
    newer = keep_small_set(SOURCE.replace("Thái độ phục vụ", "Thái độ"))
    draft = keep_draft(kept, cast.city, cast.city_admin)

    def choose(criteria_set: CriteriaSet, table: WeightTable) -> None:
        adopt(
            actor=cast.coordinator,
            at=NOW,
            unit=cast.unit,
            year=2026,
            criteria_set=criteria_set,
            weight_table=table,
        )

    with pytest.raises(CannotAdopt, match="thuộc bộ tiêu chí khác"):
        choose(newer, points)
    with pytest.raises(CannotAdopt, match="chưa đối chiếu xong"):
        choose(kept, draft)
    publish_weights(actor=cast.city_admin, at=NOW, table=draft)
    choose(kept, draft)
    withdraw_weights(actor=cast.city_admin, at=NOW, table=draft)
    with pytest.raises(CannotAdopt, match="đã thôi dùng"):
        choose(kept, draft)
    assert Adoption.objects.get(unit=cast.unit).weight_table == draft  # whoever uses it keeps it


def test_points_sent_by_another_city_are_refused(cast: Cast, kept: CriteriaSet) -> None:
    table = keep_draft(kept, cast.city, cast.city_admin)
    publish_weights(actor=cast.city_admin, at=NOW, table=table)
    WeightTable.objects.filter(pk=table.pk).update(unit=cast.city.parent)
    with pytest.raises(CannotAdopt, match="nơi khác gửi"):
        adopt(
            actor=cast.coordinator,
            at=NOW,
            unit=cast.unit,
            year=2026,
            criteria_set=kept,
            weight_table=table,
        )


def test_all_communes_at_once_only_those_that_change(
    cast: Cast, kept: CriteriaSet, points: WeightTable
) -> None:
    adopt(actor=None, at=FIRST_DAY, unit=cast.unit, year=2026, criteria_set=kept, weight_table=points)
    changed = adopt_below(
        actor=cast.city_admin, at=NOW, unit=cast.city, year=2026, criteria_set=kept, weight_table=points
    )
    assert changed == 2
    chosen = adoptions_below(cast.city, 2026)
    assert [(unit, a.weight_table) for unit, a in chosen if a] == [
        (cast.unit, points),
        (cast.other_unit, points),
        (cast.island, points),
    ]
    assert uses_of_tables(cast.city) == {points.pk: {2026: 3}}
    assert Entry.objects.filter(action="criteria.adopt", at=NOW).count() == 2


def test_only_communes_without_a_choice(cast: Cast, kept: CriteriaSet, points: WeightTable) -> None:
    adopt(actor=None, at=FIRST_DAY, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    changed = adopt_below(
        actor=cast.city_admin,
        at=NOW,
        unit=cast.city,
        year=2026,
        criteria_set=kept,
        weight_table=points,
        only_new=True,
    )
    assert changed == 2
    assert Adoption.objects.get(unit=cast.unit).weight_table is None


def test_nobody_but_the_citys_administrator_chooses_for_all(cast: Cast, kept: CriteriaSet) -> None:
    for person in (cast.appraiser, cast.coordinator):
        with pytest.raises(NotAllowed):
            adopt_below(actor=person, at=NOW, unit=cast.city, year=2026, criteria_set=kept, weight_table=None)
