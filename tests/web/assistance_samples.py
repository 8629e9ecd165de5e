"""One of each thing of home service, of the roster and of the log, for the rights matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.cast import Cast
from tests.operations.assistance.factories import asked, done_visit, planned
from tests.operations.assistance.helping import called, helper, helping
from tests.programme.plans.factories import picture
from thanthien.operations.assistance.actions import receive_request
from thanthien.platform.files.actions import keep_upload

# Whose id `pk` is, by the longest beginning of the page's name.
ASSISTANCE_ROWS = {
    "desk:assist_request": "home_request",
    "desk:assist_round": "home_round",
    "desk:assist_visit": "open_visit",
    "desk:assist_visit_receipt": "done_visit",
    "desk:assist_visit_sign": "open_visit",
    "desk:assist_visit_photo": "done_visit",
    "desk:assist_shift": "help_shift",
    "desk:assist_volunteer": "volunteer",
    "desk:assist_support": "support_call",
}
ASSISTANCE_BODIES: dict[str, dict[str, str]] = {
    "desk:assist_request_move": {"move": "contact", "seen": "received"},
    "desk:assist_visit_order": {"to": "down"},
    "desk:assist_visit_move": {"move": "drop"},
    "desk:assist_volunteer_add": {"name": "Lan", "body": "youth", "agrees": "on"},
    "desk:assist_volunteer": {"name": "Lan", "body": "youth", "agrees": "on", "seen": "1"},
    "desk:assist_shift": {"came": "came"},
}


class AssistanceSamples:
    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        self.home_request = receive_request(
            at=now, unit=cast.unit, asked=asked(client_key="mau"), by=cast.coordinator
        )
        self.open_visit = planned(cast, now, "mau-2").visits.get()
        self.home_round = self.open_visit.round
        self.done_visit = done_visit(cast, now, "mau-3", photo=keep_upload(upload=picture(), at=now))
        self.volunteer = helper(cast, now)
        self.help_shift = helping(cast, self.volunteer, timezone.localdate(now), now)
        self.support_call = called(cast, now)
