"""One of each thing of ratings, for the rights matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.cast import Cast
from tests.operations.ratings.factories import counter, given, tablet
from thanthien.operations.ratings.giving import rate_on_device

RATING_ROWS = {
    "desk:rating_counter": "counter",
    "desk:rating_sit": "counter",
    "desk:rating_device": "tablet",
}


class RatingSamples:
    """A counter with a paired tablet, and a low mark that nobody has looked into."""

    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        self.counter = counter(cast, now)
        self.tablet, token = tablet(self.counter, now)
        self.low_mark = rate_on_device(at=now, token=token, given=given(self.tablet, 1))
