"""The people, communes and agencies that all tests share. Every name is invented.

`cast` is one city, Hải Minh, with two communes that work (`cast.unit`, `cast.other_unit`) and an empty
special zone (`cast.island`). In `cast.unit` there is one person a role; `cast.other_unit` has a
coordinator and an officer; the city an administrator and an appraiser. Everything was made through the
product's own actions, by nobody (the system), on the first day of 2026.

    def test_…(cast, client_of, now):
        page = client_of(cast.coordinator).get(f"/desk/{cast.unit.code}/tasks/")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models.sql.subqueries import InsertQuery
from django.test import Client

from thanthien.platform.people.actions import add_person, give_role
from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import Role
from thanthien.platform.units.actions import add_agency, add_unit
from thanthien.platform.units.models import Agency, Unit

PASSWORD = "mua-thu-hai-minh-2026"  # of everyone in the cast
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=VIETNAM)
FIRST_DAY = datetime(2026, 1, 1, 8, 0, tzinfo=VIETNAM)

# role code as in the criteria sets → name, short name, other forms seen in plans
AGENCIES: dict[str, tuple[str, str, list[str]]] = {
    "culture_social": ("Phòng Văn hóa - Xã hội", "VHXH", ["Phòng VHXH", "Phòng Văn hoá – Xã hội"]),
    "council_office": (
        "Văn phòng HĐND và UBND",
        "Văn phòng",
        ["VP HĐND-UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"],
    ),
    "economy": ("Phòng Kinh tế", "Kinh tế", ["Phòng KT"]),
    "one_stop_centre": ("Trung tâm Phục vụ hành chính công", "TT PVHCC", ["Trung tâm HCC", "TTPVHCC"]),
    "public_service_centre": (
        "Trung tâm Dịch vụ sự nghiệp công",
        "TT DVSNC",
        ["TT DV Sự nghiệp công", "Trung tâm Cung ứng dịch vụ sự nghiệp công"],
    ),
    "party_building": ("Ban Xây dựng Đảng", "Ban XDĐ", []),
    "fatherland_front": ("Ủy ban MTTQ Việt Nam", "MTTQ", ["Ủy ban Mặt trận Tổ quốc Việt Nam", "UBMTTQ"]),
    "party_office": ("Văn phòng Đảng ủy", "VPĐU", ["VP Đảng ủy"]),
}


@dataclass(frozen=True, slots=True)
class Cast:
    city: Unit
    unit: Unit  # xã Thanh Bình
    other_unit: Unit  # phường Đông Hải
    island: Unit  # đặc khu Hòn Ngọc: no people, no plan
    agencies: dict[str, Agency]  # of `unit`, by role code
    other_agencies: dict[str, Agency]  # of `other_unit`
    coordinator: Person
    officer: Person  # in Phòng Văn hóa - Xã hội
    centre_officer: Person  # an officer in Trung tâm Phục vụ hành chính công
    head: Person  # heads Phòng Văn hóa - Xã hội
    leader: Person
    one_stop: Person  # at the counter of Trung tâm Phục vụ hành chính công
    council: Person
    other_coordinator: Person
    other_officer: Person
    city_admin: Person
    appraiser: Person

    @property
    def culture(self) -> Agency:
        return self.agencies["culture_social"]

    @property
    def office(self) -> Agency:
        return self.agencies["council_office"]

    @property
    def centre(self) -> Agency:
        return self.agencies["one_stop_centre"]

    @property
    def economy(self) -> Agency:
        return self.agencies["economy"]

    def by_role(self) -> dict[Role, Person]:
        """One person of every role: the local ones in `unit`, the city's in `city`."""
        return {
            Role.OFFICER: self.officer,
            Role.AGENCY_HEAD: self.head,
            Role.COORDINATOR: self.coordinator,
            Role.LEADER: self.leader,
            Role.ONE_STOP: self.one_stop,
            Role.COUNCIL: self.council,
            Role.CITY_ADMIN: self.city_admin,
            Role.APPRAISER: self.appraiser,
        }


def make_person(
    unit: Unit,
    role: Role,
    username: str,
    full_name: str,
    *,
    agency: Agency | None = None,
    title: str = "",
    is_focal_point: bool = False,
) -> Person:
    """An account with one role since the first day of 2026 and the password of the cast."""
    person = add_person(
        actor=None,
        at=FIRST_DAY,
        unit=unit,
        username=username,
        full_name=full_name,
        password=PASSWORD,
        must_change_password=False,
    )
    give_role(
        actor=None,
        at=FIRST_DAY,
        person=person,
        unit=unit,
        role=role,
        start_date=date(2026, 1, 1),
        agency=agency,
        title=title,
        is_focal_point=is_focal_point,
    )
    return person


