"""What citizens read on the portal, programs read by the API: every page that shows something has its twin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from thanthien.web.api.v1.api import api

# Page of the portal → the operation that gives the same. A new page that reads needs an address of its own in
# thanthien/web/api/v1, or is told below with the reason why it shows nothing that a program would read.
TWINS = {
    "home": "unit",
    "reports": "reports",
    "report": "report",
    "map": "report_figures",
    "search": "search",
    "procedures": "procedures",
    "procedure": "procedure",
    "ask": "ask",
    "follow": "follow",
    "send": "report_form",
    "surveys": "surveys",
    "survey": "survey",
    "disclosure": "disclosure",
    "disclosure_item": "publications",
    "publication": "publication",
    "publication_file": "publication",  # `file_url`
    "disclosure_feed": "publications",
    "disclosure_csv": "publications",
    "disclosure_json": "publications",
    "news": "news",
    "contacts": "contacts",
    "offline": "contacts",
    "schedule": "schedule",
    "calendar": "schedule",
    "online": "online",
}
NOTHING_TO_READ = {
    "guide": "how to use the pages themselves",
    "follow_form": "where a code is typed",
    "survey_thanks": "thanks",
    "rate": "where a counter is chosen to be rated by who stands at it",
    "rate_counter": "five faces to press; results of counters are not public",
    "rate_thanks": "thanks",
    "home_service": "a form with personal data and health, sent by people and followed by its code",
    "home_service_follow": "what became of it, for who has the code",
    "dialogues": "invitations to come and ask; what was promised is read one by one",
    "dialogue": "an invitation and a form; questions are shown masked, for people",
    "dialogue_question": "what became of a question, for who has the code",
    "dialogue_here": "where a phone at the door is counted once",
    "commitments": "promises to people, each followed on its page until it is settled",
    "commitment": "one promise and its steps",
    "party_schedule": "who goes where and when; the calendar of the unit is `schedule`",
    "reception": "who receives the people when; the calendar of the unit is `schedule`",
    "reception_book": "where a place of a day is taken",
    "reception_appointment": "an appointment, for whoever has its code",
    "queue": "where a number is taken; how many wait is another answer every minute",
    "queue_ticket": "a number, for the phone that took it",
    "queue_booking": "where a time is chosen",
    "queue_booked": "an appointment, for whoever made it",
    "premises": "what works at the headquarters this month, for who is about to come",
    "manifest": "how the page is installed on a phone",
    "worker": "what keeps pages on a phone",
}


def _pages(patterns: list[Any]) -> set[str]:
    found: set[str] = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            found |= _pages(one.url_patterns)
        elif isinstance(one, URLPattern) and "GET" in getattr(one.callback, "methods", ()):
            found.add(str(one.name))
    return found


def test_every_page_that_reads_has_a_twin() -> None:
    portal = get_resolver().namespace_dict["portal"][1]
    pages = _pages(portal.url_patterns)
    assert len(pages) > 15
    assert pages == {*TWINS, *NOTHING_TO_READ}, "a new page needs a twin: see TWINS in this file"


def test_every_twin_is_an_address() -> None:
    paths = api.get_openapi_schema()["paths"]
    told = {one["operationId"] for operations in paths.values() for one in operations.values()}
    assert set(TWINS.values()) <= told
