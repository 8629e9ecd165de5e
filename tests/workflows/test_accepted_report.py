"""An accepted report is there: killed right after the answer, sent twice, sent twice at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections
from django.test import Client

from tests.cast import Cast
from thanthien.operations.feedback.models import Report, Step
from thanthien.platform.audit.models import Entry
from thanthien.platform.outbox.models import Message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TYPED = {
    "text": "Đèn đường trước nhà văn hóa tắt ba tối nay", "category": "roads", "client_key": "may-cua-toi",
    "name": "Phạm Thị Mơ", "phone": "0912 345 678", "tell_by": "sms",
}  # fmt: skip
# The answer goes out, and the process dies by the hand of the system with nothing closed or flushed.
_SEND = """
import os, signal, sys
import django
import tests.settings
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from django.test import Client
answer = Client(SERVER_NAME="localhost").post(sys.argv[2], dict(pair.split("=", 1) for pair in sys.argv[3:]))
os.write(1, answer["Location"].encode())
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_right_after_the_answer(cast: Cast) -> None:
    name, here = str(connection.settings_dict["NAME"]), f"/{cast.unit.code}/send/"
    done = subprocess.run(
        [sys.executable, "-c", _SEND, name, here, *(f"{key}={value}" for key, value in TYPED.items())],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert done.returncode == -9
    report = Report.objects.get()
    assert f"/follow/{report.code}/" in done.stdout
    assert (report.text, report.sender.name) == (TYPED["text"], "Phạm Thị Mơ")
    assert [step.move for step in report.steps.all()] == ["send"]
    assert Message.objects.get().address == "0912 345 678"
    assert Entry.objects.filter(action="feedback.send").count() == 1
    assert Client().post(here, TYPED)["Location"] == done.stdout  # who saw no answer sends again
    assert Report.objects.count() == 1


def test_two_at_once_with_one_key_are_one_report(cast: Cast) -> None:
    here, begin = f"/{cast.unit.code}/send/", threading.Barrier(4)
    places: list[str] = []

    def send() -> None:
        try:
            begin.wait(30)
            places.append(Client().post(here, TYPED)["Location"])
        finally:
            connections.close_all()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join(60)
    assert len(places) == 4
    assert len(set(places)) == 1
    assert Report.objects.count() == Step.objects.count() == Message.objects.count() == 1


def test_programs_that_open_links_change_nothing(cast: Cast) -> None:
    """Mail scanners open every link of a message, with GET or HEAD."""
    there = Client().post(f"/{cast.unit.code}/send/", TYPED)["Location"].partition("?")[0]
    before = Report.objects.values().get(), Step.objects.count(), Entry.objects.count()
    for method in ("get", "head"):
        for link in (
            there,
            f"{there}?sent=1&move=say&is_solved=no",
            f"{there}word/?move=say&is_solved=no&text=a",
        ):
            assert getattr(Client(), method)(link).status_code in {200, 405}
    assert (Report.objects.values().get(), Step.objects.count(), Entry.objects.count()) == before
