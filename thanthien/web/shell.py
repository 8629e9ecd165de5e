"""What every page shows around its content: the unit, the person, the way to the other pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: url name, words, icon, and the action that opens it."""

    name: str
    words: str
    icon: str
    action: Action
    also: tuple[str, ...] = ()  # beginnings of other names that lie under this line


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of the menu under one heading; the first has none."""

    words: str
    entries: tuple[Entry, ...]


LOCAL_MENU = (
    Section(
        "",
        (
            Entry("desk:home", "Tổng quan", "home", Action.UNIT_VIEW),
            Entry("desk:leader", "Màn hình lãnh đạo", "eye", Action.SCORE_JUDGE),
            Entry("desk:work", "Việc của tôi", "list-check", Action.UNIT_VIEW),
            Entry("desk:calendar", "Lịch", "calendar", Action.TASK_VIEW),
            Entry("desk:capture", "Chụp minh chứng", "camera", Action.TASK_WORK),
        ),
    ),
    Section(
        "Thực hiện",
        (
            Entry("desk:plans", "Kế hoạch", "file-text", Action.PLAN_VIEW),
            Entry("desk:tasks", "Nhiệm vụ", "checklist", Action.TASK_VIEW),
            Entry("desk:proofs", "Minh chứng", "photo", Action.TASK_VIEW),
            Entry("desk:figures", "Số liệu", "chart-bar", Action.FIGURE_VIEW),
        ),
    ),
    Section(
        "Người dân",
        (
            Entry("desk:feedback", "Phản ánh, kiến nghị", "message-circle", Action.FEEDBACK_VIEW),
            Entry(
                "desk:duty",
                "Kênh tiếp nhận",
                "bell-ringing",
                Action.CHANNEL_VIEW,
                ("desk:letter_", "desk:relay"),
            ),
            Entry("desk:reception", "Tiếp công dân", "users", Action.RECEPTION_VIEW),
            Entry(
                "desk:dialogues",
                "Đối thoại, cơ sở",
                "users",
                Action.ENGAGEMENT_VIEW,
                ("desk:dialogue", "desk:field", "desk:commitment", "desk:party"),
            ),
            Entry("desk:surveys", "Khảo sát", "clipboard-check", Action.SURVEY_VIEW),
            Entry("desk:ratings", "Đánh giá tại quầy", "star", Action.RATING_VIEW),
            Entry("desk:disclosure", "Công khai", "book", Action.DISCLOSURE_VIEW),
            Entry("desk:outreach", "Tuyên truyền", "flag", Action.OUTREACH_VIEW),
            Entry("desk:letters", "Thư, thăm hỏi", "message", Action.LETTER_VIEW, ("desk:letters",)),
            Entry("desk:outbox", "Tin gửi người dân", "send", Action.MESSAGE_VIEW),
            Entry("desk:posters", "Áp phích mã QR", "printer", Action.UNIT_VIEW),
        ),
    ),
    Section(
        "Một cửa",
        (
            Entry("desk:centre", "Một cửa trong tháng", "chart-bar", Action.FIGURE_VIEW),
            Entry("desk:queue", "Xếp hàng", "users-group", Action.QUEUE_VIEW),
            Entry("desk:cases", "Hồ sơ một cửa", "hourglass", Action.CASE_VIEW),
            Entry("desk:procedures", "Thủ tục", "list", Action.PROCEDURE_VIEW),
            Entry(
                "desk:assistance",
                "Hỗ trợ người dân",
                "heart-handshake",
                Action.ASSISTANCE_VIEW,
                ("desk:assist",),
            ),
            Entry(
                "desk:checklist",
                "Đầu ngày, thiết bị",
                "clipboard-check",
                Action.FACILITY_VIEW,
                ("desk:repair", "desk:premises"),
            ),
        ),
    ),
    Section(
        "Đánh giá",
        (
            Entry("desk:score", "Chấm điểm", "gauge", Action.SCORE_VIEW),
            Entry("desk:forecast", "Dự báo cuối năm", "trending-up", Action.SCORE_VIEW),
            Entry("desk:criteria", "Bộ tiêu chí", "list-tree", Action.CRITERIA_VIEW),
            Entry("desk:round", "Hồ sơ đánh giá năm", "rosette-discount-check", Action.SCORE_VIEW),
            Entry("desk:appraisals", "Phiếu thẩm định", "scale", Action.ROUND_APPRAISE),
            Entry("desk:documents", "Văn bản, hồ sơ", "file-type-docx", Action.SCORE_VIEW),
            Entry("desk:report", "Báo cáo tự đánh giá", "report", Action.SCORE_VIEW),
        ),
    ),
    Section(
        "Điều hành",
        (
            Entry(
                "desk:steering",
                "Chỉ đạo, điều hành",
                "sitemap",
                Action.STEERING_VIEW,
                (
                    "desk:assignment",
                    "desk:charge",
                    "desk:chase",
                    "desk:given",
                    "desk:task_give",
                    "desk:unit_report",
                ),
            ),
            Entry(
                "desk:inspections", "Kiểm tra", "clipboard-check", Action.INSPECTION_VIEW, ("desk:finding",)
            ),
            Entry("desk:conduct", "Nề nếp, ứng xử", "user-check", Action.CONDUCT_VIEW),
            Entry("desk:impediments", "Vướng mắc", "barrier-block", Action.IMPEDIMENT_VIEW),
            Entry(
                "desk:budget",
                "Nguồn lực, thi đua",
                "award",
                Action.BUDGET_VIEW,
                ("desk:index", "desk:indices", "desk:review", "desk:merit", "desk:practice"),
            ),
        ),
    ),
    Section(
        "Đơn vị",
        (
            Entry("desk:people", "Cơ quan, con người", "users", Action.PEOPLE_VIEW),
            Entry("desk:keys", "Khóa ứng dụng", "key", Action.KEY_VIEW),
            Entry("desk:audit", "Nhật ký", "history", Action.AUDIT_VIEW),
            Entry("desk:guides", "Hướng dẫn", "help", Action.UNIT_VIEW),
        ),
    ),
)
CITY_MENU = (
    Section(
        "",
        (Entry("oversight:home", "Toàn thành phố", "home", Action.CITY_VIEW),),
    ),
    Section(
        "Đánh giá",
        (
            Entry("oversight:rounds", "Đánh giá, công nhận", "rosette-discount-check", Action.CITY_VIEW),
            Entry("oversight:councils", "Hội đồng thẩm định", "scale", Action.ROUND_MANAGE),
            Entry("oversight:criteria", "Bộ tiêu chí, bảng điểm", "list-tree", Action.CITY_VIEW),
            Entry("oversight:papers", "Danh mục hồ sơ", "file-text", Action.PAPER_MANAGE),
            Entry("oversight:proof_reuse", "Minh chứng trùng", "photo", Action.CITY_VIEW),
            Entry("oversight:indices", "Chỉ số", "trending-up", Action.CITY_VIEW),
            Entry("oversight:practices", "Cách làm hay", "award", Action.CITY_VIEW),
        ),
    ),
    Section(
        "Một cửa",
        (Entry("oversight:procedures", "Thủ tục dùng chung", "list", Action.PROCEDURE_VIEW),),
    ),
    Section(
        "Người dân",
        (Entry("oversight:feedback", "Ý kiến về lãnh đạo", "lock", Action.FEEDBACK_ABOUT_LEADER),),
    ),
    Section(
        "Quản trị",
        (
            Entry("oversight:people", "Con người", "users", Action.PEOPLE_VIEW),
            Entry("oversight:holidays", "Lịch ngày nghỉ", "calendar", Action.CITY_VIEW),
            Entry("oversight:audit", "Nhật ký", "history", Action.AUDIT_VIEW),
            Entry("oversight:guides", "Hướng dẫn", "help", Action.CITY_VIEW),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame: `unit`, `my_units`, `city_above`, and `menu`.

    The menu is a list of sections {words, lines}, a line {url, words, icon, is_here}.
    """
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"mail_is_set_up": settings.MAIL_IS_SET_UP}
    unit: Unit | None = getattr(request, "unit", None)
    units = list({m.unit_id: m.unit for m in current_memberships(person)}.values())
    if unit is None and len(units) == 1 and not person.must_change_password:
        unit = units[0]  # pages about the account keep the menu of the one place there is
    if unit is None:
        return {"my_units": units}
    sections = LOCAL_MENU if unit.is_local else CITY_MENU
    covering = _covering(sections, request.resolver_match.view_name if request.resolver_match else "")
    menu = [
        {"words": section.words, "lines": lines}
        for section in sections
        if (
            lines := [
                _line(one, unit, one is covering) for one in section.entries if may(person, one.action, unit)
            ]
        )
    ]
    return {"unit": unit, "menu": menu, "my_units": units, "city_above": _city_above(person, unit)}


def _line(entry: Entry, unit: Unit, is_here: bool) -> dict[str, Any]:
    return {
        "url": _address(entry.name, unit.code),
        "words": entry.words,
        "icon": entry.icon,
        "is_here": is_here,
    }


@lru_cache(maxsize=4096)
def _address(name: str, code: str) -> str:
    """The same for as long as the program runs, and two dozen on every page."""
    return reverse(name, args=[code])


def _covering(sections: tuple[Section, ...], here: str) -> Entry | None:
    """The line under which a page lies: one that names its beginning, else the one it is called after."""
    entries = [entry for section in sections for entry in section.entries]
    named = next((one for one in entries if here and here.startswith(one.also)), None)
    return named or next((one for one in entries if _covers(one.name, here)), None)


def _city_above(person: Person, unit: Unit) -> Unit | None:
    """The city whose people look at one of its communes now: their way back."""
    above = unit.parent if unit.is_local else None
    return above if above is not None and may(person, Action.CITY_VIEW, above) else None


def _covers(name: str, here: str) -> bool:
    """A page belongs to the menu line whose name begins its own: `desk:task` lies under `desk:tasks`."""
    return here == name or here.startswith(name.rstrip("s") + "_") or here == name.rstrip("s")
