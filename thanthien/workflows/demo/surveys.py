"""Surveys in the demo: A all year, B of last year with what was learnt, B of this year with a changed form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from thanthien.operations.surveys.actions import SurveyFields, copy_sample, open_survey, set_up
from thanthien.operations.surveys.answering import Sent, answer
from thanthien.operations.surveys.comments import keep_themes
from thanthien.operations.surveys.definition import Kind, content_of, samples
from thanthien.operations.surveys.drafting import begin_own, begin_version, change_draft, publish
from thanthien.operations.surveys.editing import with_question
from thanthien.operations.surveys.follow_ups import FollowUpFields, add_follow_up, finish_follow_up
from thanthien.operations.surveys.models import Response, Survey, Version
from thanthien.platform.units.models import Neighbourhood
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.surveys import criterion_suggested, finish_survey

_DAY = timedelta(days=1)
_THEMES = (
    "Chờ đợi: chờ lâu, xếp hàng, đông người\n"
    "Thái độ: thái độ, nhiệt tình, niềm nở, tận tình\n"
    "Giấy tờ: giấy tờ, hồ sơ, bổ sung\n"
    "Chỗ ngồi, trang thiết bị: ghế, quạt, máy lấy số\n"
)
_COMMENTS = (
    "Đầu tuần đông người nên chờ lâu, đề nghị thêm một quầy.",
    "Cô Nguyễn Thị Hạnh ở quầy 3 hướng dẫn rất tận tình.",
    "Nên có thêm ghế và quạt ở chỗ ngồi chờ.",
    "Phải đi lại hai lần vì thiếu giấy tờ, lần đầu không ai nói.",
    "Máy lấy số hay hỏng vào buổi chiều.",
    "Cán bộ niềm nở, giải thích dễ hiểu.",
    "Tôi đã gọi số 0912345678 để hỏi mà chưa được trả lời.",
    "Loa của thôn nghe không rõ, nên gửi thông báo qua Zalo.",
    "Đường ngõ đã có đèn, cảm ơn xã.",
    "Mong xã trả kết quả vào cả sáng thứ Bảy.",
)
_FLAGS = {7: Response.Flag.SAME_DEVICE, 31: Response.Flag.OFFICE, 58: Response.Flag.BURST}


@dataclass(frozen=True, slots=True)
class _Round:
    """One asking: from, until, how many answers, how pleased people are (share of marks 4 and 5)."""

    first: date
    last: date
    answers: int
    pleased: float


def play_surveys(commune: Commune, *, year: int, until: date) -> None:
    """Everything up to `until`; invented people, the same in every demo."""
    if until < date(year, 3, 1):
        return
    places = list(neighbourhoods_of(commune.unit))
    keep_themes(actor=commune.coordinator, at=_at(date(year, 1, 6)), unit=commune.unit, typed=_THEMES)
    centre = copy_sample(
        actor=commune.coordinator, at=_at(date(year - 1, 12, 1)), unit=commune.unit, code="centre"
    )
    model = copy_sample(
        actor=commune.coordinator, at=_at(date(year - 1, 12, 1)), unit=commune.unit, code="model"
    )
    before = _Round(date(year - 1, 12, 2), date(year - 1, 12, 30), 70, 0.78)
    _learn(commune, _play(commune, model, before, "Kết quả Chính quyền thân thiện", places, until), year)
    _play(
        commune,
        centre,
        _Round(date(year, 1, 6), date(year, 12, 31), 150, 0.86),
        "Phục vụ của Trung tâm",
        (),
        until,
    )
    if until >= date(year, 10, 5):
        now = _Round(date(year, 10, 1), date(year, 12, 20), 80, 0.84)
        _play(commune, _changed(commune, model, year), now, "Kết quả Chính quyền thân thiện", places, until)


def draft_form(commune: Commune, *, year: int, until: date) -> None:
    """A form of a commune's own that is still being written."""
    if until < date(year, 3, 1):
        return
    at = _at(date(year, 2, 20))
    title = "Ý kiến của người bán hàng ở chợ"
    begin_own(actor=commune.coordinator, at=at, unit=commune.unit, title=title, sample="centre")


