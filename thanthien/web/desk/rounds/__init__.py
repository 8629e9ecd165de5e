"""The year's assessment at the desk: own points, handing in, comparison, objection; a member's sheets."""

from thanthien.web.desk.rounds.urls import urlpatterns

__all__ = ["urlpatterns"]
