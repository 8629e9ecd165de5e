"""Documents say what is so: models, rooms, packages, commands, variables, pages and links exist and are named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests.house.tree import PACKAGE, ROOT
from thanthien.cli.main import GROUPS, own_commands

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")
# Where a requirement's id runs to; the rows of groups R9–R13 are told by their last.
LAST = {
    "R1": 34, "R2": 14, "R3": 7, "R4": 18, "R5": 15, "R6": 8, "R7": 20, "R8": 13, "R9": 13, "R10": 22,
    "R11": 16, "R12": 12, "R13": 10,
}  # fmt: skip

ROW_BY_ROW = tuple(f"R{n}" for n in range(1, 14))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_model_is_in_the_glossary_and_nothing_else_is_called_one() -> None:
    ours = [model.__name__ for model in apps.get_models() if model.__module__.startswith("thanthien.")]
    told = re.findall(r"^\| `(\w+)` \*model\* \|", text("docs/glossary.md"), re.MULTILINE)
    assert sorted(told) == sorted(ours)


def test_every_word_of_the_glossary_has_its_vietnamese_and_its_source() -> None:
    rows = [line for line in text("docs/glossary.md").splitlines() if line.startswith("| `")]
    short = [row for row in rows if len([cell for cell in row.strip("|").split("|") if cell.strip()]) != 3]
    assert short == []
    assert len(rows) > 50


def test_every_room_is_on_the_architecture_page() -> None:
    page = text("docs/architecture.md")
    rooms = {
        f"{path.parent.parent.name}/{path.parent.name}": path.parent.name
        for path in PACKAGE.glob("*/*/__init__.py")
        if path.parent.name != "templatetags"
        and any(other.name != "__init__.py" for other in path.parent.glob("*.py"))
    }
    assert len(rooms) > 10
    assert [
        place for place, name in sorted(rooms.items()) if f"`{name}`" not in page and place not in page
    ] == []


def _names(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if found := re.match(r"([A-Za-z][\w.-]*)", line):
            yield found.group(1).lower()


def test_every_dependency_is_on_its_page() -> None:
    page = text("docs/dependencies.md").lower()
    package = json.loads(text("package.json"))
    wanted = set(_names(text("requirements/base.in").splitlines())) | set(
        _names(text("requirements/dev.in").splitlines())
    )
    wanted |= set(package["dependencies"]) | set(package["devDependencies"])
    named = {name: name.removeprefix("types-").removesuffix(".org") for name in wanted}
    assert sorted(name for name, said in named.items() if said not in page) == []


def _typed(name: str) -> str:
    group, _, rest = name.partition("_")
    return f"thanthien {group} {rest.replace('_', '-')}" if group in GROUPS else f"thanthien {name}"


def test_every_command_is_on_the_operations_page_and_no_other() -> None:
    page = text("docs/operations.md")
    ours = {_typed(name) for name in own_commands()}
    table = set(re.findall(r"^\| `(thanthien [a-z-]+(?: [a-z][a-z-]+)?)", page, re.MULTILINE))
    assert sorted(table) == sorted(ours)


def test_every_variable_the_program_reads_is_on_the_operations_page() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    read = {
        name for source in sources for name in re.findall(r'environ(?:\.get)?[\[(]"([A-Z0-9_]+)"', source)
    }
    assert len(read) > 10
    assert sorted(name for name in read if f"`{name}`" not in text("docs/operations.md")) == []


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in DOCS])
def test_links_lead_somewhere(path: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(path.read_text(encoding="utf-8"))]
    inside = [target for target in targets if target and "://" not in target]
    assert [target for target in inside if not (path.parent / target).exists()] == []


def _requirements() -> dict[str, list[str]]:
    """Id → the other cells of its row."""
    rows = re.findall(r"^\| (R\d+\.\d\d) \|(.*)\|$", text("docs/requirements.md"), re.MULTILINE)
    return {number: [cell.strip() for cell in cells.split("|")] for number, cells in rows}


def test_every_requirement_is_traced_once() -> None:
    page = text("docs/requirements.md")
    single = re.findall(r"^\| (R\d+\.\d\d) \|", page, re.MULTILINE)
    wanted = [f"{group}.{n:02}" for group in ROW_BY_ROW for n in range(1, LAST[group] + 1)]
    assert single == wanted
    ranges = dict(re.findall(r"\| (R\d+)\.01–R\d+\.(\d\d) \|", page))
    assert {group: int(last) for group, last in ranges.items()} == {
        group: last for group, last in LAST.items() if group not in ROW_BY_ROW
    }
    assert sum(LAST.values()) == 202


@pytest.mark.parametrize("number", sorted(_requirements()))
def test_what_is_called_done_can_be_opened_and_is_tested(number: str) -> None:
    _, where, test, state = _requirements()[number]
    kind = re.split(r"\W", state)[0]
    assert kind in {"done", "part", "planned", "manner"}
    if kind in {"planned", "manner"}:
        assert (where, test) == ("–", "–")
        assert kind == "manner" or re.search(r"issue \d", state)
        return
    if kind == "part":
        assert re.search(r"issue \d", state)
    places = CODE.findall(where)
    assert places
    pages, commands = _page_names(), {_typed(name) for name in own_commands()}
    assert [place for place in places if place not in pages and place not in commands] == []
    files = CODE.findall(test)
    assert files
    assert [name for name in files if not (ROOT / "tests" / name).exists()] == []


def _page_names() -> set[str]:
    spaces = get_resolver().namespace_dict
    return {
        f"{space}:{name}"
        for space in spaces
        for name in spaces[space][1].reverse_dict
        if isinstance(name, str)
    }


def test_the_readme_names_the_two_commands() -> None:
    assert "make run" in text("README.md")
    assert "make test" in text("README.md")
