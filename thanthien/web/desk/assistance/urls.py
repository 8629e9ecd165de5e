"""The addresses of home service, of the volunteers' roster and of the support team's log."""

from django.urls import path

from thanthien.web.desk.assistance import requests, rounds, support, visits, volunteers

urlpatterns = [
    path("assistance/", requests.listed, name="assistance"),
    path("assistance/requests/new/", requests.add, name="assist_request_add"),
    path("assistance/requests/<int:pk>/", requests.request_page, name="assist_request"),
    path("assistance/requests/<int:pk>/move/", requests.move, name="assist_request_move"),
    path("assistance/requests/<int:pk>/except/", requests.accept, name="assist_request_except"),
    path("assistance/messages/", requests.told, name="assist_messages"),
    path("assistance/rounds/", rounds.rounds, name="assist_rounds"),
    path("assistance/rounds/new/", rounds.add, name="assist_round_add"),
    path("assistance/rounds/<int:pk>/", rounds.round_page, name="assist_round"),
    path("assistance/rounds/<int:pk>/add/", rounds.add_house, name="assist_round_house"),
    path("assistance/rounds/<int:pk>/sheet.docx", rounds.sheet, name="assist_round_file"),
    path("assistance/visits/<int:pk>/", visits.visit_page, name="assist_visit"),
    path("assistance/visits/<int:pk>/order/", rounds.order, name="assist_visit_order"),
    path("assistance/visits/<int:pk>/move/", visits.move, name="assist_visit_move"),
    path("assistance/visits/<int:pk>/signed/", visits.sign, name="assist_visit_sign"),
    path("assistance/visits/<int:pk>/receipt.docx", visits.receipt_word, name="assist_visit_receipt"),
    path("assistance/visits/<int:pk>/receipt.pdf", visits.receipt_pdf, name="assist_visit_receipt_pdf"),
    path("assistance/visits/<int:pk>/photo/", visits.photo, name="assist_visit_photo"),
    path("assistance/roster/", volunteers.roster, name="assist_roster"),
    path("assistance/roster/plan/", volunteers.plan, name="assist_roster_plan"),
    path("assistance/roster/month/", volunteers.month, name="assist_month"),
    path("assistance/roster/month.xlsx", volunteers.month_file, name="assist_month_file"),
    path("assistance/shifts/<int:pk>/", volunteers.shift, name="assist_shift"),
    path("assistance/shifts/<int:pk>/cancel/", volunteers.cancel, name="assist_shift_cancel"),
    path("assistance/volunteers/", volunteers.people, name="assist_volunteers"),
    path("assistance/volunteers/new/", volunteers.add, name="assist_volunteer_add"),
    path("assistance/volunteers/<int:pk>/", volunteers.edit, name="assist_volunteer"),
    path("assistance/volunteers/<int:pk>/end/", volunteers.end, name="assist_volunteer_end"),
    path("assistance/support/", support.log, name="assist_support"),
    path("assistance/support/new/", support.add, name="assist_support_add"),
    path("assistance/support/<int:pk>/", support.end, name="assist_support_call"),
]
