"""The city's appraisal councils: founded by a decision, with seats for accounts and for named persons."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from thanthien.assessment.rounds.models import Appraisal, Council, CouncilMember, Sheet
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.seats import may_sit
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

Post = CouncilMember.Post


@transaction.atomic
def open_council(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    decision_number: str,
    decision_date: date,
    quorum: Decimal,
) -> Council:
    """Found a council. `quorum` is a share, over 0 up to 1. Raises CannotChangeRound."""
    require(actor, Action.ROUND_MANAGE, unit)
    number = tidy(decision_number)[:60]
    if not number:
        raise CannotChangeRound("Anh/chị ghi số quyết định thành lập hội đồng.", "decision_number")
    if decision_date > timezone.localtime(at).date():
        raise CannotChangeRound(f"Ngày {date_vi(decision_date)} chưa tới.", "decision_date")
    if not 0 < quorum <= 1:
        raise CannotChangeRound("Tỷ lệ phiếu tối thiểu phải trên 0 và không quá 100%.", "quorum")
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if Council.objects.filter(unit=unit, year=year, decision_number=number).exists():
        raise CannotChangeRound(f"Đã có hội đồng theo quyết định {number} năm {year}.", "decision_number")
    council = Council.objects.create(
        unit=unit,
        year=year,
        decision_number=number,
        decision_date=decision_date,
        quorum=quorum,
        opened_at=at,
        opened_by=actor,
    )
    record(
        actor=actor,
        at=at,
        action="council.open",
        subject=council,
        unit=unit,
        after={"number": number, "day": decision_date, "quorum": str(quorum)},
    )
    return council


@transaction.atomic
def seat_member(
    *,
    actor: Person,
    at: datetime,
    council: Council,
    post: str,
    person: Person | None = None,
    name: str = "",
    organisation: str = "",
    home: Unit | None = None,
) -> CouncilMember:
    """Give a seat to an account that may appraise, or to a named person of an organisation.

    The member gets a sheet in every appraisal that runs. Raises CannotChangeRound.
    """
    council = _lock(actor, council)
    if person is not None and not may_sit(person, council.unit):
        raise CannotChangeRound(
            f"Tài khoản của {person} chưa có vai trò thẩm định hoặc thành viên hội đồng.", "person"
        )
    said = str(person) if person else tidy(name)[:100]
    where = tidy(organisation)[:150]
    if not said:
        raise CannotChangeRound("Anh/chị chọn tài khoản hoặc ghi họ và tên thành viên.", "name")
    if not where:
        raise CannotChangeRound("Anh/chị ghi cơ quan, tổ chức của thành viên.", "organisation")
    seated = CouncilMember.objects.filter(council=council, left_at=None)
    if person is not None and seated.filter(person=person).exists():
        raise CannotChangeRound(f"{person} đã có trong hội đồng.", "person")
    if post != Post.MEMBER and (holder := seated.filter(post=post).first()):
        raise CannotChangeRound(f"Hội đồng đã có {Post(post).label.lower()}: {holder}.", "post")
    if person is not None and _handed_in(council, person):
        raise CannotChangeRound(
            f"{person} đã nộp phiếu trong đợt thẩm định đang mở và phiếu đó vẫn được tính. Anh/chị thêm lại khi "
            "đợt này kết thúc.",
            "person",
        )
    member = CouncilMember.objects.create(
        council=council, person=person, name=said, organisation=where, home=home, post=post
    )
    for appraisal in Appraisal.objects.filter(council=council, closed_at=None).select_related("round__unit"):
        make_sheet(appraisal, member, at)
    after = {"name": said, "organisation": where, "post": str(post)}
    record(
        actor=actor,
        at=at,
        action="council.seat",
        subject=member,
        unit=council.unit,
        after=after,
        thread=council,
    )
    return member


@transaction.atomic
def unseat_member(*, actor: Person, at: datetime, member: CouncilMember, remark: str) -> CouncilMember:
    """End a seat. Sheets already handed in stay and count; open ones are left out."""
    council = _lock(actor, member.council)
    member = CouncilMember.objects.get(pk=member.pk)
    if member.left_at is not None:
        return member
    if len(tidy(remark)) < 5:
        raise CannotChangeRound("Anh/chị ghi lý do cho thôi thành viên.", "remark")
    member.left_at = at
    member.save(update_fields=["left_at"])
    record(
        actor=actor,
        at=at,
        action="council.unseat",
        subject=member,
        unit=council.unit,
        before={"post": member.post},
        remark=tidy(remark),
        thread=council,
    )
    return member


def _handed_in(council: Council, person: Person) -> bool:
    """Whether a sheet of an earlier seat counts in an appraisal that runs: a second would be a second voice."""
    sheets = Sheet.objects.filter(appraisal__council=council, appraisal__closed_at=None)
    return sheets.filter(member__person=person, state=Sheet.State.HANDED_IN).exists()


def make_sheet(appraisal: Appraisal, member: CouncilMember, at: datetime) -> Sheet:
    """An empty sheet; closed at once where the member belongs to the commune that is appraised, or has
    declared an interest in it this year already: from another seat, or before the re-check."""
    earlier = (
        Sheet.objects.filter(appraisal__round=appraisal.round_id, state=Sheet.State.RECUSED)
        .filter(member__person__isnull=False, member__person=member.person_id)
        .first()
    )
    if earlier is not None:
        return Sheet.objects.create(
            appraisal=appraisal,
            member=member,
            state=Sheet.State.RECUSED,
            declared_at=earlier.declared_at,
            reason=earlier.reason,
        )
    own = member.home_id == appraisal.round.unit_id or (
        member.person is not None
        and any(m.unit_id == appraisal.round.unit_id for m in current_memberships(member.person))
    )
    if not own:
        return Sheet.objects.create(appraisal=appraisal, member=member)
    return Sheet.objects.create(
        appraisal=appraisal,
        member=member,
        state=Sheet.State.RECUSED,
        declared_at=at,
        reason="Công tác tại đơn vị được thẩm định.",
    )


def _lock(actor: Person, council: Council) -> Council:
    require(actor, Action.ROUND_MANAGE, council.unit)
    return Council.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=council.pk)
