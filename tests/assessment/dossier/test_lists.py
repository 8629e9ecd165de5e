"""Lists of papers: the product's, the city's, the unit's own; what two people save at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.dossier.actions import CannotChangeDossier, save_list
from thanthien.assessment.dossier.lists import (
    InvalidDossierList,
    Paper,
    _read,
    list_for,
    product_list,
    product_lists,
)
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.criteria.models import CriteriaSet


def test_every_list_of_the_product_says_what_is_known_and_what_is_assumed() -> None:
    lists = product_lists()
    assert {"default", "hai-phong-2025", "bac-giang-2023"} <= set(lists)
    assert lists["bac-giang-2023"].is_sample
    assert len(lists["bac-giang-2023"].papers) == 5
    hai_phong = {paper.code: paper for paper in lists["hai-phong-2025"].papers}
    assert hai_phong["bao-cao-tu-danh-gia"].certainty == "known"
    assert hai_phong["to-trinh"].certainty == "assumed"
    assert all(one.note for one in lists.values())


def test_the_province_of_the_adopted_set_chooses_the_list(year: Year, cast: Cast) -> None:
    assert list_for(cast.unit, 2026).title == "Danh mục hồ sơ chung"
    CriteriaSet.objects.filter(pk=year.criteria_set.pk).update(province_code="31")
    assert list_for(cast.unit, 2026).title == "Danh mục hồ sơ của Hải Phòng"
    assert list_for(cast.other_unit, 2026).title == "Danh mục hồ sơ chung"


def test_the_unit_goes_before_its_city_and_reset_gives_the_next_back(
    year: Year, cast: Cast, now: datetime
) -> None:
    ours, theirs = Paper("bien-ban", "Biên bản họp dân"), Paper("to-trinh", "Tờ trình", "recognition")
    save_list(actor=cast.city_admin, at=now, unit=cast.city, title="Của thành phố", papers=[theirs])
    assert list_for(cast.unit, 2026).papers == (theirs,)
    save_list(actor=cast.coordinator, at=now, unit=cast.unit, title="Của xã", papers=[ours])
    assert (list_for(cast.unit, 2026).papers, list_for(cast.unit, 2026).owner) == ((ours,), cast.unit)
    assert list_for(cast.other_unit, 2026).papers == (theirs,)
    save_list(actor=cast.coordinator, at=now, unit=cast.unit, title="", papers=[])
    assert list_for(cast.unit, 2026).papers == (theirs,)
    assert product_list(cast.unit, 2026).owner is None


def test_who_comes_second_is_told(cast: Cast, now: datetime) -> None:
    paper = Paper("a", "Văn bản A")
    save_list(actor=cast.coordinator, at=now, unit=cast.unit, title="", papers=[paper], seen=0)
    with pytest.raises(CannotChangeDossier, match="vừa được người khác sửa"):
        save_list(actor=cast.leader, at=now, unit=cast.unit, title="", papers=[paper], seen=0)


@pytest.mark.parametrize(
    ("papers", "says"),
    [
        ([Paper("a", "A"), Paper("a", "B")], "trùng tên"),
        ([Paper("a", "")], "cần một tên"),
        ([Paper("a", "A", "nothing")], "không lập được"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    papers: list[Paper], says: str, cast: Cast, now: datetime
) -> None:
    with pytest.raises(CannotChangeDossier, match=says):
        save_list(actor=cast.coordinator, at=now, unit=cast.unit, title="", papers=papers)


def test_officers_and_appraisers_do_not_change_the_list(cast: Cast, now: datetime) -> None:
    for person in (cast.officer, cast.appraiser, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            save_list(actor=person, at=now, unit=cast.unit, title="", papers=[Paper("a", "A")])


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    good = (settings.REFERENCE_DIR / "dossiers/default.yaml").read_text(encoding="utf-8")
    (tmp_path / "default.yaml").write_text(good, encoding="utf-8")
    (tmp_path / "x.yaml").write_text(
        "title: X\nversion: 1\npapers:\n  - {code: a, title: A}\n", encoding="utf-8"
    )
    with pytest.raises(InvalidDossierList, match=r"x\.yaml.*certainty"):
        _read(tmp_path)
