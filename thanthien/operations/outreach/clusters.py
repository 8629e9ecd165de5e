"""Writes of the register of loudspeakers, of the hours in which they rest, and of how words are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.outreach.models import Broadcast, LoudspeakerCluster, Pronunciation, QuietHours
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Neighbourhood, Unit


class CannotChangeLoudspeakers(Refusal):
    """The register, the hours or the reading stayed as they were."""


@dataclass(frozen=True, slots=True)
class ClusterFields:
    name: str
    kind: str
    since_date: date
    place: str = ""
    neighbourhoods: tuple[Neighbourhood, ...] = ()
    state: str = LoudspeakerCluster.State.WORKING
    said: str = ""


@dataclass(frozen=True, slots=True)
class HoursFields:
    night_from: time
    night_until: time
    noon_from: time
    noon_until: time


@transaction.atomic
def keep_cluster(
    *, actor: Person, at: datetime, unit: Unit, fields: ClusterFields, cluster: LoudspeakerCluster | None = None,
    seen: int = 0,
) -> LoudspeakerCluster:  # fmt: skip
    """Add a cluster or change one. Ended with broadcasts to come it is refused. Raises CannotChangeLoudspeakers."""
    require(actor, Action.OUTREACH_MANAGE, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    name, today = tidy(fields.name)[:100], timezone.localdate(at)
    _check(unit, fields, name, today, cluster)
    if cluster is None:
        cluster, before = LoudspeakerCluster(unit=unit, state_date=fields.since_date), ""
    else:
        cluster = LoudspeakerCluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
        before = cluster.state
        if cluster.version != seen:
            raise CannotChangeLoudspeakers(CHANGED)
        cluster.version += 1
    if fields.state == LoudspeakerCluster.State.ENDED and cluster.pk and _waits(cluster, at):
        raise CannotChangeLoudspeakers("Cụm loa còn lịch phát; anh/chị bỏ các buổi đó trước.", "state")
    if before != fields.state and cluster.pk:
        cluster.state_date = today
    cluster.name, cluster.kind, cluster.place = name, fields.kind, tidy(fields.place)[:150]
    cluster.since_date, cluster.state, cluster.said = fields.since_date, fields.state, tidy(fields.said)[:300]
    cluster.save()
    cluster.neighbourhoods.set(fields.neighbourhoods)
    after = {"name": name, "state": cluster.state, "text": cluster.said}
    record(
        actor=actor, at=at, action="cluster.change" if before else "cluster.add", subject=cluster, unit=unit,
        before={"state": before} if before else None, after=after,
    )  # fmt: skip
    return cluster


@transaction.atomic
def set_quiet_hours(*, actor: Person, at: datetime, unit: Unit, fields: HoursFields, seen: int) -> QuietHours:
    """When loudspeakers rest; what is planned already stays."""
    require(actor, Action.OUTREACH_MANAGE, unit)
    if fields.noon_until < fields.noon_from:
        raise CannotChangeLoudspeakers("Giờ nghỉ trưa kết thúc trước khi bắt đầu.", "noon_until")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    row = QuietHours.objects.filter(unit=unit).first()
    if row is not None and row.version != seen:
        raise CannotChangeLoudspeakers(CHANGED)
    before = {"hours": str(row)} if row else None
    row = row or QuietHours(unit=unit, version=0)
    row.night_from, row.night_until = fields.night_from, fields.night_until
    row.noon_from, row.noon_until = fields.noon_from, fields.noon_until
    row.version += 1
    row.save()
    record(
        actor=actor, at=at, action="bulletin.hours", subject=row, unit=unit, before=before,
        after={"hours": str(row)},
    )  # fmt: skip
    return row


@transaction.atomic
def say_otherwise(
    *, actor: Person, at: datetime, unit: Unit, written: str, spoken: str
) -> Pronunciation | None:
    """How a word is read from now on; empty `spoken` goes back to the common rule. Bulletins already written stay."""
    require(actor, Action.OUTREACH_WORK, unit)
    written, spoken = tidy(written)[:60], tidy(spoken)[:200]
    if not written:
        raise CannotChangeLoudspeakers("Anh/chị ghi chữ cần đọc khác đi.", "written")
    if not any(sign.isalpha() for sign in spoken) and spoken:
        raise CannotChangeLoudspeakers("Anh/chị ghi cách đọc bằng chữ.", "spoken")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    row = Pronunciation.objects.filter(unit=unit, written=written).first()
    before = {"text": row.spoken} if row else None
    if not spoken:
        if row is not None:
            record(actor=actor, at=at, action="bulletin.unsay", subject=row, unit=unit, before=before)
            row.delete()
        return None
    row = row or Pronunciation(unit=unit, written=written)
    row.spoken = spoken
    row.save()
    record(
        actor=actor, at=at, action="bulletin.say", subject=row, unit=unit, before=before, after={"text": spoken}
    )  # fmt: skip
    return row


def _check(
    unit: Unit, fields: ClusterFields, name: str, today: date, cluster: LoudspeakerCluster | None
) -> None:
    if not name:
        raise CannotChangeLoudspeakers("Anh/chị ghi tên cụm loa.", "name")
    others = LoudspeakerCluster.objects.filter(unit=unit, name=name)
    if (others.exclude(pk=cluster.pk) if cluster else others).exists():
        raise CannotChangeLoudspeakers("Đơn vị đã có cụm loa tên này.", "name")
    if fields.kind not in LoudspeakerCluster.Kind.values:
        raise CannotChangeLoudspeakers("Anh/chị chọn loại.", "kind")
    if fields.state not in LoudspeakerCluster.State.values:
        raise CannotChangeLoudspeakers("Anh/chị chọn tình trạng.", "state")
    if fields.since_date > today:
        raise CannotChangeLoudspeakers("Ngày này chưa tới.", "since_date")
    if any(place.unit_id != unit.pk for place in fields.neighbourhoods):
        raise CannotChangeLoudspeakers("Thôn, tổ dân phố được chọn không thuộc đơn vị này.", "neighbourhoods")


def _waits(cluster: LoudspeakerCluster, at: datetime) -> bool:
    rows = Broadcast.objects.filter(cluster=cluster, state=Broadcast.State.PLANNED)
    return rows.filter(begins_at__gte=at).exists()
