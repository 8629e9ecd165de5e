"""A page that is one form: its fields, a button that saves, a way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from thanthien.web.pages import UnitRequest, seen_version
from thanthien.web.plain_form import PlainForm


def form_page(
    request: UnitRequest, form: PlainForm, *, title: str, back: str, back_words: str, **more: Any
) -> HttpResponse:
    """`back` is an address inside the desk. 422 when what was sent is refused.

    `more`: `lead` under the title, the words of `button` and `second_button`, `seen` (the version the form was
    filled from), `suggestions` for a field with the list "forms", `below` (a template under the form).
    """
    if request.method == "POST" and "seen" in more:
        # A refused form still shows what was typed: with the newest version a second press would overwrite
        # what somebody else wrote in between, unseen.
        more["seen"] = seen_version(request)
    context = {"form": form, "title": title, "back": back, "back_words": back_words, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/form_page.html", context, status=status)
