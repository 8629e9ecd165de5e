"""What waits for this person's check, in one place: parts handed in, and single proofs."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from thanthien.platform.people.roles import Action
from thanthien.programme.evidence.checking import version_of_proof
from thanthien.programme.evidence.queries import proof_counts, waiting_proofs
from thanthien.programme.plans.filters import TaskFilter
from thanthien.programme.plans.queries import tasks_of
from thanthien.web.desk.tasks.listing import asked_by
from thanthien.web.desk.tasks.marks import marks_of
from thanthien.web.desk.tasks.rows import rows_for
from thanthien.web.pages import UnitRequest, unit_page

PAGE = 40  # proofs


@unit_page(Action.TASK_CHECK)
def checks(request: UnitRequest) -> HttpResponse:
    asked = asked_by(request)
    handed_in = list(
        tasks_of(request.unit, asked.year, TaskFilter(whose="check"), asked.standing, asked.today)
    )
    waiting = waiting_proofs(request.unit, asked.year, asked.standing).order_by(
        "task__position", "-effective_date", "pk"
    )
    page = Paginator(waiting.select_related("file", "task", "agency", "added_by"), PAGE).get_page(
        request.GET.get("page")
    )
    proofs = list(page.object_list)
    marks = marks_of(proofs, request.unit, asked.standing)
    context = {
        "year": str(asked.year),
        "rows": rows_for(handed_in, proof_counts(handed_in), asked.today),
        "page": page,
        "proofs": [(proof, version_of_proof(proof), marks.get(proof.pk)) for proof in proofs],
    }
    return render(request, "desk/tasks/checks.html", context)
