"""Documents in their order: the list, one document, its file."""

from __future__ import annotations

from django.urls import path

from thanthien.web.desk.documents import dossier, listing, page, paper_list, signing, template

urlpatterns = [
    path("documents/", listing.documents, name="documents"),
    path("documents/<slug:kind>/", page.document, name="document"),
    path("documents/<slug:kind>/file.<slug:form>", page.download, name="document_download"),
    path("documents/<slug:kind>/template/", template.template, name="document_template"),
    path("documents/<slug:kind>/template/preview/", template.preview, name="document_template_preview"),
    path("documents/<slug:kind>/template/start/", template.start, name="document_template_start"),
    path("documents/<slug:kind>/template/reset/", template.reset, name="document_template_reset"),
    path("documents/<slug:kind>/submit/", signing.submit, name="document_submit"),
    path("papers/<int:pk>/", signing.paper, name="paper"),
    path("papers/<int:pk>/file/", signing.paper_file, name="paper_file"),
    path("papers/<int:pk>/signed/", signing.signed_copy, name="paper_signed_copy"),
    path("papers/<int:pk>/withdraw/", signing.withdraw, name="paper_withdraw"),
    path("papers/<int:pk>/sign/", signing.sign, name="paper_sign"),
    path("papers/<int:pk>/return/", signing.send_back, name="paper_return"),
    path("papers/<int:pk>/number/", signing.number, name="paper_number"),
    path("dossier/", dossier.dossier, name="document_dossier"),
    path("dossier/list/", paper_list.edit, name="document_dossier_list"),
    path("dossier/list/reset/", paper_list.reset, name="document_dossier_reset"),
    path("dossier/papers/<slug:kind>/", dossier.paper_add, name="document_paper_add"),
    path("dossier/papers/<int:pk>/file/", dossier.paper_file, name="document_paper_file"),
    path("dossier/papers/<int:pk>/remove/", dossier.paper_remove, name="document_paper_remove"),
    path("dossier/archives/", dossier.archive_make, name="document_archive_make"),
    path("dossier/archives/<int:pk>/again/", dossier.archive_again, name="document_archive_again"),
    path("dossier/archives/<int:pk>/progress/", dossier.archive_progress, name="document_archive_progress"),
    path("dossier/archives/<int:pk>/file/", dossier.archive_file, name="document_archive_file"),
]
