"""The addresses of disclosure."""

from django.urls import path

from thanthien.web.desk.disclosure import contacts, postings, publication, quarter, register, schedule

urlpatterns = [
    path("disclosure/", register.disclosure, name="disclosure"),
    path("disclosure/items/new/", register.item_add, name="disclosure_item_add"),
    path("disclosure/items/<slug:code>/", register.item, name="disclosure_item"),
    path("disclosure/items/<slug:code>/set/", register.item_set, name="disclosure_item_set"),
    path("disclosure/new/", publication.new, name="disclosure_new"),
    path("disclosure/<int:pk>/", publication.show, name="disclosure_publication"),
    path("disclosure/<int:pk>/edit/", publication.edit, name="disclosure_edit"),
    path("disclosure/<int:pk>/version/", publication.version, name="disclosure_version"),
    path("disclosure/<int:pk>/decide/", publication.decide, name="disclosure_decide"),
    path("disclosure/<int:pk>/discard/", publication.discard, name="disclosure_discard"),
    path("disclosure/<int:pk>/file/", publication.file, name="disclosure_file"),
    path("disclosure/<int:pk>/post/", postings.add, name="disclosure_post"),
    path("disclosure/contacts/", contacts.contacts, name="disclosure_contacts"),
    path("disclosure/contacts/new/", contacts.add, name="disclosure_contact_add"),
    path("disclosure/contacts/<int:pk>/change/", contacts.change, name="disclosure_contact_change"),
    path("disclosure/contacts/<int:pk>/end/", contacts.end, name="disclosure_contact_end"),
    path("disclosure/schedule/", schedule.schedule, name="disclosure_schedule"),
    path("disclosure/schedule/change/", schedule.change, name="disclosure_schedule_change"),
    path("disclosure/schedule/<int:pk>/drop/", schedule.drop, name="disclosure_schedule_drop"),
    path("disclosure/quarters/", quarter.quarters, name="disclosure_quarters"),
    path("disclosure/quarters/<str:period>/", quarter.quarter, name="disclosure_quarter"),
    path("disclosure/quarters/<str:period>/make/", quarter.make, name="disclosure_quarter_make"),
    path("disclosure/quarters/<str:period>/draft/", quarter.draft, name="disclosure_quarter_draft"),
    path("disclosure/lists/<int:pk>/<str:form>/", quarter.file, name="disclosure_list_file"),
    path("disclosure/postings/<int:pk>/proof/", postings.proof, name="disclosure_posting_proof"),
    path("disclosure/postings/<int:pk>/hand-in/", postings.hand_in, name="disclosure_posting_hand_in"),
    path("disclosure/postings/<int:pk>/end/", postings.end, name="disclosure_posting_end"),
    path("disclosure/postings/<int:pk>/file/", postings.file, name="disclosure_posting_file"),
]
