"""The page on a phone's first screen: a manifest a unit, a worker that may keep only what is public."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from tests.operations.surveys.factories import opened
from thanthien.operations.disclosure.contacts import Number, enter_number

pytestmark = pytest.mark.django_db


def manifest(cast: Cast, lang: str = "") -> dict[str, Any]:
    answer = Client().get(f"/{cast.unit.code}/{lang}app.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    return dict(json.loads(answer.content))


def test_each_unit_is_an_app_of_its_own_in_both_languages(cast: Cast) -> None:
    here = f"/{cast.unit.code}/"
    made, english = manifest(cast), manifest(cast, "en/")
    assert made["name"] == "Xã Thanh Bình – Chính quyền thân thiện"
    assert (made["lang"], english["lang"]) == ("vi", "en")
    assert made["id"] == made["scope"] == english["id"] == here
    assert (made["start_url"], english["start_url"]) == (here, f"{here}en/")
    assert made["display"] == "standalone"
    assert [one["url"] for one in made["shortcuts"]] == [f"{here}send/", f"{here}follow/", f"{here}contacts/"]
    for address in (made["start_url"], english["start_url"], *(one["url"] for one in made["shortcuts"])):
        assert address.startswith(made["scope"])
        assert Client().get(address).status_code == 200
    page = Client().get(here).content.decode()
    assert f'<link rel="manifest" href="{here}app.webmanifest">' in page


def test_the_icons_are_there_in_the_sizes_said(cast: Cast) -> None:
    icons = manifest(cast)["icons"]
    assert {one["purpose"] for one in icons} == {"any", "maskable"}
    for one in icons:
        name = re.sub(r"\.[0-9a-f]{12}\.", ".", one["src"]).removeprefix("/static/")
        path = finders.find(name)
        assert path, name
        with Image.open(path) as picture:
            assert "x".join(map(str, picture.size)) == one["sizes"]


def config_of(cast: Cast) -> dict[str, Any]:
    answer = Client().get(f"/{cast.unit.code}/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    found = re.search(r"^const CONFIG = (.*);$", answer.content.decode(), re.MULTILINE)
    assert found
    return dict(json.loads(found[1]))


def test_the_worker_knows_one_unit_and_files_that_are_there(cast: Cast) -> None:
    config = config_of(cast)
    assert config["home"] == f"/{cast.unit.code}/"
    for address in (*config["pages"], *config["offline"].values()):
        assert address.startswith(config["home"])
        assert Client().get(address).status_code == 200
    assert "{at}" in config["kept"]["vi"]
    assert "{at}" in config["kept"]["en"]
    assert len(config["files"]) == len(set(config["files"])) >= 9


def test_only_public_pages_may_be_kept_and_none_with_a_code(cast: Cast, now: datetime) -> None:
    """The worker keeps what says `public`; the place where it writes "kept since" stands on every page."""
    report, survey = sent(cast, now), opened(cast, timezone.now())
    browser, here = Client(), f"/{cast.unit.code}/"
    private = [
        f"follow/{report.code}/",
        "follow/",
        f"surveys/{survey.code}/",
        f"surveys/{survey.code}/thanks/",
    ]
    for lang in ("", "en/"):
        for address in private:
            answer = browser.get(here + lang + address)
            assert answer.status_code == 200
            assert "public" not in answer["Cache-Control"], address
            assert "no-store" in answer["Cache-Control"]
        for address in (
            "",
            "contacts/",
            "schedule/",
            "public/",
            "news/",
            "reports/",
            "map/",
            "guide/",
            "offline/",
        ):
            answer = browser.get(here + lang + address)
            assert "public" in answer["Cache-Control"], address
            assert '<p class="kept" hidden></p>' in answer.content.decode()
            assert report.code not in answer.content.decode()


def test_without_a_line_it_says_whom_to_call(cast: Cast, now: datetime) -> None:
    hotline = Number("hotline", "Đường dây nóng của xã", "0225 3 123 456")
    enter_number(actor=cast.coordinator, at=now, unit=cast.unit, number=hotline)
    page = Client().get(reverse("portal:offline", args=[cast.unit.code])).content.decode()
    assert 'href="tel:02253123456"' in page
    assert "No connection" in Client().get(f"/{cast.unit.code}/en/offline/").content.decode()


def test_an_unknown_unit_has_no_app(cast: Cast) -> None:
    for name in ("app.webmanifest", "worker.js", "offline/"):
        assert Client().get(f"/{cast.city.code}/{name}").status_code == 404
