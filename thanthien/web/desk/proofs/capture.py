"""Pictures from a phone, in three taps: taken, put to a task, sent; kept on the phone until the line is back.

The page works as a plain form. `static/ui/capture.js` adds the queue; the worker below lets the page open
without a line. Each picture carries a name given on the phone, so sending it twice keeps it once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.actions import CannotChangeProof, add_files
from thanthien.programme.evidence.capturing import send_capture
from thanthien.programme.plans.filters import TaskFilter
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import desk_year, leads_of, task_of_unit, tasks_of
from thanthien.programme.plans.standing import standing_of
from thanthien.web.desk.tasks.forms import day_field
from thanthien.web.fields import FilesField, ManyFiles
from thanthien.web.pages import UnitRequest, unit_page

_TAKEN = "%Y-%m-%dT%H:%M:%S"


class CaptureForm(forms.Form):
    """The page without its script."""

    uploads = FilesField(
        label="Ảnh",
        widget=ManyFiles(attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp"}),
        required=False,
    )
    task = forms.TypedChoiceField(
        label="Cho nhiệm vụ",
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": "Anh/chị chọn nhiệm vụ.",
            "invalid_choice": "Anh/chị chọn một nhiệm vụ trong danh sách.",
        },
    )
    effective_date = day_field(
        "Ngày diễn ra",
        required=False,
        help_text="Để trống thì lấy ngày chụp ghi trong ảnh, không có thì hôm nay.",
    )

    def __init__(self, tasks: list[Task], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["task"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Chọn nhiệm vụ"), *((str(task.pk), _name(task)) for task in tasks)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("uploads"):
            self.add_error("uploads", "Anh/chị chụp hoặc chọn ít nhất một ảnh.")
        return data


class SendForm(forms.Form):
    """One picture of the queue, as the script sends it."""

    client_id = forms.UUIDField(label="Mã ảnh")
    task = forms.IntegerField(label="Nhiệm vụ", min_value=1)
    effective_date = forms.DateField(label="Ngày diễn ra")
    upload = forms.FileField(label="Ảnh", allow_empty_file=True)
    taken_at = forms.DateTimeField(label="Lúc chụp", required=False, input_formats=[_TAKEN])


@unit_page(Action.TASK_WORK, "GET", "POST")
def capture(request: UnitRequest) -> HttpResponse:
    tasks = _own_tasks(request)
    form = CaptureForm(tasks, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        task = next(one for one in tasks if one.pk == form.cleaned_data["task"])
        try:
            added = add_files(
                actor=request.user,
                at=timezone.now(),
                task=task,
                uploads=form.cleaned_data["uploads"],
                effective_date=form.cleaned_data["effective_date"],
            )
        except CannotChangeProof as refusal:
            form.add_error("effective_date", str(refusal))
        else:
            for words in (*added.repeated, *added.doubts):
                messages.warning(request, words)
            for words in added.refused:
                messages.error(request, words, extra_tags="danger")
            if added.kept:
                messages.success(request, f"Đã nhận {len(added.kept)} ảnh cho “{task.title}”.")
            return redirect("desk:capture", request.unit.code)
    context = {"form": form, "tasks": tasks}
    status = 422 if form.is_bound else 200
    return render(request, "desk/proofs/capture.html", context, status=status)


@unit_page(Action.TASK_WORK)
def state(request: UnitRequest) -> HttpResponse:
    """Who is signed in, and the token to send with: what a page opened without a line asks first."""
    return JsonResponse({"person": request.user.username, "csrf": get_token(request)})


@unit_page(Action.TASK_WORK, "POST")
def send(request: UnitRequest) -> HttpResponse:
    """One picture of the queue. 200: kept, now or before; 422: it cannot be, and why."""
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"why": "Ảnh gửi lên không trọn vẹn. Anh/chị gửi lại."}, status=422)
    data = form.cleaned_data
    number = whole_number(str(data["task"]))
    task = task_of_unit(request.unit, number) if number is not None else None
    if task is None:
        return JsonResponse({"why": "Nhiệm vụ này không còn. Anh/chị chọn nhiệm vụ khác."}, status=422)
    try:
        proof = send_capture(
            actor=request.user,
            at=timezone.now(),
            task=task,
            upload=data["upload"],
            client_id=data["client_id"],
            effective_date=data["effective_date"],
            taken_at=data["taken_at"] if isinstance(data["taken_at"], datetime) else None,
        )
    except (CannotChangeProof, NotAllowed) as refusal:
        return JsonResponse({"why": str(refusal)}, status=422)
    return JsonResponse({"title": proof.title})


@unit_page(Action.TASK_WORK)
def worker(request: UnitRequest) -> HttpResponse:
    """The service worker. It lies beside the page, so it reaches the page and nothing else of the desk."""
    return render(
        request,
        "page_worker.js",
        {"cache": "thanthien-capture"},
        content_type="text/javascript; charset=utf-8",
    )


def _own_tasks(request: UnitRequest) -> list[Task]:
    """What this person may add to, this year; unfinished tasks first."""
    today = timezone.localdate()
    year, _ = desk_year(request.unit, asked=None, today=today)
    standing = standing_of(request.user, request.unit)
    found = tasks_of(request.unit, year, TaskFilter(), standing, today).filter(withdrawn_at=None)
    mine = [task for task in found if standing.does_any(leads_of(task))]
    finished = (Task.State.DONE, Task.State.ACCEPTED)
    return sorted(mine, key=lambda task: (task.state in finished, task.position))


def _name(task: Task) -> str:
    return f"{task.no}. {task.title}" if task.no else task.title
