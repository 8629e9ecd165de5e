"""Writes that set the queue up: services, hours and rules, screens. Numbers themselves: `taking.py`, `calling.py`."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.cache import caches
from django.db import transaction

from thanthien.lib.codes import ALPHABET, new_code
from thanthien.lib.vietnamese import search_key, tidy
from thanthien.operations.queueing.models import Hall, Screen, Service
from thanthien.operations.queueing.rules import Span, rules_of
from thanthien.operations.queueing.standing import require_manager, require_worker
from thanthien.operations.queueing.taking import changed, forget_offered
from thanthien.platform.audit.actions import record
from thanthien.platform.counters.models import Counter
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

PAIRING = timedelta(minutes=15)
PAIR_LENGTH = 8
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_PRIORITIES = 8


class CannotSetUp(Refusal):
    """Nothing was changed."""


@dataclass(frozen=True, slots=True)
class ServiceFields:
    """`minutes`: how long one takes, as a first guess; None leaves what was learned."""

    name: str
    prefix: str
    counters: Sequence[Counter]
    name_en: str = ""
    minutes: int | None = None
    position: int = 0
    is_open: bool = True


@transaction.atomic
def keep_service(
    *, actor: Person | None, at: datetime, unit: Unit, fields: ServiceFields, service: Service | None = None
) -> Service:
    """A service new or changed. A closed one gives no numbers; those that were given are still called."""
    require_manager(actor, unit)
    name, prefix = tidy(fields.name)[:80], fields.prefix.strip().upper()
    if not name:
        raise CannotSetUp("Anh/chị ghi tên việc, ví dụ: Hộ tịch, chứng thực.", "name")
    if len(prefix) != 1 or prefix not in LETTERS:
        raise CannotSetUp("Chữ đầu của số là một chữ cái từ A đến Z.", "letter")
    others = Service.objects.filter(unit=unit)
    if service is not None:
        others = others.exclude(pk=service.pk)
    if others.filter(name=name).exists():
        raise CannotSetUp(f"Đơn vị đã có “{name}”.", "name")
    if (same := others.filter(prefix=prefix).first()) is not None:
        raise CannotSetUp(f"Chữ {prefix} đã dùng cho “{same.name}”. Anh/chị chọn chữ khác.", "letter")
    if any(one.unit_id != unit.pk for one in fields.counters):
        raise CannotSetUp("Anh/chị chọn quầy trong danh sách.", "counters")
    if fields.is_open and not fields.counters:
        raise CannotSetUp("Anh/chị chọn ít nhất một quầy phục vụ việc này.", "counters")
    if fields.minutes is not None and not 1 <= fields.minutes <= 120:
        raise CannotSetUp("Số phút cho một lượt từ 1 đến 120.", "minutes")
    made = service or Service(unit=unit)
    made.name, made.name_en, made.prefix = name, tidy(fields.name_en)[:80], prefix
    made.position, made.is_open = fields.position, fields.is_open
    if fields.minutes is not None and not (service and round(made.minutes) == fields.minutes):
        made.minutes, made.learned_from = float(fields.minutes), 0
    made.save()
    made.counters.set(fields.counters)
    hall_of(unit)
    _say_changed(unit)
    record(
        actor=actor, at=at, action="queue.service", subject=made, unit=unit,
        after={"name": name, "prefix": prefix, "is_open": fields.is_open,
               "counters": ", ".join(one.name for one in fields.counters)},
    )  # fmt: skip
    return made


@transaction.atomic
def set_rules(
    *, actor: Person | None, at: datetime, unit: Unit, hours: Mapping[int, Sequence[Span]], priorities: str,
    priority_run: int, last_minutes: int,
) -> Hall:  # fmt: skip
    """`priorities`: a line each, "tiếng Việt | English"; an empty list gives nobody precedence."""
    require_manager(actor, unit)
    for spans in hours.values():
        ends = time.min
        for begins, after in spans:
            if not ends <= begins < after:
                raise CannotSetUp("Giờ sau phải muộn hơn giờ trước.", "hours")
            ends = after
    if not any(hours.values()):
        raise CannotSetUp("Anh/chị ghi giờ của ít nhất một ngày trong tuần.", "hours")
    if not 1 <= priority_run <= 10:
        raise CannotSetUp("Số lượt ưu tiên gọi liền từ 1 đến 10.", "priority_run")
    if not 0 <= last_minutes <= 120:
        raise CannotSetUp("Ngừng phát số trước từ 0 đến 120 phút.", "last_minutes")
    kept = _priorities(unit, priorities)
    hall = hall_of(unit)
    hall.rules = {
        **hall.rules,
        "hours": {
            str(day): [[begins.isoformat("minutes"), after.isoformat("minutes")] for begins, after in spans]
            for day, spans in sorted(hours.items())
            if spans
        },
        "priorities": kept, "priority_run": priority_run, "last_minutes": last_minutes,
    }  # fmt: skip
    hall.save(update_fields=["rules"])
    _say_changed(unit)
    record(
        actor=actor, at=at, action="queue.rules", subject=hall, unit=unit,
        after={"hours": hall.rules["hours"], "priorities": [one["vi"] for one in kept],
               "priority_run": priority_run},
    )  # fmt: skip
    return hall


@transaction.atomic
def register_screen(
    *, actor: Person | None, at: datetime, unit: Unit, kind: str, name: str, prints: bool = True,
    speaks: bool = True,
) -> Screen:  # fmt: skip
    """A kiosk, which is then paired, or a board, which its address opens."""
    require_manager(actor, unit)
    name = tidy(name)[:80]
    if not name:
        raise CannotSetUp("Anh/chị ghi tên máy, ví dụ: Máy lấy số ở cửa vào.", "name")
    if kind not in Screen.Kind.values:
        raise CannotSetUp("Anh/chị chọn loại máy.", "kind")
    made = Screen.objects.create(
        unit=unit, kind=kind, name=name, code=new_code(), made_at=at, prints=prints, speaks=speaks
    )
    hall_of(unit)
    record(actor=actor, at=at, action="queue.screen", subject=made, unit=unit, after={"name": name})
    return made


@transaction.atomic
def new_pairing(*, actor: Person | None, at: datetime, screen: Screen) -> str:
    """A code to type on the kiosk within `PAIRING`. It is told this once; an earlier one ends."""
    held = _held(screen)
    require_manager(actor, held.unit)
    if held.revoked_at is not None or held.kind != Screen.Kind.KIOSK:
        raise CannotSetUp("Máy này đã ngừng dùng. Anh/chị thêm máy mới.")
    code = "".join(secrets.choice(ALPHABET) for _ in range(PAIR_LENGTH))
    held.pair_hash, held.pair_until = hashed(code), at + PAIRING
    held.save(update_fields=["pair_hash", "pair_until"])
    record(actor=actor, at=at, action="queue.pairing", subject=held, unit=held.unit)
    return code


@transaction.atomic
def pair(*, at: datetime, typed: str) -> tuple[Screen, str]:
    """(the kiosk, its token) for a code typed on it. A token that was given out before ends."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    rows = Screen.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pair_hash=hashed(code), pair_until__gte=at, revoked_at=None).first() if code else None
    if found is None:
        raise CannotSetUp("Mã không đúng hoặc đã hết hạn. Anh/chị lấy mã mới ở trang Xếp hàng.", "code")
    token = secrets.token_urlsafe(32)
    found.token_hash, found.pair_hash, found.pair_until, found.seen_at = hashed(token), "", None, at
    found.save()
    record(actor=None, at=at, action="queue.paired", subject=found, unit=found.unit)
    return found, token


