"""The kiosk: screens at the centre, without signing in."""

from thanthien.web.kiosk import page

app_name = "kiosk"
urlpatterns = page.urlpatterns
