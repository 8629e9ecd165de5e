"""The kiosk: screens at the centre, without signing in."""

from thanthien.web.kiosk import board, page, queue

app_name = "kiosk"
urlpatterns = [*page.urlpatterns, *queue.urlpatterns, *board.urlpatterns]
