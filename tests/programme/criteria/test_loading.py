"""Sets and points as versions: the same again is no new one, other content is; sets a unit may use."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import FIRST_DAY, NOW, Cast
from tests.programme.criteria.conftest import DATA
from tests.programme.criteria.small import SOURCE, keep_sample_points, keep_small_set, points_of
from thanthien.platform.audit.models import Entry
from thanthien.platform.units.actions import add_unit
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.actions import load_set, load_weights
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.definition import load_weights as read_weights
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.queries import (
    bands_of,
    choices_for,
    definition_of,
    newest_sets_for,
    points_by_criterion,
    sets_for,
    tree_of,
)

pytestmark = pytest.mark.django_db


def test_the_same_content_again_is_the_version_there_is() -> None:
    first, is_new = load_set(definition=load_definition(SOURCE), source=SOURCE, at=FIRST_DAY)
    again, is_new_again = load_set(definition=load_definition(SOURCE), source=SOURCE, at=NOW)
    assert (is_new, is_new_again, again.pk, again.loaded_at) == (True, False, first.pk, FIRST_DAY)
    assert Entry.objects.filter(action="criteria.load").count() == 1


def test_changed_content_is_a_new_version_and_the_old_one_stays() -> None:
    first = keep_small_set()
    other = SOURCE.replace("Thái độ phục vụ", "Thái độ, cử chỉ phục vụ")
    second = keep_small_set(other)
    assert (first.version, second.version) == (1, 2)
    titles = [set_.criteria.get(key="II.3").title for set_ in (first, second)]
    assert titles == ["Thái độ phục vụ", "Thái độ, cử chỉ phục vụ"]
    assert definition_of(first).criterion("II.3").title == "Thái độ phục vụ"


def test_the_tree_is_kept_with_parents_leads_rules_and_timing() -> None:
    tree = tree_of(keep_small_set())
    assert [node.key for node in tree] == ["I", "I#1", "I#2", "II", "II.1", "II.2", "II.3"]
    leaf = tree[1]
    assert (leaf.parent, leaf.depth, leaf.product) == (tree[0], 2, "Văn bản")
    assert leaf.lead_roles == ["council_office", "one_stop_centre"]
    assert leaf.rule is not None
    assert leaf.rule["kind"] == "evidence"
    assert leaf.timing_rule is not None
    assert "niem yet" in leaf.search_key
    assert tree[0].rule is None


def test_points_twice_are_one_version_and_other_points_are_the_next() -> None:
    kept = keep_small_set()
    first = keep_sample_points(kept)
    assert keep_sample_points(kept, NOW).pk == first.pk
    assert points_of(first)["II"] == Decimal(12)
    path = DATA.parent.parent / "tests/assessment/weights.yaml"
    other = path.read_text(encoding="utf-8").replace("II.1: 5, II.2: 4", "II.1: 4, II.2: 5")
    definition = read_weights(other, load_definition(SOURCE))
    second, is_new = load_weights(criteria_set=kept, definition=definition, source="", at=NOW)
    assert (is_new, second.version) == (True, 2)
    assert points_of(second)["II.1"] == Decimal(4)
    assert points_of(first)["II.1"] == Decimal(5)


def test_sample_points_are_called_so() -> None:
    table = keep_sample_points(keep_small_set())
    assert table.is_sample
    assert "mẫu" in table.title.lower()


def test_dong_nai_has_stars_its_own_points_and_a_row_without() -> None:
    path = DATA / "dong-nai-2025.yaml"
    kept, _ = load_set(definition=load_definition(path), source=path.read_text("utf-8"), at=NOW)
    assert kept.level_word == "sao"
    assert [(b.label, b.minimum, b.includes_maximum) for b in bands_of(kept)][:2] == [
        ("4 sao", Decimal(95), True),
        ("3 sao", Decimal(90), False),
    ]
    table = WeightTable.objects.get(criteria_set=kept)
    assert (table.state, table.is_sample, table.total) == ("published", False, Decimal(100))
    points = points_by_criterion(table)
    by_key = {node.key: points.get(node.pk) for node in tree_of(kept)}
    assert by_key == {"I": 15, "II": 15, "III": 20, "IV": 50, "V": None}


def test_hai_phong_prints_no_points_so_none_are_made_up() -> None:
    path = DATA / "hai-phong-2025.yaml"
    kept, _ = load_set(definition=load_definition(path), source=path.read_text("utf-8"), at=NOW)
    assert not WeightTable.objects.filter(criteria_set=kept).exists()
    assert {node.points for node in tree_of(kept)} == {None}


def test_a_unit_sees_the_sets_of_its_own_city_in_the_years_they_hold(cast: Cast) -> None:
    kept = keep_small_set()
    keep_small_set(SOURCE.replace("hai-minh-thu", "noi-khac").replace('"98"', '"31"'))
    for unit in (cast.city, cast.unit, cast.island):
        assert list(sets_for(unit, 2026)) == [kept]
    assert not sets_for(cast.unit, 2025).exists()


def test_an_invented_unit_may_use_any_set(cast: Cast) -> None:
    keep_small_set()
    elsewhere = keep_small_set(SOURCE.replace("hai-minh-thu", "noi-khac").replace('"98"', '"31"'))
    demo = add_unit(
        actor=None,
        at=FIRST_DAY,
        code="HM77",
        parent=cast.city,
        kind=Unit.Kind.COMMUNE,
        name="Thử",
        is_demo=True,
    )
    assert set(sets_for(demo, 2026)) == set(CriteriaSet.objects.all())
    assert elsewhere in newest_sets_for(demo, 2026)


def test_only_the_newest_version_is_offered_with_real_points_before_samples(cast: Cast) -> None:
    keep_small_set()
    newest = keep_small_set(SOURCE.replace("Thái độ phục vụ", "Thái độ"), FIRST_DAY + timedelta(days=1))
    sample = keep_sample_points(newest)
    assert [(c.criteria_set, c.weight_table) for c in choices_for(cast.unit, 2026)] == [
        (newest, sample),
        (newest, None),
    ]