@transaction.atomic
def revoke(*, actor: Person | None, at: datetime, screen: Screen) -> Screen:
    """The kiosk gives no numbers any more, the board shows nothing."""
    held = _held(screen)
    require_manager(actor, held.unit)
    if held.revoked_at is None:
        held.revoked_at, held.token_hash, held.pair_hash, held.pair_until = at, None, "", None
        held.save()
        record(actor=actor, at=at, action="queue.revoke", subject=held, unit=held.unit)
    return held


@transaction.atomic
def tell_no_paper(*, at: datetime, screen: Screen) -> Screen:
    """Somebody at the kiosk says that no paper came: numbers are shown to be photographed until paper is there."""
    held = _held(screen)
    if held.paper_out_at is None and held.prints:
        held.paper_out_at = at
        held.save(update_fields=["paper_out_at"])
        record(actor=None, at=at, action="queue.paper_out", subject=held, unit=held.unit)
    return held


@transaction.atomic
def paper_is_in(*, actor: Person, at: datetime, screen: Screen) -> Screen:
    held = _held(screen)
    require_worker(actor, held.unit)
    if held.paper_out_at is not None:
        held.paper_out_at = None
        held.save(update_fields=["paper_out_at"])
        record(actor=actor, at=at, action="queue.paper_in", subject=held, unit=held.unit)
    return held


def hashed(secret: str) -> str:
    """Tokens have 256 random bits and codes live minutes: a plain hash cannot be turned back in time."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hall_of(unit: Unit) -> Hall:
    return Hall.objects.get_or_create(unit=unit)[0]


def _say_changed(unit: Unit) -> None:
    changed(unit.pk)
    forget_offered(unit.pk)
    caches["objects"].delete(f"queue-rules-{unit.pk}")


def _held(screen: Screen) -> Screen:
    return Screen.objects.select_for_update(of=("self",)).select_related("unit").get(pk=screen.pk)


def _priorities(unit: Unit, typed: str) -> list[dict[str, str]]:
    """A priority whose Vietnamese words stay keeps its key, so that numbers that were taken keep theirs."""
    keys = {one.vi: one.key for one in rules_of(unit.pk).priorities}
    found: list[dict[str, str]] = []
    for line in typed.splitlines():
        vi, _, en = line.partition("|")
        vi, en = tidy(vi)[:60], tidy(en)[:60]
        if vi and vi not in {one["vi"] for one in found}:
            key = keys.get(vi) or hashlib.sha256(search_key(vi).encode()).hexdigest()[:12]
            found.append({"key": key, "vi": vi, "en": en or vi})
    if len(found) > MOST_PRIORITIES:
        raise CannotSetUp(f"Nhiều nhất {MOST_PRIORITIES} diện, để người dân đọc kịp.", "priorities")
    return found