def _at(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _play(
    commune: Commune, version: Version, asked: _Round, title: str, places: list[Neighbourhood] | tuple[()], until: date
) -> Survey:  # fmt: skip
    """Set up, opened, answered; closed where its end is behind."""
    sample = samples()[version.questionnaire.origin]
    this_year = asked.last.year == until.year
    fields = SurveyFields(
        title=f"{title} năm {asked.last.year}", first_date=asked.first, last_date=asked.last,
        population=2400 if not places else 6100, minimum=15, measure=sample.measure,
        criterion_key=criterion_suggested(version.questionnaire, until.year) if this_year else "",
        quotas={place.pk: 20 for place in places},
    )  # fmt: skip
    at = _at(asked.first, 7)
    survey = set_up(actor=commune.coordinator, at=at, version=version, fields=fields)
    survey = open_survey(actor=commune.coordinator, at=at, survey=survey)
    _answers(survey, asked, places, min(until, asked.last))
    if asked.last < until:
        finish_survey(
            actor=commune.coordinator, at=_at(asked.last, 16), survey=survey, font_folders=settings.FONT_DIRS
        )
        survey.refresh_from_db()
    return survey


def _answers(survey: Survey, asked: _Round, places: list[Neighbourhood] | tuple[()], until: date) -> None:
    draw = Random(f"{survey.unit.code} {survey.title}")  # noqa: S311  the same people in every demo
    days, content = (until - asked.first).days, content_of(survey.version.content)
    whole = max(1, round(asked.answers * (days + 1) / ((asked.last - asked.first).days + 1)))
    for number in range(whole):
        typed: dict[str, list[str]] = {}
        mood = draw.gauss(0, 0.12)
        for one in content.questions:
            if one.kind == Kind.SCALE:
                pleased = draw.random() < asked.pleased + mood
                typed[one.key] = [str(draw.choice((4, 4, 5, 5, 5) if pleased else (3, 3, 3, 2, 2, 1)))]
            elif one.kind == Kind.TEXT:
                typed[one.key] = [draw.choice(_COMMENTS)] if draw.random() < 0.25 else []
            elif one.choices:
                typed[one.key] = [str(draw.choice((1, 1, 1, *range(1, len(one.choices) + 1))))]
        sent = Sent(
            key=UUID(int=draw.getrandbits(128), version=4), typed=typed, flag=_FLAGS.get(number, ""),
            channel=draw.choice((Response.Channel.QR, Response.Channel.QR, Response.Channel.WEB)),
            neighbourhood=draw.choice((*places, *places[:2])) if places and draw.random() < 0.9 else None,
        )  # fmt: skip
        answer(at=_at(asked.first + draw.randint(0, days) * _DAY, 10), survey=survey, sent=sent)


def _changed(commune: Commune, model: Version, year: int) -> Version:
    """This year's form asks one thing more: its second version."""
    at = _at(date(year, 9, 22))
    draft = begin_version(actor=commune.coordinator, at=at, questionnaire=model.questionnaire)
    asked = {
        "kind": Kind.SCALE,
        "text": "Lịch tiếp công dân, số điện thoại cần gọi dễ tìm",
        "text_en": "Reception times and phone numbers are easy to find",
    }
    change = with_question("", 1, asked, is_overall=False)
    draft = change_draft(actor=commune.coordinator, at=at, version=draft, seen=draft.revision, change=change)
    return publish(actor=commune.coordinator, at=at, version=draft, seen=draft.revision)


def _learn(commune: Commune, survey: Survey, year: int) -> None:
    """What last year's result led to: one thing done, one still to do."""
    for conclusion, action, role, due in (
        (
            "Người dân nói chờ lâu vào sáng thứ Hai.", "Thêm một quầy tiếp nhận sáng thứ Hai",
            "one_stop_centre", date(year, 2, 27),
        ),
        (
            "Nhiều người không biết gọi ai khi cần.", "In bảng số điện thoại từng lĩnh vực, treo ở nhà văn hóa thôn",
            "culture_social", date(year, 12, 15),
        ),
    ):  # fmt: skip
        fields = FollowUpFields(conclusion, action, due, agency=commune.agencies.get(role))
        made = add_follow_up(
            actor=commune.coordinator, at=_at(date(year, 1, 8)), survey=survey, fields=fields
        )
        if due < date(year, 3, 1):
            words = "Đã mở quầy số 5 từ 7 giờ 30 đến 9 giờ 30 thứ Hai hằng tuần."
            finish_follow_up(actor=commune.coordinator, at=_at(due), follow_up=made, outcome=words)
