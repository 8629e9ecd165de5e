"""The addresses of the conduct of staff."""

from django.urls import path

from thanthien.web.desk.conduct import breaches, checks, code, imports, learning, reviews, staff

urlpatterns = [
    path("conduct/", code.code_page, name="conduct"),
    path("conduct/sign/", code.sign, name="conduct_sign"),
    path("conduct/commitments/", code.commitments, name="conduct_commitments"),
    path("conduct/staff/", staff.listed, name="conduct_staff_list"),
    path("conduct/staff/new/", staff.add, name="conduct_staff_add"),
    path("conduct/staff/import/", imports.page, name="conduct_import"),
    path("conduct/staff/<int:pk>/", staff.show, name="conduct_staff"),
    path("conduct/staff/<int:pk>/name/", staff.rename, name="conduct_staff_name"),
    path("conduct/staff/<int:pk>/post/", staff.move, name="conduct_staff_post"),
    path("conduct/staff/<int:pk>/end/", staff.end, name="conduct_staff_end"),
    path("conduct/staff/<int:pk>/certificate/", staff.certificate, name="conduct_staff_certificate"),
    path("conduct/checks/", checks.listed, name="conduct_checks"),
    path("conduct/checks/open/", checks.open_today, name="conduct_check_open"),
    path("conduct/checks/month.docx", checks.month_file, name="conduct_checks_file"),
    path("conduct/checks/<int:pk>/", checks.show, name="conduct_check"),
    path("conduct/checks/<int:pk>/finish/", checks.finish, name="conduct_check_finish"),
    path("conduct/looks/<int:pk>/", checks.look, name="conduct_look"),
    path("conduct/looks/<int:pk>/photo/", checks.photo, name="conduct_look_photo"),
    path("conduct/breaches/", breaches.listed, name="conduct_breaches"),
    path("conduct/breaches/new/", breaches.add, name="conduct_breach_add"),
    path("conduct/breaches/<int:pk>/", breaches.show, name="conduct_breach"),
    path("conduct/breaches/<int:pk>/move/", breaches.move, name="conduct_breach_move"),
    path("conduct/breaches/<int:pk>/discipline/", breaches.discipline, name="conduct_breach_discipline"),
    path("conduct/breaches/<int:pk>/lift/", breaches.lift, name="conduct_breach_lift"),
    path("conduct/trainings/", learning.listed, name="conduct_trainings"),
    path("conduct/trainings/new/", learning.add, name="conduct_training_add"),
    path("conduct/trainings/month.docx", learning.month_file, name="conduct_trainings_file"),
    path("conduct/trainings/people/", learning.people, name="conduct_learners"),
    path("conduct/trainings/<int:pk>/", learning.show, name="conduct_training"),
    path("conduct/trainings/<int:pk>/edit/", learning.edit, name="conduct_training_edit"),
    path("conduct/praise/", learning.praises, name="conduct_praises"),
    path("conduct/praise/new/", learning.praise_add, name="conduct_praise_add"),
    path("conduct/reviews/", reviews.listed, name="conduct_reviews"),
    path("conduct/reviews/<int:agency_id>/", reviews.show, name="conduct_review"),
    path("conduct/reviews/<int:agency_id>/write/", reviews.write, name="conduct_review_write"),
    path("conduct/reviews/<int:agency_id>/judge/", reviews.judge, name="conduct_review_judge"),
]
