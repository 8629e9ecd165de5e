"""The addresses of cases."""

from django.urls import path

from thanthien.web.desk.casework import apologies, board, case, fast_days, imports, lateness, result_messages

urlpatterns = [
    path("cases/", board.cases, name="cases"),
    path("cases/new/", case.add, name="case_new"),
    path("cases/undated/", case.date_all, name="case_date_all"),
    path("cases/register.xlsx", lateness.register, name="case_register"),
    path("cases/late-again/", lateness.repeated, name="case_lateness"),
    path("cases/imports/", imports.listing, name="case_imports"),
    path("cases/imports/<int:pk>/", imports.show, name="case_import"),
    path("cases/imports/<int:pk>/progress/", imports.progress, name="case_import_progress"),
    path("cases/imports/<int:pk>/columns/", imports.columns, name="case_import_columns"),
    path("cases/imports/<int:pk>/apply/", imports.apply, name="case_import_apply"),
    path("cases/imports/<int:pk>/drop/", imports.drop, name="case_import_drop"),
    path("cases/apologies/", apologies.listing, name="case_apologies"),
    path("cases/apologies/<int:pk>/", apologies.show, name="case_apology"),
    path("cases/apologies/<int:pk>/fill/", apologies.fill, name="case_apology_fill"),
    path("cases/apologies/<int:pk>/decide/", apologies.decide, name="case_apology_decide"),
    path("cases/apologies/<int:pk>/send/", apologies.send, name="case_apology_send"),
    path("cases/apologies/<int:pk>/paper.<str:form>", apologies.paper, name="case_apology_paper"),
    path("cases/messages/", result_messages.result_messages, name="case_messages"),
    path("cases/fast-days/", fast_days.listing, name="case_fast_days"),
    path("cases/fast-days/new/", fast_days.add, name="case_fast_day_new"),
    path("cases/fast-days/<int:pk>/end/", fast_days.end, name="case_fast_day_end"),
    path("cases/<int:pk>/", case.show, name="case"),
    path("cases/<int:pk>/due/", case.date_one, name="case_date"),
    path("cases/<int:pk>/edit/", case.edit, name="case_edit"),
    path("cases/<int:pk>/move/", case.move, name="case_move"),
    path("cases/<int:pk>/apologise/", case.apologise, name="case_apologise"),
]
