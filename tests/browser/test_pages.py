"""Every page, on a phone and on a desk: no sideways scrolling, one heading, nothing axe finds wrong, no error.

Pages without a row in their address are found by walking the addresses, so a new one is looked at the
moment it exists. For a page about a row, `FOLLOWED` says where a person of the demo comes to it from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

import pytest
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS
from tests.browser.looks import looks_right
from tests.web.test_rights import FOUND, Found
from thanthien.workflows.demo.build import demo_year
from thanthien.workflows.demo.rounds import OPENED

pytestmark = pytest.mark.browser

COORDINATOR, CITY, CHAIR = "dieuphoi.thanhbinh", "quantri.tp", "thamdinh.tp"
MEMBER = "hoidong.donghai"  # of the council that appraises the first commune
DESK, OVERSIGHT = "/desk/HM01/", "/city/HM/"
PORTALS = ("portal", "portal_en")

# What the coordinator and the city's manager may not open, and who of the demo may.
OTHERS = {"desk:appraisals": "hoidong.thanhbinh", "desk:feedback_protected": "chutich.thanhbinh"}
# Addresses without a row that answer with no page.
NO_PAGES = {
    "desk:proofs", "desk:capture_state", "desk:capture_worker", "desk:impediments_file", "desk:budget_download",
    "desk:audit_file", "oversight:audit_file", "desk:poster_file", "desk:duty_file", "oversight:holidays_progress",
    "portal:disclosure_feed", "portal:disclosure_csv", "portal:disclosure_json", "portal:calendar", "portal:manifest",
    "portal:worker", "desk:rating_export", "desk:procedure_sheet", "desk:assist_month_file", "desk:queue_waiting",
    "desk:checklist_state", "desk:checklist_worker", "desk:reception_schedule_file", "desk:conduct_checks_file",
    "desk:conduct_trainings_file",
    "desk:poster_banner", "desk:outreach_log_schedule", "desk:letters_export",
    "desk:figures_import_template",
}  # fmt: skip
# A page about a row → where its first link is.
FOLLOWED = {
    "desk:task": "tasks/",
    "desk:task_edit": "tasks/ → desk:task",
    "desk:proof_period": "proofs/calendar/",
    "desk:proof_renew": "proofs/checks/",
    "desk:proof_tie": "tasks/?state=accepted → desk:task",
    "desk:plan": "plans/",
    "desk:steering_edit": "steering/",
    "desk:steering_member_add": "steering/",
    "desk:steering_member": "steering/",
    "desk:unit_report": "unit-reports/",
    "desk:inspection": "inspections/",
    "desk:inspection_edit": "inspections/ → desk:inspection",
    "desk:inspection_finding": "inspections/ → desk:inspection",
    "desk:impediment": "impediments/",
    "desk:letter_box": "letter-boxes/",
    "desk:letter_box_edit": "letter-boxes/ → desk:letter_box",
    "desk:letter_box_open": "letter-boxes/ → desk:letter_box",
    "desk:reception_day": "reception/",
    "desk:letter_opening": "letter-boxes/ → desk:letter_box",
    "desk:relay_week": "relay/",
    "desk:disclosure_item": "disclosure/",
    "desk:disclosure_item_set": "disclosure/ → desk:disclosure_item",
    "desk:disclosure_publication": "disclosure/",
    "desk:disclosure_edit": "disclosure/items/law_12/ → desk:disclosure_publication",
    "desk:disclosure_post": "disclosure/items/law_7/ → desk:disclosure_publication",
    "desk:disclosure_version": "disclosure/items/law_7/ → desk:disclosure_publication",
    "desk:disclosure_posting_end": "disclosure/items/law_7/ → desk:disclosure_publication",
    "desk:disclosure_posting_proof": "disclosure/items/law_7/ → desk:disclosure_publication",
    "desk:disclosure_contact_change": "disclosure/contacts/",
    "desk:disclosure_quarter": "disclosure/quarters/",
    "desk:score_criterion": "score/",
    "desk:forecast_measure": "forecast/",
    "desk:figure": "figures/",
    "desk:figures_import": "figures/month/import/",
    "desk:figures_import_columns": "figures/month/import/ → desk:figures_import",
    "desk:figure_records": "figures/weekly_relay/",
    "desk:document": "documents/",
    "desk:document_template": "documents/ → desk:document",
    "desk:paper": "documents/",
    "desk:budget_item": "budget/",
    "desk:budget_amount_add": "budget/ → desk:budget_item",
    "desk:merit_commendation": "merit/",
    "desk:merit_notice": "merit/",
    "desk:practice": "practices/",
    "desk:index_record": "indices/",
    "desk:review": "reviews/",
    "desk:review_edit": "reviews/ → desk:review",
    "desk:review_lesson_add": "reviews/ → desk:review",
    "desk:review_document_add": "reviews/ → desk:review",
    "desk:rating_counter": "ratings/counters/",
    "desk:procedure": "procedures/",
    "desk:procedure_words": "procedures/ → desk:procedure",
    "desk:procedure_edition": "procedures/ → desk:procedure",
    "desk:procedure_edit": "procedures/ → desk:procedure",
    "oversight:procedure_edit": "procedures/",
    "oversight:procedure_end": "procedures/ → oversight:procedure_edit",
    "desk:rating_device": "ratings/",
    "desk:survey": "surveys/",
    "desk:survey_links": "surveys/ → desk:survey",
    "desk:survey_paper": "surveys/ → desk:survey",
    "desk:survey_comments": "surveys/ → desk:survey",
    "desk:survey_follow_up_add": "surveys/ → desk:survey",
    "desk:survey_form": "surveys/",
    "desk:survey_form_compare": "surveys/ → desk:survey_form",
    "desk:survey_form_preview": "surveys/ → desk:survey_form",
    "desk:people_person": "people/",
    "desk:people_agency": "agencies/",
    "oversight:criteria_table": "criteria/",
    "oversight:people_person": "people/",
    "oversight:practice": "practices/",
    "oversight:round": "rounds/",
    "oversight:council": "councils/",
}
# Who opens what else; the name of a page after "→" is followed from there.
MORE: dict[str, list[str]] = {
    "": [
        "/", "/accounts/login/", "/api/docs/", "/HM01/public/ → portal:publication",
        "/HM01/public/ → portal:disclosure_item", "/HM01/public/?for=business",
        "/HM01/procedures/?q=khai+sinh → portal:procedure", "/HM01/procedures/?q=khai+sinh → portal:procedure → ?size=",
        "/HM01/en/procedures/?q=khai+sinh → portal_en:procedure", "/HM01/ask/?q=lam+khai+sinh+cho+con",
        "/HM01/ask/?q=dang+ky", "/HM01/ask/?q=nhap+quoc+tich", "/HM01/ask/?q=tom+hum",
        "/HM01/rate/ → portal:rate_counter", "/HM01/en/rate/ → portal_en:rate_counter",
        "/kiosk/pair/", "/HM01/en/public/ → portal_en:publication", "/HM02/public/",
    ],
    COORDINATOR: [
        f"{DESK}procedures/ask/?q=khai+sinh",
        f"{DESK}proofs/calendar/?weeks=2", "/accounts/password/change/", "/accounts/2fa/", "/accounts/notices/",
    ],
    "dieuphoi.honngoc": [
        "/desk/HM03/", "/desk/HM03/plans/ → desk:plan_reading",
        "/desk/HM03/plans/ → desk:plan_reading → ?edit=",
        "/desk/HM03/plans/ → desk:plan_reading → desk:plan_reading_accept",
        "/desk/HM03/plans/ → desk:plan_reading → desk:plan_reading_document", "/desk/HM03/score/", "/desk/HM03/report/",
        "/desk/HM03/budget/", "/desk/HM03/practices/ → desk:practice_shared", "/desk/HM03/round/",
        "/desk/HM03/round/points/ → desk:round_point",
    ],
    "chutich.thanhbinh": [
        DESK, f"{DESK}round/", f"{DESK}documents/ → desk:paper", f"{DESK}reception/book/new/",
        f"{DESK}reception/book/ → desk:reception_entry",
        f"{DESK}reception/book/ → desk:reception_entry → desk:reception_entry_correct",
    ],
    "motcua.thanhbinh": [
        DESK, f"{DESK}ratings/", f"{DESK}ratings/counters/", f"{DESK}my-work/",
        f"{DESK}tasks/?q=niem+yet+tai+trung+tam → desk:task → desk:task_proof",
    ],
    "dieuphoi.donghai": [
        "/desk/HM02/round/", "/desk/HM02/budget/ → desk:budget_item → desk:budget_edit",
        "/desk/HM02/practices/ → desk:practice → desk:practice_edit",
        "/desk/HM02/surveys/ → desk:survey_draft",
        "/desk/HM02/surveys/ → desk:survey_draft → desk:survey_draft_head",
        "/desk/HM02/surveys/ → desk:survey_draft → desk:survey_draft_block",
        "/desk/HM02/surveys/ → desk:survey_draft → desk:survey_draft_question",
    ],
    CHAIR: [
        f"{OVERSIGHT}rounds/ → oversight:round",
        f"{OVERSIGHT}rounds/ → oversight:round → oversight:round_sample",
        f"{OVERSIGHT}rounds/ → oversight:round → oversight:round_sample → oversight:round_sheet",
        f"{OVERSIGHT}rounds/ → oversight:round → oversight:round_points",
    ],
    # The secretary has handed in: the own sheet as it was kept, and the points of the others.
    CITY: [
        DESK, f"{OVERSIGHT}rounds/ → oversight:round → oversight:round_points",
        f"{OVERSIGHT}rounds/ → oversight:round → oversight:round_points → oversight:round_sheet",
    ],
    MEMBER: [
        "/desk/HM02/appraisals/", "/desk/HM02/appraisals/ → desk:appraisal",
        "/desk/HM02/appraisals/ → desk:appraisal → desk:appraisal_sample",
        "/desk/HM02/appraisals/ → desk:appraisal → desk:appraisal_points",
    ],
}  # fmt: skip
# Reached by a link only once the demo's year has come to the appraisal; before there is no such row.
LATE = ("oversight:round", "oversight:council", "desk:appraisal")


def _about_no_row() -> list[Found]:
    return [
        found
        for found in FOUND
        if found.page and "GET" in found.page.methods
        and set(found.arguments) == {"unit_code"} and found.name not in NO_PAGES
    ]  # fmt: skip


def _citizens_pages(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """Names of the portal's pages that need no row, in both languages."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _citizens_pages(pattern.url_patterns, pattern.namespace or namespace)
        elif namespace in PORTALS and not pattern.pattern.converters:
            name = f"{namespace}:{pattern.name}"
            is_read = "GET" in getattr(pattern.callback, "methods", ())
            if is_read and f"portal:{pattern.name}" not in NO_PAGES:
                yield name


