"""Names of agencies as a plan prints them, resolved to the agencies of the unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from thanthien.lib.planreader import Vocabulary
from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.roles import role_of
from thanthien.lib.vietnamese import search_key, tidy
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of

NameKind = Literal["known", "group", "new"]


class Register:
    """The agencies of a unit, asked by name, short name or alias; one query, then memory."""

    def __init__(self, unit: Unit) -> None:
        self.agencies: Sequence[Agency] = list(agencies_of(unit))
        self._by_key: dict[str, Agency] = {}
        for agency in self.agencies:
            for form in (agency.name, agency.short_name, *agency.aliases):
                self._by_key.setdefault(search_key(form), agency)
        self._by_role = {agency.role_code: agency for agency in reversed(self.agencies) if agency.role_code}
        self._book: AgencyBook | None = None

    @property
    def book(self) -> AgencyBook:
        if self._book is None:
            self._book = AgencyBook(self.vocabulary().agencies)
        return self._book

    def vocabulary(self) -> Vocabulary:
        """What the plan reader should know of this unit."""
        return Vocabulary([(a.name, [a.short_name, *a.aliases], False) for a in self.agencies])

    def agency(self, name: str) -> Agency | None:
        """The unit's agency that a name means: by its own names, then by the role of a canonical name."""
        found = self._by_key.get(search_key(name))
        return found or self._by_role.get(role_of(name) or "")

    def is_group(self, name: str) -> bool:
        """A printed group ("các cơ quan, đơn vị có liên quan"): nobody in particular, so no agency."""
        bodies = self.book.read(name)
        return len(bodies) == 1 and bodies[0].is_group

    def kind_of(self, name: str) -> NameKind:
        if self.agency(name) is not None:
            return "known"
        return "group" if self.is_group(name) else "new"

    def canonical(self, names: Sequence[str]) -> list[str]:
        """Names as the unit writes them, each once, in order."""
        found = [agency.name if (agency := self.agency(name)) else name for name in names]
        return list(dict.fromkeys(found))

    def typed(self, text: str) -> list[str]:
        """Names in what a person typed, parted by semicolons or lines; unknown words are kept as they are."""
        names: list[str] = []
        for piece in text.replace("\n", ";").split(";"):
            clean = tidy(piece)
            if not clean:
                continue
            whole = self.agency(clean)
            names += [whole.name] if whole else [body.name for body in self.book.read(clean)] or [clean]
        return self.canonical(names)
