"""Tasks and proof at the desk: the list and the board, a task's page, its proof, tasks by hand."""

from thanthien.web.desk.tasks.urls import urlpatterns

__all__ = ["urlpatterns"]
