"""Cases of the one-stop centre: boards, imports, apologies, repeated lateness, the fast day."""

from thanthien.web.desk.casework.urls import urlpatterns

__all__ = ["urlpatterns"]
