"""A year brought to any point of its round in a line or two; 2 October 2026 and later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from tests.assessment.year import Year
from tests.cast import VIETNAM, Cast
from thanthien.assessment.rounds.actions import register_level
from thanthien.assessment.rounds.appraising import (
    check_sampled,
    close_appraisal,
    declare,
    open_appraisal,
    write_sheet,
)
from thanthien.assessment.rounds.councils import open_council, seat_member
from thanthien.assessment.rounds.deciding import decide
from thanthien.assessment.rounds.models import (
    Appraisal,
    Council,
    CouncilMember,
    RecognitionDecision,
    Round,
    Submission,
)
from thanthien.assessment.rounds.queries import snapshot_of
from thanthien.assessment.rounds.snapshot import leaves_of
from thanthien.platform.people.models import Person
from thanthien.workflows.rounds import submit_round

AUTUMN = datetime(2026, 11, 3, 9, 0, tzinfo=VIETNAM)
DECEMBER = datetime(2026, 12, 8, 9, 0, tzinfo=VIETNAM)
MAY = date(2026, 5, 6)


class Steps:
    """`Steps(year, cast).submitted()`; each step takes the ones before it, once."""

    def __init__(self, year: Year, cast: Cast) -> None:
        self.year, self.cast = year, cast

    def prove(self) -> None:
        """Proof and figures enough for level 1: 17 of 20 points."""
        for key in ("I#1", "I#2"):
            for agency in (self.cast.office, self.cast.centre):
                task = self.year.add_task(key, agency)
                for month in (2, 5, 8, 10):
                    self.year.add_proof(task, agency, date(2026, month, 6), title=f"Ảnh tháng {month}")
        self.year.add_reading("case_on_time", MAY, 10, 10)
        self.year.add_reading("city_app_per_household", MAY, 12, 10)

    def registered(self, level: int = 1) -> None:
        register_level(
            actor=self.cast.leader,
            at=datetime(2026, 2, 10, 9, 0, tzinfo=VIETNAM),
            unit=self.cast.unit,
            year=2026,
            level=level,
            registered_date=date(2026, 2, 10),
        )

    def round(self) -> Round:
        return Round.objects.select_related("unit__parent").get(unit=self.cast.unit, year=2026)

    def submitted(self, *, at: datetime = AUTUMN, register: bool = True, prove: bool = True) -> Submission:
        if register:
            self.registered()
        if prove:
            self.prove()
        return submit_round(actor=self.cast.leader, at=at, unit=self.cast.unit, year=2026, seen=1)

    def council(self) -> Council:
        """The appraiser chairs, the city's administrator is secretary, Mặt trận sits without an account."""
        council = open_council(
            actor=self.cast.city_admin,
            at=DECEMBER,
            unit=self.cast.city,
            year=2026,
            decision_number="310/QĐ-UBND",
            decision_date=date(2026, 12, 1),
            quorum=Decimal("0.66"),
        )
        seats = (
            (self.cast.appraiser, "chair", "Sở Nội vụ", ""),
            (self.cast.city_admin, "secretary", "Sở Nội vụ", ""),
            (None, "member", "Ủy ban MTTQ thành phố", "Lý Thu Thảo"),
            (self.cast.council, "member", "Đảng ủy xã Thanh Bình", ""),
        )
        for person, post, organisation, name in seats:
            seat_member(
                actor=self.cast.city_admin,
                at=DECEMBER,
                council=council,
                post=post,
                person=person,
                name=name,
                organisation=organisation,
            )
        return council

    def appraising(self, council: Council | None = None, remark: str = "") -> Appraisal:
        return open_appraisal(
            actor=self.cast.city_admin,
            at=DECEMBER,
            round_=self.round(),
            council=council or self.council(),
            seen=self.round().version,
            remark=remark,
        )

    def hand_in(
        self,
        appraisal: Appraisal,
        member: CouncilMember,
        actor: Person,
        points: Mapping[str, str] | None = None,
    ) -> None:
        """The commune's own points, except for those given."""
        sheet = declare(actor=actor, at=DECEMBER, appraisal=appraisal, member=member)
        leaves = leaves_of(snapshot_of(appraisal.submission))
        given = {leaf["key"]: (Decimal(leaf["self"]), "") for leaf in leaves}
        given |= {key: (Decimal(one), "Thiếu ảnh quý IV") for key, one in (points or {}).items()}
        write_sheet(
            actor=actor,
            at=DECEMBER,
            appraisal=appraisal,
            member=member,
            points=given,
            seen=sheet.version,
            hand_in=True,
        )

    def seat(self, appraisal: Appraisal, post: str) -> CouncilMember:
        return CouncilMember.objects.filter(council=appraisal.council, post=post).order_by("pk")[0]

    def looked_at(self, appraisal: Appraisal, verdict: str = "right") -> None:
        for one in appraisal.sample.all():
            check_sampled(
                actor=self.cast.appraiser, at=DECEMBER, sampled=one, verdict=verdict, remark="Đã xem", seen=""
            )

    def appraised(
        self, appraisal: Appraisal | None = None, points: Mapping[str, str] | None = None
    ) -> Appraisal:
        appraisal = appraisal or self.appraising()
        self.hand_in(appraisal, self.seat(appraisal, "chair"), self.cast.appraiser, points)
        self.hand_in(appraisal, self.seat(appraisal, "secretary"), self.cast.city_admin)
        self.looked_at(appraisal)
        return close_appraisal(
            actor=self.cast.appraiser, at=DECEMBER, appraisal=appraisal, seen=self.round().version
        )

    def decided(self, kind: str = "recognise", **rest: object) -> RecognitionDecision:
        values: dict[str, object] = {
            "number": "402/QĐ-UBND",
            "decided_date": date(2026, 12, 8),
            "signer": "Đặng Văn Cường",
            "level": 1 if kind == "recognise" else None,
            "reason": "" if kind == "recognise" else "Hồ sơ chưa đủ căn cứ",
            "object_until": date(2026, 12, 23),
            "sample_agreed": True,
            "seen": self.round().version,
            "at": DECEMBER,
            "actor": self.cast.city_admin,
        }
        return decide(round_=self.round(), kind=kind, **{**values, **rest})  # type: ignore[arg-type]
