"""The addresses of surveys."""

from django.urls import path

from thanthien.web.desk.surveys import builder, comments, follow_ups, forms, papers, survey

urlpatterns = [
    path("surveys/", survey.surveys, name="surveys"),
    path("surveys/copy/", survey.copy, name="survey_copy"),
    path("surveys/new/", survey.new, name="survey_new"),
    path("surveys/office/", survey.office, name="survey_office"),
    path("surveys/themes/", comments.themes, name="survey_themes"),
    path("surveys/forms/new/", forms.begin, name="survey_form_begin"),
    path("surveys/forms/<int:pk>/", forms.show, name="survey_form"),
    path("surveys/forms/<int:pk>/next/", forms.begin_next, name="survey_form_next"),
    path("surveys/forms/<int:pk>/compare/", forms.compare, name="survey_form_compare"),
    path("surveys/forms/<int:pk>/preview/", forms.preview, name="survey_form_preview"),
    path("surveys/forms/<int:pk>/draft/", builder.draft, name="survey_draft"),
    path("surveys/forms/<int:pk>/draft/head/", builder.head, name="survey_draft_head"),
    path("surveys/forms/<int:pk>/draft/block/", builder.block, name="survey_draft_block"),
    path("surveys/forms/<int:pk>/draft/question/", builder.question, name="survey_draft_question"),
    path("surveys/<int:pk>/", survey.show, name="survey"),
    path("surveys/<int:pk>/move/", survey.move, name="survey_move"),
    path("surveys/<int:pk>/links/", papers.links, name="survey_links"),
    path("surveys/<int:pk>/poster/", papers.wall, name="survey_poster"),
    path("surveys/<int:pk>/paper/", papers.paper, name="survey_paper"),
    path("surveys/<int:pk>/check/", papers.check, name="survey_check"),
    path("surveys/<int:pk>/comments/", comments.comments, name="survey_comments"),
    path("surveys/<int:pk>/comments/mark/", comments.mark, name="survey_comment_mark"),
    path("surveys/<int:pk>/follow-ups/new/", follow_ups.add, name="survey_follow_up_add"),
    path("surveys/<int:pk>/follow-ups/<int:follow_up>/", follow_ups.move, name="survey_follow_up_move"),
    path("surveys/<int:pk>/export/<slug:form>/", papers.export, name="survey_export"),
]
