"""One of each thing of feedback and the outbox, for the rights matrix."""

from __future__ import annotations

from dataclasses import replace

from tests.cast import NOW, Cast
from thanthien.operations.feedback.intake import Contact, Incoming, receive_report
from thanthien.operations.feedback.models import Attachment, Channel, Report
from thanthien.operations.feedback.setting_up import RuleFields, add_rule
from thanthien.platform.files.actions import keep_file
from thanthien.platform.outbox.models import Message


class FeedbackSamples:
    """What a citizen told the one-stop centre by telephone (a matter of Phòng Văn hóa - Xã hội), a report about
    a leader, a routing rule, and a message that waits.
    """

    def __init__(self, cast: Cast) -> None:
        self.report = self._report(cast)
        fields = RuleFields(cast.economy, "water")
        self.rule = add_rule(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=fields)
        contact = Contact("Phạm Thị Mơ", email="mo@example.vn", tell_by="email")
        told = Incoming("Rác ở cổng chợ ba ngày rồi", "waste", Channel.WEB, "rac-o-cho", contact=contact)
        receive_report(at=NOW, unit=cast.unit, incoming=told)
        self.message = Message.objects.get()
        about = replace(told, category="staff", client_key="ve-chu-tich", about_leader=True)
        self.leader_report = receive_report(at=NOW, unit=cast.unit, incoming=about).report

    def _report(self, cast: Cast) -> Report:
        incoming = Incoming("Sân vận động không có đèn", "school", Channel.HOTLINE, "cuoc-goi-1")
        report = receive_report(at=NOW, unit=cast.unit, incoming=incoming, by=cast.one_stop).report
        Attachment.objects.create(report=report, pk=1, file=keep_file(data=b"Anh chup", at=NOW), name="a")
        return report
