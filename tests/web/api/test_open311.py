"""Open311 GeoReport v2: existing apps find the services, send, and follow, in XML and in JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from tests.platform.keys.factories import made
from tests.programme.plans.factories import picture
from tests.web.api.test_reports import answered, shown
from thanthien.operations.feedback.models import Attachment, Channel, Report, Sender
from thanthien.operations.feedback.public_ids import public_id
from thanthien.platform.keys.models import KeySending
from thanthien.platform.units.actions import add_neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HERE = {"jurisdiction_id": "98001"}
TEXT = "Đèn đường trước nhà văn hóa tắt ba tối nay"


def ask(path: str, expected: int = 200, /, **query: str) -> Any:
    answer = Client().get(f"/open311/v2/{path}", query)
    assert answer.status_code == expected, answer.content.decode()
    return answer


def send(cast: Cast, key: str, status: int = 201, form: str = "json", **more: Any) -> Any:
    typed = {
        "jurisdiction_id": cast.unit.code, "api_key": key, "service_code": "roads", "description": TEXT,
        "address_string": "Cổng nhà văn hóa thôn Đông", **more,
    }  # fmt: skip
    answer = Client().post(f"/open311/v2/requests.{form}", typed)
    assert answer.status_code == status, answer.content.decode()
    return answer


def test_discovery_in_both_forms(cast: Cast) -> None:
    answer = Client().get("/open311/discovery.xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "discovery"
    assert root.findtext("endpoints/endpoint/specification") == "http://wiki.open311.org/GeoReport_v2"
    assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"]
    told = Client().get("/open311/discovery.json").json()
    assert told["endpoints"][0]["url"] == "http://testserver/open311/v2"


def test_services_as_the_specification_writes_them(cast: Cast) -> None:
    answer = ask("services.xml", jurisdiction_id=cast.unit.code)
    assert answer.content.decode().startswith('<?xml version="1.0" encoding="UTF-8"?>\n<services><service>')
    root = ElementTree.fromstring(answer.content)
    first = root.find("service")
    assert first is not None
    assert [one.tag for one in first] == [
        "service_code", "service_name", "description", "metadata", "type", "keywords", "group",
    ]  # fmt: skip
    assert (first.findtext("metadata"), first.findtext("type")) == ("false", "realtime")
    told = ask("services.json", jurisdiction_id=cast.unit.code).json()
    assert [one["service_code"] for one in told] == [one.findtext("service_code") for one in root]
    assert told[0]["metadata"] is False
    one = ask("services/roads.json", jurisdiction_id=cast.unit.code).json()
    assert one == {"service_code": "roads", "attributes": []}
    root = ElementTree.fromstring(ask("services/roads.xml", jurisdiction_id=cast.unit.code).content)
    assert (root.tag, [part.tag for part in root]) == ("service_definition", ["service_code", "attributes"])


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("services", {}, 400),
        ("services", {"jurisdiction_id": "00000"}, 404),
        ("services/khong-co", {"jurisdiction_id": "98001"}, 404),
        ("requests", {"jurisdiction_id": "98001", "status": "lost"}, 400),
        ("requests", {"jurisdiction_id": "98001", "start_date": "hôm qua"}, 400),
        ("requests", {**HERE, "start_date": "2026-01-01T00:00Z", "end_date": "2026-06-01T00:00Z"}, 400),
        ("requests", {"jurisdiction_id": "98001", "page": "0"}, 400),
        ("requests/khong-co", {"jurisdiction_id": "98001"}, 404),
        ("tokens/khong-co", {"jurisdiction_id": "98001"}, 404),
        ("services", {"jurisdiction_id": "98001", "api_key": "tt_doan"}, 403),
        ("services", {"jurisdiction_id": "\0"}, 400),
    ],
)  # fmt: skip
def test_refusals_have_the_shape_of_the_specification(
    cast: Cast, path: str, query: dict[str, str], status: int
) -> None:
    root = ElementTree.fromstring(ask(f"{path}.xml", status, **query).content)
    assert root.tag == "errors"
    assert root.findtext("error/code") == str(status)
    assert root.findtext("error/description")
    told = ask(f"{path}.json", status, **query).json()
    assert [sorted(one) for one in told] == [["code", "description"]]


def test_what_is_sent_is_one_report_of_the_intake(cast: Cast, now: datetime) -> None:
    key, secret = made(cast, now)
    told = send(cast, secret, email="mo@example.vn", first_name="Mơ", last_name="Phạm Thị").json()
    report = Report.objects.get()
    assert told[0]["service_request_id"] == public_id(report)
    assert report.said_code in told[0]["service_notice"]
    assert (report.channel, report.category, report.place) == (
        Channel.APP, "roads", "Cổng nhà văn hóa thôn Đông",
    )  # fmt: skip
    assert Sender.objects.get().name == "Phạm Thị Mơ"
    assert KeySending.objects.get().key == key
    answer = send(cast, secret, form="xml", device_id="may-1")
    root = ElementTree.fromstring(answer.content)
    assert [one.tag for one in root.find("request") or ()] == [
        "service_request_id", "service_notice", "account_id",
    ]  # fmt: skip
    again = ElementTree.fromstring(send(cast, secret, form="xml", device_id="may-1").content)
    assert again.findtext("request/service_request_id") == root.findtext("request/service_request_id")
    assert Report.objects.count() == 2


def test_where_it_is_may_be_told_in_three_ways(cast: Cast, now: datetime) -> None:
    secret = made(cast, now)[1]
    add_neighbourhood(actor=cast.coordinator, at=now, unit=cast.unit, kind="village", name="Đông")
    send(cast, secret, address_string="", address_id="Thôn Đông")
    send(cast, secret, address_string="", lat="20.8651", long="106.6838")
    first, second = Report.objects.order_by("pk")
    assert (str(first.neighbourhood), second.place) == ("Thôn Đông", "20.8651, 106.6838")
    assert "address_string" in send(cast, secret, 400, address_string="").json()[0]["description"]
    send(cast, secret, 400, address_id="Thôn Mây")
    assert Report.objects.count() == 2


def test_pictures_come_with_it_and_addresses_are_not_fetched(cast: Cast, now: datetime) -> None:
    secret = made(cast, now)[1]
    send(cast, secret, media=picture("den.jpg"), media_url="http://169.254.169.254/latest")
    assert Attachment.objects.get().name == "den.jpg"
    assert Report.objects.get().text.endswith("\nhttp://169.254.169.254/latest")


def test_who_may_not_send_is_told_403(cast: Cast, now: datetime) -> None:
    other = made(cast, now, unit=cast.other_unit, actor=cast.other_coordinator)[1]
    for key in ("", "tt_doan", other, made(cast, now, scopes=("follow",))[1]):
        assert send(cast, key, 403).json()[0]["code"] == 403
    send(cast, made(cast, now)[1], 404, service_code="khong-co")
    send(cast, made(cast, now)[1], 400, description="ngắn")
    assert not Report.objects.exists()


def test_the_public_list_is_masked_and_filtered(cast: Cast, now: datetime) -> None:
    report = shown(cast, now)
    sent(cast, now, text="Chưa ai cho công khai việc này")
    here = {"jurisdiction_id": cast.unit.code}
    answer = ask("requests.xml", **here)
    assert "0912345678" not in answer.content.decode()
    assert report.code not in answer.content.decode()
    found = ElementTree.fromstring(answer.content).findall("request")
    assert [(one.findtext("status"), one.findtext("description")) for one in found] == [
        ("closed", "Rác để năm ngày")
    ]
    assert found[0].findtext("requested_datetime") == "2026-06-11T00:00:00+07:00"
    name = public_id(report)

    def count(**query: str) -> int:
        return len(ask("requests.json", **here, **query).json())

    assert (count(service_code="waste,roads"), count(service_code="roads")) == (1, 0)
    assert (count(status="closed"), count(status="open"), count(status="open,closed")) == (1, 0, 1)
    assert count(start_date="2026-06-01T00:00:00+07:00") == 1
    assert count(start_date="2026-06-20T00:00:00+07:00") == 0
    assert count(end_date="2026-06-12T00:00:00Z") == 1
    assert (count(page="2"), count(service_request_id=f"{name},khong-co")) == (0, 1)
    assert len(ask("requests.json", jurisdiction_id=cast.other_unit.code).json()) == 0
    assert ask(f"requests/{name}.json", **here).json()[0]["service_code"] == "waste"
    ask(f"requests/{name}.json", 404, jurisdiction_id=cast.other_unit.code)
    assert ask(f"tokens/{name}.json", **here).json() == [{"service_request_id": name, "token": name}]


def test_the_program_that_sent_it_follows_it_before_it_is_public(cast: Cast, now: datetime) -> None:
    secret, other = made(cast, now)[1], made(cast, now)[1]
    name = send(cast, secret).json()[0]["service_request_id"]
    here = {"jurisdiction_id": cast.unit.code}
    ask(f"requests/{name}.json", 404, **here)
    ask(f"requests/{name}.json", 404, **here, api_key=other)
    told = ask(f"requests/{name}.json", **here, api_key=secret).json()[0]
    assert (told["status"], told["status_notes"], told["description"]) == ("open", "Mới tiếp nhận", None)
    report = Report.objects.get()
    answered(cast, report)
    told = ask(f"requests/{name}.json", **here, api_key=secret).json()[0]
    assert (told["status"], told["status_notes"]) == ("closed", "Đã thu gom xong.")
    assert report.code not in str(told)
