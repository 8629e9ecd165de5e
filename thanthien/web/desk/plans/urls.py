"""Addresses of the plan pages."""

from django.urls import path

from thanthien.web.desk.plans import accepting, document, listing, readings, review, rows

urlpatterns = [
    path("plans/", listing.plans, name="plans"),
    path("plans/upload/", readings.upload, name="plan_upload"),
    path("plans/<int:pk>/", listing.plan, name="plan"),
    path("plans/<int:pk>/file/", listing.plan_file, name="plan_file"),
    path("plans/readings/<int:pk>/", review.reading, name="plan_reading"),
    path("plans/readings/<int:pk>/file/", readings.source_file, name="plan_reading_file"),
    path("plans/readings/<int:pk>/pages/<int:number>/", readings.page_picture, name="plan_reading_page"),
    path("plans/readings/<int:pk>/progress/", readings.progress, name="plan_reading_progress"),
    path("plans/readings/<int:pk>/again/", readings.again, name="plan_reading_again"),
    path("plans/readings/<int:pk>/discard/", readings.put_aside, name="plan_reading_discard"),
    path("plans/readings/<int:pk>/restore/", readings.take_up, name="plan_reading_restore"),
    path("plans/readings/<int:pk>/document/", document.edit, name="plan_reading_document"),
    path("plans/readings/<int:pk>/accept/", accepting.accept_page, name="plan_reading_accept"),
    path("plans/readings/<int:pk>/suggest/", accepting.suggest, name="plan_reading_suggest"),
    path("plans/readings/<int:pk>/undo/", review.undo_last, name="plan_reading_undo"),
    path("plans/readings/<int:pk>/criteria/", review.confirm_all, name="plan_reading_criteria"),
    path("plans/readings/<int:pk>/duties/", review.duties, name="plan_reading_duties"),
    path("plans/readings/<int:pk>/rows/", rows.add, name="plan_row_add"),
    path("plans/readings/<int:pk>/rows/<int:row_pk>/", rows.row, name="plan_row"),
]
