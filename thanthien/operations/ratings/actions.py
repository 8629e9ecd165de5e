"""Writes about tablets and what a unit set; ratings themselves: `giving.py`, counters: `platform/counters`."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from thanthien.lib.codes import ALPHABET, new_code
from thanthien.lib.vietnamese import search_key, tidy
from thanthien.operations.ratings.models import LOWEST_TO_ASK, Device, Handling, Rating, Terms
from thanthien.operations.ratings.standing import require_manager
from thanthien.operations.ratings.terms import Reason, Span, terms_of
from thanthien.platform.audit.actions import record
from thanthien.platform.counters.actions import held_counter
from thanthien.platform.counters.models import Counter
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import check_open
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.working_hours import keep_hours

PAIRING = timedelta(minutes=15)
PAIR_LENGTH = 8  # 21**8 ≈ 2^35 codes, alive for minutes, tries counted by address
MOST_REASONS = 12


class CannotChangeRatings(Refusal):
    """Nothing was changed."""


def hashed(secret: str) -> str:
    """Tokens have 256 random bits and codes live minutes: a plain hash cannot be turned back in time."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def register_device(*, actor: Person | None, at: datetime, counter: Counter, name: str) -> Device:
    """A tablet that is going to stand at the counter; `new_pairing` then tells its code."""
    held = held_counter(counter)
    require_manager(actor, held.unit)
    name = tidy(name)[:80]
    if not name:
        raise CannotChangeRatings("Anh/chị ghi tên máy, ví dụ: Máy tính bảng quầy 1.", "name")
    made = Device.objects.create(counter=held, name=name, code=new_code(), made_at=at, made_by=actor)
    record(
        actor=actor, at=at, action="rating.device", subject=made, unit=held.unit,
        after={"name": name, "counter": held.name},
    )  # fmt: skip
    return made


@transaction.atomic
def new_pairing(*, actor: Person | None, at: datetime, device: Device) -> str:
    """A code to type on the tablet within `PAIRING`. It is told this once; an earlier one ends."""
    held = _held_device(device)
    require_manager(actor, held.counter.unit)
    if held.state == Device.State.REVOKED:
        raise CannotChangeRatings("Máy này đã ngừng dùng. Anh/chị đăng ký máy mới.")
    code = "".join(secrets.choice(ALPHABET) for _ in range(PAIR_LENGTH))
    held.pair_hash, held.pair_until = hashed(code), at + PAIRING
    held.save(update_fields=["pair_hash", "pair_until"])
    record(actor=actor, at=at, action="rating.pairing", subject=held, unit=held.counter.unit)
    return code


@transaction.atomic
def pair(*, at: datetime, typed: str) -> tuple[Device, str]:
    """(the device, its token) for a code typed on a tablet. A token that was given out before ends.

    Raises `CannotChangeRatings` where no code of that kind is alive.
    """
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    found = (
        Device.objects.select_for_update(of=("self",))
        .select_related("counter__unit")
        .filter(pair_hash=hashed(code), pair_until__gte=at)
        .exclude(state=Device.State.REVOKED)
        .first()
    )
    if found is None:
        raise CannotChangeRatings(
            "Mã không đúng hoặc đã hết hạn. Anh/chị lấy mã mới ở trang Đánh giá tại quầy.", "code"
        )
    token = secrets.token_urlsafe(32)
    found.token_hash, found.pair_hash, found.pair_until = hashed(token), "", None
    found.state, found.paired_at, found.seen_at = Device.State.PAIRED, at, at
    found.save()
    record(actor=None, at=at, action="rating.paired", subject=found, unit=found.counter.unit)
    return found, token


@transaction.atomic
def revoke(*, actor: Person | None, at: datetime, device: Device) -> Device:
    """The tablet sends nothing any more: lost, broken, given away."""
    held = _held_device(device)
    require_manager(actor, held.counter.unit)
    if held.state == Device.State.REVOKED:
        return held
    held.state, held.revoked_at, held.token_hash = Device.State.REVOKED, at, None
    held.pair_hash, held.pair_until = "", None
    held.save()
    record(actor=actor, at=at, action="rating.revoke", subject=held, unit=held.counter.unit)
    return held


