"""Documents the unit draws up, their templates, and the dossier for recognition."""

from thanthien.web.desk.documents.urls import urlpatterns

__all__ = ["urlpatterns"]
