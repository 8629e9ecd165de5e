from django.urls import path

from thanthien.web.desk.rounds import appraisals, handing_in, minutes, page, points

urlpatterns = [
    path("round/", page.overview, name="round"),
    path("round/compare/", page.comparison, name="round_compare"),
    path("round/files/<int:number>/", page.snapshot_file, name="round_file"),
    path("round/minutes/<int:number>.<slug:form>", minutes.download, name="round_minutes"),
    path("round/points/", points.overview, name="round_points"),
    path("round/points/<str:key>/", points.criterion, name="round_point"),
    path("round/submit/", handing_in.hand_in, name="round_submit"),
    path("round/object/", handing_in.object_, name="round_object"),
    path("round/targets/", handing_in.targets, name="round_targets"),
    path("appraisals/", appraisals.mine, name="appraisals"),
    path("appraisals/<int:pk>/", appraisals.sheet, name="appraisal"),
    path("appraisals/<int:pk>/sample/", appraisals.sample, name="appraisal_sample"),
    path(
        "appraisals/<int:pk>/sample/<int:position>/file", appraisals.sample_file, name="appraisal_sample_file"
    ),
    path("appraisals/<int:pk>/points/", appraisals.points, name="appraisal_points"),
    path(
        "appraisals/<int:pk>/minutes/<int:number>.<slug:form>", appraisals.minutes, name="appraisal_minutes"
    ),
]
