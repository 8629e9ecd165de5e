"""The addresses of ratings."""

from django.urls import path

from thanthien.web.desk.ratings import counters, devices, low, results, terms

urlpatterns = [
    path("ratings/", results.ratings, name="ratings"),
    path("ratings/export/", results.export, name="rating_export"),
    path("ratings/low/", low.low, name="rating_low"),
    path("ratings/low/<uuid:key>/handle/", low.handled, name="rating_handle"),
    path("ratings/counters/", counters.counters, name="rating_counters"),
    path("ratings/counters/new/", counters.new, name="rating_counter_new"),
    path("ratings/counters/<int:pk>/", counters.edit, name="rating_counter"),
    path("ratings/counters/<int:pk>/sit/", counters.sit, name="rating_sit"),
    path("ratings/devices/new/", devices.new, name="rating_device_new"),
    path("ratings/devices/<int:pk>/", devices.show, name="rating_device"),
    path("ratings/devices/<int:pk>/revoke/", devices.end, name="rating_device_revoke"),
    path("ratings/terms/", terms.terms, name="rating_terms"),
]
