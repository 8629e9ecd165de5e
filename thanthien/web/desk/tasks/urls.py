from django.urls import path

from thanthien.web.desk.tasks import board, checks, editing, files, listing, occurrences, page, proof

urlpatterns = [
    path("tasks/", listing.tasks, name="tasks"),
    path("tasks/board/", board.board, name="task_board"),
    path("tasks/checks/", checks.checks, name="task_checks"),
    path("tasks/new/", editing.add, name="task_add"),
    path("tasks/<int:pk>/", page.task, name="task"),
    path("tasks/<int:pk>/edit/", editing.edit, name="task_edit"),
    path("tasks/<int:pk>/withdraw/", editing.withdraw, name="task_withdraw"),
    path("tasks/<int:pk>/restore/", editing.restore, name="task_restore"),
    path("tasks/<int:pk>/occurrences/<int:occurrence_id>/", occurrences.move, name="task_occurrence_move"),
    path("tasks/<int:pk>/note/", page.note, name="task_note"),
    path("tasks/<int:pk>/take/", page.take, name="task_take"),
    path("tasks/<int:pk>/parts/<int:part>/", page.move, name="task_move"),
    path("tasks/<int:pk>/parts/<int:part>/officer/", page.assign, name="task_assign"),
    path("tasks/<int:pk>/proof/", proof.add, name="task_proof_add"),
    path("tasks/proof/<int:pk>/", proof.proof, name="task_proof"),
    path("tasks/proof/<int:pk>/file", files.original, name="task_file"),
    path("tasks/proof/<int:pk>/small", files.small, name="task_small"),
]
