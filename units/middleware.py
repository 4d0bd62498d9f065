"""What every request passes: a browser that can, clean input, an idle end, the forced first password, the record."""

import datetime
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from units import access

Handler = Callable[[HttpRequest], HttpResponse]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # all but tab and line ends
_OLD_CORE = re.compile(r"\bMSIE \d|\bTrident/")
_ABSOLUTE = datetime.timedelta(hours=12)
_TOUCH = datetime.timedelta(minutes=1)


def explain_old_browsers(get_response: Handler) -> Handler:
    """To the core of IE, alone or inside another browser, one plain page says how to switch; it goes no further."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _OLD_CORE.search(request.headers.get("User-Agent", "")):
            return get_response(request)
        headers = {"Cache-Control": "no-store", "Vary": "User-Agent"}
        return HttpResponse(render_to_string("old_browser.html"), headers=headers)

    return middleware


def refuse_control_characters(get_response: Handler) -> Handler:
    """NUL and other control characters are refused before anything reads them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        texts = [request.path, *request.GET.dict().values(), *request.GET.keys()]
        if request.method == "POST":
            texts += [value for _, values in request.POST.lists() for value in values]
        if any(_CONTROL.search(text) for text in texts):
            raise SuspiciousOperation("control character")
        return get_response(request)

    return middleware


def end_idle_sessions(get_response: Handler) -> Handler:
    """A session ends after the idle time and after twelve hours; a page's own polling does not keep it alive."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _touch_or_end(request, now=timezone.now())
        return get_response(request)

    return middleware


def _touch_or_end(request: HttpRequest, *, now: datetime.datetime) -> None:
    session = request.session
    began = datetime.datetime.fromtimestamp(session.get("began", now.timestamp()), tz=datetime.UTC)
    seen = datetime.datetime.fromtimestamp(session.get("seen", now.timestamp()), tz=datetime.UTC)
    if now - seen > datetime.timedelta(seconds=settings.IDLE_SECONDS) or now - began > _ABSOLUTE:
        logout(request)
        messages.info(request, "您离开的时间较长，为安全起见已自动退出，请重新登录。")
        return
    polling = "HX-Request" in request.headers and request.method == "GET"
    if "began" not in session or (now - seen > _TOUCH and not polling):
        session["began"], session["seen"] = began.timestamp(), now.timestamp()


class SignInRequired(LoginRequiredMiddleware):
    """Django's own; a fragment that a page asks for by itself sends the whole page to the sign-in."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """A redirect would put the sign-in page where the fragment belongs."""
        response = super().handle_no_permission(request, view_func)
        if "HX-Request" not in request.headers:
            return response
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        sign_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}"
        return HttpResponse(status=204, headers={"HX-Redirect": sign_in})


def force_password_change(get_response: Handler) -> Handler:
    """Whoever still has a one-time password comes no further than the page that changes it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        allowed = {reverse("password-change"), reverse("sign-out")}
        if user.is_authenticated and user.must_change and request.path not in allowed:
            return redirect("password-change")
        return get_response(request)

    return middleware


class AccessRecord:
    """Writes the access log for views that are marked `recorded`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """After the view, in a transaction of its own."""
        response = self.get_response(request)
        access.write(request, status=response.status_code)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Remember the verb while the view is known, and the person before a view signs them out."""
        access.begin(request, view)
