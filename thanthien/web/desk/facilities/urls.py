"""The addresses of the list of the day, of places and of repairs."""

from django.urls import path

from thanthien.web.desk.facilities import checklist, history, items, place_list, places, repairs, sending

urlpatterns = [
    path("checklist/", checklist.checklist, name="checklist"),
    path("checklist/begin/", items.begin, name="checklist_begin"),
    path("checklist/rest/", checklist.rest, name="checklist_rest"),
    path("checklist/mark/<int:pk>/", checklist.mark, name="checklist_mark"),
    path("checklist/state/", sending.state, name="checklist_state"),
    path("checklist/send/", sending.send, name="checklist_send"),
    path("checklist/worker.js", sending.worker, name="checklist_worker"),
    path("checklist/history/", history.history, name="checklist_history"),
    path("checklist/days/<int:pk>/", history.day, name="checklist_day"),
    path("checklist/items/", items.items, name="checklist_items"),
    path("checklist/items/new/", items.add, name="checklist_item_add"),
    path("checklist/items/<int:pk>/", items.edit, name="checklist_item"),
    path("checklist/items/<int:pk>/end/", items.end, name="checklist_item_end"),
    path("checklist/hour/", items.rule, name="checklist_rule"),
    path("premises/", places.premises, name="premises"),
    path("premises/begin/", place_list.begin, name="premises_begin"),
    path("premises/new/", place_list.add, name="premises_place_add"),
    path("premises/<int:pk>/", places.place, name="premises_place"),
    path("premises/<int:pk>/edit/", place_list.edit, name="premises_place_edit"),
    path("premises/<int:pk>/end/", place_list.end, name="premises_place_end"),
    path("premises/<int:pk>/sheet/", places.sheet, name="premises_sheet"),
    path("premises/things/<int:pk>/", places.thing, name="premises_item"),
    path("premises/things/<int:pk>/look/", places.look, name="premises_look"),
    path("premises/things/<int:pk>/rhythm/", place_list.rhythm, name="premises_rhythm"),
    path("premises/looks/<int:pk>/photo/", places.photo, name="premises_photo"),
    path("repairs/", repairs.repairs, name="repairs"),
    path("repairs/new/", repairs.add, name="repair_add"),
    path("repairs/<int:pk>/", repairs.repair, name="repair"),
    path("repairs/<int:pk>/move/", repairs.move, name="repair_move"),
    path("repairs/steps/<int:pk>/photo/", repairs.photo, name="repair_photo"),
]
