"""The coordinator's guide, the programme's year: assignment, proof by the month, inspections, documents."""

from __future__ import annotations

from tests.screens.daily import COORDINATOR
from tests.screens.studio import HOME, YEAR, Studio, keep


def steering(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}steering/")
    keep(page, "ban-chi-dao", height=700)
    page.goto(f"{HOME}assignments/")
    keep(page, "phan-cong", height=760)
    page.goto(f"{HOME}inspections/")
    page.get_by_role("link", name="Kiểm tra bộ phận tiếp nhận").click()
    keep(page, "kiem-tra-tai-cho")


def proof_year(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}proofs/calendar/")
    keep(page, "lich-minh-chung")
    page.goto(f"{HOME}proofs/reuse/")
    keep(page, "minh-chung-dung-lai", height=620)


def papers(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}documents/")
    keep(page, "van-ban")
    page.goto(f"{HOME}dossier/")
    page.get_by_label("Chốt đến hết ngày").fill(f"{YEAR}-11-11")  # the same read either way round
    keep(page, "ho-so", height=760)


SCENES = (steering, proof_year, papers)
