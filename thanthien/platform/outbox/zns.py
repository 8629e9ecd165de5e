"""Zalo notices (ZNS). The access token lives about a day; its refresh token is good once and brings the next.

Both lie sealed in one `Credential`. The operator gives the first refresh token (`ZALO_REFRESH_TOKEN`), and a
new one where the chain broke: another value there than the one last taken starts a new chain.

Templates are approved at Zalo beforehand: `ZALO_TEMPLATES={"feedback-answered": "123456"}`.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from thanthien.platform.outbox.models import Credential, Message
from thanthien.platform.outbox.providers import CannotSend, mobile_84, post_form, post_json
from thanthien.platform.people.sealing import seal, unseal

NAME = "zalo"
LEASE = "zalo-refreshing"
_LEASED = timedelta(minutes=1)  # who asks for a new token has this long; others wait and try again
_EARLY = timedelta(minutes=5)  # a token about to end is changed before
_DAY = 86_400
_LONGEST = 200  # letters of a value in a template
_TOKEN_ENDED = {-124, -216}
# the address will never take it: no such number, no such account, the person does not want it
_FINAL = {-108, -114, -118, -119, -139}


class Zns:
    def send(self, message: Message, at: datetime) -> str:
        template = json.loads(settings.ZALO_TEMPLATES).get(message.template)
        if not template:
            raise CannotSend(f"Chưa khai mẫu ZNS cho “{message.template}”.", is_final=True)
        body = {
            "phone": mobile_84(message.address),
            "template_id": str(template),
            "template_data": {name: str(value)[:_LONGEST] for name, value in message.fields.items()},
            "tracking_id": message.key[:48],
        }
        said = self._post(body, access_token(at))
        if said.get("error") in _TOKEN_ENDED:
            said = self._post(body, access_token(at, renew=True))
        if said.get("error") != 0:
            code = said.get("error")
            raise CannotSend(f"Zalo không nhận, mã lỗi {code}.", is_final=code in _FINAL)
        data = said.get("data")
        return str(data.get("msg_id") or "") if isinstance(data, dict) else ""

    def _post(self, body: dict[str, Any], token: str) -> dict[str, Any]:
        return post_json(settings.ZALO_ZNS_URL, body, {"access_token": token})


def is_set_up() -> bool:
    return bool(settings.ZALO_APP_ID)


def setting_problem() -> str:
    """What is wrong with the settings, "" where nothing is."""
    try:
        templates = json.loads(settings.ZALO_TEMPLATES)
    except ValueError:
        return "ZALO_TEMPLATES không phải JSON"
    if not isinstance(templates, dict) or not templates:
        return "ZALO_TEMPLATES chưa có mẫu nào"
    if not settings.ZALO_SECRET_KEY or not (_kept().get("refresh") or settings.ZALO_REFRESH_TOKEN):
        return "thiếu ZALO_SECRET_KEY hoặc ZALO_REFRESH_TOKEN"
    return ""


def access_token(at: datetime, *, renew: bool = False) -> str:
    """The token of the moment, changed where it has ended. Raises CannotSend."""
    row = Credential.objects.filter(name=NAME).first()
    kept = _kept()
    given = _mark(settings.ZALO_REFRESH_TOKEN)
    is_fresh = row is not None and row.expires_at is not None and row.expires_at > at + _EARLY
    if is_fresh and not renew and kept.get("access") and kept.get("given") == given:
        return str(kept["access"])
    return _renewed(at, given)


def _renewed(at: datetime, given: str) -> str:
    """Ask Zalo for new tokens. One process at a time: a refresh token used twice ends the chain."""
    with transaction.atomic():
        Credential.objects.get_or_create(name=LEASE, defaults={"sealed": "", "changed_at": at})
        lease = Credential.objects.filter(name=LEASE).exclude(expires_at__gt=at)
        if not lease.update(expires_at=at + _LEASED, changed_at=at):
            raise CannotSend("Đang lấy khóa mới của Zalo.")
    try:
        kept = _kept()  # read under the lease: who held it before may have changed it
        refresh = kept["refresh"] if kept.get("given") == given else settings.ZALO_REFRESH_TOKEN
        fields = {"refresh_token": refresh, "app_id": settings.ZALO_APP_ID, "grant_type": "refresh_token"}
        said = post_form(settings.ZALO_TOKEN_URL, fields, {"secret_key": settings.ZALO_SECRET_KEY})
        access, following = said.get("access_token"), said.get("refresh_token")
        if not isinstance(access, str) or not isinstance(following, str):
            raise CannotSend("Zalo không cấp khóa mới; cần lấy lại ZALO_REFRESH_TOKEN.")
        _keep({"access": access, "refresh": following, "given": given}, at, _seconds(said.get("expires_in")))
        return access
    finally:
        Credential.objects.filter(name=LEASE).update(expires_at=None)


def _keep(tokens: dict[str, str], at: datetime, seconds: int) -> None:
    ends = at + timedelta(seconds=seconds)
    fields = {"sealed": seal(json.dumps(tokens)), "expires_at": ends, "changed_at": at}
    Credential.objects.update_or_create(name=NAME, defaults=fields)


def _kept() -> dict[str, str]:
    row = Credential.objects.filter(name=NAME).first()
    try:
        kept = json.loads(unseal(row.sealed)) if row else {}
    except ValueError:
        return {}  # SECRET_KEY changed: the chain starts anew with the operator's token
    return kept if isinstance(kept, dict) else {}


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _seconds(value: Any) -> int:
    text = str(value)
    return int(text) if text.isdigit() and len(text) < 9 else _DAY
