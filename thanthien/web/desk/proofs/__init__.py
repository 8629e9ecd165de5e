"""Proof as a whole: used again, in good order, over the year; pictures sent from a phone."""

from thanthien.web.desk.proofs.urls import urlpatterns

__all__ = ["urlpatterns"]
