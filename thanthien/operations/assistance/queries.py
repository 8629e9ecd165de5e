"""Reads of home service. All start from a unit; who a person is passes through `standing.sees`."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from thanthien.lib.vietnamese import sort_key
from thanthien.operations.assistance.models import HomeRequest, HomeRound, HomeStep, Receipt, Visit
from thanthien.operations.assistance.states import OPEN, OPEN_VISITS
from thanthien.platform.units.models import Unit

State = HomeRequest.State


def _whole(rows: QuerySet[HomeRequest]) -> QuerySet[HomeRequest]:
    visits = Visit.objects.select_related("round__lead", "round__second", "receipt").order_by("pk")
    return rows.select_related("unit__parent", "neighbourhood", "recipient", "received_by").prefetch_related(
        Prefetch("visits", queryset=visits)
    )


def requests_of(unit: Unit, state: str = "open", today: date | None = None) -> QuerySet[HomeRequest]:
    """ "open", "late", "all" or the code of a state; the first due first while open, else the newest."""
    rows = HomeRequest.objects.filter(unit=unit)
    if state == "open":
        rows = rows.filter(state__in=OPEN).order_by("contact_by_date", "pk")
    elif state == "late" and today is not None:
        rows = rows.filter(late(today)).order_by("contact_by_date", "pk")
    elif state in State.values:
        rows = rows.filter(state=state)
    return _whole(rows)


def late(today: date) -> Q:
    """Not called by the day, or not served by the other."""
    silent = Q(state=State.RECEIVED, contact_by_date__lt=today)
    return silent | Q(state__in=OPEN, serve_by_date__lt=today)


def is_late(request: HomeRequest, today: date) -> bool:
    if request.state == State.RECEIVED and request.contact_by_date < today:
        return True
    return request.state in OPEN and request.serve_by_date < today


def request_counts(unit: Unit, today: date) -> dict[str, int]:
    """One query."""
    return HomeRequest.objects.filter(unit=unit).aggregate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=late(today)),
        served=Count("pk", filter=Q(state=State.SERVED)),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        all=Count("pk"),
    )


def request_of_unit(unit: Unit, pk: int) -> HomeRequest | None:
    steps = HomeStep.objects.select_related("by").order_by("pk")
    rows = _whole(HomeRequest.objects.filter(unit=unit, pk=pk))
    return rows.prefetch_related(Prefetch("steps", queryset=steps), "consents").first()


def request_by_code(unit: Unit, code: str) -> HomeRequest | None:
    """What the person follows. Nothing of the recipient is read."""
    if not code:
        return None
    rows = HomeRequest.objects.filter(unit=unit, code=code).select_related("unit", "neighbourhood")
    return rows.prefetch_related("steps").first()


def ready_to_plan(unit: Unit) -> list[HomeRequest]:
    """Requests that may be served and have no visit: by neighbourhood, the longest waiting first."""
    rows = _whole(HomeRequest.objects.filter(unit=unit, state__in=(State.RECEIVED, State.CONTACTED)))
    return [one for one in in_route_order(rows) if one.may_be_served]


def in_route_order(requests: QuerySet[HomeRequest] | list[HomeRequest]) -> list[HomeRequest]:
    """One neighbourhood after the other, in each the longest waiting first; without one last."""

    def place(one: HomeRequest) -> tuple[bool, str]:
        return one.neighbourhood is None, sort_key(str(one.neighbourhood or ""))

    return sorted(requests, key=lambda one: (*place(one), one.received_at, one.pk))


def rounds_of(unit: Unit) -> QuerySet[HomeRound]:
    left = Q(visits__state__in=OPEN_VISITS)
    served = Q(visits__state=Visit.State.DONE)
    whole = ~Q(visits__state=Visit.State.DROPPED)
    return (
        HomeRound.objects.filter(unit=unit)
        .select_related("lead", "second")
        .annotate(
            houses=Count("visits", filter=whole & Q(visits__isnull=False)),
            done=Count("visits", filter=served),
            left=Count("visits", filter=left),
        )
    )


def round_of_unit(unit: Unit, pk: int) -> HomeRound | None:
    visits = (
        Visit.objects.exclude(state=Visit.State.DROPPED)
        .select_related("request__recipient", "request__neighbourhood", "request__unit", "receipt")
        .order_by("position", "pk")
    )
    rows = HomeRound.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "lead", "second")
    return rows.prefetch_related(Prefetch("visits", queryset=visits)).first()


def visit_of_unit(unit: Unit, pk: int) -> Visit | None:
    rows = Visit.objects.filter(round__unit=unit, pk=pk)
    return rows.select_related(
        "round__unit__parent", "round__lead", "round__second", "request__recipient", "request__neighbourhood",
        "request__unit", "receipt__photo",
    ).first()  # fmt: skip


def receipt_of_unit(unit: Unit, visit_pk: int) -> Receipt | None:
    rows = Receipt.objects.filter(unit=unit, visit_id=visit_pk)
    return rows.select_related(
        "visit__request__recipient", "visit__request__neighbourhood", "visit__round", "photo", "unit__parent", "by"
    ).first()  # fmt: skip


def others_of_person(request: HomeRequest) -> list[HomeRequest]:
    """Other open requests with the same telephone: one visit may serve both."""
    phone = _digits(request.recipient.phone)
    if not phone:
        return []
    rows = requests_of(request.unit, "open").exclude(pk=request.pk)
    return [one for one in rows[:500] if _digits(one.recipient.phone) == phone]


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())