@dataclass(frozen=True, slots=True)
class TermsFields:
    """`reasons`: a line each, "tiếng Việt | English". `hours`: from and to of the morning, of the afternoon."""

    reasons: str
    hours: tuple[Span, ...]
    minimum: int


@transaction.atomic
def set_terms(*, actor: Person | None, at: datetime, unit: Unit, fields: TermsFields) -> Terms:
    """Raises `CannotChangeRatings` with the field."""
    require_manager(actor, unit)
    check_open(unit)
    kept = _reasons(fields.reasons, terms_of(unit.pk).reasons)
    (begins, noon), (after, ends) = fields.hours
    if not begins < noon <= after < ends:
        raise CannotChangeRatings("Giờ sau phải muộn hơn giờ trước.", "morning_from")
    if not 5 <= fields.minimum <= 1000:
        raise CannotChangeRatings("Số lượt tối thiểu từ 5 đến 1000.", "minimum")
    terms, _ = Terms.objects.update_or_create(
        unit=unit,
        defaults={
            "reasons": [{"key": one.key, "vi": one.vi, "en": one.en} for one in kept],
            "morning_from": begins, "morning_to": noon, "afternoon_from": after, "afternoon_to": ends,
            "minimum": fields.minimum,
        },
    )  # fmt: skip
    keep_hours(at=at, unit=unit, spans=fields.hours)
    record(
        actor=actor, at=at, action="rating.terms", subject=terms, unit=unit,
        after={"reasons": [one.vi for one in kept], "minimum": fields.minimum},
    )  # fmt: skip
    return terms


@transaction.atomic
def handle(*, actor: Person, at: datetime, rating: Rating, note: str) -> Handling:
    """What was done about a low mark; once. The hour of the rating and its words stand in no log."""
    require_manager(actor, rating.unit)
    note = tidy(note)[:500]
    if rating.mark > LOWEST_TO_ASK:
        raise CannotChangeRatings("Chỉ lượt ở mức 1, 2 cần ghi đã làm gì.")
    if not note:
        raise CannotChangeRatings("Anh/chị ghi đã xem lại thế nào, làm gì.", "note")
    if Handling.objects.filter(rating=rating).exists():
        raise CannotChangeRatings("Lượt này đã có người ghi. Anh/chị xem lại danh sách.")
    made = Handling.objects.create(rating=rating, note=note, handled_at=at, handled_by=actor)
    record(
        actor=actor, at=at, action="rating.handle", subject=rating.counter, unit=rating.unit,
        after={"note": note},
    )  # fmt: skip
    return made


def _reasons(typed: str, before: tuple[Reason, ...]) -> list[Reason]:
    """A reason whose Vietnamese words stay keeps its key, so that ratings of the past keep their reasons."""
    keys = {one.vi: one.key for one in before}
    found: list[Reason] = []
    for line in typed.splitlines():
        vi, _, en = line.partition("|")
        vi, en = tidy(vi)[:60], tidy(en)[:60]
        if not vi or vi in {one.vi for one in found}:
            continue
        taken = {one.key for one in found} | set(keys.values())
        key = keys.get(vi) or _key(vi, taken)
        found.append(Reason(key, vi, en or vi))
    if not found:
        raise CannotChangeRatings("Anh/chị ghi ít nhất một lý do, mỗi dòng một lý do.", "reasons")
    if len(found) > MOST_REASONS:
        raise CannotChangeRatings(f"Nhiều nhất {MOST_REASONS} lý do, để người dân đọc kịp.", "reasons")
    return found


def _key(words: str, taken: set[str]) -> str:
    stem = search_key(words).replace(" ", "_")[:20] or "ly_do"
    return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, 40))) if key not in taken)


def _held_device(device: Device) -> Device:
    rows = Device.objects.select_for_update(of=("self",)).select_related("counter__unit__parent")
    return rows.get(pk=device.pk)
