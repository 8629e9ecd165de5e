"""The addresses of the channels."""

from django.urls import path

from thanthien.web.desk.channels import boxes, duty, relay

urlpatterns = [
    path("duty/", duty.duty, name="duty"),
    path("duty/plan/", duty.plan, name="duty_plan"),
    path("duty/copy/", duty.copy, name="duty_copy"),
    path("duty/hours/", duty.hours, name="duty_hours"),
    path("duty/decision.docx", duty.decision, name="duty_file"),
    path("duty/<int:pk>/cancel/", duty.cancel, name="duty_cancel"),
    path("duty/<int:pk>/hand/", duty.hand, name="duty_hand"),
    path("letter-boxes/", boxes.letter_boxes, name="letter_boxes"),
    path("letter-boxes/new/", boxes.add, name="letter_box_add"),
    path("letter-boxes/<int:pk>/", boxes.letter_box, name="letter_box"),
    path("letter-boxes/<int:pk>/edit/", boxes.edit, name="letter_box_edit"),
    path("letter-boxes/<int:pk>/open/", boxes.record, name="letter_box_open"),
    path("letter-boxes/<int:pk>/photo/", boxes.box_photo, name="letter_box_photo"),
    path("letter-boxes/openings/<int:pk>/", boxes.opening, name="letter_opening"),
    path("letter-boxes/openings/<int:pk>/letter/", boxes.letter, name="letter_opening_type"),
    path("letter-boxes/openings/<int:pk>/minutes.docx", boxes.minutes, name="letter_opening_file"),
    path("letter-boxes/openings/<int:pk>/photo/", boxes.opening_photo, name="letter_opening_photo"),
    path("relay/", relay.relay, name="relay"),
    path("relay/new/", relay.add, name="relay_add"),
    path("relay/<int:pk>/", relay.week, name="relay_week"),
    path("relay/<int:pk>/end/", relay.end, name="relay_end"),
]
