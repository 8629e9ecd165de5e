"""The rights matrix: every page, every role, own unit and others, against the table of grants.

Pages are found by walking the addresses of the desk and of oversight, so a new page is covered the
moment it exists. What the table says is worked out here anew, from GRANTS alone. Every request is
rolled back, so that none prepares the ground for the next.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import Cast
from tests.web.rights_samples import Samples
from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import CITY_ROLES, GRANTS, GRANTS_BELOW, LOCAL_ROLES, Action, Role
from thanthien.platform.units.models import Unit
from thanthien.web.pages import Page

pytestmark = pytest.mark.once
SURFACES = ("desk", "oversight")
# Roles that a page's action lets in and the thing itself refuses: only heads and managers name an
# officer, and people of another agency do not move the part of Phòng Văn hóa - Xã hội.
NARROWED_INSIDE = {
    "desk:task_assign": frozenset({Role.OFFICER, Role.ONE_STOP}),
    "desk:task_take": frozenset({Role.ONE_STOP}),
    "desk:task_move": frozenset({Role.ONE_STOP}),
    "desk:inspection_move": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.ONE_STOP}),
    "desk:finding": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.ONE_STOP}),
    "desk:chase_answer": frozenset({Role.LEADER, Role.ONE_STOP}),
    "desk:unit_report_hand_in": frozenset({Role.LEADER, Role.ONE_STOP}),
    # who typed a report in may read it; the people of the agency that has it work on it
    "desk:feedback_work": frozenset({Role.ONE_STOP}),
    # the clerk at the counter owns no commitment of Phòng Văn hóa - Xã hội; managers decide on questions
    "desk:commitment_move": frozenset({Role.ONE_STOP}),
    "desk:dialogue_question": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.ONE_STOP}),
    # who entered it, and who manages
    "desk:outreach_activity_withdraw": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.ONE_STOP}),
    # the relayer, and who manages the channels
    "desk:relay_week": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.ONE_STOP}),
    # an office's number is taken out by those who manage the list
    "desk:disclosure_contact_end": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.ONE_STOP}),
    # of the heads, that of the one-stop centre looks after counters and tablets
    "desk:queue_service_new": frozenset({Role.AGENCY_HEAD}),
    "desk:queue_service": frozenset({Role.AGENCY_HEAD}),
    "desk:queue_rules": frozenset({Role.AGENCY_HEAD}),
    "desk:queue_slot_new": frozenset({Role.AGENCY_HEAD}),
    "desk:queue_screen_new": frozenset({Role.AGENCY_HEAD}),
    "desk:queue_screen": frozenset({Role.AGENCY_HEAD}),
    "desk:queue_screen_revoke": frozenset({Role.AGENCY_HEAD}),
    # whoever works with the queue: the people of the centre, and whoever sits at a counter
    "desk:queue_do": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:queue_sit": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:queue_come": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:queue_take": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:queue_screen_paper": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:rating_counter_new": frozenset({Role.AGENCY_HEAD}),
    "desk:rating_counter": frozenset({Role.AGENCY_HEAD}),
    "desk:rating_device": frozenset({Role.AGENCY_HEAD}),
    "desk:rating_device_new": frozenset({Role.AGENCY_HEAD}),
    "desk:rating_device_revoke": frozenset({Role.AGENCY_HEAD}),
    "desk:rating_handle": frozenset({Role.AGENCY_HEAD}),
    "desk:rating_terms": frozenset({Role.AGENCY_HEAD}),
    # and the list of the start of the day
    "desk:checklist_begin": frozenset({Role.AGENCY_HEAD}),
    "desk:checklist_rule": frozenset({Role.AGENCY_HEAD}),
    "desk:checklist_item": frozenset({Role.AGENCY_HEAD}),
    "desk:checklist_item_add": frozenset({Role.AGENCY_HEAD}),
    "desk:checklist_item_end": frozenset({Role.AGENCY_HEAD}),
    **dict.fromkeys(
        (
            "desk:premises_begin",
            "desk:premises_place_add",
            "desk:premises_place_edit",
            "desk:premises_place_end",
            "desk:premises_rhythm",
        ),
        frozenset({Role.AGENCY_HEAD}),
    ),
    # the centre's people serve at home; the officer goes on the sample round
    "desk:assist_request_move": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:assist_request_except": frozenset({Role.AGENCY_HEAD}),
    "desk:assist_messages": frozenset(set(Role) - {Role.COORDINATOR, Role.LEADER}),
    "desk:assist_round_add": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:assist_visit_order": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:assist_visit_move": frozenset({Role.AGENCY_HEAD}),
    "desk:assist_visit_sign": frozenset({Role.AGENCY_HEAD}),
    # of the heads, that of the one-stop centre keeps cases
    **dict.fromkeys(
        (
            "desk:case_new",
            "desk:case_edit",
            "desk:case_date",
            "desk:case_date_all",
            "desk:case_imports",
            "desk:case_import_columns",
            "desk:case_import_apply",
            "desk:case_import_drop",
            "desk:case_apology_send",
            "desk:case_fast_day_new",
            "desk:case_fast_day_end",
        ),
        frozenset({Role.AGENCY_HEAD}),
    ),
    # the leaders and who was appointed keep the book; the officer is
    **dict.fromkeys(
        (
            "desk:reception_day_hold",
            "desk:reception_day_conclude",
            "desk:reception_book_word",
            "desk:reception_book_pdf",
            "desk:reception_book_excel",
            "desk:reception_entry_add",
            "desk:reception_entry_move",
            "desk:reception_entry_notice",
            "desk:reception_refusal_word",
            "desk:reception_refusal_pdf",
            "desk:reception_conclusion_finish",
            "desk:reception_entry_correct",
            "desk:reception_book_close",
            "desk:reception_appointment_cancel",
        ),
        frozenset({Role.AGENCY_HEAD, Role.COORDINATOR, Role.ONE_STOP}),
    ),
    "desk:reception_entry_look": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.COORDINATOR, Role.ONE_STOP}),
    # switched by whoever heads the centre
    "desk:case_messages": frozenset({Role.AGENCY_HEAD, Role.ONE_STOP}),
    "desk:assist_roster_plan": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:assist_shift": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:assist_shift_cancel": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:assist_volunteer": frozenset({Role.AGENCY_HEAD}),
    "desk:assist_volunteer_add": frozenset({Role.AGENCY_HEAD}),
    "desk:assist_volunteer_end": frozenset({Role.AGENCY_HEAD}),
    # the economy division and the coordinator keep the books; others change the items they drafted
    "desk:budget_edit": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:budget_move": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:budget_amount_add": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:budget_amount_cancel": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    # only the agency that a notice names answers it; only the writer or a manager submits a practice
    "desk:merit_notice_reply": frozenset({Role.ONE_STOP}),
    "desk:review_lesson_finish": frozenset({Role.ONE_STOP}),
    # an agency's review is written by its own head; of the heads, none of the sample's; who attended: managers
    "desk:conduct_review_write": frozenset({Role.AGENCY_HEAD}),
    "desk:conduct_training": frozenset({Role.OFFICER, Role.ONE_STOP, Role.AGENCY_HEAD}),
    "desk:conduct_breach_move": frozenset({Role.AGENCY_HEAD}),
    # the clerks of the office that registers documents, the coordinator and the leaders give numbers
    "desk:paper_number": frozenset({Role.OFFICER, Role.AGENCY_HEAD}),
    "desk:practice_submit": frozenset({Role.OFFICER, Role.AGENCY_HEAD, Role.ONE_STOP}),
}
# A breach is not there for who may not read it, whatever the page's action grants.
HIDDEN_INSIDE = dict.fromkeys(
    ("desk:conduct_breach", "desk:conduct_breach_move"), frozenset({Role.OFFICER, Role.ONE_STOP})
)
# Address arguments that name no row of a unit: a measure, a node of a criteria set, a form of file, a page.
NOT_THINGS = {"year", "period", "code", "key", "form", "number", "kind"}


@dataclass(frozen=True, slots=True)
class Found:
    name: str  # with its namespace, e.g. `desk:task`
    arguments: tuple[str, ...]
    page: Page | None

    @property
    def is_local(self) -> bool:
        return self.name.startswith("desk:")

    @property
    def things(self) -> set[str]:
        return set(self.arguments) - {"unit_code", *NOT_THINGS}

    def address(self, unit: Unit, samples: Samples) -> str:
        values: dict[str, Any] = {"unit_code": unit.code}
        for argument in set(self.arguments) - {"unit_code"}:
            values[argument] = samples.value(self.name, argument)
            assert values[argument] is not None, (
                f"{self.name} has the address argument “{argument}”, unknown to this test: "
                "tell tests/web/rights_samples.py what to put there."
            )
        return reverse(self.name, kwargs=values)


def _walk(patterns: list[Any], namespace: str, arguments: tuple[str, ...]) -> Iterator[Found]:
    for pattern in patterns:
        names = (*arguments, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, namespace or pattern.namespace or "", names)
        elif isinstance(pattern, URLPattern) and namespace in SURFACES:
            yield Found(f"{namespace}:{pattern.name}", names, getattr(pattern.callback, "page", None))


FOUND = list(_walk(get_resolver().url_patterns, "", ()))
PAGES = [(found, found.page) for found in FOUND if found.page is not None]


def granted(role: Role, action: Action, *, below: bool) -> bool:
    return role in (GRANTS_BELOW.get(action, frozenset()) if below else GRANTS[action])


class WriteWatch:
    """Notes every INSERT, UPDATE and DELETE on a table of the product (sessions are not the product's)."""

    def __init__(self) -> None:
        rooms = [model for model in apps.get_models() if model.__module__.startswith("thanthien.")]
        tables = "|".join(re.escape(model._meta.db_table) for model in rooms)
        self._write = re.compile(rf'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?:{tables})"?\b')
        self.writes: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self._write.match(sql):
            self.writes.append(sql[:80])
        return execute(sql, params, many, context)


def ask(browser: Client, method: str, address: str, body: dict[str, str] | None = None) -> tuple[int, bool]:
    """(status, whether anything was written); what the request did is undone."""
    browser.raise_request_exception = False
    watch = WriteWatch()
    with transaction.atomic(), connection.execute_wrapper(watch):
        form = urlencode(body or {})
        answer = browser.generic(method, address, form, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer.status_code, bool(watch.writes)


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A thousand refusals on purpose need no log."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.fixture
def samples(cast: Cast) -> Samples:
    return Samples(cast)


def test_every_address_of_the_surfaces_names_the_action_that_opens_it() -> None:
    assert len(PAGES) > 20
    unguarded = [found.name for found in FOUND if found.page is None]
    assert unguarded == [], "decorate these views with @unit_page(Action.…)"


def test_every_action_of_the_table_opens_a_page() -> None:
    assert {page.action for _, page in PAGES} == set(Action)


def test_the_table_is_whole() -> None:
    assert set(GRANTS) == set(Action)
    assert all(GRANTS.values())
    assert set(GRANTS_BELOW) <= set(Action)
    for action, roles in GRANTS_BELOW.items():
        assert roles <= CITY_ROLES, f"{action}: only a city stands above other units"


def test_a_stranger_is_asked_to_sign_in_everywhere(cast: Cast, samples: Samples, client: Client) -> None:
    watch = WriteWatch()
    with connection.execute_wrapper(watch):
        for found, page in PAGES:
            address = found.address(cast.unit if found.is_local else cast.city, samples)
            for method in page.methods:
                answer = client.generic(method, address)
                assert answer.status_code == 302, f"{method} {found.name}"
                assert answer["Location"].startswith("/accounts/login/?next=")
    assert watch.writes == []


def test_the_watch_sees_writes(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    address = f"/desk/{cast.unit.code}/agencies/{cast.economy.pk}/retire/"
    assert ask(client_of(cast.coordinator), "POST", address) == (302, True)
    cast.economy.refresh_from_db()
    assert cast.economy.is_active


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_grants_and_nothing_else(
    role: Role, cast: Cast, samples: Samples, client_of: Callable[[Person], Client]
) -> None:
    """In the own unit, and for the city's people in the unit below."""
    browser = client_of(cast.by_role()[role])
    wrong = []
    for found, page in PAGES:
        address = found.address(cast.unit if found.is_local else cast.city, samples)
        may = granted(role, page.action, below=found.is_local and role in CITY_ROLES)
        if not found.is_local and role in LOCAL_ROLES:
            may, refusal = False, 404  # people of a commune do not know the city's pages
        else:
            refusal = 403
        for method in ("GET", "POST"):
            status, wrote = ask(browser, method, address, samples.body(found.name))
            if method not in page.methods:
                right = status == 405 and not wrote
            elif not may:
                right = status == refusal and not wrote
            elif role in HIDDEN_INSIDE.get(found.name, frozenset()):
                right = status == 404 and not wrote
            elif method == "GET":
                right = status in {200, 204, 302} and not wrote
            else:
                narrowed = role in NARROWED_INSIDE.get(found.name, frozenset())
                right = (
                    (status == 403 and not wrote) if narrowed else status in {200, 204, 302, 400, 409, 422}
                )
            if not right:
                wrong.append(f"{method} {found.name} ({page.action}): {status}{', wrote' if wrote else ''}")
    assert not wrong, "\n".join(wrong)


def test_a_commune_is_not_there_for_the_people_of_another(
    cast: Cast, samples: Samples, client_of: Callable[[Person], Client]
) -> None:
    """Neither its pages, nor its things under the address of one's own commune."""
    browser = client_of(cast.other_coordinator)
    wrong = []
    for found, page in PAGES:
        for method in page.methods:
            addresses = [found.address(cast.unit if found.is_local else cast.city, samples)]
            if found.is_local and found.things and granted(Role.COORDINATOR, page.action, below=False):
                addresses.append(found.address(cast.other_unit, samples))
            for address in addresses:
                status, wrote = ask(browser, method, address)
                if status != 404 or wrote:
                    wrong.append(f"{method} {address} ({found.name}): {status}{', wrote' if wrote else ''}")
    assert not wrong, "\n".join(wrong)


def test_the_surfaces_keep_to_their_kind_of_unit(
    cast: Cast, samples: Samples, client_of: Callable[[Person], Client]
) -> None:
    """The desk opens no city, oversight no commune, not even for those who know of it."""
    for person in (cast.city_admin, cast.coordinator):
        browser = client_of(person)
        for found, page in PAGES:
            address = found.address(cast.city if found.is_local else cast.unit, samples)
            status, wrote = ask(browser, page.methods[0], address)
            assert (status, wrote) == (404, False), f"{found.name} for {person}"
