from django.urls import path

from thanthien.web.oversight.rounds import appraising, councils, minutes, page

urlpatterns = [
    path("rounds/", page.communes, name="rounds"),
    path("rounds/<int:pk>/", page.one, name="round"),
    path("rounds/<int:pk>/back/", page.back, name="round_back"),
    path("rounds/<int:pk>/open/", page.open_, name="round_open"),
    path("rounds/<int:pk>/decide/", page.decide_, name="round_decide"),
    path("rounds/<int:pk>/sheet/", appraising.sheet, name="round_sheet"),
    path("rounds/<int:pk>/sample/", appraising.sample, name="round_sample"),
    path("rounds/<int:pk>/sample/<int:position>/file", appraising.sample_file, name="round_sample_file"),
    path("rounds/<int:pk>/points/", appraising.points, name="round_points"),
    path("rounds/<int:pk>/minutes/<int:number>.<slug:form>", minutes.download, name="round_minutes"),
    path("councils/", councils.overview, name="councils"),
    path("councils/<int:pk>/", councils.one, name="council"),
]
