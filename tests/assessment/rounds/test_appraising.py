"""The council: seats, interests, separate sheets, the drawn proofs, the result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.cast import Cast
from thanthien.assessment.rounds.appraising import (
    check_sampled,
    close_appraisal,
    declare,
    open_appraisal,
    result_of,
    set_chair_point,
    write_sheet,
)
from thanthien.assessment.rounds.councils import seat_member, unseat_member
from thanthien.assessment.rounds.models import CouncilMember, Round, Sheet
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.snapshot import hash_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.criteria.models import Adoption
from thanthien.workflows.rounds import side_by_side


def test_nobody_scores_the_own_commune(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    own = CouncilMember.objects.get(council=appraisal.council, person=cast.council)
    sheet = Sheet.objects.get(appraisal=appraisal, member=own)
    assert (sheet.state, sheet.reason) == (Sheet.State.RECUSED, "Công tác tại đơn vị được thẩm định.")
    with pytest.raises(NotAllowed, match="có liên quan"):
        declare(actor=cast.council, at=DECEMBER, appraisal=appraisal, member=own)


def test_points_come_after_the_word_about_interests(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    chair = steps.seat(appraisal, "chair")
    with pytest.raises(CannotChangeRound, match="xác nhận không có lợi ích"):
        write_sheet(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, member=chair, points={}, seen=1)
    declare(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, member=chair, interest="Có người nhà")
    with pytest.raises(NotAllowed, match="có liên quan"):
        write_sheet(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, member=chair, points={}, seen=2)


def test_an_administrator_with_an_interest_leaves_the_close_to_another(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    steps.hand_in(appraisal, steps.seat(appraisal, "chair"), cast.appraiser)
    secretary = steps.seat(appraisal, "secretary")
    declare(
        actor=cast.city_admin, at=DECEMBER, appraisal=appraisal, member=secretary, interest="Có người nhà"
    )
    steps.looked_at(appraisal)
    with pytest.raises(NotAllowed, match="khai có liên quan"):
        close_appraisal(actor=cast.city_admin, at=DECEMBER, appraisal=appraisal, seen=steps.round().version)
    assert steps.round().state == Round.State.APPRAISING


def test_each_writes_the_own_sheet_and_the_secretary_those_on_paper(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    paper = CouncilMember.objects.get(name="Lý Thu Thảo")
    with pytest.raises(NotAllowed, match="tự chấm phiếu của mình"):
        declare(
            actor=cast.city_admin, at=DECEMBER, appraisal=appraisal, member=steps.seat(appraisal, "chair")
        )
    with pytest.raises(NotAllowed, match="không phải thành viên"):
        declare(actor=cast.other_coordinator, at=DECEMBER, appraisal=appraisal, member=paper)
    steps.hand_in(appraisal, paper, cast.city_admin)
    assert Sheet.objects.get(member=paper).written_by == cast.city_admin


def test_a_sheet_is_whole_explained_and_then_final(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    chair = steps.seat(appraisal, "chair")
    sheet = declare(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, member=chair)

    def write(points: dict[str, tuple[Decimal, str]], *, hand_in: bool = True) -> Sheet:
        return write_sheet(
            actor=cast.appraiser,
            at=DECEMBER,
            appraisal=appraisal,
            member=chair,
            points=points,
            seen=Sheet.objects.get(pk=sheet.pk).version,
            hand_in=hand_in,
        )

    full = {key: (Decimal(points), "") for key, points in _OWN.items()}
    with pytest.raises(CannotChangeRound, match="Còn 4 nội dung chưa chấm"):
        write({"I#1": (Decimal(6), "")})
    with pytest.raises(CannotChangeRound, match="từ 0 đến 5"):
        write(full | {"II.1": (Decimal("5.5"), "")})
    with pytest.raises(CannotChangeRound, match="ghi nhận xét") as refused:
        write(full | {"II.1": (Decimal(4), "")})
    assert refused.value.field == "II.1"
    write(full, hand_in=False)
    assert write(full).state == Sheet.State.HANDED_IN
    with pytest.raises(CannotChangeRound, match="không sửa được"):
        write(full)


_OWN = {"I#1": "6", "I#2": "2", "II.1": "5", "II.2": "4", "II.3": "0"}


def test_the_mean_stands_unless_the_chair_says_why_not(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    with pytest.raises(NotAllowed, match="Chỉ chủ tịch"):
        set_chair_point(
            actor=cast.city_admin,
            at=DECEMBER,
            appraisal=appraisal,
            key="II.2",
            points=Decimal(1),
            reason="Vì vậy",
        )
    set_chair_point(
        actor=cast.appraiser,
        at=DECEMBER,
        appraisal=appraisal,
        key="II.2",
        points=Decimal(3),
        reason="Số hộ lấy chưa đúng",
    )
    closed = steps.appraised(appraisal, {"I#1": "5"})
    result = result_of(closed)
    assert result is not None
    rows = {row["key"]: row for row in result["rows"]}
    assert (rows["I#1"]["points"], rows["I#1"]["lowest"], rows["I#1"]["highest"]) == ("5.5", "5", "6")
    assert (rows["II.2"]["mean"], rows["II.2"]["points"]) == ("4", "3")
    assert (closed.total, closed.level) == (Decimal("15.50"), 1)
    assert hash_of(closed.result) == closed.result_sha256
    assert steps.round().state == Round.State.APPRAISED

    said = {row.key: row for row in side_by_side(closed.submission, closed, live=None)}
    assert said["I#1"].reasons == (f"{cast.appraiser}: Thiếu ảnh quý IV",)
    assert said["II.2"].reasons == ("Chủ tịch hội đồng quyết định: Số hộ lấy chưa đúng",)
    assert not said["II.1"].differs


def test_quorum_and_the_drawn_proofs_come_before_the_close(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    assert appraisal.sample.count() == 5

    def close() -> None:
        close_appraisal(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, seen=steps.round().version)

    steps.hand_in(appraisal, steps.seat(appraisal, "chair"), cast.appraiser)
    with pytest.raises(CannotChangeRound, match="Mới có 1/3 phiếu, cần ít nhất 2"):
        close()
    steps.hand_in(appraisal, steps.seat(appraisal, "secretary"), cast.city_admin)
    with pytest.raises(CannotChangeRound, match="Còn 5 minh chứng"):
        close()
    steps.looked_at(appraisal)
    close()
    assert steps.round().state == Round.State.APPRAISED


def test_a_verdict_on_proof_needs_words_and_the_second_is_told(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    one = steps.appraising().sample.all()[0]
    with pytest.raises(CannotChangeRound, match="ghi rõ"):
        check_sampled(
            actor=cast.appraiser, at=DECEMBER, sampled=one, verdict="unopenable", remark="", seen=""
        )
    check_sampled(actor=cast.appraiser, at=DECEMBER, sampled=one, verdict="right", remark="", seen="")
    with pytest.raises(CannotChangeRound, match=f"{cast.appraiser} vừa ghi “Đúng”"):
        check_sampled(
            actor=cast.city_admin, at=DECEMBER, sampled=one, verdict="wrong", remark="Ảnh năm 2024", seen=""
        )


def test_seats_have_one_chair_and_end_with_a_reason(steps: Steps, cast: Cast) -> None:
    council = steps.council()

    def seat(post: str, person: object, name: str = "") -> CouncilMember:
        return seat_member(
            actor=cast.city_admin,
            at=DECEMBER,
            council=council,
            post=post,
            person=person,  # type: ignore[arg-type]
            name=name,
            organisation="Ban Xây dựng Đảng",
        )

    with pytest.raises(CannotChangeRound, match="đã có chủ tịch hội đồng"):
        seat("chair", None, "Người khác")
    with pytest.raises(CannotChangeRound, match="chưa có vai trò thẩm định"):
        seat("member", cast.other_officer)
    with pytest.raises(CannotChangeRound, match="đã có trong hội đồng"):
        seat("member", cast.appraiser)
    member = seat("member", None, "Tô Thị Lan")
    with pytest.raises(CannotChangeRound, match="lý do"):
        unseat_member(actor=cast.city_admin, at=DECEMBER, member=member, remark="")
    unseat_member(actor=cast.city_admin, at=DECEMBER, member=member, remark="Nghỉ hưu")
    member.refresh_from_db()
    assert member.left_at == DECEMBER


def test_a_new_seat_gives_nobody_a_second_voice_nor_frees_from_an_interest(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    chair, secretary = steps.seat(appraisal, "chair"), steps.seat(appraisal, "secretary")
    declare(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, member=chair, interest="Có người nhà")
    steps.hand_in(appraisal, secretary, cast.city_admin)
    for member in (chair, secretary):
        unseat_member(actor=cast.city_admin, at=DECEMBER, member=member, remark="Thay đổi nhân sự")

    def seat_again(person: Person) -> CouncilMember:
        return seat_member(
            actor=cast.city_admin,
            at=DECEMBER,
            council=appraisal.council,
            post="member",
            person=person,
            organisation="Sở Nội vụ",
        )

    with pytest.raises(CannotChangeRound, match="đã nộp phiếu"):
        seat_again(cast.city_admin)
    again = seat_again(cast.appraiser)
    sheet = Sheet.objects.get(member=again)
    assert (sheet.state, sheet.reason) == (Sheet.State.RECUSED, "Có người nhà")
    with pytest.raises(NotAllowed, match="có liên quan"):
        declare(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, member=again)


def test_without_a_table_of_points_nothing_is_appraised(steps: Steps, cast: Cast, year: object) -> None:
    Adoption.objects.update(weight_table=None)
    steps.submitted()
    with pytest.raises(CannotChangeRound, match="chưa có bảng điểm"):
        steps.appraising()
    assert steps.round().state == Round.State.SUBMITTED


def test_a_council_of_another_year_or_without_a_chair_opens_nothing(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    council = steps.council()
    council.year = 2025
    council.save()
    with pytest.raises(CannotChangeRound, match="trong năm này"):
        steps.appraising(council)
    council.year = 2026
    council.save()
    chair = CouncilMember.objects.get(council=council, post="chair")
    unseat_member(actor=cast.city_admin, at=DECEMBER, member=chair, remark="Chuyển công tác")
    with pytest.raises(CannotChangeRound, match="chưa có chủ tịch"):
        open_appraisal(
            actor=cast.city_admin,
            at=DECEMBER,
            round_=steps.round(),
            council=council,
            seen=steps.round().version,
        )
