"""One of each thing of dialogue, visits and commitments, for the rights matrix."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.operations.engagement.factories import asked_of, invited, promised, visit_fields, visited
from tests.programme.plans.factories import picture
from tests.web.rights_files import one_page
from thanthien.operations.engagement.actions import Minutes, move_dialogue, write_minutes
from thanthien.operations.engagement.committing import Change, move_commitment
from thanthien.operations.engagement.models import PartyEntry
from thanthien.operations.engagement.visiting import EntryFields, add_photo, keep_entry, plan_visit
from thanthien.platform.files.actions import keep_file, keep_upload

# Whose id `pk` is, by the longest beginning of the page's name.
ENGAGEMENT_ROWS = {
    "desk:dialogue": "dialogue",
    "desk:dialogue_minutes": "held",
    "desk:dialogue_list": "held",
    "desk:dialogue_prove": "held",
    "desk:dialogue_question": "dialogue_question",
    "desk:dialogue_question_add": "dialogue",
    "desk:field_visit": "field_visit",
    "desk:field_visit_done": "field_plan",
    "desk:field_visit_cancel": "field_plan",
    "desk:field_visit_photo": "field_photo",
    "desk:field_heard": "heard",
    "desk:commitment": "commitment",
    "desk:commitment_proof": "settled_commitment",
    "desk:party_entry": "party_entry",
}
ENGAGEMENT_BODIES: dict[str, dict[str, str]] = {
    "desk:dialogue_move": {"move": "cancel", "seen": "published", "text": "Hoãn"},
    "desk:dialogue_question": {"move": "accept", "seen": "new", "text": "Hỏi"},
    "desk:field_visit_cancel": {"text": "Bận"},
    "desk:field_visit_add": {"text": "Đèn đường ngõ 5 hỏng"},
    "desk:field_heard": {"move": "answer", "text": "Đã trả lời"},
    "desk:commitment_move": {"move": "note", "seen": "1", "text": "Đã khảo sát"},
    "desk:party_entry_cancel": {"text": "Đổi lịch"},
}


class EngagementSamples:
    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        self.dialogue = invited(cast, now, days=1)
        self.dialogue_question = asked_of(self.dialogue, now)
        self.held = invited(cast, now)
        self.held = move_dialogue(
            actor=cast.coordinator, at=now, dialogue=self.held, move="hold", seen="published"
        )
        paper = (keep_file(data=one_page(), at=now), "danh-sach.pdf")
        self.held = write_minutes(
            actor=cast.coordinator,
            at=now,
            dialogue=self.held,
            minutes=Minutes(paper=paper),
            seen=self.held.version,
        )
        self.field_visit = visited(cast, now, heard=["Cống ngõ 12 bị tắc"])
        self.heard = self.field_visit.heard.get()
        self.field_photo = add_photo(
            actor=cast.officer, at=now, visit=self.field_visit, file=keep_upload(upload=picture(), at=now)
        )
        self.field_plan = plan_visit(
            actor=cast.coordinator,
            at=now,
            unit=cast.unit,
            fields=visit_fields(cast, today),
            client_key="plan",
        )
        self.commitment = promised(cast, now, agency=cast.culture)
        settled = promised(cast, now, text="Lắp đèn")
        self.settled_commitment = move_commitment(
            actor=cast.coordinator, at=now, commitment=settled, move="settle", seen=1, text="Xong",
            change=Change(proof=paper),
        )  # fmt: skip
        fields = EntryFields(
            PartyEntry.Kind.RECEPTION, today + timedelta(days=1), "Tiếp công dân", cast.leader
        )
        self.party_entry = keep_entry(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
