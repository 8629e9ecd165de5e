"""The minutes of an appraisal as a download, for whoever a surface has let in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse

from thanthien.assessment.reports.council_minutes import council_minutes_file
from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.rounds.models import Appraisal
from thanthien.lib.documents.write import FontMissing
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest


def minutes_of(request: UnitRequest, appraisal: Appraisal | None, form: str) -> HttpResponse | None:
    """Word or PDF; None, with a message, where there are no minutes to be had yet."""
    try:
        if appraisal is None:
            raise CannotReport("Chưa có biên bản: thẩm định chưa kết thúc hoặc chưa có quyết định.")
        made = council_minutes_file(appraisal, form=form, font_folders=settings.FONT_DIRS)
    except (CannotReport, FontMissing) as refusal:
        messages.error(request, str(refusal))
        return None
    return as_download(made.content, made.filename)