def _cases() -> list[tuple[str, str]]:
    """(who, where) of everything that is looked at."""
    citizens = [("", f"@{name}") for name in _citizens_pages(get_resolver().url_patterns)]
    cases = citizens + [(OTHERS.get(f.name, _manager(f.name)), f"@{f.name}") for f in _about_no_row()]
    cases += [(_manager(name), f"{_home(name)}{way} → {name}") for name, way in FOLLOWED.items()]
    return cases + [(user, way) for user, ways in MORE.items() for way in ways]


def _manager(name: str) -> str:
    return COORDINATOR if name.startswith("desk:") else CITY


def _home(name: str) -> str:
    if name.startswith(PORTALS):
        return "/portal/HM01/"
    return DESK if name.startswith("desk:") else OVERSIGHT


def go(page: Page, way: str) -> None:
    """Open a page the way a person comes to it: `@` and a name, or an address and the names of links.

    A link to the page itself is named by the beginning of its query.
    """
    start, *names = way.split(" → ")
    if start.startswith("@"):
        start = reverse(start[1:], kwargs={"unit_code": _home(start[1:]).split("/")[2]})
    _open(page, start)
    for name in names:
        links = page.locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        found = next((link for link in links if (_name(link) or link[: len(name)]) == name), None)
        assert found, f"{page.url} has no link to {name}: tell FOLLOWED where one is"
        _open(page, urljoin(page.url, found))


def _open(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address}: {answer.status}"


def _name(link: str) -> str:
    try:
        return resolve(link.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return ""


@pytest.mark.parametrize(("user", "way"), [pytest.param(*case, id=" ".join(case)) for case in _cases()])
def test_page(walk_as: Callable[[str], Page], user: str, way: str) -> None:
    if any(name.startswith(LATE) for name in way.split(" → ")[1:]) and not _is_appraising(date.today()):
        pytest.skip("the demo's year has not come to the appraisal yet")
    page = walk_as(user)
    go(page, way)
    looks_right(page, *WIDTHS.values())


def _is_appraising(today: date) -> bool:
    year = demo_year(today)
    return today >= OPENED.replace(year=year)
