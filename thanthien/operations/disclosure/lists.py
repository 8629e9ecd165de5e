"""The list of a quarter is made and kept: by itself when the quarter is over, anew when something was corrected."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_xlsx
from thanthien.operations.disclosure.actions import CannotPublish, Draft, draft_publication
from thanthien.operations.disclosure.definition import QUARTER_LIST
from thanthien.operations.disclosure.models import Publication, QuarterList
from thanthien.operations.disclosure.quarter_papers import list_document, list_sheets, name_of
from thanthien.operations.disclosure.quarter_shapes import Quarter
from thanthien.operations.disclosure.quarters import Listed, listed_in
from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

State = Publication.State


@transaction.atomic
def make_list(
    *, actor: Person | None, at: datetime, unit: Unit, quarter: Quarter
) -> tuple[QuarterList, bool]:
    """The newest version of the list, and whether it was made now: nothing is made where nothing has changed.

    `actor` None: by itself. Raises CannotPublish while the quarter still runs.
    """
    if actor is not None:
        require(actor, Action.DISCLOSURE_MANAGE, unit)
    if timezone.localdate(at) <= quarter.last:
        raise CannotPublish(f"Danh mục lập khi hết {quarter.words}.")
    Unit.objects.select_for_update().get(pk=unit.pk)  # two at once make one version
    listed = listed_in(unit, quarter)
    last = lists_of(unit, quarter).first()
    if last is not None and last.digest == listed.digest:
        return last, False
    made = QuarterList.objects.create(
        unit=unit, period=quarter.code, version=last.version + 1 if last else 1, made_at=at, made_by=actor,
        digest=listed.digest, shown=listed.shown, lacking=len(listed.lacks),
        word=keep_file(data=write_docx(list_document(unit, listed, whole=True)), at=at),
        posted=keep_file(data=write_docx(list_document(unit, listed, whole=False)), at=at),
        sheet=keep_file(data=write_xlsx(list_sheets(listed)), at=at),
    )  # fmt: skip
    record(
        actor=actor, at=at, action="disclosure.list", subject=made, unit=unit,
        after={"period": made.period, "version": made.version, "sha256": made.word.sha256},
    )  # fmt: skip
    return made, True


def lists_of(unit: Unit, quarter: Quarter) -> QuerySet[QuarterList]:
    """The versions of a quarter's list, the newest first."""
    rows = QuarterList.objects.filter(unit=unit, period=quarter.code).order_by("-version")
    return rows.select_related("word", "sheet", "posted", "made_by")


def draft_list(*, actor: Person, at: datetime, unit: Unit, quarter: Quarter) -> Publication:
    """A draft that makes the newest version public; what stood there before is replaced when it is published.

    Raises CannotPublish where there is no list yet, or a draft of it.
    """
    made = lists_of(unit, quarter).first()
    if made is None:
        raise CannotPublish(f"Chưa có danh mục {quarter.words}. Anh/chị lập danh mục trước.")
    listed = listed_in(unit, quarter)
    if listed.digest != made.digest:
        raise CannotPublish(
            "Sổ công khai của quý đã được bổ sung sau khi lập. Anh/chị lập lại danh mục trước."
        )
    name = name_of(listed)
    draft = Draft(
        item=QUARTER_LIST, title=name, document_date=timezone.localdate(made.made_at), text=_text(listed),
        file=made.posted, filename=f"{name}.docx", period=quarter.code,
    )  # fmt: skip
    return draft_publication(
        actor=actor, at=at, unit=unit, draft=draft, replaces=published_list(unit, quarter)
    )


def published_list(unit: Unit, quarter: Quarter) -> Publication | None:
    """The publication of a quarter's list that is public now."""
    rows = Publication.objects.filter(unit=unit, period=quarter.code, state=State.PUBLISHED)
    return rows.select_related("file").first()


def drafted_list(unit: Unit, quarter: Quarter) -> Publication | None:
    return Publication.objects.filter(unit=unit, period=quarter.code, state=State.DRAFT).first()


def _inside(words: str) -> str:
    """As words stand inside a sentence: "niêm yết tại trụ sở UBND"."""
    return words[:1].lower() + words[1:]


def _text(listed: Listed) -> str:
    """The list for who reads it on a phone; the file holds it with days and places."""
    lines = [f"Trong {listed.quarter.words} có {listed.shown} nội dung được công khai:"]
    for line in listed.lines:
        if line.shown:
            channels = ", ".join(dict.fromkeys(_inside(one.channel) for one in line.shown))
            lines.append(f"- {line.title or line.item_title}: {channels}.")
    return "\n".join(lines)
