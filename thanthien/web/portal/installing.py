"""The portal on a phone's first screen, and what of it opens without a line.

The worker reaches one unit's pages. It keeps what the server calls public, never a page with a code in its
address; the rest of what it knows stands in templates/portal/worker.js.
"""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render as plain
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from thanthien.operations.disclosure.queries import public_contacts
from thanthien.web.fresh import fresh
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import (
    ENGINE,
    ENGLISH,
    VIETNAMESE,
    CitizenRequest,
    address,
    app_of,
    citizen_page,
    render,
)

KEPT = 300  # seconds
GREEN, PAPER = "#07493c", "#f6f7f5"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("maskable-512.png", 512, "maskable"))
SHORTCUTS = ("send", "follow_form", "contacts")
NUMBERS = 4  # on the page that says there is no line
# What every page of the shell needs. Letters and icons are there already: the first page has loaded them.
FILES = (
    "ui/portal.css", "ui/portal-public.css", "ui/portal.js", "ui/portal-outbox.js", "ui/logo.svg",
    "ui/portal-icons.svg",
    *(f"vendor/fonts/be-vietnam-pro-{subset}-{weight}-normal.woff2"
      for subset in ("vietnamese", "latin") for weight in (400, 600)),
)  # fmt: skip


@citizen_page()
@kept
@fresh
def manifest(request: CitizenRequest) -> HttpResponse:
    """What a phone needs to install the page of this unit (W3C Web App Manifest)."""
    words = {
        "send": _("Gửi phản ánh, kiến nghị"),
        "follow_form": _("Theo dõi ý kiến đã gửi"),
        "contacts": _("Gọi cho ai"),
    }
    data = {
        "id": _home(request, VIETNAMESE),
        "name": f"{request.unit.heading} – {_('Chính quyền thân thiện')}",
        "short_name": request.unit.heading,
        "lang": request.lang,
        "dir": "ltr",
        "start_url": address(request, "home"),
        "scope": _home(request, VIETNAMESE),
        "display": "standalone",
        "theme_color": GREEN,
        "background_color": PAPER,
        "icons": [
            {
                "src": static(f"ui/app/{name}"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, side, purpose in ICONS
        ],
        "shortcuts": [{"name": words[name], "url": address(request, name)} for name in SHORTCUTS],
    }
    return JsonResponse(
        data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@citizen_page()
@kept
def worker(request: CitizenRequest) -> HttpResponse:
    """The service worker; a change of any file it keeps makes it another worker, which fetches anew."""
    files = [static(name) for name in FILES]
    config = {
        "home": _home(request, VIETNAMESE),
        "files": files,
        "version": hashlib.sha256("".join(files).encode()).hexdigest()[:10],
        "pages": [address(request, "contacts"), address(request, "send")],
        "offline": {lang: _in(request, lang, "offline") for lang in (VIETNAMESE, ENGLISH)},
        "kept": {lang: _said(lang) for lang in (VIETNAMESE, ENGLISH)},
        "static": settings.STATIC_URL,
    }
    answer = plain(
        request, "portal/worker.js", {"config": json.dumps(config, ensure_ascii=False)},
        content_type="text/javascript; charset=utf-8", using=ENGINE,
    )  # fmt: skip
    answer["Cache-Control"] = "no-cache"
    return answer


@citizen_page()
@kept
def offline(request: CitizenRequest) -> HttpResponse:
    """What is shown where there is no line and no kept page: whom to call, which needs none."""
    numbers = public_contacts(request.unit)[:NUMBERS]
    return render(request, "portal/offline.html", {"numbers": numbers}, keep=KEPT)


def _said(lang: str) -> str:
    with translation.override(lang):
        return _("Mạng yếu hoặc mất. Đang xem bản đã lưu lúc {at}, có thể đã khác.")


def _home(request: CitizenRequest, lang: str) -> str:
    return _in(request, lang, "home")


def _in(request: CitizenRequest, lang: str, name: str) -> str:
    return reverse(f"portal:{name}", args=[request.unit.code], current_app=app_of(lang))


urlpatterns = [
    path("app.webmanifest", manifest, name="manifest"),
    path("worker.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
]
