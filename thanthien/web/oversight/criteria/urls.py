from django.urls import path

from thanthien.web.oversight.criteria import adoption, effect, overview, review

urlpatterns = [
    path("criteria/", overview.criteria, name="criteria"),
    path("criteria/upload/", overview.upload, name="criteria_upload"),
    path("criteria/adopt/", adoption.adopt_all, name="criteria_adopt"),
    path("criteria/effect/", effect.effect, name="criteria_effect"),
    path("criteria/tables/<int:pk>/", review.table, name="criteria_table"),
    path("criteria/tables/<int:pk>/file/", review.original, name="criteria_file"),
    path("criteria/tables/<int:pk>/rows/<int:position>/", review.row, name="criteria_row"),
    path("criteria/tables/<int:pk>/add/", review.add, name="criteria_add"),
    path("criteria/tables/<int:pk>/split/", review.split, name="criteria_split"),
    path("criteria/tables/<int:pk>/publish/", review.publish, name="criteria_publish"),
    path("criteria/tables/<int:pk>/withdraw/", review.withdraw, name="criteria_withdraw"),
]
