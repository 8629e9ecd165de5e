"""The register of contributors and respected persons, and what each agreed to (Luật 91/2025/QH15)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from thanthien.lib.vietnamese import tidy
from thanthien.operations.letters.contributors import GONE
from thanthien.operations.letters.models import Contributor, ContributorConsent
from thanthien.operations.letters.standing import require_writer
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

Purpose, Way = ContributorConsent.Purpose, ContributorConsent.Way
_PHONE = re.compile(r"\+?\d{9,14}")


class CannotKeepContributor(Refusal):
    """The register stayed as it was."""


@dataclass(frozen=True, slots=True)
class ContributorFields:
    """`agrees`: purposes said yes to; `proof`: which paper, before whom. Needed of people, not of organisations."""

    kind: str
    name: str
    address: str = ""
    phone: str = ""
    merit: str = ""
    agrees: Collection[str] = ()
    way: str = Way.PAPER
    proof: str = ""


def contributors_of(unit: Unit) -> QuerySet[Contributor]:
    rows = ContributorConsent.objects.select_related("recorded_by").order_by("pk")
    return (
        Contributor.objects.filter(unit=unit)
        .select_related("unit")
        .prefetch_related(Prefetch("consents", rows))
    )


def agreed(one: Contributor) -> set[str]:
    """The purposes that hold now: the latest row of each decides. An organisation's name is no personal data."""
    if not one.is_person:
        return set(Purpose.values) if one.wiped_at is None else set()
    latest = {row.purpose: row.is_given for row in one.consents.all()}
    return {purpose for purpose, is_given in latest.items() if is_given}


def public_name(one: Contributor) -> str:
    """The name as papers that leave the office have it: only with consent to be named."""
    return one.name if Purpose.PUBLISH in agreed(one) else f"Một {one.get_kind_display().lower()}"


@transaction.atomic
def keep_contributor(
    *, actor: Person, at: datetime, unit: Unit, fields: ContributorFields, one: Contributor | None = None, seen: int = 0
) -> Contributor:  # fmt: skip
    """Add or change one. A person's name is kept only with consent that can be proven."""
    require_writer(actor, unit)
    name, phone, proof = tidy(fields.name)[:150], tidy(fields.phone)[:20], tidy(fields.proof)[:300]
    if fields.kind not in Contributor.Kind.values:
        raise CannotKeepContributor("Anh/chị chọn loại.", "kind")
    if not name or name == GONE:
        raise CannotKeepContributor("Anh/chị ghi họ tên hoặc tên tổ chức.", "name")
    if phone and not _PHONE.fullmatch(re.sub(r"[\s.()-]", "", phone)):
        raise CannotKeepContributor("Số điện thoại chưa đúng, ví dụ 0912 345 678.", "phone")
    is_new = one is None
    if one is None:
        one = Contributor(unit=unit, recorded_at=at, recorded_by=actor, version=0)
    else:
        one = Contributor.objects.select_for_update(of=("self",)).select_related("unit").get(pk=one.pk)
        if one.version != seen or one.wiped_at is not None:
            raise CannotKeepContributor(CHANGED)
    one.kind, one.name, one.phone = fields.kind, name, phone
    one.address, one.merit = tidy(fields.address)[:200], tidy(fields.merit)[:500]
    if is_new and one.is_person:
        if Purpose.KEEP not in fields.agrees:
            raise CannotKeepContributor("Cần người này đồng ý cho lưu họ tên, địa chỉ để liên hệ.", "agrees")
        if not proof or fields.way not in Way.values:
            raise CannotKeepContributor(
                "Anh/chị ghi chứng cứ đồng ý: giấy nào, ngày nào, ai chứng kiến.", "proof"
            )
    one.version += 1
    one.save()
    if is_new and one.is_person:
        for purpose in Purpose.values:
            if purpose in fields.agrees:
                _add(one, purpose, True, fields.way, proof, actor, at)
    _audit(actor, at, "contributor.add" if is_new else "contributor.change", one)
    return one


@transaction.atomic
def set_consent(
    *, actor: Person, at: datetime, one: Contributor, purpose: str, is_given: bool, way: str, proof: str
) -> Contributor:
    """A yes or its withdrawal, with what proves it. Withdrawn for keeping: name, address, telephone, merit go now."""
    require_writer(actor, one.unit)
    one = Contributor.objects.select_for_update(of=("self",)).select_related("unit").get(pk=one.pk)
    words = tidy(proof)[:300]
    if one.wiped_at is not None:
        raise CannotKeepContributor("Thông tin của người này đã được xóa theo yêu cầu.")
    if purpose not in Purpose.values or way not in Way.values:
        raise CannotKeepContributor("Anh/chị chọn mục đích và cách đồng ý.", "purpose")
    if not words:
        raise CannotKeepContributor("Anh/chị ghi chứng cứ: giấy nào, tin nhắn nào, ai chứng kiến.", "proof")
    _add(one, purpose, is_given, way, words, actor, at)
    if purpose == Purpose.KEEP and not is_given:
        one.name, one.address, one.phone, one.merit, one.wiped_at = GONE, "", "", "", at
        one.version += 1
        one.save()
    _audit(actor, at, "contributor.consent" if is_given else "contributor.withdraw", one)
    return one


def _add(
    one: Contributor, purpose: str, is_given: bool, way: str, proof: str, actor: Person, at: datetime
) -> None:
    ContributorConsent.objects.create(
        contributor=one, purpose=purpose, is_given=is_given, way=way, proof=proof, at=at, recorded_by=actor
    )


def _audit(actor: Person, at: datetime, action: str, one: Contributor) -> None:
    record(
        actor=actor, at=at, action=action, subject=one, unit=one.unit,
        after={"kind": one.get_kind_display()},
    )  # fmt: skip
