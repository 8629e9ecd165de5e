"""The demo communes' plans: a document a commune could have sent, written from the criteria set's own rows."""

from __future__ import annotations

from collections.abc import Iterable

from thanthien.lib.vietnamese import long_date_vi
from thanthien.programme.criteria.definition import CriteriaSetDefinition, CriterionDefinition
from thanthien.workflows.demo.names import BODIES, Place

GROUPS = {
    "all_agencies": "Các cơ quan, đơn vị có liên quan",
    "all_divisions": "Các phòng, ban, ngành, đơn vị thuộc xã",
    "mass_organisations": "Các tổ chức chính trị - xã hội",
}
KINDS = {"commune": "xã", "ward": "phường", "special_zone": "đặc khu"}


def body_name(role_code: str) -> str:
    names = {body.role_code: body.name for body in BODIES}
    return names.get(role_code) or GROUPS.get(role_code, GROUPS["all_agencies"])


def group_heading(top: CriterionDefinition, position: int) -> str:
    return f"TIÊU CHÍ {position}: {top.title.upper()}"


def rows_of(definition: CriteriaSetDefinition) -> Iterable[tuple[str, str, str, str, str, str]]:
    """(number, task, leads, coordinators, product, timing) for every row of the annex, group rows included."""
    position = 0
    for node in definition.criteria:
        if node.depth == 1:
            position += 1
            yield node.number or str(position), group_heading(node, position), "", "", "", ""
            continue
        leads = "; ".join(body_name(code) for code in node.leads)
        coordinators = "; ".join(body_name(code) for code in node.coordinators)
        product = node.product.label if node.product else ""
        timing = node.timing.printed if node.timing else ""
        yield node.number or "", node.title, leads, coordinators, product, timing
