"""The list of surveys, one being set up, one with its results, opened and closed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BooleanField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.sampling import sample_size
from thanthien.lib.vietnamese import number_vi, whole_number
from thanthien.operations.surveys.actions import (
    CannotChangeSurvey,
    SurveyFields,
    copy_sample,
    open_survey,
    set_up,
)
from thanthien.operations.surveys.comparing import earlier_of, standing_of
from thanthien.operations.surveys.definition import samples
from thanthien.operations.surveys.follow_ups import follow_ups_of, may_finish
from thanthien.operations.surveys.models import Questionnaire, Survey, Version
from thanthien.operations.surveys.queries import (
    answers_by_survey,
    questionnaires_of,
    results_of,
    size_in_words,
    survey_seen_by,
    surveys_of,
)
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.programme.measures.registry import measures
from thanthien.web.crowding import mark_office
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.surveys.drawn import bar_of, drawn_results
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field
from thanthien.workflows.surveys import (
    Filed,
    criteria_for_surveys,
    criterion_suggested,
    file_so_far,
    finish_survey,
)

FEEDS = ("service_centre", "model_results", "sipas")


class SetUpForm(PlainForm):
    """What a survey is set up with; a field a neighbourhood for its quota."""

    title = text_field("Tên khảo sát", missing="Anh/chị ghi tên khảo sát.", length=200)
    first_date = date_field("Từ ngày", missing="Anh/chị chọn ngày bắt đầu.")
    last_date = date_field("Đến hết ngày", missing="Anh/chị chọn ngày kết thúc.")
    population = text_field(
        "Tổng số người hoặc lượt giao dịch (N)", missing="Anh/chị ghi tổng số để tính cỡ mẫu.", length=9,
        hint="Cỡ mẫu tính từ số này: n = N / (1 + N × e²).",
    )  # fmt: skip
    margin = text_field("Sai số e (%)", missing="Anh/chị ghi sai số.", length=4)
    minimum = text_field(
        "Số phiếu tối thiểu để so sánh", missing="Anh/chị ghi số phiếu tối thiểu.", length=4,
        hint="Nơi có ít phiếu hơn thì không nêu tỷ lệ.",
    )  # fmt: skip
    who = choice_field("Ai trả lời được")
    asks_neighbourhood = BooleanField(label="Hỏi thôn, tổ dân phố", required=False)
    measure = choice_field("Cập nhật số liệu")
    criterion_key = choice_field(
        "Nộp bảng tổng hợp làm minh chứng cho",
        hint="Khi kết thúc, bảng tổng hợp được nộp vào nhiệm vụ của tiêu chí này.",
    )

    def __init__(self, unit: Unit, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(
            "who",
            [
                ("all", "Mọi người, qua trang của đơn vị và mã QR"),
                ("links", "Chỉ người có đường dẫn dùng một lần"),
            ],
        )
        known = measures()
        self.set_choices(
            "measure", [("", "Không"), *((one, known[one].label) for one in FEEDS if one in known)]
        )
        criteria = [(one.key, f"{one.number}. {one.title}"[:110]) for one in criteria_for_surveys(unit, year)]
        self.set_choices("criterion_key", [("", "Không nộp"), *criteria])
        self.places = list(neighbourhoods_of(unit))
        for one in self.places:
            self.fields[f"quota_{one.pk}"] = text_field(f"Chỉ tiêu: {one}", length=6)
            self.fields[f"quota_{one.pk}"].widget.attrs.update(
                {"class": "form-control", "inputmode": "numeric"}
            )

    def told(self) -> SurveyFields:
        data = self.cleaned_data
        percent = str(data["margin"]).replace(",", ".").rstrip("% ")
        try:
            margin = Decimal(percent) / 100
        except ArithmeticError:
            raise CannotChangeSurvey("Sai số ghi bằng số, ví dụ 5.", "margin") from None
        quotas = {one.pk: whole_number(data[f"quota_{one.pk}"].replace(".", "")) or 0 for one in self.places}
        return SurveyFields(
            title=data["title"], first_date=data["first_date"], last_date=data["last_date"], margin=margin,
            population=whole_number(data["population"].replace(".", "").replace(" ", "")) or 0,
            minimum=whole_number(data["minimum"]) or 0, is_public=data["who"] != "links",
            asks_neighbourhood=data["asks_neighbourhood"], measure=data["measure"],
            criterion_key=data["criterion_key"], quotas={pk: n for pk, n in quotas.items() if n},
        )  # fmt: skip


@unit_page(Action.SURVEY_VIEW)
def surveys(request: UnitRequest) -> HttpResponse:
    rows = list(surveys_of(request.user, request.unit))
    counts = answers_by_survey(rows)
    own = list(questionnaires_of(request.user, request.unit))
    taken = {one.origin for one in own}
    forms = [(one, *_latest(one)) for one in own]
    context = {
        "rows": [(one, counts.get(one.pk, 0), sample_size(one.population, one.margin)) for one in rows],
        "forms": forms,
        "can_ask": any(latest for _, latest, _ in forms),
        "samples": [one for one in samples().values() if one.code not in taken],
        "manages": may(request.user, Action.SURVEY_MANAGE, request.unit),
        "today": timezone.localdate(),
    }
    return render(request, "desk/surveys/surveys.html", context)


def _latest(form: Questionnaire) -> tuple[Version | None, Version | None]:
    """(the version that surveys ask with from now on, the draft of the next)."""
    rows = list(form.versions.all())
    published = [one for one in rows if one.state == Version.State.PUBLISHED]
    draft = next((one for one in rows if one.state == Version.State.DRAFT), None)
    return published[-1] if published else None, draft


@unit_page(Action.SURVEY_MANAGE, "POST")
def copy(request: UnitRequest) -> HttpResponse:
    try:
        version = copy_sample(
            actor=request.user, at=timezone.now(), unit=request.unit, code=request.POST.get("sample", "")
        )
    except CannotChangeSurvey as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
        return redirect("desk:surveys", request.unit.code)
    messages.success(request, "Đã lấy mẫu phiếu về đơn vị. Anh/chị đặt thời gian và cỡ mẫu cho khảo sát.")
    return redirect(_new_address(request.unit, version))


def _new_address(unit: Unit, version: Version) -> str:
    return f"{reverse('desk:survey_new', args=[unit.code])}?version={version.pk}"


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    rows = Version.objects.filter(questionnaire__unit=request.unit, state=Version.State.PUBLISHED)
    rows = rows.select_related("questionnaire__unit").order_by("questionnaire", "-number")
    wanted = whole_number(request.GET.get("version", ""))
    version = rows.filter(pk=wanted).first() if wanted is not None else rows.first()
    if version is None:
        messages.info(request, "Đơn vị chưa có phiếu nào đã ban hành. Anh/chị lấy một mẫu phiếu trước.")
        return redirect("desk:surveys", request.unit.code)
    today = timezone.localdate()
    form = SetUpForm(request.unit, today.year, request.POST or None, initial=_begin(version))
    if request.method == "POST" and form.is_valid():
        try:
            made = set_up(actor=request.user, at=timezone.now(), version=version, fields=form.told())
        except CannotChangeSurvey as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập khảo sát. Anh/chị xem lại cỡ mẫu rồi mở.")
            return redirect("desk:survey", request.unit.code, made.pk)
    return form_page(
        request, form, title="Lập khảo sát", lead=f"Phiếu: {version}", button="Lập khảo sát",
        back=reverse("desk:surveys", args=[request.unit.code]), back_words="Khảo sát",
    )  # fmt: skip


def _begin(version: Version) -> dict[str, Any]:
    today, origin = timezone.localdate(), version.questionnaire.origin
    sample = samples().get(origin)
    last = today.replace(month=12, day=31) if origin == "model" else today + timedelta(days=30)
    return {
        "title": version.questionnaire.title, "first_date": today, "last_date": last, "margin": "5",
        "minimum": "30", "who": "links" if origin == "staff" else "all", "asks_neighbourhood": origin == "model",
        "measure": sample.measure if sample else "",
        "criterion_key": criterion_suggested(version.questionnaire, today.year),
    }  # fmt: skip


@unit_page(Action.SURVEY_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    found = survey_of(request, pk)
    results, unit = results_of(found), request.unit
    criteria = criteria_for_surveys(unit, found.last_date.year)
    standing = standing_of(results.all, results.flagged)
    context = {
        "survey": found,
        "results": results,
        "size": size_in_words(found),
        "address": address_of(found),
        "manages": may(request.user, Action.SURVEY_MANAGE, unit),
        "works": may(request.user, Action.SURVEY_WORK, unit),
        "gives": may(request.user, Action.TASK_MANAGE, unit),
        "today": timezone.localdate(),
        "too_few": results.all.responses < found.minimum,
        "criterion": next((one for one in criteria if one.key == found.criterion_key), None),
        "follow_ups": [(one, may_finish(request.user, one)) for one in follow_ups_of(found)],
        "earlier": [
            (one, bar_of("", one.here) if one.here else None, bar_of("", one.there) if one.there else None)
            for one in earlier_of(found, standing)
        ],
        **drawn_results(results),
    }
    return render(request, "desk/surveys/survey.html", context)


@unit_page(Action.SURVEY_MANAGE, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    """Opened, closed, or the summary filed while it goes on."""
    found, at, move = survey_of(request, pk), timezone.now(), request.POST.get("move", "")
    try:
        if move == "open":
            open_survey(actor=request.user, at=at, survey=found)
            messages.success(request, "Đã mở khảo sát. Người dân trả lời được ngay.")
        elif move == "close":
            filed = finish_survey(actor=request.user, at=at, survey=found, font_folders=settings.FONT_DIRS)
            _say(request, filed, "Đã kết thúc khảo sát và lập bảng tổng hợp.")
        elif move == "file" and found.state == Survey.State.OPEN:
            filed = file_so_far(actor=request.user, at=at, survey=found, font_folders=settings.FONT_DIRS)
            _say(request, filed, "Đã lập bảng tổng hợp đến hôm nay.")
        else:
            messages.warning(request, "Khảo sát không còn ở trạng thái này. Anh/chị xem lại rồi làm tiếp.")
    except CannotChangeSurvey as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:survey", request.unit.code, pk)


def _say(request: UnitRequest, filed: Filed, words: str) -> None:
    count = len(filed.proofs)
    messages.success(
        request, f"{words} Đã nộp làm minh chứng cho {number_vi(count)} nhiệm vụ." if count else words
    )
    if filed.why:
        messages.warning(request, filed.why)


@unit_page(Action.SURVEY_WORK, "POST")
def office(request: UnitRequest) -> HttpResponse:
    """From now on what this device answers is marked as sent from the office."""
    messages.success(request, "Đã ghi nhớ đây là máy của cơ quan: phiếu gửi từ máy này sẽ bị đánh dấu.")
    response = redirect("desk:surveys", request.unit.code)
    mark_office(response)
    return response


def survey_of(request: UnitRequest, pk: int) -> Survey:
    found = survey_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def address_of(survey: Survey) -> str:
    return settings.SITE_URL + reverse("portal:survey", args=[survey.unit.code, survey.code])
