"""One of each thing of making the programme known, for the rights matrix."""

from __future__ import annotations

from datetime import time, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import picture
from thanthien.operations.outreach.actions import BulletinFields, write_bulletin
from thanthien.operations.outreach.clusters import ClusterFields, keep_cluster
from thanthien.operations.outreach.models import Sound
from thanthien.operations.outreach.scheduling import Times, plan_broadcasts
from thanthien.operations.outreach.slogans import LookFields, SloganFields, put_up
from thanthien.operations.outreach.sounding import path_of
from thanthien.operations.outreach.telling import (
    ActivityFields,
    CampaignFields,
    keep_campaign,
    record_activity,
)
from thanthien.platform.files.actions import keep_upload

# Whose id `pk` is, by the longest beginning of the page's name.
OUTREACH_ROWS = {
    "desk:outreach_slogan": "slogan",
    "desk:outreach_look_photo": "slogan_look",
    "desk:outreach_activity": "outreach_activity",
    "desk:outreach_campaign": "campaign",
    "desk:outreach_bulletin": "bulletin",
    "desk:outreach_broadcast": "broadcast",
    "desk:outreach_cluster": "cluster",
}
_DAY = "2026-07-01"
OUTREACH_BODIES: dict[str, dict[str, str]] = {
    "desk:outreach_slogan_add": {
        "kind": "slogan", "text": "4 xin, 4 luôn, 5 không", "place": "Sảnh", "date": _DAY, "state": "in_place",
    },
    "desk:outreach_slogan_edit": {"kind": "slogan", "text": "4 xin", "place": "Sảnh"},
    "desk:outreach_slogan_look": {"date": _DAY, "state": "faded"},
    "desk:outreach_activity_add": {"kind": "zalo", "title": "Bài đăng", "date": _DAY},
    "desk:outreach_activity_withdraw": {"reason": "Ghi nhầm"},
    "desk:outreach_campaign_add": {"title": "Đợt 2", "first_date": _DAY, "last_date": _DAY},
    "desk:outreach_campaign": {"title": "Đợt 1", "first_date": _DAY, "last_date": _DAY},
    "desk:outreach_bulletin_add": {"title": "Tin", "text": "Mời bà con họp."},
    "desk:outreach_bulletin_edit": {"title": "Tin", "text": "Mời bà con họp."},
    "desk:outreach_bulletin_say": {"written": "TDP", "spoken": "tổ"},
    "desk:outreach_cluster_add": {"name": "Cụm 2", "kind": "smart", "since_date": _DAY, "state": "working"},
    "desk:outreach_cluster": {"name": "Cụm 1", "kind": "smart", "since_date": _DAY, "state": "working"},
    "desk:outreach_hours": {
        "night_from": "21:00", "night_until": "05:00", "noon_from": "11:30", "noon_until": "13:30",
    },
}  # fmt: skip


class OutreachSamples:
    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        today, unit, who = timezone.localdate(now), cast.unit, cast.centre_officer
        look = LookFields(today, "in_place", "", keep_upload(upload=picture(), at=now))
        fields = SloganFields("slogan", "4 xin, 4 luôn, 5 không", "Bộ phận tiếp nhận", "reception_desk")
        self.slogan, self.slogan_look = put_up(actor=who, at=now, unit=unit, fields=fields, look=look)
        self.campaign = keep_campaign(
            actor=who, at=now, unit=unit, fields=CampaignFields("Quán triệt đề án", today, today)
        )
        file = keep_upload(upload=picture(), at=now)
        told = ActivityFields("conference", "Hội nghị", today, file=file, filename="anh.jpg")
        self.outreach_activity = record_activity(actor=who, at=now, unit=unit, fields=told)
        cluster = ClusterFields("Cụm Thượng", "smart", today)
        self.cluster = keep_cluster(actor=cast.coordinator, at=now, unit=unit, fields=cluster)
        words = BulletinFields("Mời họp", "Mời bà con họp lúc 19h30 tại nhà văn hóa.")
        self.bulletin = write_bulletin(actor=who, at=now, unit=unit, fields=words)
        sound = self.bulletin.sound
        assert sound is not None
        default_storage.delete(path_of(sound))
        default_storage.save(path_of(sound), ContentFile(b"RIFF"))
        Sound.objects.filter(pk=sound.pk).update(state=Sound.State.READY, seconds=4)
        day = today + timedelta(days=1)
        times = Times(day, day, (time(6, 30),), (self.cluster,))
        self.broadcast = plan_broadcasts(actor=who, at=now, bulletin=self.bulletin, times=times)[0]
