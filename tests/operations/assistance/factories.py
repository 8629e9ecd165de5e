"""Requests, rounds and visits of `cast.unit` for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.cast import VIETNAM, Cast
from thanthien.operations.assistance.actions import Asked, move_request, receive_request
from thanthien.operations.assistance.models import HomeRequest, HomeRound, Visit
from thanthien.operations.assistance.visiting import ReceiptFields, RoundFields, move_visit, plan_round
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person

MORNING = datetime(2026, 7, 1, 9, 0, tzinfo=VIETNAM)  # a Wednesday
NAME, PHONE, ADDRESS = "Bùi Thị Nhàn", "0912 345 678", "Số 12, ngõ chùa"


def asked(**more: Any) -> Asked:
    first: dict[str, Any] = {
        "name": NAME, "phone": PHONE, "address": ADDRESS, "kind": HomeRequest.Kind.RECEIVE,
        "procedures": "Chứng thực giấy ủy quyền", "way": HomeRequest.Way.PHONE, "client_key": "mot",
        "cannot_travel": True, "agrees": True,
    }  # fmt: skip
    return Asked(**{**first, **more})


def received(cast: Cast, at: datetime = MORNING, *, by: Person | None = None, **more: Any) -> HomeRequest:
    return receive_request(at=at, unit=cast.unit, asked=asked(**more), by=by or cast.one_stop)


def moved(
    request: HomeRequest, actor: Person, move: str, text: str = "", at: datetime = MORNING
) -> HomeRequest:
    request.refresh_from_db()
    return move_request(actor=actor, at=at, request=request, move=move, seen=request.state, text=text)


def planned(cast: Cast, at: datetime, *keys: str) -> HomeRound:
    requests = [received(cast, at, client_key=key) for key in keys]
    fields = RoundFields(at.astimezone(VIETNAM).date(), cast.one_stop, cast.officer)
    return plan_round(actor=cast.one_stop, at=at, unit=cast.unit, fields=fields, requests=requests)


def done_visit(cast: Cast, at: datetime, key: str, *, photo: StoredFile | None = None) -> Visit:
    visit = planned(cast, at, key).visits.get()
    fields = ReceiptFields("Giấy ủy quyền, hai bản\nBản sao căn cước", NAME, "Vũ Thị Mai", photo)
    return move_visit(actor=cast.one_stop, at=at, visit=visit, move="done", receipt=fields)
