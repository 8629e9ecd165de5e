"""One record behind a figure, in one shape whatever room it comes from."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 200  # records on a page; a figure of a year may have thousands


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a figure. `page` and `args` name its address, "" where it has none of its own.

    `is_good` None: it is only counted.
    """

    title: str
    detail: str
    page: str = ""
    args: tuple[object, ...] = ()
    query: str = ""
    is_good: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`hidden`: how many more there are that the person does not read. `page`: where the room's list stands.

    `beside`: what no figure could count, told in a sentence.
    """

    items: tuple[Behind, ...]
    hidden: int = 0
    page: str = ""
    beside: str = ""
