"""The addresses of the queue."""

from django.urls import path

from thanthien.web.desk.queue import figures, screens, services, slots, working

urlpatterns = [
    path("queue/", working.queue, name="queue"),
    path("queue/waiting/", working.waiting, name="queue_waiting"),
    path("queue/do/", working.do, name="queue_do"),
    path("queue/sit/", working.sit, name="queue_sit"),
    path("queue/take/", working.take, name="queue_take"),
    path("queue/ticket/<int:pk>/", working.ticket, name="queue_ticket"),
    path("queue/figures/", figures.figures, name="queue_figures"),
    path("queue/services/", services.services, name="queue_services"),
    path("queue/services/new/", services.new, name="queue_service_new"),
    path("queue/services/<int:pk>/", services.edit, name="queue_service"),
    path("queue/rules/", services.rules, name="queue_rules"),
    path("queue/slots/", slots.slots, name="queue_slots"),
    path("queue/slots/new/", slots.new, name="queue_slot_new"),
    path("queue/slots/come/", slots.come, name="queue_come"),
    path("queue/screens/new/", screens.new, name="queue_screen_new"),
    path("queue/screens/<int:pk>/", screens.show, name="queue_screen"),
    path("queue/screens/<int:pk>/paper/", screens.paper, name="queue_screen_paper"),
    path("queue/screens/<int:pk>/revoke/", screens.end, name="queue_screen_revoke"),
]
