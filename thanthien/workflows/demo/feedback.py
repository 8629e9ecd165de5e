"""What people said in the demo: a dozen reports in as many states, played as citizens and officials act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.feedback import actions
from thanthien.operations.feedback.acting import Act, version_of
from thanthien.operations.feedback.following import say
from thanthien.operations.feedback.intake import TYPED, Contact, Incoming, receive_report
from thanthien.operations.feedback.models import Channel, Path, Report
from thanthien.operations.feedback.publishing import first_masked, publish
from thanthien.operations.feedback.sorting import merge
from thanthien.platform.people.models import Person
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.workflows.demo.people import Commune

Outcome = Report.Outcome
OUTDOORS = frozenset({"roads", "waste", "water"})  # such reports say where, if not in words then by the list


def play_feedback(commune: Commune, *, until: date) -> None:
    """Twelve reports of the last weeks; nobody is told of them, for none leaves a way to be reached."""
    told = _Telling(commune, until)
    told.letters()
    told.published()
    told.running()
    told.hard()


class _Telling:
    """The story of a commune's reports; days are counted back from `until`."""

    def __init__(self, commune: Commune, until: date) -> None:
        self.commune, self.until, self.count = commune, until, 0
        self.places = neighbourhoods_of(commune.unit)

    def at(self, ago: int, hour: int = 9) -> datetime:
        return timezone.make_aware(datetime.combine(self.until - timedelta(days=ago), time(hour, 20)))

    def sent(self, ago: int, category: str, text: str, **more: object) -> Report:
        """A report of some days ago; typed in by the officer on duty unless it came through the web."""
        self.count += 1
        fields: dict[str, object] = {
            "text": text, "category": category, "channel": Channel.WEB, "may_publish": True,
            "client_key": f"demo-{self.commune.place.code}-{self.count}", "is_anonymous": "contact" not in more, **more,
        }  # fmt: skip
        named = next((one for one in self.places if one.name in text), None)
        fields["neighbourhood"] = named or (self.places[self.count % 3] if category in OUTDOORS else None)
        by = self.commune.people["motcua"] if fields["channel"] in TYPED else None
        incoming = Incoming(**fields)  # type: ignore[arg-type]
        return receive_report(at=self.at(ago), unit=self.commune.unit, incoming=incoming, by=by).report

    def does(
        self, actor: Person, report: Report, ago: int, action: Callable[..., Report], **more: object
    ) -> None:
        report.refresh_from_db()
        action(act=Act(actor, self.at(ago, 14), report, version_of(report)), **more)

    def answered(self, report: Report, ago: int, outcome: str, text: str, who_is: str = "") -> None:
        """Taken, drafted by the coordinator a day before, approved by the deputy chair."""
        coordinator = self.commune.coordinator
        self.does(coordinator, report, ago + 1, actions.take)
        self.does(coordinator, report, ago + 1, actions.draft, outcome=outcome, text=text, who_is=who_is)
        self.does(self.commune.deputy, report, ago, actions.approve)

    def made_public(self, report: Report, ago: int) -> None:
        report.refresh_from_db()
        text, answer = first_masked(report)
        self.does(self.commune.coordinator, report, ago, publish, text=text, answer=answer, looked=True)

    def says(self, report: Report, ago: int, *, is_solved: bool, mark: int, text: str) -> None:
        report.refresh_from_db()
        say(at=self.at(ago, 19), report=report, is_solved=is_solved, satisfaction=mark, text=text)

    def letters(self) -> None:
        """What the letter boxes held was answered in time."""
        rows = Report.objects.filter(unit=self.commune.unit, channel=Channel.LETTER_BOX)
        for report in rows.order_by("received_at", "pk"):
            ago = (self.until - timezone.localdate(report.received_at)).days - 2
            if ago >= 0:
                text = "Xã cảm ơn và đã chuyển lời tới bộ phận; ý kiến được ghi vào sổ góp ý."
                self.answered(report, ago, Outcome.INFORMED, text)

    def published(self) -> None:
        lamp = self.sent(
            36, "roads", "Đèn đường ở nhà văn hóa thôn Đông tắt một tuần nay. Gọi tôi số 0900 000 123."
        )  # fmt: skip
        self.answered(
            lamp, 31, Outcome.SOLVED, "Đã thay bóng và bộ đóng ngắt ngày hôm nay; đèn sáng từ 18 giờ."
        )
        self.says(lamp, 29, is_solved=True, mark=5, text="Đèn đã sáng, cảm ơn xã.")
        self.made_public(lamp, 28)
        waste = self.sent(
            30, "waste", "Rác để ở đầu ngõ thôn Đoài ba ngày chưa thu gom, có mùi.", channel=Channel.HOTLINE
        )
        self.answered(waste, 25, Outcome.PARTLY, "Đã thu gom; lịch thu gom mới bắt đầu từ đầu tháng sau.")
        self.says(waste, 24, is_solved=True, mark=4, text="Đã sạch, mong giữ đúng lịch.")
        self.made_public(waste, 23)
        road = self.sent(28, "roads", "Đoạn tỉnh lộ qua chợ có ổ gà lớn, đề nghị sửa gấp.")
        self.answered(
            road, 24, Outcome.NOT_OURS, "Đường do Sở Xây dựng quản lý; xã đã gửi công văn và cắm biển báo tạm.",
            "Sở Xây dựng",
        )  # fmt: skip
        self.made_public(road, 22)
        idea = self.sent(26, "idea", "Đề nghị có ghế và nước uống cho người già ở nơi chờ làm thủ tục.")
        self.answered(
            idea, 20, Outcome.INFORMED, "Xã đã đặt 12 ghế, bình nước và quầy ưu tiên cho người trên 70 tuổi."
        )
        self.says(idea, 19, is_solved=True, mark=5, text="Rất chu đáo.")
        self.made_public(idea, 18)

    def running(self) -> None:
        office = self.commune.people["vanphong"]
        drain = self.sent(7, "water", "Cống ở ngõ 3 thôn Hạ bị tắc, mưa là ngập vào sân.")
        self.does(self.commune.people["kinhte"], drain, 6, actions.take)
        same = self.sent(5, "water", "Ngõ 3 thôn Hạ ngập nước sau mưa vì cống tắc, mong xã xử lý.")
        self.does(self.commune.coordinator, same, 4, merge, into=drain)
        asked = self.sent(6, "land", "Nhà bên cạnh xây lấn ra lối đi chung của xóm.")
        self.does(self.commune.coordinator, asked, 5, actions.take)
        self.does(
            self.commune.coordinator,
            asked,
            5,
            actions.ask,
            text="Ông/bà cho biết ngõ, xóm và gửi ảnh lối đi nếu có.",
        )
        noise = self.sent(
            4, "noise", "Quán hát mở loa to sau 22 giờ đêm ở gần trường học.", channel=Channel.ZALO
        )
        self.does(office, noise, 3, actions.take)
        self.does(
            office, noise, 2, actions.draft, outcome=Outcome.SOLVED,
            text="Công an xã đã nhắc nhở, quán cam kết tắt loa sau 22 giờ.",
        )  # fmt: skip
        self.sent(0, "procedures", "Xin hướng dẫn giấy tờ đăng ký khai sinh cho cháu mới sinh.")

    def hard(self) -> None:
        """Late, reopened, about a member of staff, a complaint by law."""
        late = self.sent(32, "waste", "Kênh sau chợ có nhiều bèo rác, nước đen.")
        self.does(self.commune.people["kinhte"], late, 30, actions.take)
        lane = self.sent(21, "roads", "Nắp hố ga trước cổng trường bị vỡ, nguy hiểm cho trẻ em.")
        self.answered(lane, 12, Outcome.SOLVED, "Đã thay nắp hố ga mới.")
        self.says(lane, 3, is_solved=False, mark=2, text="Nắp mới vẫn bập bênh, xe đi qua kêu to.")
        self.sent(
            3, "staff", "Công chức ở quầy tiếp nhận trả lời cộc lốc và bắt đi lại hai lần.", may_publish=False
        )
        named = Contact(name="Trương Văn Mẫn", address="Thôn Trung")
        complaint = self.sent(
            10, "land", "Tôi khiếu nại quyết định xử phạt về xây dựng đối với gia đình tôi.", path=Path.COMPLAINT,
            contact=named, may_publish=False, channel=Channel.WALK_IN,
        )  # fmt: skip
        self.does(self.commune.people["chutich"], complaint, 8, actions.accept)
