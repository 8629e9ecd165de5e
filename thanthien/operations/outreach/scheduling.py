"""Writes of broadcasts: planned by days and hours, cancelled, recorded as played or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.lib.vietnamese.reading import seconds_to_say
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import (
    Broadcast,
    Bulletin,
    LoudspeakerCluster,
    QuietHours,
    Sound,
)
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

State = Broadcast.State
MOST_DAYS, MOST_HOURS, MOST = 31, 6, 300
_DAY = timedelta(days=1)


class CannotBroadcast(Refusal):
    """Nothing was planned or recorded."""


@dataclass(frozen=True, slots=True)
class Times:
    """Every day from the first to the last, at each hour, on each cluster. `urgent_reason` opens the quiet hours."""

    first_date: date
    last_date: date
    hours: tuple[time, ...]
    clusters: tuple[LoudspeakerCluster, ...]
    urgent_reason: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a broadcast: played, or not and why."""

    state: str
    said: str = ""


def quiet_of(unit: Unit) -> tuple[tuple[time, time], ...]:
    """The hours in which loudspeakers rest: the unit's own, else the sample's. One query."""
    row = QuietHours.objects.filter(unit=unit).first()
    if row is None:
        return definition().quiet
    return (row.night_from, row.night_until), (row.noon_from, row.noon_until)


def in_quiet(
    quiet: Iterable[tuple[time, time]], begins_at: datetime, seconds: int
) -> tuple[time, time] | None:
    """The rest that a broadcast falls into, from its first second to its last; None where it falls into none."""
    first = timezone.localtime(begins_at).replace(tzinfo=None)
    last = first + timedelta(seconds=max(seconds - 1, 0))
    for begins, ends in quiet:
        for day in (first.date() - _DAY, first.date(), last.date()):
            start = datetime.combine(day, begins)
            stop = datetime.combine(day if begins <= ends else day + _DAY, ends)
            if first < stop and last >= start:
                return begins, ends
    return None


def length_of(bulletin: Bulletin) -> int:
    """Seconds: of the sound where it is there, else as long as a voice takes."""
    sound = bulletin.sound
    if sound is not None and sound.state == Sound.State.READY:
        return sound.seconds
    return max(1, seconds_to_say(bulletin.spoken, words_a_minute=definition().words_a_minute))


