"""Officials at the outside indices: two who write the same year, one of them told."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.cast import Cast
from tests.programme.indices.factories import index_with_file
from thanthien.platform.people.models import Person
from thanthien.programme.indices.models import IndexYear

Browser = Callable[[Person], Client]


def typed(value: str, seen: int) -> dict[str, str | int]:
    return {"year": 2025, "value": value, "source": "Báo cáo 12/BC-SNV", "seen": seen}


def test_who_writes_second_is_told_what_the_first_wrote_and_overwrites_nothing(
    cast: Cast, client_of: Browser
) -> None:
    """Not even by pressing again: the refused form keeps the version that was looked at."""
    kept = index_with_file(cast)
    page = f"/desk/{cast.unit.code}/indices/{kept.code}/record/?of=2025"
    one, two = client_of(cast.coordinator), client_of(cast.leader)
    assert f'name="seen" value="{kept.version}"' in two.get(page).content.decode()
    assert one.post(page, typed("92,5", kept.version)).status_code == 302
    for _ in range(2):
        refused = two.post(page, typed("88", kept.version))
        said = refused.content.decode()
        assert refused.status_code == 422
        assert f"đã có người khác ghi (kết quả 92,5, {cast.coordinator} ghi)" in said
        assert f'name="seen" value="{kept.version}"' in said
    assert str(IndexYear.objects.get().value) == "92.500"


def test_a_form_refused_for_another_reason_does_not_take_up_the_newer_version(
    cast: Cast, client_of: Browser
) -> None:
    kept = index_with_file(cast)
    page = f"/desk/{cast.unit.code}/indices/{kept.code}/record/?of=2025"
    one, two = client_of(cast.coordinator), client_of(cast.leader)
    two.get(page)
    one.post(page, typed("92,5", kept.version))
    wrong = two.post(page, typed("không rõ", kept.version)).content.decode()
    assert f'name="seen" value="{kept.version}"' in wrong
    assert two.post(page, typed("88", kept.version)).status_code == 422
    assert str(IndexYear.objects.get().value) == "92.500"
