"""One of each thing of surveys, for the rights matrix."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.operations.surveys.factories import TYPED, opened
from thanthien.operations.surveys.answering import Sent, answer_paper
from thanthien.operations.surveys.drafting import begin_version
from thanthien.operations.surveys.follow_ups import FollowUpFields, add_follow_up
from thanthien.operations.surveys.models import Response


class SurveySamples:
    """An open survey with a paper form that waits for a second person, a form being changed, a follow-up."""

    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        self.survey = opened(cast, now)
        self.questionnaire = self.survey.version.questionnaire
        begin_version(actor=cast.coordinator, at=now, questionnaire=self.questionnaire)
        self.typed_form = answer_paper(
            actor=cast.centre_officer, at=now, survey=self.survey, paper_number="1",
            sent=Sent(uuid.uuid4(), TYPED, Response.Channel.PAPER),
        )  # fmt: skip
        due = timezone.localdate(now) + timedelta(days=30)
        fields = FollowUpFields("Chờ lâu", "Thêm một quầy", due, agency=cast.centre)
        self.follow_up = add_follow_up(actor=cast.coordinator, at=now, survey=self.survey, fields=fields)
