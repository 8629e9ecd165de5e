"""Citizens ask in their own words: an answer with its source, a question back, whose matter it is, or whom to ask."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.procedures.factories import ALL, BIRTH, COPY, MARRIAGE, loaded
from thanthien.lib.codes import new_code
from thanthien.platform.audit.models import Entry

pytestmark = pytest.mark.django_db
LIKE = {**MARRIAGE, "code": "2.000806", "name": "Đăng ký kết hôn có yếu tố nước ngoài"}
AGAIN = {**MARRIAGE, "code": "1.004746", "name": "Đăng ký lại kết hôn"}


@pytest.fixture
def there(cast: Cast) -> str:
    loaded(cast.city, timezone.now(), *ALL, LIKE, AGAIN, from_date=timezone.localdate())
    return f"/{cast.unit.code}/ask/"


def asked(there: str, question: str, *, en: bool = False) -> str:
    answer = Client().get(there.replace("/ask/", "/en/ask/") if en else there, {"q": question})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def test_sure_answers_with_what_to_bring_fee_time_where_and_sources(there: str) -> None:
    for question in ("làm khai sinh cho con", "lam khai sinh cho con", "Tôi muốn làm giấy khai sinh"):
        page = asked(there, question)
        assert f"procedures/{BIRTH['code']}/" in page, question
        for said in (
            "Giấy chứng sinh",
            "Miễn phí nếu làm trong 60 ngày",
            "Quầy hộ tịch",
            "12/QĐ-BTP",
            "dichvucong",
        ):
            assert said in page, said
    assert "Nguồn: nội dung thủ tục" in asked(there, "chứng thực bản sao")  # nobody wrote a summary of it
    assert "2.000 đồng/trang" in asked(there, "chứng thực bản sao")


def test_where_several_may_be_meant_it_asks_back(there: str) -> None:
    page = asked(there, "kết hôn")
    if "Ông/bà muốn làm việc nào?" not in page:
        page = asked(there, "đăng ký")
    assert "Ông/bà muốn làm việc nào?" in page
    assert page.count('<li><a href="/') > 1


def test_what_is_not_a_commune_s_is_told_with_whose_it_is(there: str) -> None:
    page = asked(there, "xin nhập quốc tịch")
    assert "Sở Tư pháp" in page
    assert "procedures/1." not in page


def test_what_is_not_found_is_said_with_whom_to_ask(cast: Cast, there: str) -> None:
    page = asked(there, "tom hum alaska")
    assert "Chưa rõ ông/bà cần thủ tục nào" in page
    assert f'href="/{cast.unit.code}/send/"' in page
    assert "Chưa rõ" in asked(f"/{cast.island.code}/ask/", "?!…")


def test_english_finds_and_the_frame_speaks_english(there: str) -> None:
    page = asked(there, "birth certificate for my baby", en=True)
    assert "What to bring" in page
    assert BIRTH["name"] in page


def test_what_people_type_stays_text_and_nothing_of_it_is_kept(there: str) -> None:
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as queries:
        page = asked(there, '"><script>alert(1)</script> khai sinh 001099012345')
    assert "<script>alert" not in page
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert Entry.objects.count() == before
    for hostile in ("\x00", "a" * 5000, "' OR 1=1 --", "%", "👶" * 50, " "):
        assert Client().get(there, {"q": hostile}).status_code in {200, 400}


def test_a_code_of_a_report_is_shown_on_no_page(there: str) -> None:
    answer = Client().get(there, {"q": new_code()}, follow=True)
    assert answer.redirect_chain == [(f"{there}?code=1", 302)]
    assert "mã theo dõi" in answer.content.decode()


def test_someone_in_danger_is_told_whom_to_call(there: str) -> None:
    assert "tel:114" in asked(there, "nhà tôi đang cháy")


def test_an_import_is_heard_by_the_next_question(cast: Cast, there: str) -> None:
    loaded(
        cast.unit,
        timezone.now(),
        {**COPY, "name": "Chứng thực bản sao tại nhà"},
        from_date=timezone.localdate(),
    )
    assert "Chứng thực bản sao tại nhà" in asked(there, "chứng thực bản sao")
    with CaptureQueriesContext(connection) as queries:
        asked(there, "chứng thực bản sao")
    assert len(queries) <= 5
