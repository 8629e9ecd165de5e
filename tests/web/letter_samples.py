"""One of each thing of the letters, for the rights matrix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.operations.letters.factories import contributor, drafted, gestured
from tests.programme.plans.factories import picture
from thanthien.operations.letters.batches import check_lines, keep_batch, make_letters
from thanthien.operations.letters.gesturing import add_photo
from thanthien.operations.letters.greeting import write_greeting
from thanthien.operations.letters.models import Greeting, GreetingPost, LetterProposal
from thanthien.operations.letters.sheets import Line
from thanthien.platform.files.actions import keep_upload
from thanthien.platform.workdays.models import SpecialDay

# Whose id `pk` is, by the longest beginning of the page's name.
LETTER_ROWS = {
    "desk:letters_one": "letter",
    "desk:letters_proposal": "proposal",
    "desk:letters_batch": "letter_batch",
    "desk:letters_gesture": "gesture",
    "desk:letters_gesture_guests": "meeting",
    "desk:letters_greeting_proof": "greeting_post",
    "desk:letters_contributor": "contributor",
}
LETTER_BODIES: dict[str, dict[str, str]] = {
    "desk:letters_one_move": {"move": "submit", "seen": "1"},
    "desk:letters_one_edit": {"name": "Lan", "deed": "tặng sách", "seen": "1"},
    "desk:letters_proposal_accept": {"name": "Lan", "other": "Nam"},
    "desk:letters_proposal_dismiss": {"why": "unwanted"},
    "desk:letters_batch_move": {"move": "submit"},
    "desk:letters_gesture_new": {"date": "2026-06-01", "place": "Nhà văn hóa", "led_by": "Chủ tịch"},
    "desk:letters_gesture_edit": {
        "date": "2026-06-01",
        "place": "Nhà văn hóa",
        "led_by": "Chủ tịch",
        "seen": "1",
    },
    "desk:letters_gesture_give": {"paper": "marriage", "name": "Lan và Nam"},
    "desk:letters_greeting_write": {"text": "Kính chúc", "chair": "Chủ tịch", "seen": "1"},
    "desk:letters_greeting_approve": {"seen": "1"},
    "desk:letters_contributor_new": {"kind": "business", "name": "Công ty May"},
    "desk:letters_contributor_edit": {"kind": "respected", "name": "Bùi Văn Uy", "seen": "1"},
    "desk:letters_contributor_consent": {
        "purpose": "publish",
        "given": "yes",
        "way": "paper",
        "proof": "Phiếu",
    },
    "desk:letters_wording_save": {"subject": "Chúc mừng", "text": "Chúc «ho_ten»", "seen": "0"},
}

# What the other arguments of an address are, by page and the samples.
LETTER_VALUES: dict[str, Callable[[str, Any], Any]] = {
    "year": lambda page, samples: samples.greeting.year,
    "code": lambda page, samples: "thanks" if "wording" in page else "national_day",
    "kind": lambda page, samples: "ceremony",
    "photo_pk": lambda page, samples: samples.photo.pk,
}


class LetterSamples:
    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        self.letter = drafted(cast, at=now)
        self.proposal = LetterProposal.objects.create(
            unit=cast.unit, template="marriage", source="case", source_key="mau", date=now.date(), about="Kết hôn",
            name="Lan", made_at=now,
        )  # fmt: skip
        rows = check_lines(cast.unit, "thanks", "", [Line(1, {"name": "Hà", "deed": "tặng cây"})], now)
        self.letter_batch = keep_batch(
            actor=cast.coordinator,
            at=now,
            unit=cast.unit,
            template="thanks",
            name="Mẫu",
            occasion="",
            rows=rows,
        )
        make_letters(actor=cast.coordinator, at=now, batch=self.letter_batch)
        self.gesture = gestured(cast, at=now)
        self.meeting = gestured(cast, "meeting", at=now)
        self.photo = add_photo(
            actor=cast.coordinator, at=now, gesture=self.gesture, file=keep_upload(upload=picture(), at=now),
            filename="anh.jpg",
        )  # fmt: skip
        self.contributor = contributor(cast, at=now)
        today = timezone.localdate(now)
        tomorrow = today + timedelta(days=1)
        SpecialDay.objects.get_or_create(
            unit=None, date=tomorrow,
            defaults={"name": "Quốc khánh", "kind": "day_off", "status": "official", "changed_at": now},
        )  # fmt: skip
        self.greeting: Greeting = write_greeting(
            actor=cast.coordinator, at=now, unit=cast.unit, code="national_day", year=tomorrow.year,
            text="Kính chúc", chair="Chủ tịch", seen=0,
        )  # fmt: skip
        self.greeting_post = GreetingPost.objects.create(
            greeting=self.greeting, channel="zalo", date=today, file=self.photo.file, filename="anh.jpg",
            recorded_at=now, recorded_by=cast.coordinator,
        )  # fmt: skip