@transaction.atomic
def plan_broadcasts(*, actor: Person, at: datetime, bulletin: Bulletin, times: Times) -> list[Broadcast]:
    """Put a bulletin on the plan. All of it or nothing: one time that does not go refuses the whole."""
    unit = bulletin.unit
    require(actor, Action.OUTREACH_WORK, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # of two who plan at once one is told
    bulletin = Bulletin.objects.select_related("unit__parent", "sound").get(pk=bulletin.pk)
    if bulletin.withdrawn_at is not None:
        raise CannotBroadcast("Bản tin này đã bỏ nên không xếp lịch được.")
    reason = tidy(times.urgent_reason)[:300]
    _check_times(unit, times)
    seconds, quiet = length_of(bulletin), quiet_of(unit)
    made = [
        Broadcast(
            unit=unit, bulletin=bulletin, cluster=cluster, begins_at=begins_at, seconds=seconds, planned_by=actor,
            planned_at=at, urgent_reason=reason if in_quiet(quiet, begins_at, seconds) else "",
        )
        for begins_at in _moments(times) for cluster in times.clusters
    ]  # fmt: skip
    if len(made) > MOST:
        raise CannotBroadcast(f"Lịch này có {len(made)} buổi, nhiều quá {MOST}; anh/chị chia ra nhiều lần.")
    for one in made:
        _check_moment(one, at, quiet, reason)
    _check_overlaps(unit, made)
    try:
        with transaction.atomic():
            Broadcast.objects.bulk_create(made)
    except IntegrityError:
        raise CannotBroadcast("Người khác vừa xếp lịch vào giờ này; anh/chị xem lại lịch.", "hours") from None
    after = {
        "count": len(made), "first_date": times.first_date, "last_date": times.last_date,
        "hours": ", ".join(f"{hour:%H:%M}" for hour in times.hours),
    }  # fmt: skip
    record(
        actor=actor, at=at, action="bulletin.plan", subject=bulletin, unit=unit, after=after, remark=reason
    )
    return made


@transaction.atomic
def cancel_broadcasts(
    *, actor: Person, at: datetime, broadcasts: Sequence[Broadcast], reason: str = ""
) -> int:
    """Take planned broadcasts of one bulletin off the plan; how many there were still."""
    bulletin = broadcasts[0].bulletin
    require(actor, Action.OUTREACH_WORK, bulletin.unit)
    rows = Broadcast.objects.filter(
        pk__in=[one.pk for one in broadcasts], bulletin=bulletin, state=State.PLANNED
    )
    count = rows.update(state=State.CANCELLED, said=tidy(reason)[:300], recorded_by=actor, recorded_at=at)
    if not count:
        raise CannotBroadcast("Buổi phát này không còn chờ phát.")
    record(
        actor=actor, at=at, action="bulletin.cancel", subject=bulletin, unit=bulletin.unit, remark=tidy(reason),
        after={"count": count},
    )  # fmt: skip
    return count


@transaction.atomic
def record_heard(*, actor: Person, at: datetime, heard: dict[Broadcast, Heard]) -> list[Broadcast]:
    """Say of broadcasts whose time has come whether they were played. One unit's; those recorded before are changed."""
    rows = {one.pk: (one, told) for one, told in heard.items()}
    if not rows:
        raise CannotBroadcast("Anh/chị đánh dấu ít nhất một buổi phát.")
    locked = Broadcast.objects.select_for_update(of=("self",)).filter(pk__in=rows)
    found = list(locked.select_related("bulletin__unit__parent", "cluster"))
    unit = found[0].bulletin.unit
    require(actor, Action.OUTREACH_WORK, unit)
    for one in found:
        told = rows[one.pk][1]
        said = tidy(told.said)[:300]
        if one.unit_id != unit.pk or one.state == State.CANCELLED:
            raise CannotBroadcast("Buổi phát này đã bỏ khỏi lịch.")
        if told.state not in (State.PLAYED, State.MISSED):
            raise CannotBroadcast("Anh/chị chọn đã phát hay không phát được.")
        if one.begins_at > at:
            raise CannotBroadcast(f"Buổi phát {_moment(one)} chưa tới giờ; anh/chị ghi khi đã phát.")
        if told.state == State.MISSED and not said:
            raise CannotBroadcast("Anh/chị ghi vì sao không phát được.", "said")
        one.state, one.said, one.recorded_by, one.recorded_at = told.state, said, actor, at
        one.save(update_fields=["state", "said", "recorded_by", "recorded_at"])
    for bulletin in {one.bulletin_id: one.bulletin for one in found}.values():
        own = [one for one in found if one.bulletin_id == bulletin.pk]
        played = sum(one.state == State.PLAYED for one in own)
        record(
            actor=actor, at=at, action="bulletin.heard", subject=bulletin, unit=unit,
            after={"count": played, "missed": len(own) - played},
        )  # fmt: skip
    return found


def _moments(times: Times) -> list[datetime]:
    days = (times.last_date - times.first_date).days + 1
    return [
        timezone.make_aware(datetime.combine(times.first_date + _DAY * n, hour))
        for n in range(days) for hour in times.hours
    ]  # fmt: skip


def _check_times(unit: Unit, times: Times) -> None:
    days = (times.last_date - times.first_date).days + 1
    if days < 1:
        raise CannotBroadcast("Ngày cuối phải từ ngày đầu trở đi.", "last_date")
    if days > MOST_DAYS:
        raise CannotBroadcast(f"Mỗi lần xếp nhiều nhất {MOST_DAYS} ngày.", "last_date")
    if not times.hours or len(set(times.hours)) != len(times.hours) or len(times.hours) > MOST_HOURS:
        raise CannotBroadcast(
            f"Anh/chị ghi từ 1 đến {MOST_HOURS} giờ phát khác nhau, ví dụ 6:30, 17:30.", "hours"
        )
    if not times.clusters:
        raise CannotBroadcast("Anh/chị chọn ít nhất một cụm loa.", "clusters")
    for cluster in times.clusters:
        if cluster.unit_id != unit.pk:
            raise CannotBroadcast("Cụm loa được chọn không thuộc đơn vị này.", "clusters")
        if cluster.state != LoudspeakerCluster.State.WORKING:
            raise CannotBroadcast(
                f"{cluster} {cluster.get_state_display().lower()} nên chưa xếp lịch được.", "clusters"
            )


def _check_moment(one: Broadcast, at: datetime, quiet: tuple[tuple[time, time], ...], reason: str) -> None:
    if timezone.localdate(one.begins_at) < timezone.localdate(at) - _DAY * MOST_DAYS:
        raise CannotBroadcast(f"Chỉ ghi lại được buổi phát trong {MOST_DAYS} ngày qua.", "first_date")
    rest = in_quiet(quiet, one.begins_at, one.seconds)
    if rest is not None and not reason:
        raise CannotBroadcast(
            f"Buổi phát {_moment(one)} rơi vào giờ không phát loa ({rest[0]:%H:%M}–{rest[1]:%H:%M}). Anh/chị chọn giờ "
            "khác; tin khẩn cấp thì ghi lý do ở ô “Lý do phát khẩn cấp”.", "hours",
        )  # fmt: skip


def _check_overlaps(unit: Unit, made: list[Broadcast]) -> None:
    """No cluster says two things at once, neither in this plan nor with what is planned already. One query."""
    first = min(one.begins_at for one in made) - timedelta(hours=2)
    last = max(one.ends_at for one in made)
    standing = Broadcast.objects.filter(unit=unit, begins_at__gte=first, begins_at__lt=last)
    taken: dict[int, list[Broadcast]] = {}
    for one in (*standing.exclude(state=State.CANCELLED).select_related("bulletin", "cluster"), *made):
        taken.setdefault(one.cluster_id, []).append(one)
    fresh = {id(one) for one in made}
    for rows in taken.values():
        rows.sort(key=lambda one: one.begins_at)
        for before, after in pairwise(rows):
            if after.begins_at < before.ends_at and fresh & {id(before), id(after)}:
                other = before if id(after) in fresh else after
                raise CannotBroadcast(
                    f"{other.cluster} đang có “{other.bulletin.title}” lúc {_moment(other)}, chưa phát xong đã đến bản "
                    "tin này. Anh/chị chọn giờ khác.", "hours",
                )  # fmt: skip


def _moment(one: Broadcast) -> str:
    when = timezone.localtime(one.begins_at)
    return f"{when:%H:%M} ngày {date_vi(when.date())}"
