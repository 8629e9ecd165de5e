"""SMS by an HTTP provider. Providers differ, so the body is the operator's own text with places to fill.

SMS_URL=https://sms.example.vn/send
SMS_BODY={"token":"…","brandname":"UBND","phone":"{phone}","content":"{text}","request_id":"{id}"}
SMS_OK=code=100        what a good answer holds; without it every JSON answer is good
SMS_ID=data.id         where the provider's own id stands in the answer
SMS_HEADERS={"Authorization":"Bearer …"}
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from thanthien.lib.vietnamese import fold
from thanthien.platform.outbox.models import Message
from thanthien.platform.outbox.providers import CannotSend, mobile_84, post_json

_FINAL = 400  # letters; a longer SMS is cut, the link stands whole on the page it leads to


class Sms:
    def send(self, message: Message, at: datetime) -> str:
        text = message.text if settings.SMS_TONES else fold(message.text)
        places = {"{phone}": mobile_84(message.address), "{text}": text[:_FINAL], "{id}": message.key}
        body = _filled(json.loads(settings.SMS_BODY), places)
        said = post_json(settings.SMS_URL, body, json.loads(settings.SMS_HEADERS))
        where, _, wanted = settings.SMS_OK.partition("=")
        if where and str(_at(said, where)) != wanted:
            raise CannotSend(f"Nhà cung cấp SMS không nhận: {where} = {_at(said, where)}.")
        return str(_at(said, settings.SMS_ID) or message.key) if settings.SMS_ID else message.key


def is_set_up() -> bool:
    return bool(settings.SMS_URL)


def setting_problem() -> str:
    """What is wrong with the settings, "" where nothing is."""
    try:
        body, headers = json.loads(settings.SMS_BODY), json.loads(settings.SMS_HEADERS)
    except ValueError:
        return "SMS_BODY hoặc SMS_HEADERS không phải JSON"
    if not isinstance(headers, dict):
        return "SMS_HEADERS phải là một đối tượng JSON"
    missing = [place for place in ("{phone}", "{text}") if place not in json.dumps(body)]
    return f"SMS_BODY thiếu {', '.join(missing)}" if missing else ""


def _filled(part: Any, places: dict[str, str]) -> Any:
    """The body with its places filled, inside the values alone: a text can never break out of its quotes."""
    if isinstance(part, dict):
        return {key: _filled(value, places) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, places) for value in part]
    if not isinstance(part, str):
        return part
    if part in places:
        return places[part]
    for place in ("{phone}", "{id}", "{text}"):  # the citizen's text last: what it holds is not filled again
        part = part.replace(place, places[place])
    return part


def _at(said: Any, where: str) -> Any:
    """What stands at "data.id" of an answer; None where nothing does."""
    for name in where.split("."):
        said = said.get(name) if isinstance(said, dict) else None
    return said
