"""Pictures of slogans become evidence; what was read out three days in a row is posted by loudspeaker by itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.conf import settings

from tests.cast import NOW, Cast
from tests.operations.disclosure.factories import published
from tests.operations.outreach.factories import TODAY, bulletin, cluster, planned
from tests.programme.plans.factories import facts, make_plan, picture
from thanthien.operations.disclosure import measures as disclosure
from thanthien.operations.disclosure.models import Posting, Publication
from thanthien.operations.outreach.actions import write_bulletin
from thanthien.operations.outreach.models import Bulletin
from thanthien.operations.outreach.scheduling import Heard
from thanthien.operations.outreach.slogans import LookFields, SloganFields
from thanthien.platform.files.actions import keep_upload
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.registry import measure_of
from thanthien.programme.plans.models import Task
from thanthien.workflows.figure_records import records_behind
from thanthien.workflows.outreach import (
    bulletin_from,
    longest_run,
    look_with_proof,
    put_up_with_proof,
    record_with_posting,
    to_read_out,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    path = settings.REFERENCE_DIR / "criteria" / "hai-phong-2025.yaml"
    kept, _ = load_set(at=now, definition=load_definition(path), source=path.read_text(encoding="utf-8"))
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    made = make_plan(cast.unit, facts("Khẩu hiệu tại sảnh trụ sở", cast.culture))[0]
    made.criterion = kept.criteria.get(key="IV.4#1")
    made.save()
    return made


def test_the_picture_of_a_good_slogan_is_evidence_and_that_of_a_broken_one_is_not(
    cast: Cast, task: Task
) -> None:
    photo = keep_upload(upload=picture(), at=NOW)
    fields = SloganFields("slogan", "Vì Nhân dân phục vụ", "Sảnh", "hall")
    one, proven = put_up_with_proof(
        actor=cast.officer,
        at=NOW,
        unit=cast.unit,
        fields=fields,
        look=LookFields(TODAY, "in_place", "", photo),
    )
    assert [proof.task for proof in proven.made] == [task]
    assert Evidence.objects.get().state == "waiting"  # a second person checks it
    torn = LookFields(TODAY, "broken", "Rách", keep_upload(upload=picture(colour="red"), at=NOW))
    _, again = look_with_proof(actor=cast.officer, at=NOW, slogan=one, look=torn)
    assert not again.made
    found = records_behind(cast.officer, cast.unit, measure_of("slogan_hall"), TODAY, TODAY)
    assert [(item.is_good, item.page) for item in found.items] == [(False, "desk:outreach_slogan")]


@pytest.fixture
def public(cast: Cast) -> Publication:
    """Something that the law wants read out for three days."""
    return published(cast, NOW, item="law_7")


def heard(cast: Cast, what: Bulletin, days: list[int], missed: tuple[int, ...] = ()) -> list[Posting]:
    where = cluster(cast, f"Cụm {what.pk}")
    first = TODAY
    for day in days:
        at = NOW + DAY * (day + 1)
        planned(cast, what, where, days=(first + DAY * day,) * 2, hours=(time(6, 30),), at=at)
    made: list[Posting] = []
    rows = list(what.broadcasts.order_by("begins_at"))
    for day, row in zip(days, rows, strict=True):
        told = Heard("missed", "Mất điện") if day in missed else Heard("played")
        at = NOW + DAY * (day + 1)
        made += record_with_posting(actor=cast.coordinator, at=at, heard={row: told})[1]
    return made


def test_three_days_in_a_row_become_the_posting_with_its_log(cast: Cast, public: Publication) -> None:
    assert [(one.publication, one.days) for one in to_read_out(cast.unit)] == [(public, 3)]
    fields = bulletin_from(cast.unit, public.code)
    assert fields is not None
    what = write_bulletin(actor=cast.officer, at=NOW, unit=cast.unit, fields=fields)
    assert not to_read_out(cast.unit)
    heard(cast, what, [0, 1, 2])
    posting = Posting.objects.get(channel="loudspeaker")
    assert (posting.first_date, posting.last_date) == (TODAY, TODAY + DAY * 2)
    assert posting.filename == "Nhật ký phát bản tin số 1.docx"
    counted = [c for c in disclosure.collect(TODAY, TODAY) if c.measure == "posted_loudspeaker"]
    assert [one.numerator for one in counted] == [1]


def test_a_gap_makes_no_posting(cast: Cast, public: Publication) -> None:
    fields = bulletin_from(cast.unit, public.code)
    assert fields is not None
    what = write_bulletin(actor=cast.officer, at=NOW, unit=cast.unit, fields=fields)
    assert heard(cast, what, [0, 1, 2], missed=(1,)) == []
    assert not Posting.objects.filter(channel="loudspeaker").exists()


def test_a_bulletin_about_nothing_public_posts_nothing(cast: Cast) -> None:
    assert heard(cast, bulletin(cast), [0]) == []
    assert bulletin_from(cast.unit, "khongco") is None


def test_the_longest_run_of_days() -> None:
    days = {date(2026, 7, n) for n in (1, 2, 4, 5, 6, 9)}
    assert longest_run(days) == [date(2026, 7, n) for n in (4, 5, 6)]
    assert longest_run(set()) == []
