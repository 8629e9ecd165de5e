"""The webhook of a unit's Zalo official account: signed, fresh, each event once; answered before anything slow."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from thanthien.platform.units.models import Unit
from thanthien.workflows.arrivals import take_zalo

LARGEST = 256 * 1024  # bytes of an event
FRESH, AHEAD = timedelta(minutes=30), timedelta(minutes=5)  # Zalo sends again for a while when nobody answers


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, unit_code: str) -> HttpResponse:
    """200 for what Zalo signed and what came before; 403 for what is forged or old, with nothing written."""
    secret = settings.ZALO_OA_KEYS.get(unit_code)
    unit = Unit.objects.filter(code=unit_code, successor=None).first() if secret else None
    if secret is None or unit is None or not unit.is_local:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    body, now = request.body, timezone.now()
    event = _read(body)
    if event is None or not _is_signed(request.headers.get("X-ZEvent-Signature", ""), body, event, secret):
        return JsonResponse({"error": "signature"}, status=403)
    if not _is_fresh(event, now):
        return JsonResponse({"error": "timestamp"}, status=403)
    take_zalo(at=now, unit=unit, event=event)
    return JsonResponse({"error": 0})


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def _is_signed(given: str, body: bytes, event: dict[str, Any], secret: str) -> bool:
    """sha256(app id + body + timestamp + the account's secret key), as Zalo's documentation gives it."""
    stamp = str(event.get("timestamp", ""))
    made = hashlib.sha256(settings.ZALO_APP_ID.encode() + body + stamp.encode() + secret.encode()).hexdigest()
    return hmac.compare_digest(given.removeprefix("mac=").strip().lower().encode(), made.encode())


def _is_fresh(event: dict[str, Any], now: datetime) -> bool:
    try:
        sent = datetime.fromtimestamp(int(str(event.get("timestamp"))) / 1000, tz=now.tzinfo)
    except (ValueError, OverflowError, OSError):
        return False
    return now - FRESH <= sent <= now + AHEAD
