"""How staff keep to the code: register, commitments, spot checks, breaches, learning, praise, yearly reviews."""

from thanthien.web.desk.conduct.urls import urlpatterns

__all__ = ["urlpatterns"]
