"""Making it known in the demo: slogans with their looks, a campaign, loudspeakers and what they played."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.outreach.actions import BulletinFields, write_bulletin
from thanthien.operations.outreach.clusters import ClusterFields, keep_cluster
from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import (
    Broadcast,
    LoudspeakerCluster,
    OutreachActivity,
    Slogan,
)
from thanthien.operations.outreach.scheduling import Heard, Times, plan_broadcasts, record_heard
from thanthien.operations.outreach.slogans import LookFields, SloganFields, look_at, put_up
from thanthien.operations.outreach.telling import (
    ActivityFields,
    CampaignFields,
    keep_campaign,
    record_activity,
)
from thanthien.platform.files.actions import keep_file
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.demo.pictures import picture

_DAY = timedelta(days=1)
_MOVEMENTS = "Toàn dân đoàn kết xây dựng đời sống văn hóa"
_RESOLVE = "Cán bộ gương mẫu, người dân đồng thuận, chính quyền thân thiện"
_BULLETINS = (
    ("Hướng dẫn nộp hồ sơ trực tuyến", "Từ ngày 05/01, UBND xã hướng dẫn nộp hồ sơ TTHC trực tuyến vào 7h30 thứ Bảy."),
    ("Mời họp đối thoại", "Mời bà con dự hội nghị đối thoại với Chủ tịch UBND lúc 8h00 ngày 20/3 tại hội trường xã."),
    ("Lịch tiếp công dân", "Chủ tịch UBND tiếp công dân 02 ngày mỗi tháng. Lịch niêm yết tại trụ sở và trang của xã."),
)  # fmt: skip


def play_outreach(commune: Commune, *, until: date) -> None:
    _slogans(commune, until)
    _campaign(commune, until)
    _loudspeakers(commune, until)


def _at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _slogans(commune: Commune, until: date) -> None:
    since = date(until.year, 1, 12)
    texts = {"movements": _MOVEMENTS, "resolve": _RESOLVE}
    for number, one in enumerate(definition().required.values()):
        fields = SloganFields(
            Slogan.Kind.SLOGAN, one.text or texts.get(one.code, _RESOLVE), one.place or "Trục đường chính", one.code
        )  # fmt: skip
        seed = f"{commune.place.code}-slogan-{one.code}"
        shot = keep_file(data=picture(seed, _at(since)), at=_at(since))
        look = LookFields(since, Slogan.State.IN_PLACE, photo=shot)
        slogan, _ = put_up(
            actor=commune.coordinator, at=_at(since), unit=commune.unit, fields=fields, look=look
        )
        day = since + (28 + number) * _DAY
        while day < until:
            faded = number == 3 and day > until - 30 * _DAY
            state = Slogan.State.FADED if faded else Slogan.State.IN_PLACE
            said = "Bạc màu, chờ thay" if faded else ""
            look_at(actor=commune.coordinator, at=_at(day), slogan=slogan, look=LookFields(day, state, said))
            slogan.refresh_from_db()
            day += 28 * _DAY


def _campaign(commune: Commune, until: date) -> None:
    first, boss = date(until.year, 2, 2), commune.coordinator
    campaign = keep_campaign(
        actor=boss, at=_at(first), unit=commune.unit,
        fields=CampaignFields(
            "Phổ biến mô hình Chính quyền thân thiện", first, date(until.year, 12, 20),
            "Mỗi thôn ít nhất một buổi trong quý", "Kế hoạch của UBND; quy tắc “4 xin, 4 luôn, 5 không”",
        ),
    )  # fmt: skip
    kinds = (OutreachActivity.Kind.RESIDENTS, OutreachActivity.Kind.PARTY_CELL, OutreachActivity.Kind.ARTS)
    places = list(neighbourhoods_of(commune.unit))
    for number in range(12):
        day = first + (11 + 22 * number) * _DAY
        if day >= until:
            break
        place = places[number % (len(places) - 1)]  # one has had none yet
        fields = ActivityFields(
            kinds[number % 3], f"Phổ biến mô hình tại {place}", day, f"Nhà văn hóa {place}", (place,),
            35 + number * 3, campaign,
        )  # fmt: skip
        record_activity(actor=boss, at=_at(day, 20), unit=commune.unit, fields=fields)


def _loudspeakers(commune: Commune, until: date) -> None:
    boss, since = commune.coordinator, date(until.year, 1, 5)
    places = list(neighbourhoods_of(commune.unit))
    half = len(places) // 2
    clusters = tuple(
        keep_cluster(actor=boss, at=_at(since), unit=commune.unit, fields=ClusterFields(
            name, kind, since, "", tuple(some)
        ))
        for name, kind, some in (
            ("Cụm trung tâm", LoudspeakerCluster.Kind.SMART, places[:half]),
            ("Cụm phía đông", LoudspeakerCluster.Kind.RADIO, places[half:]),
        )
    )  # fmt: skip
    for number, (title, text) in enumerate(_BULLETINS):
        first = date(until.year, 1 + 3 * number, 14)
        if first + 4 * _DAY >= until:
            break
        made = write_bulletin(
            actor=boss, at=_at(first - _DAY), unit=commune.unit, fields=BulletinFields(title, text)
        )
        times = Times(first, first + 2 * _DAY, (time(17, 30),), clusters)
        planned = plan_broadcasts(actor=boss, at=_at(first - _DAY, 10), bulletin=made, times=times)
        heard = {one: Heard(Broadcast.State.PLAYED, "") for one in planned}
        record_heard(actor=boss, at=_at(first + 3 * _DAY), heard=heard)
