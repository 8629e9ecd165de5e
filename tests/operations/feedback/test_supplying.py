"""What a sender adds, with its files, from the page and by mail; who it was handed to is said."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.actions import ask, forward, note_reply
from thanthien.operations.feedback.following import CannotFollow, supply
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.models import Attachment, Path, Report
from thanthien.platform.files.actions import keep_file
from thanthien.workflows.demo.pictures import picture

pytestmark = pytest.mark.django_db
MO = Contact("Phạm Thị Mơ", email="mo@example.vn", address="Thôn Đông", tell_by="email")


def test_files_come_with_the_supplement(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO)
    ask(act=act(cast.coordinator, report), text="Ông chụp giúp chỗ hỏng")
    page = f"/{cast.unit.code}/follow/{report.code}/"
    photo = SimpleUploadedFile("cho-hong.jpg", picture("guide", now), "image/jpeg")
    answer = Client().post(f"{page}word/", {"move": "supply", "text": "Đây ạ", "files": [photo]})
    assert answer.status_code == 302, answer.content.decode()
    kept = Attachment.objects.get(report=report)
    assert (kept.name, kept.step.move if kept.step else "") == ("cho-hong.jpg", "supply")
    assert "cho-hong.jpg" in Client().get(page).content.decode()


def test_a_broken_or_foreign_file_keeps_the_report_waiting(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO)
    ask(act=act(cast.coordinator, report), text="Ông chụp giúp chỗ hỏng")
    bad = SimpleUploadedFile("virus.exe", b"MZ", "application/octet-stream")
    answer = Client().post(
        f"/{cast.unit.code}/follow/{report.code}/word/",
        {"move": "supply", "text": "Đây ạ", "files": [bad]},
    )
    assert answer.status_code == 422
    assert "Đây ạ" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == Report.State.ASKED
    assert not Attachment.objects.exists()


def test_six_files_are_too_many(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO)
    ask(act=act(cast.coordinator, report), text="Ông chụp giúp chỗ hỏng")
    files = [(keep_file(data=b"anh", at=now), f"{n}.txt") for n in range(6)]
    with pytest.raises(CannotFollow, match="5 tệp"):
        supply(at=now, report=report, text="Đây ạ", files=files)


def test_the_sender_reads_who_has_it_now_and_the_reply_is_kept(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, path=Path.REGULATION, contact=MO, text="Mẫu tờ khai hỏi hai lần một ý")
    forward(act=act(cast.coordinator, report), body="Sở Tư pháp", text="Đúng thẩm quyền")
    page = Client().get(f"/{cast.unit.code}/follow/{report.code}/").content.decode()
    assert "Chuyển đến Sở Tư pháp. Đúng thẩm quyền" in page
    note_reply(act=act(cast.coordinator, report), text="Sở đã bỏ mục trùng trong mẫu mới")
    report.refresh_from_db()
    assert report.state == Report.State.IN_HAND
    assert report.steps.get(move="replied").by == cast.coordinator
