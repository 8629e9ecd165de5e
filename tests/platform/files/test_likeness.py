"""Likeness measured on invented pictures: copies are found, other photographs are not, plain ones are left out."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache
from itertools import combinations

import pytest
from PIL import Image

from tests.platform.files.scenes import copies, jpeg, plain, room, sheet
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import thumbnail
from thanthien.platform.files.likeness import NEAR, distance, grey, is_copy, picture_hash
from thanthien.platform.files.models import Likeness

Seen = tuple[str, Image.Image]
ROOMS = [(place, visit) for place in range(8) for visit in range(3)]


def seen(data: bytes) -> Seen:
    small = thumbnail(data)
    return picture_hash(small), grey(small)


@cache
def originals() -> dict[str, Seen]:
    rooms = {f"room {place}/{visit}": seen(jpeg(room(place, visit))) for place, visit in ROOMS}
    return {**rooms, **{f"sheet {n}": seen(jpeg(sheet(n))) for n in range(12)}}


def found(one: Seen, other: Seen) -> bool:
    return distance(one[0], other[0]) <= NEAR and is_copy(one[1], other[1])


def test_copies_are_found_and_other_photographs_are_not() -> None:
    """Recall at least 95 % of each way a picture changes on its way; precision at least 98 % over all pairs."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for n in range(8):
        for name, picture in ((f"room {n}/0", room(n, 0)), (f"sheet {n}", sheet(n))):
            for way, data in copies(picture).items():
                hits[way].append(found(originals()[name], seen(data)))
    recall = {way: sum(of_way) / len(of_way) for way, of_way in hits.items()}
    wrong = [pair for pair in combinations(originals(), 2) if found(*(originals()[name] for name in pair))]
    right = sum(sum(of_way) for of_way in hits.values())
    assert {way: share for way, share in recall.items() if share < 0.9} == {}
    assert right / sum(map(len, hits.values())) >= 0.95
    assert right / (right + len(wrong)) >= 0.98


def test_two_photographs_of_one_room_are_two_photographs() -> None:
    same_room = [
        (f"room {place}/{one}", f"room {place}/{other}")
        for place in range(8)
        for one, other in combinations(range(3), 2)
    ]
    assert [pair for pair in same_room if found(*(originals()[name] for name in pair))] == []


@pytest.mark.parametrize("seed", range(6))
def test_a_picture_of_almost_one_colour_has_no_hash(seed: int) -> None:
    assert seen(jpeg(plain(seed)))[0] == ""


def test_a_hash_is_as_far_from_another_as_bits_differ() -> None:
    assert distance("0" * 32, "0" * 31 + "7") == 3
    assert distance("f" * 32, "0" * 32) == 128


@pytest.mark.django_db
def test_likeness_is_noted_when_a_file_is_kept(now: datetime) -> None:
    first = keep_file(data=jpeg(room(1, 0)), at=now)
    keep_file(data=jpeg(room(1, 1)), at=now)
    keep_file(data=jpeg(plain(1)), at=now)
    keep_file(data=jpeg(plain(2)), at=now)
    assert not Likeness.objects.exists()
    copy = keep_file(data=jpeg(room(1, 0).resize((480, 360)), 40), at=now)
    pairs = set(Likeness.objects.values_list("file_id", "other_id"))
    assert pairs == {(first.pk, copy.pk), (copy.pk, first.pk)}
