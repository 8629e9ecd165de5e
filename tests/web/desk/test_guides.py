"""The guides inside the program: the own one first, every other by its line, every picture there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.cast import Cast
from thanthien.platform.people.models import Person
from thanthien.web.guides import GUIDES, guide_of

pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]


def test_the_guide_of_one_s_role_opens_first(cast: Cast, client_of: Clients) -> None:
    home = f"/desk/{cast.unit.code}/guides/"
    for person, title in (
        (cast.one_stop, "Tiếp nhận và trả lời phản ánh, kiến nghị"),
        (cast.leader, guide_of("lanh-dao").title),
        (cast.officer, guide_of("can-bo").title),
    ):
        page = client_of(person).get(home).content.decode()
        assert f'<h1 class="page-title">{title}</h1>' in page
        assert f'href="{home}"' in page  # the line of the menu


def test_another_guide_opens_by_its_line(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.officer).get(f"/desk/{cast.unit.code}/guides/?of=truc-kenh").content.decode()
    assert guide_of("truc-kenh").title in page
    assert 'href="?of=phan-anh"' in page
    assert client_of(cast.officer).get(f"/desk/{cast.unit.code}/guides/?of=../x").status_code == 200


def test_every_guide_of_the_repository_is_offered() -> None:
    assert sorted(GUIDES) == sorted(path.stem for path in settings.GUIDES_DIR.glob("*.md"))


@pytest.mark.parametrize("name", GUIDES)
def test_nothing_of_a_guide_is_left_unread(name: str) -> None:
    body = guide_of(name).body
    words = re.sub(r"<code>.*?</code>|<[^>]*>", " ", body)
    assert not re.search(r"\*\*|\]\(|^#|\|\s*\|", words), words
    anchors = set(re.findall(r'id="([^"]+)"', body))
    assert set(re.findall(r'href="#([^"]+)"', body)) <= anchors
    pictures = re.findall(r'src="/static/([^"]+)"', body)
    assert [one for one in pictures if finders.find(one) is None] == []


def test_citizens_read_theirs_without_signing_in(cast: Cast) -> None:
    page = Client().get(f"/{cast.unit.code}/guide/").content.decode()
    assert "Gửi ý kiến, theo dõi, đánh giá" in page
    assert f'href="/{cast.unit.code}/guide/"' in page
