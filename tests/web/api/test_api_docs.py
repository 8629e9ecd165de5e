"""The page that tells programmers how to connect: ours, in both languages, without a script."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from thanthien.web.api.docs import GROUPS, WORDS
from thanthien.web.api.keyed import READS
from thanthien.web.api.problems import KINDS
from thanthien.web.api.v1.api import api

OPERATIONS = [
    (path, one["operationId"], one["tags"][-1])
    for path, operations in api.get_openapi_schema()["paths"].items()
    for one in operations.values()
]


def test_every_address_has_words_and_a_group() -> None:
    assert {name for _, name, _ in OPERATIONS} == set(WORDS)
    assert {group for _, _, group in OPERATIONS} == set(GROUPS)


@pytest.mark.parametrize(
    ("name", "lang", "said"), [("docs", "vi", "cần khóa"), ("docs_en", "en", "needs a key")]
)
def test_the_page_tells_every_address_and_every_refusal(name: str, lang: str, said: str) -> None:
    answer = Client().get(reverse(f"api:{name}"))
    page = answer.content.decode()
    assert f'<html lang="{lang}">' in page
    assert said in page
    assert [path for path, _, _ in OPERATIONS if f"<code>{path}</code>" not in page] == []
    assert [code for code in KINDS if f'id="{code}"' not in page] == []
    assert "<script" not in page
    assert "style=" not in page


def test_the_openapi_is_read_without_a_key_by_any_page() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["openapi"].startswith("3.1")


def test_the_page_says_the_limit_that_holds() -> None:
    for address in ("/api/docs/", "/api/docs/en/"):
        assert f" {READS} " in Client().get(address).content.decode()
