"""The figures of a unit: those its criteria set asks for and those that rooms count, typed or collected."""

from django.urls import path

from thanthien.web.desk.figures import importing, month, page, recording, records

urlpatterns = [
    path("figures/", page.figures, name="figures"),
    path("figures/month/", month.month, name="figures_month"),
    path("figures/month/keep/", month.keep, name="figures_keep"),
    path("figures/month/import/", importing.imports, name="figures_imports"),
    path("figures/month/import/template/", importing.template, name="figures_import_template"),
    path("figures/month/import/<int:pk>/", importing.show, name="figures_import"),
    path("figures/month/import/<int:pk>/columns/", importing.columns, name="figures_import_columns"),
    path("figures/month/import/<int:pk>/keep/", importing.keep, name="figures_import_keep"),
    path("figures/month/import/<int:pk>/drop/", importing.drop, name="figures_import_drop"),
    path("figures/month/import/<int:pk>/file/", importing.source, name="figures_import_file"),
    path("figures/counts/", month.counts, name="figures_counts"),
    path("figures/<slug:code>/", page.figure, name="figure"),
    path("figures/<slug:code>/records/", records.records, name="figure_records"),
    path("figures/<slug:code>/record/", recording.record, name="figure_record"),
    path("figures/<slug:code>/<int:pk>/remove/", recording.remove, name="figure_remove"),
]
