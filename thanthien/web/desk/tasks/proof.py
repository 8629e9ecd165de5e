"""Proof: added on a task's page, corrected, withdrawn, checked."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.actions import (
    Added,
    CannotChangeProof,
    add_files,
    add_link,
    change_proof,
    restore_proof,
    withdraw_proof,
)
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proof_of_unit
from thanthien.programme.evidence.states import Move
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import leads_of
from thanthien.programme.plans.standing import standing_of
from thanthien.web.desk.tasks.forms import ProofChangeForm, ProofForm
from thanthien.web.desk.tasks.marks import marks_of
from thanthien.web.desk.tasks.page import show_task, task_or_404
from thanthien.web.desk.tasks.panels import task_context
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.TASK_WORK, "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    """Several files and a link in one request; what can be kept is kept, the rest is said beside the field."""
    task = task_or_404(request, pk)
    standing = standing_of(request.user, request.unit)
    form = ProofForm([part for part in leads_of(task) if standing.does(part)], request.POST, request.FILES)
    if not form.is_valid():
        return _form_again(request, task, form)
    added = _keep(request, task, form)
    if added.kept:
        messages.success(request, _kept_words(added))
    if not form.errors:
        for words in (*added.repeated, *added.doubts):
            messages.warning(request, words)
        if not request.htmx:
            return redirect(reverse("desk:task", args=[request.unit.code, pk]) + "#proof")
        return _proofs(request, task_or_404(request, pk), None)
    return _form_again(request, task_or_404(request, pk), form)


def _keep(request: UnitRequest, task: Task, form: ProofForm) -> Added:
    data, now = form.cleaned_data, timezone.now()
    part = next((lead for lead in leads_of(task) if lead.pk == data.get("part")), None)
    said = {
        "title": data["title"],
        "effective_date": data["effective_date"],
        "valid_until": data["valid_until"],
    }
    added = Added()
    try:
        if data["uploads"]:
            added = add_files(
                actor=request.user, at=now, task=task, part=part, uploads=data["uploads"], **said
            )
    except CannotChangeProof as refusal:
        form.add_error(
            "effective_date" if said["effective_date"] or said["valid_until"] else "uploads", str(refusal)
        )
        return added
    for words in (*added.refused, *(added.repeated if added.refused else ())):
        form.add_error("uploads", words)
    if data["url"]:
        try:
            added.kept.append(
                add_link(actor=request.user, at=now, task=task, part=part, url=data["url"], **said)
            )
        except CannotChangeProof as refusal:
            form.add_error("url", str(refusal))
    return added


def _kept_words(added: Added) -> str:
    if len(added.kept) == 1:
        return f"Đã nhận minh chứng “{added.kept[0].title}”."
    return f"Đã nhận {len(added.kept)} minh chứng."


def _form_again(request: UnitRequest, task: Task, form: ProofForm) -> HttpResponse:
    if request.htmx:
        return _proofs(request, task, form)
    return show_task(request, task, status=422, form=form)


def _proofs(request: UnitRequest, task: Task, form: ProofForm | None) -> HttpResponse:
    """The page's part about proof: what was kept shows at once, beside what was refused."""
    context = task_context(request, task, form=form, now=timezone.now())
    return render(request, "desk/tasks/_proofs.html", context, status=422 if form else 200)


@unit_page(Action.TASK_WORK, "GET", "POST")
def proof(request: UnitRequest, pk: int) -> HttpResponse:
    """One proof: `move` accepts, returns, withdraws or restores it; without it the title and day are corrected."""
    found = proof_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _change_page(request, found, None)
    if "move" not in request.POST:
        form = ProofChangeForm(request.POST)
        if not form.is_valid():
            return _change_page(request, found, form)
        try:
            change_proof(actor=request.user, at=timezone.now(), proof=found, **form.cleaned_data)
        except CannotChangeProof as refusal:
            form.add_error(None, str(refusal))
            return _change_page(request, found, form)
        messages.success(request, "Đã sửa minh chứng.")
        return redirect(_address(request, found))
    try:
        words = _move(request, found, request.POST)
    except CannotChangeProof as refusal:
        if request.htmx:
            return row_again(request, pk, why=str(refusal))
        task = task_or_404(request, found.task_id)
        refused = {"proof": found.pk, "move": request.POST["move"], "why": str(refusal)}
        return show_task(request, task, status=422, refused=refused, typed=request.POST.get("remark", ""))
    if request.htmx:
        return row_again(request, pk, why="")
    messages.success(request, words)
    if request.POST.get("back") == "checks":
        return redirect("desk:task_checks", request.unit.code)
    return redirect(_address(request, found))


def row_again(request: UnitRequest, pk: int, *, why: str) -> HttpResponse:
    """For the list of what waits: the row as it is now, decided or with the reason why not."""
    fresh = proof_of_unit(request.unit, pk)
    assert fresh is not None
    marks = marks_of([fresh], request.unit, standing_of(request.user, request.unit))
    context = {
        "proof": fresh,
        "version": version_of_proof(fresh),
        "marks": marks.get(pk),
        "checked": fresh.state != Evidence.State.WAITING,
        "why": why,
        "typed": request.POST.get("remark", "") if why else "",
    }
    return render(request, "desk/tasks/_check.html", context, status=422 if why else 200)


def _move(request: UnitRequest, found: Evidence, data: QueryDict) -> str:
    try:
        move = Move(str(data["move"]))
    except ValueError as error:
        raise Http404 from error
    now = timezone.now()
    if move is Move.WITHDRAW:
        withdraw_proof(actor=request.user, at=now, proof=found)
        return f"Đã rút minh chứng “{found.title}”. Minh chứng vẫn còn ở cuối mục này và khôi phục được."
    if move is Move.RESTORE:
        restore_proof(actor=request.user, at=now, proof=found)
        return f"Đã khôi phục minh chứng “{found.title}”."
    check_proof(
        actor=request.user,
        at=now,
        proof=found,
        move=move,
        seen=data.get("seen", ""),
        remark=data.get("remark", ""),
    )
    return f"Đã {'chấp nhận' if move is Move.ACCEPT else 'trả lại'} minh chứng “{found.title}”."


def _address(request: UnitRequest, found: Evidence) -> str:
    return reverse("desk:task", args=[request.unit.code, found.task_id]) + f"#proof-{found.pk}"


def _change_page(request: UnitRequest, found: Evidence, form: ProofChangeForm | None) -> HttpResponse:
    first = {name: getattr(found, name) for name in ("title", "effective_date", "valid_until")}
    context = {"proof": found, "task": found.task, "form": form or ProofChangeForm(initial=first)}
    return render(request, "desk/tasks/proof.html", context, status=422 if form else 200)