def _agencies(unit: Unit, codes: list[str]) -> dict[str, Agency]:
    made = {}
    for position, code in enumerate(codes):
        name, short_name, aliases = AGENCIES[code]
        made[code] = add_agency(
            actor=None,
            at=FIRST_DAY,
            unit=unit,
            name=name,
            short_name=short_name,
            role_code=code,
            aliases=aliases,
            position=position,
        )
    return made


def _unit(code: str, parent: Unit | None, kind: Unit.Kind, name: str) -> Unit:
    return add_unit(actor=None, at=FIRST_DAY, code=code, parent=parent, kind=kind, name=name)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """The cast, once through the product's actions in a process, and from then on as the same rows again.

    Two hundred queries, a tenth of a second, before each of some thousands of tests were a fifth of the suite.
    """
    if kept and not _is_any_row_in(kept[0].counts):
        return kept[0].put_back()
    return _remembered() if not kept and not _is_any_row_in(_TABLES) else _through_actions()


@dataclass(frozen=True, slots=True)
class Kept:
    """What the first cast of this process wrote."""

    cast: Cast
    counts: dict[str, int]  # rows by table
    statements: tuple[tuple[str, Any], ...]  # SQL with its values, a table each

    def put_back(self) -> Cast:
        with transaction.atomic(), connection.cursor() as cursor:  # rows point at rows of tables further on
            for statement, values in self.statements:
                cursor.execute(statement, values)
        return deepcopy(self.cast)


kept: list[Kept] = []
_TABLES = ("units_unit", "people_person", "audit_entry")


def _is_any_row_in(tables: Iterable[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables))
        return bool(cursor.fetchone()[0])


def _remembered() -> Cast:
    """Make the cast where nothing is, and keep the rows of every table that was written to."""
    before = rows_by_table()
    made = _through_actions()
    counts = {table: rows for table, rows in rows_by_table().items() if rows != before[table]}
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    statements: list[tuple[str, Any]] = []
    for table in counts:
        query = InsertQuery(models[table])
        rows = list(models[table]._default_manager.all())
        query.insert_values(models[table]._meta.concrete_fields, rows, raw=True)
        statements += query.get_compiler(connection=connection).as_sql()
    kept.append(Kept(deepcopy(made), counts, tuple(statements)))
    return made


def rows_by_table() -> dict[str, int]:
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}', count(*) FROM \"{one}\"" for one in tables))
        return dict(cursor.fetchall())


def _through_actions() -> Cast:
    country = _unit("VN", None, Unit.Kind.COUNTRY, "Việt Nam")
    city = _unit("98", country, Unit.Kind.CITY, "Hải Minh")
    unit = _unit("98001", city, Unit.Kind.COMMUNE, "Thanh Bình")
    other = _unit("98002", city, Unit.Kind.WARD, "Đông Hải")
    island = _unit("98003", city, Unit.Kind.SPECIAL_ZONE, "Hòn Ngọc")
    here = _agencies(unit, list(AGENCIES))
    there = _agencies(other, ["culture_social", "council_office", "one_stop_centre"])
    culture, centre = here["culture_social"], here["one_stop_centre"]
    return Cast(
        city=city,
        unit=unit,
        other_unit=other,
        island=island,
        agencies=here,
        other_agencies=there,
        coordinator=make_person(
            unit, Role.COORDINATOR, "hoa.dieuphoi", "Trần Thị Hòa", agency=culture, is_focal_point=True
        ),
        officer=make_person(unit, Role.OFFICER, "an.vhxh", "Nguyễn Văn An", agency=culture),
        centre_officer=make_person(unit, Role.OFFICER, "binh.hcc", "Lê Thanh Bình", agency=centre),
        head=make_person(
            unit, Role.AGENCY_HEAD, "dung.vhxh", "Phạm Quốc Dũng", agency=culture, title="Trưởng phòng"
        ),
        leader=make_person(
            unit, Role.LEADER, "lam.lanhdao", "Đỗ Hoàng Lâm", title="Chủ tịch Ủy ban nhân dân xã"
        ),
        one_stop=make_person(unit, Role.ONE_STOP, "mai.motcua", "Vũ Thị Mai", agency=centre),
        council=make_person(unit, Role.COUNCIL, "phuc.hoidong", "Bùi Đức Phúc"),
        other_coordinator=make_person(
            other, Role.COORDINATOR, "yen.donghai", "Hoàng Hải Yến", agency=there["culture_social"]
        ),
        other_officer=make_person(
            other, Role.OFFICER, "son.donghai", "Ngô Trường Sơn", agency=there["council_office"]
        ),
        city_admin=make_person(city, Role.CITY_ADMIN, "quantri.haiminh", "Đặng Thu Quỳnh"),
        appraiser=make_person(city, Role.APPRAISER, "thamdinh.haiminh", "Trịnh Công Thành"),
    )


@pytest.fixture
def now() -> datetime:
    """Wednesday 1 July 2026, nine in the morning in Hải Minh."""
    return NOW


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """`client_of(person)` is a browser in which the person has signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
