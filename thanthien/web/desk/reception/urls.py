"""The addresses of the reception: the schedule, the book, conclusions, the set-up."""

from django.urls import path

from thanthien.web.desk.reception import book, conclusions, corrections, days, schedule, setup

urlpatterns = [
    path("reception/", schedule.schedule, name="reception"),
    path("reception/plan/", schedule.plan, name="reception_plan"),
    path("reception/publish/", schedule.publish, name="reception_publish"),
    path("reception/schedule.docx", schedule.paper, name="reception_schedule_file"),
    path("reception/days/new/", schedule.add, name="reception_day_add"),
    path("reception/days/<int:pk>/", days.day_page, name="reception_day"),
    path("reception/days/<int:pk>/change/", days.change, name="reception_day_change"),
    path("reception/days/<int:pk>/hold/", days.hold, name="reception_day_hold"),
    path("reception/days/<int:pk>/conclude/", days.conclude, name="reception_day_conclude"),
    path("reception/days/<int:pk>/conclusions.docx", days.conclusion_file, name="reception_day_file"),
    path("reception/appointments/<int:pk>/cancel/", days.unbook, name="reception_appointment_cancel"),
    path("reception/book/", book.book, name="reception_book"),
    path("reception/book/new/", book.add, name="reception_entry_add"),
    path("reception/book.docx", book.book_file, {"form": "docx"}, name="reception_book_word"),
    path("reception/book.pdf", book.book_file, {"form": "pdf"}, name="reception_book_pdf"),
    path("reception/book.xlsx", book.book_file, {"form": "xlsx"}, name="reception_book_excel"),
    path("reception/book/<int:pk>/", book.entry_page, name="reception_entry"),
    path("reception/book/close/", corrections.close, name="reception_book_close"),
    path("reception/book/<int:pk>/correct/", corrections.correct, name="reception_entry_correct"),
    path("reception/book/<int:pk>/slip.docx", book.slip_file, {"form": "docx"}, name="reception_slip_word"),
    path("reception/book/<int:pk>/slip.pdf", book.slip_file, {"form": "pdf"}, name="reception_slip_pdf"),
    path("reception/book/<int:pk>/move/", book.move, name="reception_entry_move"),
    path("reception/book/<int:pk>/notice/", book.notice, name="reception_entry_notice"),
    path("reception/book/<int:pk>/look/", book.look, name="reception_entry_look"),
    path(
        "reception/book/<int:pk>/refusal.docx",
        book.refusal_file,
        {"form": "docx"},
        name="reception_refusal_word",
    ),
    path(
        "reception/book/<int:pk>/refusal.pdf",
        book.refusal_file,
        {"form": "pdf"},
        name="reception_refusal_pdf",
    ),
    path("reception/conclusions/", conclusions.listed, name="reception_conclusions"),
    path("reception/conclusions/<int:pk>/finish/", conclusions.finish, name="reception_conclusion_finish"),
    path("reception/setup/", setup.setup, name="reception_setup"),
    path("reception/setup/room/", setup.room, name="reception_room"),
    path("reception/setup/rules/new/", setup.rule_add, name="reception_rule_add"),
    path("reception/setup/rules/<int:pk>/end/", setup.rule_end, name="reception_rule_end"),
    path("reception/setup/receivers/new/", setup.appoint, name="reception_receiver_add"),
    path("reception/setup/receivers/<int:pk>/end/", setup.dismiss, name="reception_receiver_end"),
]
