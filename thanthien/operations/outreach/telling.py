"""Writes of campaigns and of the activities that carry them to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.outreach.models import Campaign, OutreachActivity
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Neighbourhood, Unit

MOST_PEOPLE = 1_000_000


class CannotTell(Refusal):
    """The campaign or the activity stayed as it was."""


@dataclass(frozen=True, slots=True)
class CampaignFields:
    title: str
    first_date: date
    last_date: date
    purpose: str = ""
    documents: str = ""


@dataclass(frozen=True, slots=True)
class ActivityFields:
    kind: str
    title: str
    date: date
    place: str = ""
    neighbourhoods: tuple[Neighbourhood, ...] = ()
    people: int | None = None
    campaign: Campaign | None = None
    url: str = ""
    file: StoredFile | None = None
    filename: str = ""
    remark: str = ""


@transaction.atomic
def keep_campaign(
    *, actor: Person, at: datetime, unit: Unit, fields: CampaignFields, campaign: Campaign | None = None,
    seen: int = 0,
) -> Campaign:  # fmt: skip
    """Begin a campaign, or change one. Raises CannotTell."""
    require(actor, Action.OUTREACH_WORK, unit)
    values: dict[str, object] = {
        "title": tidy(fields.title)[:200], "purpose": tidy(fields.purpose, keep_lines=True)[:1000],
        "documents": tidy(fields.documents, keep_lines=True)[:4000], "first_date": fields.first_date,
        "last_date": fields.last_date,
    }  # fmt: skip
    if not values["title"]:
        raise CannotTell("Anh/chị ghi tên đợt tuyên truyền.", "title")
    if fields.last_date < fields.first_date:
        raise CannotTell("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "last_date")
    if campaign is None:
        made = Campaign.objects.create(unit=unit, **values)
        record(
            actor=actor, at=at, action="campaign.begin", subject=made, unit=unit, after={"title": made.title}
        )
        return made
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    if campaign.version != seen:
        raise CannotTell(CHANGED)
    before, after = differences(campaign, values)
    if after:
        for name, value in values.items():
            setattr(campaign, name, value)
        campaign.version += 1
        campaign.save()
        record(
            actor=actor, at=at, action="campaign.change", subject=campaign, unit=unit, before=before, after=after
        )  # fmt: skip
    return campaign


@transaction.atomic
def record_activity(*, actor: Person, at: datetime, unit: Unit, fields: ActivityFields) -> OutreachActivity:
    """Say that people were told of it. Raises CannotTell."""
    require(actor, Action.OUTREACH_WORK, unit)
    title, url = tidy(fields.title)[:200], fields.url.strip()
    if fields.kind not in OutreachActivity.Kind.values:
        raise CannotTell("Anh/chị chọn hình thức.", "kind")
    if not title:
        raise CannotTell("Anh/chị ghi nội dung.", "title")
    if fields.date > timezone.localdate(at):
        raise CannotTell("Ngày này chưa tới; anh/chị ghi khi đã làm.", "date")
    if fields.people is not None and not 0 <= fields.people <= MOST_PEOPLE:
        raise CannotTell("Số người dự không đúng.", "people")
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 500):
        raise CannotTell("Đường dẫn cần bắt đầu bằng http:// hoặc https://.", "url")
    if any(place.unit_id != unit.pk for place in fields.neighbourhoods):
        raise CannotTell("Thôn, tổ dân phố được chọn không thuộc đơn vị này.", "neighbourhoods")
    if fields.campaign is not None and fields.campaign.unit_id != unit.pk:
        raise CannotTell("Đợt tuyên truyền được chọn không thuộc đơn vị này.", "campaign")
    made = OutreachActivity.objects.create(
        unit=unit, campaign=fields.campaign, kind=fields.kind, title=title, date=fields.date,
        place=tidy(fields.place)[:150], people=fields.people, url=url, file=fields.file,
        filename=fields.filename[:200], remark=tidy(fields.remark, keep_lines=True)[:1000], recorded_at=at,
        recorded_by=actor,
    )  # fmt: skip
    made.neighbourhoods.set(fields.neighbourhoods)
    after = {"kind": made.kind, "title": title, "date": made.date, "count": made.people}
    record(actor=actor, at=at, action="activity.record", subject=made, unit=unit, after=after)
    return made


@transaction.atomic
def withdraw_activity(*, actor: Person, at: datetime, activity: OutreachActivity, reason: str) -> None:
    """Entered by mistake: the row stays and counts no more. By who entered it, or who manages."""
    unit = activity.unit
    own = activity.recorded_by_id == actor.pk
    require(actor, Action.OUTREACH_WORK if own else Action.OUTREACH_MANAGE, unit)
    reason = tidy(reason)[:300]
    if not reason:
        raise CannotTell("Anh/chị ghi lý do bỏ.", "reason")
    row = OutreachActivity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if row.withdrawn_at is not None:
        raise CannotTell("Hoạt động này đã bỏ.")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record(actor=actor, at=at, action="activity.withdraw", subject=row, unit=unit, remark=reason)
