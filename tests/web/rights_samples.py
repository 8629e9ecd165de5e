"""One row of every kind in `cast.unit`, or in the city: what the rights matrix puts into addresses.

A new kind of thing in an address needs a line in `ROWS` (whose `pk` it is, by the name of the page) or
in `VALUES`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.assessment.signing.factories import signed, waiting_paper
from tests.cast import FIRST_DAY, NOW, Cast
from tests.programme.budget.factories import allocation, approved_item
from tests.programme.indices.factories import index_with_file
from tests.programme.measures.report_files import report
from tests.programme.merit.factories import commendation, criticism, published, shared_one
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan, picture
from tests.programme.reviews.factories import arranged, document, lesson
from tests.web.assistance_samples import ASSISTANCE_BODIES, ASSISTANCE_ROWS, AssistanceSamples
from tests.web.casework_samples import CASEWORK_BODIES, CASEWORK_ROWS, CaseworkSamples
from tests.web.channel_samples import CHANNEL_BODIES, CHANNEL_ROWS, ChannelSamples
from tests.web.conduct_samples import CONDUCT_BODIES, CONDUCT_ROWS, ConductSamples
from tests.web.disclosure_samples import DISCLOSURE_ROWS, DisclosureSamples
from tests.web.engagement_samples import ENGAGEMENT_BODIES, ENGAGEMENT_ROWS, EngagementSamples
from tests.web.facility_samples import FACILITY_BODIES, FACILITY_ROWS, FacilitySamples
from tests.web.feedback_samples import FeedbackSamples
from tests.web.letter_samples import LETTER_BODIES, LETTER_ROWS, LETTER_VALUES, LetterSamples
from tests.web.outreach_samples import OUTREACH_BODIES, OUTREACH_ROWS, OutreachSamples
from tests.web.procedure_samples import CODES, PROCEDURE_ROWS, ProcedureSamples
from tests.web.queue_samples import QUEUE_BODIES, QUEUE_ROWS, QueueSamples
from tests.web.rating_samples import RATING_ROWS, RatingSamples
from tests.web.reception_samples import RECEPTION_ROWS, ReceptionSamples
from tests.web.rights_bodies import BODIES
from tests.web.rights_files import one_page, point_sheet
from tests.web.survey_samples import SurveySamples
from thanthien.assessment.dossier.actions import add_paper, ask_for_archive
from thanthien.assessment.rounds.councils import make_sheet, open_council, seat_member
from thanthien.assessment.rounds.models import Appraisal, Round
from thanthien.assessment.rounds.queries import snapshot_of
from thanthien.assessment.rounds.snapshot import canonical
from thanthien.platform.files.actions import keep_file
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.weighing import draft_weights
from thanthien.programme.evidence.filed import Drawn, keep_paper
from thanthien.programme.impediments.actions import ImpedimentFields, report_impediment
from thanthien.programme.imports.actions import hand_in
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.inspections.actions import InspectionFields, plan_inspection
from thanthien.programme.inspections.findings import FindingFields, Order, record_finding
from thanthien.programme.measures.actions import record_reading
from thanthien.programme.measures.importing import hand_in_figures
from thanthien.programme.measures.registry import measure_of
from thanthien.programme.occurrences.actions import refresh_year
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.steering.actions import (
    CommitteeFields,
    MemberFields,
    add_member,
    found_committee,
)
from thanthien.programme.steering.assigning import assign_tasks
from thanthien.programme.steering.chasing import chase_agency
from thanthien.programme.steering.models import Charge
from thanthien.programme.steering.unit_reports import RequestFields, ask_for_report, hand_in_report
from thanthien.workflows.rounds import submit_round

MEASURE = "case_on_time"
PLAN_TEXT = """KẾ HOẠCH
Xây dựng Chính quyền thân thiện năm 2026
I. NHIỆM VỤ
1. Phòng Văn hóa - Xã hội chủ trì công khai đường dây nóng, hoàn thành trước ngày 30/6/2026.
"""

# Whose id `pk` is, by the longest beginning of the page's name.
ROWS = (
    CHANNEL_ROWS
    | DISCLOSURE_ROWS
    | QUEUE_ROWS
    | RATING_ROWS
    | FACILITY_ROWS
    | PROCEDURE_ROWS
    | ASSISTANCE_ROWS
    | RECEPTION_ROWS
    | ENGAGEMENT_ROWS
    | CASEWORK_ROWS
    | CONDUCT_ROWS
    | OUTREACH_ROWS
    | LETTER_ROWS
    | {
        "desk:plan": "plan",
        "desk:plan_reading": "reading",
        "desk:plan_row": "reading",
        "desk:task": "task",
        "desk:task_proof": "proof",
        "desk:task_proof_add": "task",
        "desk:task_file": "proof",
        "desk:task_small": "proof",
        "desk:figure_remove": "figure",
        "desk:figures_import": "figure_import",
        "desk:proof_period": "task",
        "desk:proof_reuse_allow": "proof",
        "desk:proof_tie": "proof",
        "desk:proof_renew": "proof",
        "desk:proof_filed_file": "filed",
        "desk:document_paper": "signed_paper",
        "desk:document_archive": "archive",
        "desk:paper": "paper",
        "oversight:criteria": "table",
        "desk:steering": "committee",
        "desk:steering_member": "member",
        "desk:steering_member_add": "committee",
        "desk:charge": "charge",
        "desk:chase": "chase",
        "desk:unit_report": "report_request",
        "desk:inspection": "inspection",
        "desk:impediment": "impediment",
        "desk:feedback": "report",
        "desk:survey": "survey",
        "desk:survey_form": "questionnaire",
        "desk:survey_draft": "questionnaire",
        "desk:feedback_rule": "rule",
        "oversight:feedback": "leader_report",
        "desk:outbox": "message",
        "desk:finding": "finding",
        "desk:finding_file": "finding_step",
        "desk:finding_small": "finding_step",
        "desk:unit_report_hand_in": "unit_report",
        "desk:unit_report_return": "unit_report",
        "desk:unit_report_file": "unit_report",
        "desk:budget": "budget_item",
        "desk:budget_amount": "budget_amount",
        "desk:budget_amount_add": "budget_item",
        "desk:merit_commendation": "commendation",
        "desk:merit_notice": "notice",
        "desk:practice": "practice",
        "oversight:round": "round",
        "oversight:council": "council",
        "desk:appraisal": "sheet",
        "desk:index_file": "index_year",
        "desk:review": "review",
        "desk:review_document": "review_document",
        "desk:review_document_add": "review",
        "desk:review_lesson": "lesson",
        "desk:review_lesson_add": "review",
    }
)

_JUNE = date(2026, 6, 1), date(2026, 6, 30)
_TABLE = Drawn("figures-I.3", "Bảng số liệu tháng 6/2026", *_JUNE, "0" * 64, b"words", "bang.docx")


class Samples:
    def __init__(self, cast: Cast) -> None:
        year = timezone.localdate().year
        tasks = make_plan(cast.unit, facts("Công khai đường dây nóng", cast.culture), year=year)
        self.cast = cast
        self.task = tasks[0]
        self.plan = self.task.plan
        self.plan.file = keep_file(data=PLAN_TEXT.encode(), at=NOW)
        self.plan.save()
        self.part = lead_of(self.task)
        refresh_year(at=NOW, unit=cast.unit, year=year)
        self.occurrence = Occurrence.objects.filter(task=self.task).earliest("pk")
        self.proof = add_picture(cast, self.task)
        self.filed = keep_paper(at=NOW, unit=cast.unit, drawn=_TABLE)
        self.reading = self._reading(year)
        self.row = self.reading.rows.create(position=900, title="Dòng thử")
        self.place = add_neighbourhood(
            actor=None, at=FIRST_DAY, unit=cast.unit, kind="village", name="Thượng"
        )
        self.table = self._criteria(year)
        self._steering()
        self._inspection()
        told = ImpedimentFields("Thiếu máy quét", "Mượn của xã bên")
        self.impediment = report_impediment(actor=cast.officer, at=NOW, unit=cast.unit, fields=told)
        self._dossier(year)
        people = (FeedbackSamples, ReceptionSamples, EngagementSamples)
        citizens = (ChannelSamples, *people, SurveySamples, RatingSamples)
        centre = (QueueSamples, FacilitySamples, ProcedureSamples, AssistanceSamples, CaseworkSamples)
        for room in (*citizens, *centre, ConductSamples, OutreachSamples, LetterSamples):
            vars(self).update(vars(room(cast)))
        self.public = DisclosureSamples(cast, self.proof.file)
        self.figure = record_reading(
            actor=cast.officer, at=NOW, unit=cast.unit, measure=measure_of(MEASURE), day=date(year, 1, 31),
            period="month", numerator=Decimal(9), denominator=Decimal(10),
        )  # fmt: skip
        self.figure_import = hand_in_figures(
            actor=cast.officer, at=NOW, unit=cast.unit, month=date(year, 6, 1), source="", data=report(),
            filename="bao-cao.xlsx",
        )  # fmt: skip
        self._means(year)
        self._round(year)

    def _means(self, year: int) -> None:
        """Money, commendation and practices: one of each, with a file where pages hand one over."""
        self.budget_item = approved_item(self.cast, year=year)
        self.budget_amount = allocation(self.cast, self.budget_item)
        self.commendation = commendation(self.cast, year=year)
        self.notice = published(self.cast, criticism(self.cast, year=year, audience="unit"))
        self.practice = shared_one(self.cast, year=year, actor=self.cast.coordinator)
        self.index_year = index_with_file(self.cast)
        self.review = arranged(self.cast)
        self.review_document = document(self.cast, self.review)
        self.lesson = lesson(self.cast, self.review)

    def _steering(self) -> None:
        """A committee with a decision and a member, a chase, an asked report that has come."""
        cast, unit = self.cast, self.cast.unit
        boss: dict[str, Any] = {"actor": cast.coordinator, "at": NOW}
        self.committee = found_committee(
            **boss,
            unit=unit,
            fields=CommitteeFields("Ban Chỉ đạo", start_year=2020),
            upload=SimpleUploadedFile("quyet-dinh.txt", PLAN_TEXT.encode()),
        )
        self.member = add_member(
            **boss,
            committee=self.committee,
            fields=MemberFields("head", person=cast.leader),
            start_date=date(2026, 1, 2),
        )
        assign_tasks(**boss, unit=unit, tasks=[self.task], to=self.member)
        self.charge = Charge.objects.get()
        self.chase = chase_agency(**boss, unit=unit, agency=cast.culture, tasks=[self.task]).chase
        fields = RequestFields("Báo cáo quý", date(2026, 7, 20), agencies=(cast.culture,))
        self.report_request = ask_for_report(**boss, unit=unit, year=2026, fields=fields)
        self.unit_report = hand_in_report(
            actor=cast.officer,
            at=NOW,
            report=self.report_request.reports.get(),
            text="Đã làm",
            seen="asked@",
            upload=SimpleUploadedFile("bao-cao.txt", PLAN_TEXT.encode()),
        )

    def _inspection(self) -> None:
        """An inspection with a finding, its picture, and who puts it right."""
        cast = self.cast
        fields = InspectionFields("Kiểm tra bảng tin", date(2026, 7, 1), (cast.leader,), cast.culture)
        boss: dict[str, Any] = {"actor": cast.coordinator, "at": NOW}
        self.inspection = plan_inspection(**boss, unit=cast.unit, year=2026, fields=fields)
        found = FindingFields("Bảng tin cũ", order=Order(date(2026, 7, 9), cast.culture))
        self.finding = record_finding(**boss, inspection=self.inspection, fields=found, upload=picture())
        self.finding_step = self.finding.steps.earliest("pk")

    def _round(self, year: int) -> None:
        """Two rounds being appraised, each with a drawn proof: of `cast.unit`, and of the commune beside it.

        The local council member has an interest in the first, and `sheet` in the second.
        """
        cast = self.cast
        self.council = open_council(
            actor=cast.city_admin, at=NOW, unit=cast.city, year=year, decision_number="310/QĐ-UBND",
            decision_date=date(year, 1, 5), quorum=Decimal(1),
        )  # fmt: skip
        for person, post in (
            (cast.appraiser, "chair"),
            (cast.city_admin, "secretary"),
            (cast.council, "member"),
        ):
            seat_member(
                actor=cast.city_admin, at=NOW, council=self.council, post=post, person=person, organisation="Sở Nội vụ"
            )  # fmt: skip
        submission = submit_round(actor=cast.leader, at=NOW, unit=cast.unit, year=year, seen=1)
        snapshot = snapshot_of(submission)
        key = snapshot["criteria"][0]["key"]
        told = {"title": "Ảnh", "date": "2026-05-06", "filename": "anh.jpg", "url": "", "agency": ""}
        assert self.proof.file is not None
        snapshot["proofs"] = {str(self.proof.pk): {**told, "sha256": self.proof.file.sha256}}
        self.round = submission.round
        beside = Round.objects.create(unit=cast.other_unit, year=year, moved_at=NOW)
        for round_ in (self.round, beside):
            submission.pk, submission.round, submission.snapshot = None, round_, canonical(snapshot)
            submission.version += 1
            submission.save()
            appraisal = Appraisal.objects.create(
                round=round_, submission=submission, council=self.council, number=1, seed="310/QĐ", opened_at=NOW,
                opened_by=cast.city_admin,
            )  # fmt: skip
            appraisal.sample.create(position=1, key=key, proof_id=self.proof.pk)
            for member in self.council.members.all():
                self.sheet = make_sheet(appraisal, member, NOW)
        Round.objects.update(state=Round.State.APPRAISING)

    def _dossier(self, year: int) -> None:
        """A signed copy, and an archive that lies in the store."""
        self.signed_paper = add_paper(
            actor=self.cast.coordinator,
            at=NOW,
            unit=self.cast.unit,
            year=year,
            code="dang-ky",
            file=keep_file(data=one_page(), at=NOW),
            filename="dang-ky.pdf",
            number="21/UBND-VHXH",
            signed_date=None,
        )
        self.paper = signed(self.cast, waiting_paper(self.cast, year=year))
        self.archive = ask_for_archive(
            actor=self.cast.coordinator, at=NOW, unit=self.cast.unit, year=year, as_of=NOW.date()
        )

    def _reading(self, year: int) -> PlanReading:
        file = keep_file(data=PLAN_TEXT.encode(), at=NOW)
        reading = hand_in(
            actor=self.cast.coordinator,
            at=NOW,
            unit=self.cast.unit,
            year=year,
            file=file,
            filename="ke-hoach.txt",
        )
        reading.file = keep_file(data=one_page(), at=NOW)  # so that there is a page to draw
        reading.save()
        return reading

    def _criteria(self, year: int) -> WeightTable:
        """The Hải Phòng set lent to the invented city, and a draft of points for it."""
        path = settings.REFERENCE_DIR / "criteria/hai-phong-2025.yaml"
        kept, _ = load_set(
            definition=load_definition(path), source=path.read_text(encoding="utf-8"), at=FIRST_DAY
        )
        CriteriaSet.objects.update(province_code=self.cast.city.code, from_year=year - 1)
        kept.refresh_from_db()
        adopt(
            actor=None,
            at=FIRST_DAY,
            unit=self.cast.unit,
            year=year,
            criteria_set=kept,
            weight_table=None,
        )
        return draft_weights(
            actor=self.cast.city_admin,
            at=NOW,
            unit=self.cast.city,
            criteria_set=kept,
            data=point_sheet(kept),
            filename="diem.xlsx",
            title="Bảng điểm thử",
        )

    def body(self, page: str) -> dict[str, str]:
        """The least that a form must hold for its page to know what is meant."""
        bodies = {"desk:task_take": {"agency": str(self.cast.culture.pk)}, **BODIES}
        rooms = CHANNEL_BODIES | QUEUE_BODIES | FACILITY_BODIES | ASSISTANCE_BODIES
        rooms |= CASEWORK_BODIES | ENGAGEMENT_BODIES | CONDUCT_BODIES | OUTREACH_BODIES | LETTER_BODIES
        return (rooms | bodies).get(page, {})

    def value(self, page: str, argument: str) -> Any:
        """What stands for an argument of a page's address; None when this file does not know it."""
        if argument == "pk":
            begins = max((name for name in ROWS if page.startswith(name)), key=len, default="")
            return (
                getattr(self.public if begins in DISCLOSURE_ROWS else self, ROWS[begins]).pk
                if begins
                else None
            )
        if page.startswith("desk:letters_") and argument in LETTER_VALUES:
            return LETTER_VALUES[argument](page, self)
        if argument == "position" and page.endswith("_sample_file"):
            return 1
        if argument == "code" and page.partition(":")[2].startswith("practice"):
            return self.practice.code
        if argument == "code" and page.startswith("desk:index"):
            return self.index_year.code
        person = self.cast.centre_officer if page.startswith("desk:") else self.cast.appraiser
        values: dict[str, Any] = {
            "part": self.part.pk,
            "follow_up": vars(self)["follow_up"].pk,
            "occurrence_id": self.occurrence.pk,
            "row_pk": self.row.pk,
            "agency_id": self.cast.economy.pk,
            "place_id": self.place.pk,
            "username": person.username,
            "role_id": person.memberships.get().pk,
            "code": CODES.get(page[:11], MEASURE),
            "key": vars(self)["low_mark"].pk if page == "desk:rating_handle" else "I.1#1",
            "period": "2026-Q2",
            "form": "docx",
            "kind": "activities" if page == "desk:outreach_paper" else "registration",
            "number": 1,
            "position": self.table.weights.values_list("position", flat=True).first(),
        }
        return values.get(argument)
