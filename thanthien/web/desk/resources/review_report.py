"""The report of one review as Word or PDF."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.kinds import KINDS, document_file
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import FontMissing
from thanthien.platform.people.roles import Action
from thanthien.programme.reviews.queries import review_of_unit
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.REPORT_MAKE)
def download(request: UnitRequest, pk: int, form: str) -> HttpResponse:
    """Bases, recipients and signature are those of the plan of the period's last year that has begun."""
    found = review_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    today = timezone.localdate()
    year = max(found.from_year, min(found.to_year, today.year))
    sources = Sources(request.unit, year, today, review=found)
    try:
        made = document_file(KINDS["review"], sources, form=form, font_folders=settings.FONT_DIRS)
    except (CannotReport, FontMissing) as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:review", request.unit.code, pk)
    return as_download(made.content, made.filename)
