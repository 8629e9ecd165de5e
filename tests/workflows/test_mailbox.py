"""A mailbox read over IMAP from a small server in this process: each mail once, machines never, crashes harmless."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage

import pytest

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.channels.arrivals import mailbox_of, note_place
from thanthien.operations.channels.definition import definition
from thanthien.operations.channels.models import Arrival, Verdict
from thanthien.operations.feedback.actions import ask
from thanthien.operations.feedback.models import Channel, Report
from thanthien.platform.outbox.models import Message
from thanthien.workflows.mailbox import CannotReadMailbox, Fetched, fetch_mail

pytestmark = pytest.mark.django_db
ACCOUNT = "gopy@thanhbinh.example.vn"


class FakeServer(socketserver.ThreadingTCPServer):
    """As much of IMAP4rev1 as the reader uses; `mails` by UID."""

    daemon_threads = True
    mails: dict[int, bytes]
    fetched: list[str]
    validity = 7


class Talk(socketserver.StreamRequestHandler):
    server: FakeServer

    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            tag, command, *rest = line.decode().split(maxsplit=2)
            words = rest[0].strip() if rest else ""
            if command == "LOGIN" and "dung" not in words:
                self._say(f"{tag} NO wrong")
                continue
            self._answer(command, words)
            self._say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def _answer(self, command: str, words: str) -> None:
        if command == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif command == "EXAMINE":
            self._say(f"* {len(self.server.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.server.validity}] valid")
        elif command == "UID" and words.startswith("SEARCH"):
            self._say("* SEARCH " + " ".join(map(str, self.server.mails)))
        elif command == "UID":
            _, uid, part = words.split(maxsplit=2)
            self.server.fetched.append(part)
            raw = self.server.mails[int(uid)]
            if "SIZE" in part:
                self._say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})")
                return
            raw = raw.partition(b"\n\n")[0] + b"\n\n" if "HEADER" in part else raw
            self._say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}")
            self.wfile.write(raw + b")\r\n")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer(("127.0.0.1", 0), Talk) as running:
        running.mails, running.fetched = {}, []
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def mail(number: int, text: str = "Cống đầu xóm Chùa tắc, nước tràn ra đường", **headers: str) -> bytes:
    made = EmailMessage()
    heads = {"From": "Phạm Thị Mơ <mo@example.vn>", "To": ACCOUNT, "Subject": "Cống tắc",
             "Message-ID": f"<{number}@example.vn>", **headers}  # fmt: skip
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def fetch(cast: Cast, server: FakeServer, at: datetime, password: str = "dung") -> Fetched:
    address = f"imap://{ACCOUNT.replace('@', '%40')}:{password}@127.0.0.1:{server.server_address[1]}/INBOX"
    return fetch_mail(at=at, unit=cast.unit, address=address)


def test_a_mail_becomes_one_report_with_its_notice(cast: Cast, server: FakeServer, now: datetime) -> None:
    server.mails = {4: mail(1)}
    assert fetch(cast, server, now) == Fetched(reports=1)
    assert fetch(cast, server, now) == Fetched()
    report = Report.objects.get()
    assert (report.channel, report.sender.email) == (Channel.EMAIL, "mo@example.vn")
    assert "Cống tắc\nCống đầu xóm Chùa" in report.text
    assert Message.objects.get().address == "mo@example.vn"
    server.validity, server.mails = 8, {1: mail(1), 2: mail(2)}  # the server numbered anew
    assert fetch(cast, server, now) == Fetched(reports=1)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return_Path": "<>"}, {"From": ACCOUNT},
        {"List_Id": "<tin.example.vn>"}, {"From": "MAILER-DAEMON@mail.example.vn"},
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_counted_and_never_answered(
    cast: Cast, server: FakeServer, now: datetime, headers: dict[str, str]
) -> None:
    server.mails = {1: mail(1, **headers)}
    assert fetch(cast, server, now) == Fetched(others=1)
    assert Arrival.objects.get().verdict == Verdict.AUTOMATIC
    assert not Report.objects.exists()
    assert not Message.objects.exists()


def test_one_sender_cannot_flood_and_others_still_come_through(
    cast: Cast, server: FakeServer, now: datetime
) -> None:
    most = definition().flood_per_day
    server.mails = {n: mail(n, f"Việc thứ {n} tôi đã nói nhiều lần") for n in range(1, most + 4)}
    server.mails[900] = mail(900, From="hai@example.vn")
    assert fetch(cast, server, now) == Fetched(reports=most + 1, others=3)


def test_a_crash_between_fetch_and_keep_loses_nothing_and_doubles_nothing(
    cast: Cast, server: FakeServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.mails = {
        1: mail(1),
        2: mail(2, "Đèn đường thôn Đoài hỏng đã lâu"),
        3: mail(3, "Chó thả rông ở chợ huyện"),
    }

    def falls_at_two(**where: int) -> None:
        if where["last_uid"] == 2:
            raise KeyboardInterrupt
        note_place(unit=cast.unit, uid_validity=where["uid_validity"], last_uid=where["last_uid"])

    monkeypatch.setattr("thanthien.workflows.mailbox.note_place", falls_at_two)
    with pytest.raises(KeyboardInterrupt):
        fetch(cast, server, now)
    assert (Report.objects.count(), mailbox_of(cast.unit).last_uid) == (1, 1)
    monkeypatch.undo()
    assert fetch(cast, server, now) == Fetched(reports=2)
    assert (Report.objects.count(), Message.objects.count()) == (3, 3)


def test_a_code_in_the_subject_supplements_that_report_alone(
    cast: Cast, server: FakeServer, now: datetime
) -> None:
    report = sent(cast, now)
    ask(act=act(cast.coordinator, report, now), text="Ở đoạn nào?")
    server.mails = {
        1: mail(
            1, "Đoạn trước nhà văn hóa\n> Ở đoạn nào?", Subject=f"Re: Ý kiến {report.said_code}: cần bổ sung"
        ),
        2: mail(2, "Mã này tôi đoán bừa xem sao", Subject="Ý kiến 3467-9CDF-GHJK"),
    }
    assert fetch(cast, server, now) == Fetched(reports=1, others=1)
    report.refresh_from_db()
    assert report.state == Report.State.IN_HAND
    assert report.steps.last().text == "Đoạn trước nhà văn hóa"  # type: ignore[union-attr]


def test_a_huge_mail_is_not_fetched_and_a_broken_one_stops_nobody(
    cast: Cast, server: FakeServer, now: datetime
) -> None:
    large = mail(1) + b"x" * (definition().largest_mail + 1)
    broken = b"From: a@b.vn\nSubject: =?utf-99?B?///?=\nContent-Type: text/plain; charset=klingon\n\n\xff\xfe\x00 abc"
    server.mails = {1: large, 2: broken, 3: b"", 4: mail(4)}
    fetched = fetch(cast, server, now)
    assert Verdict.TOO_LARGE in Arrival.objects.values_list("verdict", flat=True)
    assert server.fetched[1] == "(BODY.PEEK[HEADER])"
    assert Report.objects.filter(text__contains="xóm Chùa").count() == 1
    assert fetched.reports >= 1


def test_old_encodings_html_and_attachments_are_read(cast: Cast, server: FakeServer, now: datetime) -> None:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "Ba <ba@example.vn>", "Rác", "<h@x>"
    made.set_content("<style>p{}</style><p>Rác ở chợ<br>ba ngày</p><script>alert(1)</script>", subtype="html")
    made.add_attachment("ảnh".encode(), maintype="text", subtype="plain", filename="ghi-chu.txt")
    made.add_attachment(b"MZ\x90\x00program", maintype="application", subtype="x-exe", filename="virus.exe")
    old = "From: cu@example.vn\nSubject: Duong\nMessage-ID: <o@x>\nContent-Type: text/plain; charset=windows-1258\n\n"
    server.mails = {1: made.as_bytes(), 2: old.encode() + "Đường làng nhiều ổ gà".encode()}
    assert fetch(cast, server, now).reports == 2
    report = Report.objects.get(text__startswith="Rác")
    assert "Rác ở chợ\nba ngày" in report.text
    assert "alert" not in report.text
    assert [one.name for one in report.attachments.all()] == ["ghi-chu.txt"]
    assert "virus.exe" in report.text


def test_a_refused_account_is_said_and_changes_nothing(cast: Cast, server: FakeServer, now: datetime) -> None:
    with pytest.raises(CannotReadMailbox):
        fetch(cast, server, now, password="sai")
    assert mailbox_of(cast.unit).problem != ""
    with pytest.raises(CannotReadMailbox):
        fetch_mail(at=now, unit=cast.unit, address="imap://a:b@mail.example.vn/INBOX")
