"""Programs send a report for a citizen: the form's own rules, the intake that every channel has, files by content."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import File, Form, Status
from ninja.files import UploadedFile as SentFile

from thanthien.operations.feedback.emergencies import emergencies_in
from thanthien.operations.feedback.intake import CannotReceive, Incoming, Received
from thanthien.operations.feedback.models import Channel, Path
from thanthien.operations.feedback.public_ids import public_id
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.keys.models import Key, Scope
from thanthien.platform.units.models import Unit
from thanthien.web.api.door import ProgramRequest
from thanthien.web.api.keyed import require_scope
from thanthien.web.api.problems import Problem, said
from thanthien.web.api.v1.asking import answers, place_named, unit_of
from thanthien.web.api.v1.keys import key_in_header
from thanthien.web.api.v1.reports import emergency, router
from thanthien.web.api.v1.shapes import ReceivedOut, ReportIn, ReportJson
from thanthien.web.sent_report import contact_of, read_typed, wrong_with
from thanthien.workflows.programs import send_by_key

_BROKEN = "Có tệp bị hỏng hoặc chưa tải lên trọn vẹn. Ông/bà chọn lại tệp, hoặc gửi không kèm tệp."
_ANSWERS = {**answers(ReceivedOut, 400, 403, 409, 413, status=201), 200: ReceivedOut}


@router.post(
    "/units/{code}/reports", response=_ANSWERS, operation_id="send_report", auth=key_in_header,
    summary="Send a report", tags=["sending"],
)  # fmt: skip
def send(request: HttpRequest, code: str, body: ReportJson) -> Any:
    """A report for a citizen, without files. Scope `send`. 201 for a new one, 200 for one that had come in before."""
    return _received(request, unit_of(code), body, [])


@router.post(
    "/units/{code}/reports-with-files", response=_ANSWERS, operation_id="send_report_with_files",
    auth=key_in_header, summary="Send a report with files",
    tags=["sending"],
)  # fmt: skip
def send_with_files(
    request: HttpRequest,
    code: str,
    body: Form[ReportIn],
    files: Annotated[list[SentFile], File([])],
) -> Any:
    """The same with pictures (JPG, PNG, WebP) or PDF, told by their content. Scope `send`."""
    return _received(request, unit_of(code), body, [one for one in files if one.size])


def _received(request: HttpRequest, unit: Unit, body: ReportIn, files: list[UploadedFile[Any]]) -> Any:
    key = require_scope(cast(ProgramRequest, request).key, Scope.SEND, unit)
    try:
        received = take(key, typed_of(body), client_key=body.client_key, path=body.path, files=files,
                        neighbourhood=body.neighbourhood, language=body.language)  # fmt: skip
    except Refused as refused:
        return refused.answer
    return Status(201 if received.is_new else 200, _told(request, received))


class Refused(Exception):
    """What was sent does not hold: `errors` are (field, what is wrong)."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(errors[0][1])
        self.errors = errors

    @property
    def answer(self) -> HttpResponse:
        return said("invalid", self.errors[0][1], errors=self.errors)


def typed_of(body: ReportIn) -> dict[str, Any]:
    """What the form on the unit's page would have sent."""
    return body.model_dump(exclude={"client_key", "path", "language", "neighbourhood"})


def take(
    key: Key,
    sent: dict[str, Any],
    *,
    client_key: str,
    path: str,
    files: list[UploadedFile[Any]],
    neighbourhood: str,
    language: str = "vi",
) -> Received:
    """Check and keep a report as the page does; `sent` are fields of the form. Raises Refused, Problem."""
    unit = key.unit
    if unit.successor is not None:
        words = f"{unit.heading} đã nhập vào {unit.successor.full_name}. Gửi đến đơn vị mới ({unit.successor.code})."
        raise Problem("unit_merged", words)
    typed, problems = read_typed(sent)
    errors = list(problems.items())
    if path not in Path.values:
        errors.append(("path", "Loại ý kiến không có trong danh sách."))
    if unfit := wrong_with(files):
        errors.append(("files", unfit))
    if errors:
        raise Refused(errors)
    whole = "\0".join((f"key {key.pk}", unit.code, client_key, path, typed.category, typed.text))
    incoming = Incoming(
        text=typed.text, category=typed.category, channel=Channel.APP,
        client_key=hashlib.sha256(whole.encode()).hexdigest(), path=path, place=typed.place,
        neighbourhood=place_named(unit, neighbourhood), may_publish=typed.may_publish, contact=contact_of(typed),
        about_leader=typed.about_leader, language=language,
    )  # fmt: skip
    try:
        return send_by_key(at=timezone.now(), key=key, incoming=incoming, files=_kept(files))
    except CannotReceive as refusal:
        raise Refused([(refusal.field or "text", str(refusal))]) from None
    except CannotKeepFile:
        raise Refused([("files", _BROKEN)]) from None


def _kept(files: list[UploadedFile[Any]]) -> list[tuple[StoredFile, str]]:
    return [(keep_upload(upload=one, at=timezone.now()), sent_name(one)) for one in files]


def follow_url(request: HttpRequest, unit: Unit, code: str) -> str:
    return request.build_absolute_uri(reverse("portal:follow", args=[unit.code, code]))


def _told(request: HttpRequest, received: Received) -> dict[str, Any]:
    report = received.report
    return {
        "code": report.code,
        "said_code": report.said_code,
        "id": public_id(report),
        "is_new": received.is_new,
        "state": report.state,
        "due_date": report.due_date,
        "follow_url": follow_url(request, report.unit, report.code),
        "emergencies": [emergency(one) for one in emergencies_in(report.text)],
    }
