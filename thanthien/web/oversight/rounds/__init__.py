"""The city's part of a round: who registered and handed in, councils, appraisals, decisions."""

from thanthien.web.oversight.rounds.urls import urlpatterns

__all__ = ["urlpatterns"]
