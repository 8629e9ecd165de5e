"""The addresses of feedback."""

from django.urls import path

from thanthien.web.desk.feedback import inbox, place_map, receiving, report, rules

urlpatterns = [
    path("feedback/", inbox.feedback, name="feedback"),
    path("feedback/new/", receiving.receive, name="feedback_receive"),
    path("feedback/protected/", inbox.protected, name="feedback_protected"),
    path("feedback/map/", place_map.by_place, name="feedback_map"),
    path("feedback/rules/", rules.rules, name="feedback_rules"),
    path("feedback/rules/<int:pk>/", rules.rule_change, name="feedback_rule_change"),
    path("feedback/terms/", rules.terms, name="feedback_terms"),
    path("feedback/<int:pk>/", report.show, name="feedback_report"),
    path("feedback/<int:pk>/handle/", report.work, name="feedback_work"),
    path("feedback/<int:pk>/sort/", report.sort, name="feedback_sort"),
    path("feedback/<int:pk>/sender/", report.sender, name="feedback_sender"),
    path("feedback/<int:pk>/publish/", report.publish, name="feedback_publish"),
    path("feedback/<int:pk>/decide/", report.decide, name="feedback_decide"),
    path("feedback/<int:pk>/files/<int:number>/", report.file, name="feedback_file"),
]
