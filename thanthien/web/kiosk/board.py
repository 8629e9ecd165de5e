"""The board in the hall: the last calls large, said aloud, and how long the others wait.

A board asks whether anything has changed a few times a second: one small question to the database, answered 204. An
event stream would hold one of the server's threads for every board, of which there are eight a process. Its address is
its key: who has it sees numbers and counters, no names.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.queueing.models import Screen, TicketStep
from thanthien.operations.queueing.queries import (
    Board,
    board_by_code,
    board_of,
    call_said,
    note_screen,
    version_of,
)
from thanthien.operations.queueing.speech import sentence, sound_of
from thanthien.web.kiosk.machine import kiosk_page

ASKS = 250  # ms between two looks of a board
_REMEMBERED = 5  # seconds
_SAID = timedelta(
    seconds=60
)  # calls older than this are shown, not said: who was without a line catches up quietly
_DAY = 86400


@kiosk_page("GET", "HEAD")
def show(request: HttpRequest, code: str) -> HttpResponse:
    screen, at = _board(code), timezone.now()
    note_screen(screen, at)
    board = board_of(screen.unit, at)
    newest = max((one.number for one in board.calls), default=0)
    context = {
        "screen": screen,
        "unit": screen.unit,
        "board": board,
        "asks": ASKS,
        "newest": newest,
        "at": at,
    }
    return render(request, "kiosk/board.html", context, using="portal")


@kiosk_page("GET")
def state(request: HttpRequest, code: str) -> HttpResponse:
    """204 while nothing has changed since version `v`; else the board and its calls, which `number` tells apart."""
    screen, at = _board(code), timezone.now()
    note_screen(screen, at)
    if whole_number(request.GET.get("v")) == version_of(screen.unit_id):
        return HttpResponse(status=204)
    board = board_of(screen.unit, at)
    shown = render_to_string("kiosk/_board.html", {"board": board}, using="portal")
    calls = _to_say(screen, board, at) if screen.speaks else []
    return JsonResponse({"version": board.version, "shown": shown, "calls": calls})


@kiosk_page("GET")
def voice(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The sound of one call of today; 404 where espeak-ng is not there: the board then sounds its chime alone."""
    step = call_said(_board(code).unit, number, timezone.localdate())
    sound = sound_of(_words(step)) if step else None
    if sound is None:
        raise Http404
    answer = HttpResponse(sound, content_type="audio/wav")
    answer["Cache-Control"] = f"private, max-age={_DAY}"
    return answer


def _board(code: str) -> Screen:
    key, objects = f"queue-board-{code}", caches["objects"]
    kept: Screen | None = objects.get(key)
    if kept is None:
        kept = board_by_code(code)
        if kept is None:
            raise Http404
        objects.set(key, kept, _REMEMBERED)
    return kept


def _to_say(screen: Screen, board: Board, at: datetime) -> list[dict[str, object]]:
    """The oldest first."""
    return [
        {
            "number": one.number,
            "words": sentence(one.ticket.prefix, one.ticket.number, one.counter.name),
            "sound": reverse("kiosk:board_voice", args=[screen.code, one.number]),
        }
        for one in reversed(board.calls)
        if at - one.at < _SAID and one.is_now
    ]


def _words(step: TicketStep) -> str:
    assert step.counter is not None
    return sentence(step.ticket.prefix, step.ticket.number, step.counter.name)


urlpatterns = [
    path("board/<str:code>/", show, name="board"),
    path("board/<str:code>/state/", state, name="board_state"),
    path("board/<str:code>/voice/<int:number>.wav", voice, name="board_voice"),
]
