"""The least that Django can do: no middleware, no template, one view with three inserts, one with one query.

`gunicorn tests.bench.citizens.bare:application` serves it; `python -m tests.bench.citizens.bare` makes its tables.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def _set_up() -> None:
    """The product's database with the product's own settings of it, and nothing else of the product."""
    from thanthien.config import settings as ours

    settings.configure(
        DATABASES=ours.DATABASES, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare",
        MIDDLEWARE=[], INSTALLED_APPS=[], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True,
    )  # fmt: skip
    django.setup()


if not settings.configured:
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    _set_up()

from django.db import connection, models, transaction  # noqa: E402


class Thing(models.Model):
    text = models.TextField()
    at = models.DateTimeField()
    number = models.IntegerField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.text


class Part(models.Model):
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE)
    text = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.text


class Note(models.Model):
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.text


TEXT = "Đèn đường trước nhà văn hóa tắt ba tối nay"


def three_inserts(request: HttpRequest) -> HttpResponse:
    at, said = datetime.now(UTC), request.POST.get("text", "")
    with transaction.atomic():
        thing = Thing._default_manager.create(text=said, at=at, number=len(said))
        Part._default_manager.create(thing=thing, text="gửi", at=at)
        Note._default_manager.create(thing=thing, text=said, at=at)
    return HttpResponse(status=302, headers={"Location": f"/{thing.pk}/"})


def one_query(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Thing._default_manager.get(pk=1).text)


urlpatterns = [path("send/", three_inserts), path("", one_query)]


def make_tables() -> None:
    with connection.schema_editor() as editor:
        for table in (Thing, Part, Note):
            editor.create_model(table)
    Thing._default_manager.create(pk=1, text=TEXT, at=datetime.now(UTC), number=1)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('bare_thing', 'id'), 1)")


if __name__ == "__main__":
    make_tables()
else:
    application = get_wsgi_application()
