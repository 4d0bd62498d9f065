"""What a person sees when the system itself fails; while the database is away nothing typed is lost."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults
from procrastinate.exceptions import ConnectorException

_AWAY = (OperationalError, InterfaceError, ConnectorException)  # the last one: while a job was being ordered
_SECONDS = 5
_SENTENCE = "系统正在自动恢复，刚才的内容可能没有保存。"


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of what no view foresaw, called while the exception is at hand."""
    return _database_is_away(request) if _is_away(sys.exception()) else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django calls it a bad request, too, when a session cannot be saved, whatever the reason."""
    return _database_is_away(request) if _is_away(exception) else defaults.bad_request(request, exception)


def _is_away(error: BaseException | None) -> bool:
    """Whether the database is at the bottom of it."""
    while error and not isinstance(error, _AWAY):
        error = error.__cause__ or error.__context__
    return error is not None


def _database_is_away(request: HttpRequest) -> HttpResponse:
    """Without the context of other pages, which asks the database."""
    headers = {"Retry-After": str(_SECONDS), "Cache-Control": "no-store"}
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"unavailable": _SENTENCE}, status=503, headers=headers)
    context = {
        "path": request.get_full_path(),
        "posted": request.method == "POST",
        "fields": _typed(request),
        "back": _page_before(request),
        "shell": {"help_contact": settings.HELP_CONTACT},
    }
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again with the same key and the same token; never beside a password."""
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return [] if any("password" in name for name, _ in fields) else fields


def _page_before(request: HttpRequest) -> str:
    """The page with the form that was posted."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()})
    return before if is_ours else reverse("home")
