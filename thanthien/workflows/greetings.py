"""The Chair's greeting over the loudspeakers: its words become a bulletin; once played, its channel is noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from thanthien.lib.documents.write.docx import write_docx
from thanthien.operations.letters.greeting import CannotGreet, days_of_greeting, post_greeting
from thanthien.operations.letters.models import Greeting, GreetingPost
from thanthien.operations.letters.standing import reads_all
from thanthien.operations.outreach.actions import BulletinFields
from thanthien.operations.outreach.models import Broadcast, Bulletin
from thanthien.operations.outreach.papers import bulletin_log
from thanthien.operations.outreach.queries import hours_in
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.workflows.letters import file_greeting_post


def code_of(greeting: Greeting) -> str:
    """ "2026-quoc-khanh": which greeting a bulletin reads out."""
    return f"{greeting.year}-{greeting.code}"


def greeting_of(unit: Unit, code: str) -> Greeting | None:
    """The approved greeting of that code; None where there is none, or the Chair has not approved it."""
    year, _, day = code.partition("-")
    rows = Greeting.objects.filter(unit=unit, code=day, approved_at__isnull=False)
    return rows.filter(year=int(year)).first() if year.isdecimal() and len(year) == 4 else None


def bulletin_of_greeting(unit: Unit, code: str) -> BulletinFields | None:
    """The draft of a bulletin in the words that the Chair approved."""
    one = greeting_of(unit, code)
    if one is None:
        return None
    days = days_of_greeting(unit, one.year)
    name = next((day.name for day, _, _ in days if day.code == one.code), "ngày lễ")
    return BulletinFields(
        f"Lời chúc của Chủ tịch nhân dịp {name}"[:200], one.text, greeting_code=code_of(one)
    )


def post_played(
    *, actor: Person, at: datetime, bulletins: Iterable[Bulletin]
) -> tuple[list[GreetingPost], list[str]]:
    """Of greetings that were played: the channel with its first day and the log as proof, once; and why not."""
    made, why = [], []
    for bulletin in bulletins:
        one = greeting_of(bulletin.unit, bulletin.greeting_code)
        played = bulletin.broadcasts.filter(state=Broadcast.State.PLAYED)
        rows = list(played.select_related("cluster", "bulletin__unit").order_by("begins_at"))
        if one is None or not rows or one.posts.filter(channel=GreetingPost.Channel.LOUDSPEAKER).exists():
            continue
        if not (may(actor, Action.LETTER_WORK, bulletin.unit) and reads_all(actor, bulletin.unit)):
            why.append("Lời chúc đã phát; người phụ trách thư ghi kênh truyền thanh ở Lời chúc ngày lễ.")
            continue
        paper = keep_file(data=write_docx(bulletin_log(bulletin, hours_in(rows))), at=at)
        try:
            posted = post_greeting(
                actor=actor, at=at, greeting=one, channel=GreetingPost.Channel.LOUDSPEAKER,
                day=timezone.localdate(rows[0].begins_at), file=paper,
                filename=f"Nhật ký phát bản tin số {bulletin.number}.docx",
            )  # fmt: skip
        except CannotGreet as refusal:
            why.append(str(refusal))
            continue
        file_greeting_post(actor=actor, at=at, post=posted)
        made.append(posted)
    return made, why
