"""Procedures on the desk: the catalogue, one procedure with its editions, own words, imports, QR sheets, asking."""

from thanthien.web.desk.procedures.urls import urlpatterns

__all__ = ["urlpatterns"]
