"""One's own account: who I am here, my password, my second step. Sign-in itself is allauth's.

Only the pages named below are open: what allauth offers besides (self-registration, e-mail lists,
codes by telephone) has no address here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account import views as allauth_views
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import include, path, re_path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from thanthien.platform.audit.queries import account_events
from thanthien.platform.people.actions import change_person
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships, home_unit
from thanthien.web.audit_words import action_words

View = Callable[..., HttpResponseBase]


class ProfileForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ["full_name", "phone", "email"]
        labels = {"full_name": "Họ và tên", "phone": "Điện thoại", "email": "Thư điện tử"}
        error_messages = {"full_name": {"required": "Anh/chị chưa nhập họ và tên."}}
        widgets = {
            "full_name": forms.TextInput({"class": "form-control", "autocomplete": "name"}),
            "phone": forms.TextInput({"class": "form-control", "autocomplete": "tel", "inputmode": "tel"}),
            "email": forms.EmailInput({"class": "form-control", "autocomplete": "email"}),
        }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    if person.must_change_password:
        return redirect("account_change_password")
    kept = Person.objects.get(pk=person.pk)  # the form writes into its instance even when it refuses
    form = ProfileForm(request.POST or None, instance=Person.objects.get(pk=person.pk))
    if form.is_valid():
        change_person(
            actor=person, at=timezone.now(), unit=home_unit(person), person=kept, **form.cleaned_data
        )
        messages.success(request, "Đã lưu thông tin của anh/chị.")
        return redirect("account_profile")
    events = [(entry, action_words(entry.action)) for entry in account_events(person)[:8]]
    context = {"form": form, "memberships": current_memberships(person), "events": events}
    return render(request, "account/profile.html", context)


def where_mail_works(view: View) -> View:
    """A reset link can be sent only by a server that sends mail; elsewhere the coordinator resets."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.MAIL_IS_SET_UP:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def forgotten_by_the_browser(view: View) -> View:
    """After signing out the browser drops what it kept of our answers (files and archives may be kept).

    Not "storage": that would throw away pictures which wait on the phone to be sent.
    """

    @wraps(view)
    def left(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"cache"'
        return response

    return left


reset = [
    path("", where_mail_works(allauth_views.password_reset), name="account_reset_password"),
    path("done/", where_mail_works(allauth_views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        where_mail_works(allauth_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "key/done/",
        where_mail_works(allauth_views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("", profile, name="account_profile"),
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", forgotten_by_the_browser(allauth_views.logout), name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", allauth_views.signup, name="account_signup"),  # answers that it is closed
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/reset/", include(reset)),
    path("2fa/", include("allauth.mfa.urls")),
    # allauth sends people to these two names; here they lead to the pages that stand for them
    path("email/", RedirectView.as_view(pattern_name="account_profile"), name="account_email"),
    path(
        "password/set/",
        RedirectView.as_view(pattern_name="account_change_password"),
        name="account_set_password",
    ),
]
