"""What the room of conduct knows about a name, for those who are about to thank, praise or commend somebody."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from thanthien.operations.conduct.queries import under_discipline
from thanthien.platform.units.models import Unit


def discipline_of(unit: Unit, name: str) -> Sequence[str]:
    """A sentence where somebody of that name stands under discipline today; never why."""
    found = under_discipline(unit, name, timezone.localdate())
    if found is None:
        return ()
    if found.is_sure:
        return (f"{name} đang trong thời gian bị kỷ luật.",)
    return (f"Trong đơn vị có người tên {name} đang trong thời gian bị kỷ luật.",)
