"""The steering committee: founded by a decision, members in and out of office, what a plan suggests."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.steering.actions import (
    CannotChangeCommittee,
    CommitteeFields,
    MemberFields,
    add_member,
    change_committee,
    change_member,
    end_member,
    found_committee,
    move_member,
    take_suggestion,
)
from thanthien.programme.steering.models import Committee, CommitteeMember
from thanthien.programme.steering.queries import committee_in, seats_of
from thanthien.programme.steering.suggestion import suggested_members

Role = CommitteeMember.Role
START = date(2026, 1, 15)


@pytest.fixture
def committee(cast: Cast, now: datetime) -> Committee:
    fields = CommitteeFields("Ban Chỉ đạo", 2026, None, " 12/QĐ-UBND ", START, "Đỗ Hoàng Lâm", "Chủ tịch")
    upload = SimpleUploadedFile("QĐ 12.txt", "Quyết định".encode())
    return found_committee(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields, upload=upload)


def seat(cast: Cast, now: datetime, committee: Committee, fields: MemberFields) -> CommitteeMember:
    return add_member(actor=cast.leader, at=now, committee=committee, fields=fields, start_date=START)


def test_the_decision_is_kept_with_its_file(cast: Cast, committee: Committee) -> None:
    assert (committee.decision_number, committee.filename) == ("12/QĐ-UBND", "QĐ 12.txt")
    assert committee.file is not None
    assert committee_in(cast.unit, 2026) == committee_in(cast.unit, 2030) == committee
    assert committee_in(cast.unit, 2025) is None
    assert committee_in(cast.other_unit, 2026) is None


def test_only_the_coordinator_and_leaders_found_one(cast: Cast, now: datetime) -> None:
    for person in (cast.officer, cast.head, cast.council, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            found_committee(actor=person, at=now, unit=cast.unit, fields=CommitteeFields("Ban", 2026))
    assert not Committee.objects.exists()


def test_terms_do_not_overlap(cast: Cast, committee: Committee, now: datetime) -> None:
    second = CommitteeFields("Ban Chỉ đạo mới", 2028)
    with pytest.raises(CannotChangeCommittee, match="ghi năm kết thúc"):
        found_committee(actor=cast.leader, at=now, unit=cast.unit, fields=second)
    first = CommitteeFields("Ban Chỉ đạo", 2026, 2027, "12/QĐ-UBND", START)
    change_committee(actor=cast.leader, at=now, committee=committee, fields=first)
    made = found_committee(actor=cast.leader, at=now, unit=cast.unit, fields=second)
    assert [committee_in(cast.unit, year) for year in (2027, 2028)] == [committee, made]
    with pytest.raises(CannotChangeCommittee, match="không thể trước năm bắt đầu"):
        change_committee(actor=cast.leader, at=now, committee=made, fields=CommitteeFields("Ban", 2028, 2027))


def test_members_come_from_the_unit_or_are_invited(cast: Cast, committee: Committee, now: datetime) -> None:
    seat(cast, now, committee, MemberFields(Role.HEAD, person=cast.leader))
    invited = MemberFields(
        Role.MEMBER, full_name="Vũ Thị  Lan", title="Trưởng ban", organisation="Ban XDĐ", is_invited=True
    )
    seat(cast, now, committee, invited)
    head, guest = seats_of(committee, date(2026, 2, 1)).in_office
    assert (head.full_name, head.title) == ("Đỗ Hoàng Lâm", "Chủ tịch Ủy ban nhân dân xã")
    assert (guest.full_name, guest.organisation, guest.is_invited) == ("Vũ Thị Lan", "Ban XDĐ", True)
    with pytest.raises(CannotChangeCommittee, match="không có vai trò nào"):
        seat(cast, now, committee, MemberFields(Role.MEMBER, person=cast.other_officer))
    with pytest.raises(CannotChangeCommittee, match="họ tên hay chức vụ"):
        seat(cast, now, committee, MemberFields(Role.MEMBER))


def test_nobody_sits_twice_and_one_person_heads(cast: Cast, committee: Committee, now: datetime) -> None:
    head = seat(cast, now, committee, MemberFields(Role.HEAD, person=cast.leader))
    with pytest.raises(CannotChangeCommittee, match="đã là Trưởng ban"):
        seat(cast, now, committee, MemberFields(Role.MEMBER, person=cast.leader))
    with pytest.raises(CannotChangeCommittee, match="đang là Đỗ Hoàng Lâm"):
        seat(cast, now, committee, MemberFields(Role.HEAD, person=cast.head))
    other = seat(cast, now, committee, MemberFields(Role.DEPUTY, person=cast.head))
    with pytest.raises(CannotChangeCommittee, match="đang là Đỗ Hoàng Lâm"):
        change_member(
            actor=cast.leader, at=now, member=other, fields=MemberFields(Role.HEAD, person=cast.head)
        )
    head.refresh_from_db()
    assert head.end_date is None


def test_a_change_of_persons_keeps_the_history(cast: Cast, committee: Committee, now: datetime) -> None:
    head = seat(cast, now, committee, MemberFields(Role.HEAD, person=cast.leader))
    with pytest.raises(CannotChangeCommittee, match="ghi lý do"):
        end_member(actor=cast.leader, at=now, member=head, end_date=date(2026, 5, 31), reason=" ")
    with pytest.raises(CannotChangeCommittee, match="không thể trước ngày bắt đầu"):
        end_member(actor=cast.leader, at=now, member=head, end_date=date(2026, 1, 1), reason="Nhầm")
    end_member(actor=cast.leader, at=now, member=head, end_date=date(2026, 5, 31), reason="Chuyển công tác")
    add_member(
        actor=cast.leader, at=now, committee=committee, fields=MemberFields(Role.HEAD, person=cast.head),
        start_date=date(2026, 6, 1),
    )  # fmt: skip
    after = seats_of(committee, date(2026, 6, 1))
    assert [str(m) for m in after.in_office] == ["Phạm Quốc Dũng"]
    assert [(str(m), m.end_reason) for m in after.left] == [("Đỗ Hoàng Lâm", "Chuyển công tác")]
    told = list(history_of(committee).values_list("action", flat=True))
    assert told[:3] == ["committee.member_add", "committee.member_end", "committee.member_add"]


def test_the_order_is_moved_by_one_and_stops_at_the_edge(
    cast: Cast, committee: Committee, now: datetime
) -> None:
    names = [
        seat(cast, now, committee, MemberFields(Role.MEMBER, full_name=name)) for name in ("A", "B", "C")
    ]
    move_member(actor=cast.leader, at=now, member=names[2], up=True)
    move_member(actor=cast.leader, at=now, member=names[0], up=True)
    assert [str(m) for m in seats_of(committee, START).in_office] == ["A", "C", "B"]


def test_what_the_plan_prints_becomes_members(cast: Cast, committee: Committee, now: datetime) -> None:
    printed = [
        "Đồng chí Chủ tịch Ủy ban nhân dân xã - Trưởng ban",
        "Đ/c Phạm Quốc Dũng, Trưởng phòng - Phó Trưởng ban thường trực",
        "Ông Lý Văn Tám - Trưởng ban Mặt trận - Ủy viên (mời)",
        "Trưởng các phòng, đơn vị là thành viên",
    ]
    members = suggested_members(cast.unit, printed)
    assert [(m.role, m.person, m.full_name, m.is_invited) for m in members[:3]] == [
        (Role.HEAD, cast.leader, "", False),
        (Role.STANDING_DEPUTY, cast.head, "Phạm Quốc Dũng", False),
        (Role.MEMBER, None, "Lý Văn Tám", True),
    ]
    again = [
        take_suggestion(actor=cast.leader, at=now, committee=committee, members=members, start_date=START)
        for _ in range(2)
    ]
    assert again == [4, 0]
