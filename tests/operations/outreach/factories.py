"""A slogan, a cluster, a bulletin: made the product's way by the officer of the support centre."""

from __future__ import annotations

from datetime import date, datetime, time

from tests.cast import NOW, Cast
from thanthien.operations.outreach.actions import BulletinFields, write_bulletin
from thanthien.operations.outreach.clusters import ClusterFields, keep_cluster
from thanthien.operations.outreach.models import Broadcast, Bulletin, LoudspeakerCluster, Slogan
from thanthien.operations.outreach.scheduling import Times, plan_broadcasts
from thanthien.operations.outreach.slogans import LookFields, SloganFields, put_up
from thanthien.platform.units.models import Neighbourhood

TODAY = NOW.date()  # Wednesday, 1 July 2026


def slogan(cast: Cast, day: date = TODAY, at: datetime = NOW, **more: object) -> Slogan:
    words: dict[str, object] = {"kind": "slogan", "text": "4 xin, 4 luôn, 5 không", "place": "Sảnh", **more}
    look = LookFields(day, "in_place")
    return put_up(actor=cast.officer, at=at, unit=cast.unit, fields=SloganFields(**words), look=look)[0]  # type: ignore[arg-type]


def cluster(cast: Cast, name: str = "Cụm Đông", *places: Neighbourhood) -> LoudspeakerCluster:
    fields = ClusterFields(name, "smart", date(2026, 1, 5), neighbourhoods=places)
    return keep_cluster(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=fields)


def bulletin(cast: Cast, text: str = "Mời bà con họp lúc 19h30.", **more: object) -> Bulletin:
    fields = BulletinFields("Mời họp", text, **more)  # type: ignore[arg-type]
    return write_bulletin(actor=cast.officer, at=NOW, unit=cast.unit, fields=fields)


def planned(
    cast: Cast, what: Bulletin, *clusters: LoudspeakerCluster, days: tuple[date, date] = (TODAY, TODAY),
    hours: tuple[time, ...] = (time(17, 30),), at: datetime = NOW, urgent: str = "",
) -> list[Broadcast]:  # fmt: skip
    times = Times(days[0], days[1], hours, clusters, urgent)
    return plan_broadcasts(actor=cast.officer, at=at, bulletin=what, times=times)
