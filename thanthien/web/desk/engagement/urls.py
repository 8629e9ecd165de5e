"""The addresses of dialogues, visits, commitments and the committee's schedule."""

from django.urls import path

from thanthien.web.desk.engagement import commitments, dialogues, held, questions, schedule, visits

urlpatterns = [
    path("dialogues/", dialogues.listed, name="dialogues"),
    path("dialogues/new/", dialogues.add, name="dialogue_new"),
    path("dialogues/<int:pk>/", dialogues.dialogue_page, name="dialogue"),
    path("dialogues/<int:pk>/edit/", dialogues.edit, name="dialogue_edit"),
    path("dialogues/<int:pk>/move/", dialogues.move, name="dialogue_move"),
    path("dialogues/<int:pk>/invitation.docx", held.invitation, name="dialogue_invitation"),
    path("dialogues/<int:pk>/door.pdf", held.door_poster, name="dialogue_door"),
    path("dialogues/<int:pk>/minutes/", held.minutes, name="dialogue_minutes"),
    path("dialogues/<int:pk>/minutes.docx", held.minutes_word, name="dialogue_minutes_word"),
    path("dialogues/<int:pk>/minutes.pdf", held.minutes_pdf, name="dialogue_minutes_pdf"),
    path("dialogues/<int:pk>/list/", held.paper_list, name="dialogue_list"),
    path("dialogues/<int:pk>/prove/", held.prove, name="dialogue_prove"),
    path("dialogues/<int:pk>/promise/", questions.promise_at, name="dialogue_promise"),
    path("dialogues/<int:pk>/questions/new/", questions.add, name="dialogue_question_add"),
    path("dialogues/questions/<int:pk>/", questions.question_page, name="dialogue_question"),
    path("dialogues/questions/<int:pk>/promise/", questions.promise, name="dialogue_question_promise"),
    path("field/", visits.listed, name="field_visits"),
    path("field/plan/", visits.plan, name="field_visit_plan"),
    path("field/record/", visits.record, name="field_visit_record"),
    path("field/<int:pk>/", visits.visit_page, name="field_visit"),
    path("field/<int:pk>/record/", visits.record_planned, name="field_visit_done"),
    path("field/<int:pk>/cancel/", visits.cancel, name="field_visit_cancel"),
    path("field/<int:pk>/add/", visits.add_to, name="field_visit_add"),
    path("field/photos/<int:pk>/", visits.photo, name="field_visit_photo"),
    path("field/heard/<int:pk>/", visits.heard, name="field_heard"),
    path("field/heard/<int:pk>/promise/", visits.promise, name="field_heard_promise"),
    path("commitments/", commitments.listed, name="commitments"),
    path("commitments/new/", commitments.add, name="commitment_new"),
    path("commitments/<int:pk>/", commitments.commitment_page, name="commitment"),
    path("commitments/<int:pk>/move/", commitments.move, name="commitment_move"),
    path("commitments/<int:pk>/proof/", commitments.proof, name="commitment_proof"),
    path("party-schedule/", schedule.month, name="party_schedule"),
    path("party-schedule/new/", schedule.add, name="party_entry_new"),
    path("party-schedule/<int:pk>/", schedule.edit, name="party_entry"),
    path("party-schedule/<int:pk>/cancel/", schedule.cancel, name="party_entry_cancel"),
]
