"""Version 1: its addresses, and last an answer in its shape for those that are none."""

from django.urls import re_path

from thanthien.web.api import docs
from thanthien.web.api.v1.api import patterns

app_name = "api_v1"
urlpatterns = [*patterns(), re_path(r"^.*$", docs.nowhere, name="nowhere")]
