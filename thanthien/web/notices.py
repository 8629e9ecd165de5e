"""How I want to be told: mail that reminds, and the private address of my calendar."""

from __future__ import annotations

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thanthien.platform.notices.actions import CannotTell, choose_rhythm, make_feed, revoke_feed
from thanthien.platform.notices.models import Rhythm
from thanthien.platform.notices.queries import feed_of, last_digest, rhythm_of, secret_of
from thanthien.platform.people.models import Person


class MailForm(forms.Form):
    rhythm = forms.TypedChoiceField(
        label="Thư nhắc việc",
        choices=Rhythm.choices,
        coerce=Rhythm,
        widget=forms.RadioSelect({"class": "form-check-input"}),
        error_messages={"required": "Anh/chị chọn một nhịp gửi."},
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    if person.must_change_password:
        return redirect("account_change_password")
    form = MailForm(request.POST or None, initial={"rhythm": rhythm_of(person)})
    if form.is_valid():
        try:
            choose_rhythm(actor=person, at=timezone.now(), rhythm=form.cleaned_data["rhythm"])
        except CannotTell as refusal:
            form.add_error("rhythm", str(refusal))
        else:
            messages.success(request, "Đã lưu nhịp gửi thư nhắc.")
            return redirect("account_notices")
    feed = feed_of(person)
    address = ""
    if feed:
        address = request.build_absolute_uri(reverse("api:calendar", args=[secret_of(feed)]))
    context = {
        "form": form,
        "feed": feed,
        "address": address,
        "subscribe": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "digest": last_digest(person),
        "mail_is_set_up": settings.MAIL_IS_SET_UP,
    }
    return render(request, "account/notices.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["POST"])
def feed_step(request: HttpRequest) -> HttpResponse:
    """Make, renew or stop the calendar address; `do` is make or revoke."""
    person = cast(Person, request.user)
    if person.must_change_password:
        return redirect("account_change_password")
    if request.POST.get("do") == "revoke":
        revoke_feed(actor=person, at=timezone.now())
        messages.success(request, "Đã tắt địa chỉ lịch. Điện thoại không tải lịch được nữa.")
    else:
        _, replaced = make_feed(actor=person, at=timezone.now())
        words = "Đã đổi địa chỉ lịch. Địa chỉ cũ không dùng được nữa." if replaced else "Đã tạo địa chỉ lịch."
        messages.success(request, words)
    return redirect("account_notices")


urlpatterns = [
    path("notices/", notices, name="account_notices"),
    path("notices/calendar/", feed_step, name="account_feed"),
]
