"""Pages about proof as a whole: what is used again, what is wrong, the calendar, ties and renewals."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.platform.files.scenes import jpeg, room
from tests.programme.evidence.test_reuse import bring
from tests.programme.evidence.test_terms_and_ties import with_term
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan, one_task, picture
from tests.web.desk.test_task_list import text
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import add_files
from thanthien.programme.evidence.models import AllowedReuse, Evidence
from thanthien.programme.plans.actions import move_part
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move

ClientOf = Callable[[Person], Client]
HTMX = {"HX-Request": "true"}


def at(cast: Cast, rest: str) -> str:
    return f"/desk/{cast.unit.code}/proofs/{rest}"


@pytest.fixture
def two(cast: Cast) -> list[Task]:
    return make_plan(cast.unit, facts("Việc một", cast.culture), facts("Việc hai", cast.culture))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w+)"', page)
    assert found
    return found[1]


def test_the_checker_sees_reuse_beside_the_proof_and_gives_the_reason(
    cast: Cast, two: list[Task], client_of: ClientOf, now: datetime
) -> None:
    bring(cast.officer, two[0], jpeg(room(1, 0)), day=date(2026, 3, 2), at=now)
    proof = bring(cast.officer, two[1], jpeg(room(1, 0)), at=now)
    head, checks = client_of(cast.head), f"/desk/{cast.unit.code}/tasks/checks/"
    page = head.get(checks)
    assert re.search(r"Cùng một tệp: Việc một ?, ngày 02/03/2026 \(chờ kiểm tra\)", text(page))
    block = page.content.decode().split(f'id="proof-{proof.pk}"')[1]
    assert "Chấp nhận</button>" not in block.split("</article>")[0].replace("Ghi lý do, chấp nhận", "")
    data = {"seen": hidden(block, "seen"), "uses": hidden(block, "uses"), "accept": "1", "back": "checks"}
    address = at(cast, f"reuse/{proof.pk}/allow/")
    refused = head.post(address, {**data, "reason": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert "ghi lý do vì sao" in text(refused)
    done = head.post(address, {**data, "reason": "Cùng một buổi ra quân"}, headers=HTMX)
    assert "Đã chấp nhận" in text(done)
    proof.refresh_from_db()
    assert proof.state == "accepted"
    assert "Không có minh chứng nào dùng lại" in text(head.get(at(cast, "reuse/")))
    assert "cho dùng: Cùng một buổi ra quân" in text(head.get(at(cast, "reuse/?all=1")))
    history = text(head.get(f"/desk/{cast.unit.code}/tasks/{two[1].pk}/"))
    assert "cho dùng lại minh chứng" in history


def test_a_stale_sight_accepts_nothing(
    cast: Cast, two: list[Task], client_of: ClientOf, now: datetime
) -> None:
    bring(cast.officer, two[0], jpeg(room(1, 0)), at=now)
    proof = bring(cast.officer, two[1], jpeg(room(1, 0)), at=now)
    head = client_of(cast.head)
    uses = hidden(head.get(at(cast, "reuse/")).content.decode(), "uses")
    data = {"uses": uses, "seen": "0" * 16, "reason": "Như trên", "accept": "1"}
    page = head.post(at(cast, f"reuse/{proof.pk}/allow/"), data, follow=True)
    assert "Kết quả kiểm tra của anh/chị chưa được ghi" in text(page)
    assert not AllowedReuse.objects.exists()


def test_of_another_commune_only_name_and_day_are_told_and_the_city_sees_both(
    cast: Cast, two: list[Task], client_of: ClientOf, now: datetime
) -> None:
    there = make_plan(cast.other_unit, facts("Việc kín của Đông Hải", cast.other_agencies["council_office"]))[
        0
    ]
    bring(cast.officer, two[0], jpeg(room(2, 0)), at=now)
    other = bring(cast.other_officer, there, jpeg(room(2, 0), 50), day=date(2026, 4, 3), at=now)
    page = client_of(cast.leader).get(at(cast, "reuse/"))
    assert "Ảnh giống nhau: phường Đông Hải, ngày 03/04/2026" in text(page)
    for secret in ("Việc kín", str(cast.other_officer), f"/{cast.other_unit.code}/", f"proof-{other.pk}"):
        assert secret not in page.content.decode()
    seen = text(client_of(cast.appraiser).get(f"/city/{cast.city.code}/proofs/reuse/?year=2026"))
    for words in ("Việc kín của Đông Hải", "Việc một", "Xã Thanh Bình · ngày 01/07/2026", "Phường Đông Hải"):
        assert words in seen


def test_a_head_sees_the_own_agency_alone(cast: Cast, client_of: ClientOf, now: datetime) -> None:
    tasks = make_plan(cast.unit, facts("Việc một", cast.centre), facts("Việc hai", cast.centre))
    for task in tasks:
        bring(cast.centre_officer, task, jpeg(room(1, 0)), at=now)
    assert "Việc hai" not in text(client_of(cast.head).get(at(cast, "reuse/")))
    assert "Việc hai" in text(client_of(cast.coordinator).get(at(cast, "reuse/")))


def test_another_day_than_the_pictures_is_said_to_both(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast)
    data = {"uploads": picture("x.jpg", taken=date(2026, 3, 2)), "effective_date": "2026-05-04"}
    said = "Ảnh chụp ngày 02/03/2026, khác ngày ghi 04/05/2026."
    added = client_of(cast.officer).post(f"/desk/{cast.unit.code}/tasks/{task.pk}/proof/", data, follow=True)
    assert "Đã nhận minh chứng" in text(added)
    assert said in text(added)
    head = client_of(cast.head)
    assert said in text(head.get(f"/desk/{cast.unit.code}/tasks/checks/"))
    assert said in text(head.get(at(cast, "checks/")))


def test_the_place_is_for_the_checker_and_who_added_it(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast)
    add_picture(cast, task)
    StoredFile.objects.update(latitude=20.86, longitude=106.68)
    coordinator, page = client_of(cast.coordinator), f"/desk/{cast.unit.code}/tasks/{task.pk}/"
    wrong = coordinator.post(at(cast, "headquarters/"), {"latitude": "20,88", "longitude": ""})
    assert wrong.status_code == 422
    coordinator.post(at(cast, "headquarters/"), {"latitude": "20,88", "longitude": "106.68"})
    for person in (cast.officer, cast.head):
        assert "Nơi chụp: 20,86000; 106,68000, cách trụ sở 2,2 km" in text(client_of(person).get(page))
    for person in (cast.centre_officer, cast.council, cast.appraiser):
        assert "Nơi chụp" not in text(client_of(person).get(page))


def test_what_is_wrong_with_the_years_proof(
    cast: Cast, two: list[Task], client_of: ClientOf, now: datetime
) -> None:
    council = client_of(cast.council)
    assert "Không có gì cần xem lại" in text(council.get(at(cast, "checks/?year=2026")))
    move_part(actor=cast.officer, at=now, part=lead_of(two[0]), move=Move.FINISH, remark="Chỉ họp miệng")
    bring(cast.officer, two[1], jpeg(room(1, 0)), at=now)
    StoredFile.objects.update(damage="missing", examined_at=now)
    shown = text(council.get(at(cast, "checks/?year=2026")))
    assert "Báo xong nhưng thiếu minh chứng 1 Việc một" in shown
    assert "Chỉ họp miệng" in shown
    assert "Không còn trong kho" in shown


def test_ties_and_renewals_through_the_pages(
    cast: Cast, two: list[Task], client_of: ClientOf, now: datetime
) -> None:
    proof = with_term(cast, two[0], date(2026, 12, 31), now)
    officer, page = client_of(cast.officer), f"/desk/{cast.unit.code}/tasks/{two[0].pk}/"
    assert "hết hiệu lực" in text(officer.get(page)) or "hiệu lực đến ngày 31/12/2026" in text(
        officer.get(page)
    )
    shown = text(officer.post(at(cast, f"{proof.pk}/more/"), {"tasks": [two[1].pk]}, follow=True))
    assert "Cũng chứng minh cho: Việc hai (chờ kiểm tra)" in shown
    assert officer.post(at(cast, f"{proof.pk}/more/"), {"tasks": [two[1].pk]}).status_code == 422
    data = {"upload": SimpleUploadedFile("moi.txt", "Cam kết mới".encode()), "effective_date": "2026-06-30"}
    short = officer.post(at(cast, f"{proof.pk}/renew/"), {**data, "valid_until": "2026-12-01"})
    assert "Bản mới cần có hiệu lực dài hơn" in text(short)
    data["upload"] = SimpleUploadedFile("moi.txt", "Cam kết mới".encode())
    shown = text(officer.post(at(cast, f"{proof.pk}/renew/"), data, follow=True))
    assert "Bản gia hạn của bản trước" in shown
    assert Evidence.objects.get(renews=proof).state == "waiting"


def test_the_calendar_shows_each_month_and_opens_its_proofs(
    cast: Cast, client_of: ClientOf, now: datetime
) -> None:
    monthly, _ = make_plan(
        cast.unit,
        facts("Việc tháng", cast.culture, timing="Hàng tháng"),
        facts("Việc tuần", cast.centre, timing="Hàng tuần"),
    )
    add_files(actor=cast.officer, at=now, task=monthly, uploads=[picture()], effective_date=date(2026, 2, 3))
    client = client_of(cast.council)
    page = client.get(at(cast, "calendar/?year=2026"))
    assert "tháng 2: có minh chứng chờ kiểm tra (1)" in text(page)
    assert "tháng 3: thiếu minh chứng" in text(page)
    square = re.search(r'href="([^"]+from=2026-02-01[^"]+)"', page.content.decode())
    assert square
    opened = text(client.get(square[1].replace("&amp;", "&")))
    assert "bang-tin" in opened
    assert "từ 01/02/2026 – 28/02/2026" in opened
    only = text(client.get(at(cast, f"calendar/?year=2026&agency={cast.centre.pk}")))
    assert "Việc tuần" in only
    assert "Việc tháng" not in only
    weeks = text(client.get(at(cast, "calendar/?year=2026&weeks=1")))
    assert "Việc tuần" in weeks
    assert re.search(r"02/02 tuần 02/02–08/02", weeks)


def test_the_pages_ask_the_same_number_of_queries_at_three_rows(
    cast: Cast, client_of: ClientOf, now: datetime
) -> None:
    tasks = make_plan(cast.unit, *(facts(f"Việc {n}", cast.culture, timing="Hàng tháng") for n in range(6)))
    client = client_of(cast.head)
    for rest in ("reuse/?year=2026", "checks/?year=2026", "calendar/?year=2026"):
        counts = []
        for n in (0, 2, 4):
            if rest.startswith("reuse"):
                for task in tasks[n : n + 2]:
                    bring(cast.officer, task, jpeg(room(n, 0)), at=now)
            client.get(at(cast, rest))
            with CaptureQueriesContext(connection) as asked:
                client.get(at(cast, rest))
            counts.append(len(asked))
        assert len(set(counts)) == 1, (rest, counts)
