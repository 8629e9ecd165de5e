"""The addresses of what is public."""

from django.urls import path

from thanthien.web.portal.disclosure import calling, open_data, reading

urlpatterns = [
    path("public/", reading.register, name="disclosure"),
    path("public/feed.atom", open_data.feed, name="disclosure_feed"),
    path("public/data.csv", open_data.as_csv, name="disclosure_csv"),
    path("public/data.json", open_data.as_json, name="disclosure_json"),
    path("public/items/<slug:item>/", reading.item, name="disclosure_item"),
    path("public/<str:code>/", reading.publication, name="publication"),
    path("public/<str:code>/file/", reading.file, name="publication_file"),
    path("news/", reading.news, name="news"),
    path("contacts/", calling.contacts, name="contacts"),
    path("schedule/", calling.schedule, name="schedule"),
    path("schedule.ics", calling.calendar, name="calendar"),
    path("online/", calling.online, name="online"),
]
