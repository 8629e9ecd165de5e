"""One of each thing of procedures, for the rights matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.cast import Cast
from tests.operations.procedures.factories import BIRTH, COPY, MARRIAGE, as_yaml, loaded, sent

PROCEDURE_ROWS = {
    "desk:procedure_import": "procedure_file",
    "oversight:procedure_import": "city_procedure_file",
}
CODES = {
    "desk:disclo": "law_7",
    "desk:proced": BIRTH["code"],
    "oversight:p": COPY["code"],
}  # by how the name of a page begins


class ProcedureSamples:
    """A procedure of the commune, and files that the commune and the city have not taken yet."""

    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        loaded(cast.unit, now, BIRTH, from_date=now.date())
        loaded(cast.city, now, COPY, from_date=now.date())
        self.procedure_file = sent(cast.unit, now, as_yaml(MARRIAGE), from_date=now.date())
        self.city_procedure_file = sent(cast.city, now, as_yaml(MARRIAGE), from_date=now.date())
