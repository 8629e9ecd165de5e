from django.urls import path

from thanthien.web.desk.steering import assignments, chases, committee, given, unit_reports

urlpatterns = [
    path("steering/", committee.steering, name="steering"),
    path("steering/new/", committee.found, name="steering_found"),
    path("steering/suggest/", committee.suggest, name="steering_suggest"),
    path("steering/<int:pk>/edit/", committee.edit, name="steering_edit"),
    path("steering/<int:pk>/file", committee.decision, name="steering_file"),
    path("steering/<int:pk>/members/add/", committee.member_add, name="steering_member_add"),
    path("steering/members/<int:pk>/", committee.member, name="steering_member"),
    path("steering/members/<int:pk>/end/", committee.member_end, name="steering_member_end"),
    path("steering/members/<int:pk>/move/", committee.member_move, name="steering_member_move"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/give/", assignments.assign, name="assignments_give"),
    path("assignments/table.<slug:form>", assignments.paper, name="assignments_file"),
    path("assignments/charges/<int:pk>/remove/", assignments.charge_remove, name="charge_remove"),
    path("chases/", chases.chases, name="chases"),
    path("chases/send/", chases.send, name="chase_send"),
    path("chases/<int:pk>/answer/", chases.answer, name="chase_answer"),
    path("given/", given.given, name="given"),
    path("given/new/", given.give, name="task_give"),
    path("unit-reports/", unit_reports.unit_reports, name="unit_reports"),
    path("unit-reports/ask/", unit_reports.ask, name="unit_report_ask"),
    path("unit-reports/<int:pk>/", unit_reports.unit_report, name="unit_report"),
    path("unit-reports/<int:pk>/close/", unit_reports.close, name="unit_report_close"),
    path("unit-reports/<int:pk>/together.docx", unit_reports.together, name="unit_report_together"),
    path("unit-reports/agency/<int:pk>/", unit_reports.hand_in, name="unit_report_hand_in"),
    path("unit-reports/agency/<int:pk>/return/", unit_reports.send_back, name="unit_report_return"),
    path("unit-reports/agency/<int:pk>/file", unit_reports.file, name="unit_report_file"),
]
