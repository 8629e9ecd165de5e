"""The addresses of the list of the day and of repairs."""

from django.urls import path

from thanthien.web.desk.facilities import checklist, history, items, repairs

urlpatterns = [
    path("checklist/", checklist.checklist, name="checklist"),
    path("checklist/begin/", items.begin, name="checklist_begin"),
    path("checklist/rest/", checklist.rest, name="checklist_rest"),
    path("checklist/mark/<int:pk>/", checklist.mark, name="checklist_mark"),
    path("checklist/history/", history.history, name="checklist_history"),
    path("checklist/days/<int:pk>/", history.day, name="checklist_day"),
    path("checklist/items/", items.items, name="checklist_items"),
    path("checklist/items/new/", items.add, name="checklist_item_add"),
    path("checklist/items/<int:pk>/", items.edit, name="checklist_item"),
    path("checklist/items/<int:pk>/end/", items.end, name="checklist_item_end"),
    path("checklist/hour/", items.rule, name="checklist_rule"),
    path("repairs/", repairs.repairs, name="repairs"),
    path("repairs/new/", repairs.add, name="repair_add"),
    path("repairs/<int:pk>/", repairs.repair, name="repair"),
    path("repairs/<int:pk>/move/", repairs.move, name="repair_move"),
    path("repairs/steps/<int:pk>/photo/", repairs.photo, name="repair_photo"),
]
