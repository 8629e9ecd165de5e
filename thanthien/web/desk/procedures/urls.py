"""The addresses of procedures. Fixed words stand before codes; no code of a procedure is one of them."""

from django.urls import path

from thanthien.web.desk.procedures import asking, listing, page, sheet

urlpatterns = [
    path("procedures/", listing.procedures, name="procedures"),
    path("procedures/ask/", asking.ask, name="procedure_ask"),
    path("procedures/new/", listing.new, name="procedure_new"),
    path("procedures/ended/", listing.ended, name="procedures_ended"),
    path("procedures/import/", listing.send, name="procedure_import"),
    path("procedures/import/<int:pk>/", listing.sent, name="procedure_import_show"),
    path("procedures/sheet/", sheet.sheet, name="procedure_sheet"),
    path("procedures/one/<str:code>/", page.procedure, name="procedure"),
    path("procedures/one/<str:code>/edit/", listing.edit, name="procedure_edit"),
    path("procedures/one/<str:code>/end/", listing.end, name="procedure_end"),
    path("procedures/one/<str:code>/words/", page.words, name="procedure_words"),
    path("procedures/one/<str:code>/poster/", sheet.poster, name="procedure_poster"),
    path("procedures/one/<str:code>/<int:number>/", page.edition, name="procedure_edition"),
]
