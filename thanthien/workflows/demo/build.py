"""The demo: one city, three communes, half a year and more behind them; made by calling the product's own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from thanthien.platform.files.actions import keep_upload
from thanthien.programme.criteria.actions import adopt
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.queries import definition_of
from thanthien.programme.imports.accepting import accept
from thanthien.programme.imports.actions import hand_in
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.reading import read_plan_file
from thanthien.programme.imports.review_actions import confirm_sure_criteria
from thanthien.workflows.demo.assistance import play_assistance
from thanthien.workflows.demo.casework import play_casework
from thanthien.workflows.demo.channels import play_channels
from thanthien.workflows.demo.conduct import play_conduct
from thanthien.workflows.demo.dates import move_one_day
from thanthien.workflows.demo.disclosure import play_disclosure
from thanthien.workflows.demo.dossier import play_dossier
from thanthien.workflows.demo.engagement import play_engagement
from thanthien.workflows.demo.facilities import play_facilities
from thanthien.workflows.demo.feedback import play_feedback
from thanthien.workflows.demo.filing import file_tables
from thanthien.workflows.demo.letters import play_letters
from thanthien.workflows.demo.means import play_means
from thanthien.workflows.demo.names import COMMUNES, officials_of
from thanthien.workflows.demo.outreach import play_outreach
from thanthien.workflows.demo.people import Commune, make_city, make_commune
from thanthien.workflows.demo.plan_document import plan_document
from thanthien.workflows.demo.premises import play_premises
from thanthien.workflows.demo.procedures import play_procedures
from thanthien.workflows.demo.proofs import show_proofs
from thanthien.workflows.demo.queueing import play_queue
from thanthien.workflows.demo.ratings import play_ratings
from thanthien.workflows.demo.reception import play_reception
from thanthien.workflows.demo.rounds import play_rounds
from thanthien.workflows.demo.steering import steer
from thanthien.workflows.demo.supporters import play_helpers
from thanthien.workflows.demo.surveys import draft_form, play_surveys
from thanthien.workflows.demo.year import Zeal, play_year
from thanthien.workflows.measuring import count_figures

SET_CODE = "hai-phong-2025"
ZEALS = {
    "HM01": Zeal(brings=0.97, checks=0.93, registered=4, judges=True),
    "HM02": Zeal(brings=0.72, checks=0.8, registered=3, judges=False, weekly_from=10),
}
Say = Callable[[str], object]


class CannotMakeDemo(Exception):
    """What the demo is made from is missing; the message says what to run."""


def demo_year(today: date) -> int:
    """The year the demo tells of: this one, once enough of it is behind; before that the last one."""
    return today.year if today.month >= 4 else today.year - 1


def build_demo(*, now: datetime, say: Say) -> None:
    """Make the demo in one transaction: it is there whole or not at all. Raises `CannotMakeDemo`."""
    criteria_set = CriteriaSet.objects.filter(code=SET_CODE).order_by("-version").first()
    if criteria_set is None:
        raise CannotMakeDemo("Chưa có bộ tiêu chí để làm dữ liệu minh họa. Hãy chạy “thanthien setup”.")
    weights = (
        WeightTable.objects.filter(criteria_set=criteria_set, is_sample=True).order_by("-version").first()
    )
    today = timezone.localdate(now)
    year = demo_year(today)
    until = min(today, date(year, 12, 31))
    since = date(year - 1, 12, 1)
    opened = timezone.make_aware(datetime.combine(date(year, 1, 5), time(8, 0)))
    with transaction.atomic():
        city = make_city(at=opened, since=since)
        communes: list[Commune] = []
        for place in COMMUNES:
            say(f"  {place.name} …")
            commune = make_commune(place, city=city, at=opened, since=since)
            adopt(
                actor=None, at=opened, unit=commune.unit, year=year, criteria_set=criteria_set, weight_table=weights
            )  # fmt: skip
            reading = _hand_in_plan(commune, year, criteria_set)
            if place.code in ZEALS:
                confirm_sure_criteria(
                    actor=commune.coordinator, at=reading.created_at + timedelta(minutes=30), reading=reading
                )  # fmt: skip
                accept(actor=commune.coordinator, at=reading.created_at + timedelta(hours=1), reading=reading)
                play_year(commune, year=year, until=until, zeal=ZEALS[place.code])
                steer(commune, year=year, until=until)
                play_dossier(commune, year=year, until=until)
                play_channels(commune, until=until)
                play_disclosure(commune, until=until, is_first=commune.place == COMMUNES[0])
                if commune.place == COMMUNES[0]:
                    play_feedback(commune, until=until)
                    play_facilities(commune, until=until)
                    play_premises(commune, until=until)
                    play_assistance(commune, until=until)
                    play_engagement(commune, until=until)
                    play_helpers(commune, until=until)
                    play_reception(commune, year=year, until=until)
                move_one_day(commune, until=until, at=now)
                communes.append(commune)
        play_procedures(communes[0], city=city, year=year, until=until)
        play_surveys(communes[0], year=year, until=until)
        play_ratings(communes[0], until=until)
        play_queue(communes[0], until=until, at=now)
        play_casework(communes[0], until=until)
        play_conduct(communes[0], year=year, until=until)
        play_letters(communes[0], until=until)
        play_outreach(communes[0], until=until)
        for other in communes[1:]:
            draft_form(other, year=year, until=until)
        show_proofs(communes, year=year, until=until)
        play_rounds(communes, city=city, year=year, until=until)
        play_means(communes, year=year, until=until)
        count_figures(at=now, first=date(year, 1, 1), last=until)  # of all that was played
        file_tables(communes[0], year=year, until=until)  # of all that was counted: keep it last


def _hand_in_plan(commune: Commune, year: int, criteria_set: CriteriaSet) -> PlanReading:
    signed_on = date(year, 2, 9)
    data = plan_document(
        place=commune.place, year=year, signed_on=signed_on, signer=officials_of(commune.place)[2],
        definition=definition_of(criteria_set),
    )  # fmt: skip
    at = timezone.make_aware(datetime.combine(signed_on + timedelta(days=1), time(9, 30)))
    name = f"Kế hoạch Chính quyền thân thiện {commune.unit.name} {year}.docx"
    file = keep_upload(upload=SimpleUploadedFile(name, data), at=at)
    reading = hand_in(
        actor=commune.coordinator, at=at, unit=commune.unit, year=year, file=file, filename=name
    )
    # The queue has it too; whoever comes second finds it read. The demo does not wait for a worker.
    read_plan_file(reading_id=reading.pk, clock=lambda: at)
    reading.refresh_from_db()
    return reading
