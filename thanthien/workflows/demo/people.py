"""Making the demo's units, agencies, neighbourhoods and accounts, through the platform's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from thanthien.platform.people.actions import add_person, give_role
from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import Role
from thanthien.platform.units.actions import add_agency, add_neighbourhood, add_unit
from thanthien.platform.units.models import Agency, Unit
from thanthien.workflows.demo.names import (
    BODIES,
    CITY,
    CITY_OFFICIALS,
    COMMUNES,
    PASSWORD,
    Official,
    Place,
    officials_of,
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A demo commune with its agencies by role code and its people by post ("dieuphoi", "motcua" …)."""

    place: Place
    unit: Unit
    agencies: dict[str, Agency]
    people: dict[str, Person]

    @property
    def coordinator(self) -> Person:
        return self.people["dieuphoi"]

    @property
    def deputy(self) -> Person:
        return self.people["phochutich"]

    def officer_of(self, agency: Agency | None) -> Person:
        """Who does an agency's work; the coordinator where a group is named."""
        posts = {
            "council_office": "vanphong", "economy": "kinhte", "one_stop_centre": "motcua",
            "public_service_centre": "sunghiep", "party_office": "vpdanguy", "party_building": "xaydungdang",
            "fatherland_front": "mattran",
        }  # fmt: skip
        return self.people[posts.get(agency.role_code if agency else "", "dieuphoi")]

    def checker_for(self, doer: Person) -> Person:
        """A second person: the coordinator, or the deputy chair for the coordinator's own work."""
        return self.deputy if doer == self.coordinator else self.coordinator


def make_city(*, at: datetime, since: date) -> Unit:
    city = add_unit(
        actor=None, at=at, parent=None, code=CITY.code, kind=CITY.kind, name=CITY.name, is_demo=True
    )
    for official in CITY_OFFICIALS:
        _make_person(official, unit=city, agencies={}, at=at, since=since)
    return city


def make_commune(place: Place, *, city: Unit, at: datetime, since: date) -> Commune:
    unit = add_unit(
        actor=None, at=at, parent=city, code=place.code, kind=place.kind, name=place.name, is_demo=True
    )
    for name in place.neighbourhoods:
        add_neighbourhood(actor=None, at=at, unit=unit, kind=place.neighbourhood_kind, name=name)
    agencies = {
        body.role_code: add_agency(
            actor=None, at=at, unit=unit, name=body.name, short_name=body.short_name, role_code=body.role_code,
            aliases=list(body.aliases), position=position,
        )
        for position, body in enumerate(BODIES, 1)
    }  # fmt: skip
    people = {
        official.username.partition(".")[0]: _make_person(
            official, unit=unit, agencies=agencies, at=at, since=since
        )
        for official in officials_of(place)
    }
    return Commune(place, unit, agencies, people)


def _make_person(
    official: Official, *, unit: Unit, agencies: dict[str, Agency], at: datetime, since: date
) -> Person:
    person = add_person(
        actor=None, at=at, unit=unit, username=official.username, full_name=official.full_name, password=PASSWORD,
        must_change_password=False,
    )  # fmt: skip
    give_role(
        actor=None, at=at, person=person, unit=unit, role=official.role, agency=agencies.get(official.agency),
        title=official.title, is_focal_point=official.is_focal_point, start_date=since,
    )  # fmt: skip
    return person


def accounts() -> list[tuple[str, str, str]]:
    """(what the person is, user name, name) of the accounts worth trying.

    The first commune's one a role, the other communes' coordinators, the city's. The member of the council works
    in the second: the council appraises the first, and nobody scores the own one.
    """
    wanted = {"dieuphoi", "chutich", "truongphong", "vanphong", "motcua", "giamdocmotcua"}
    shown = [o for o in officials_of(COMMUNES[0]) if o.username.partition(".")[0] in wanted]
    shown += [o for o in officials_of(COMMUNES[1]) if o.role == Role.COUNCIL]
    others = [
        (f"{_SAID[o.role]} {place.name}", o.username, o.full_name)
        for place in COMMUNES[1:]
        for o in officials_of(place)
        if o.role == Role.COORDINATOR
    ]
    said = [(_HEADS.get(o.username.partition(".")[0], _SAID[o.role]), o.username, o.full_name) for o in shown]
    return [*said, *others, *((_SAID[o.role], o.username, o.full_name) for o in CITY_OFFICIALS)]


_HEADS = {"giamdocmotcua": "Giám đốc một cửa"}  # heads of what is no division
_SAID = {
    Role.COORDINATOR: "Điều phối viên",
    Role.LEADER: "Chủ tịch",
    Role.AGENCY_HEAD: "Trưởng phòng",
    Role.OFFICER: "Chuyên viên",
    Role.ONE_STOP: "Công chức một cửa",
    Role.COUNCIL: "Thành viên hội đồng",
    Role.CITY_ADMIN: "Quản trị thành phố",
    Role.APPRAISER: "Thẩm định thành phố",
}
