"""What people type is shown as they typed it and never becomes part of a page, of a mail or of an archive's index."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast as InSQL
from django.db.models.functions import Concat
from django.test import Client

from tests.cast import NOW, Cast
from tests.web.rights_samples import Samples
from tests.web.test_rights import PAGES
from thanthien.assessment.dossier.actions import ask_for_archive
from thanthien.assessment.rounds.models import Appraisal
from thanthien.platform.audit.actions import record
from thanthien.platform.notices.actions import choose_rhythm
from thanthien.platform.notices.models import Rhythm
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.actions import load_holidays
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task
from thanthien.workflows.digest import send_due

pytestmark = pytest.mark.once
TYPED = "<script>x</script>\"'<b>"
RAW, SHOWN = ("<script>x", "\"'<b>"), "&lt;script&gt;x"
LEAST = 40  # letters a column must hold to be marked: the words above and the row's number
# Columns with words of people; codes, keys, addresses and hashes are not typed freely, nor is a kept result (JSON).
FREE = frozenset(
    "title text remark reason note outcome answer conclusion agenda participants product problem way result "
    "achievement basis follow_up full_name name short_name group timing filename copy_name minutes_name place "
    "organisation number document_number decision_number source_note adapted return_remark signer signer_title "
    "group_name".split()
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


def _columns() -> Iterator[tuple[type[models.Model], models.Field[object, object]]]:
    for model in apps.get_models():
        if (
            not model.__module__.startswith("thanthien.")
            or model._meta.app_label == "audit"
            or model is Appraisal
        ):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.CharField | models.TextField) or field.choices:
                continue
            if field.name in FREE and (field.max_length is None or field.max_length >= LEAST):
                yield model, field


def _mark(cast: Cast, samples: Samples) -> None:
    """The words in every free column of every row, and in the log."""
    for model, field in _columns():
        words = Concat(Value(TYPED), InSQL(F("pk"), CharField()), output_field=CharField())
        model._default_manager.update(**{field.name: words})
    samples.task.refresh_from_db()
    with transaction.atomic():
        for thing in (samples.task, samples.inspection, samples.review, samples.paper, samples.practice):
            record(
                actor=cast.coordinator, at=NOW, action="task.change", subject=thing, unit=cast.unit, remark=TYPED,
                before={"title": TYPED}, after={"title": TYPED + "2"},
            )  # fmt: skip


def test_no_page_takes_typed_words_for_markup(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    samples = Samples(cast)
    _mark(cast, samples)
    wrong, showing = [], []
    for found, page in PAGES:
        if "GET" not in page.methods:
            continue
        person = cast.coordinator if found.is_local else cast.city_admin
        address = found.address(cast.unit if found.is_local else cast.city, samples)
        answer = client_of(Person.objects.get(pk=person.pk)).get(address)
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        seen = answer.content.decode()
        wrong += [found.name for words in RAW if words in seen]
        showing += [found.name] if SHOWN in seen else []
    assert wrong == []
    assert {"desk:task", "desk:paper", "desk:review", "desk:inspection", "desk:audit"} <= set(showing)
    assert len(showing) > 60


def test_no_mail_takes_typed_words_for_markup(cast: Cast) -> None:
    load_holidays(path=settings.REFERENCE_DIR / "holidays" / "2026.yaml", at=NOW)
    _mark(cast, Samples(cast))
    leader = Person.objects.get(pk=cast.leader.pk)
    leader.email = "lam@example.vn"
    leader.save()
    choose_rhythm(actor=leader, at=NOW, rhythm=Rhythm.DAILY)
    assert send_due(at=NOW).sent == 1
    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    assert SHOWN in html
    assert [words for words in RAW if words in html] == []


def test_no_index_of_a_dossier_takes_typed_words_for_markup(cast: Cast) -> None:
    samples = Samples(cast)
    _mark(cast, samples)
    leaf = Criterion.objects.exclude(rule=None).earliest("pk")
    Task.objects.filter(pk=samples.task.pk).update(criterion=leaf)
    Evidence.objects.update(state=Evidence.State.ACCEPTED)
    year = samples.task.year
    archive = ask_for_archive(actor=cast.coordinator, at=NOW, unit=cast.unit, year=year, as_of=NOW.date())
    with default_storage.open(archive.path) as file, zipfile.ZipFile(file) as packed:
        index = packed.read("00-muc-luc.html").decode()
    assert index.count(SHOWN) > 2
    assert [words for words in RAW if words in index] == []
