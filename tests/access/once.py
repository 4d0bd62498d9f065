"""The project's URLs with error pages that are laid out once for each person and sentence.

The walk asks for thousands of pages that are refused and reads the status alone; a refusal shows nothing of the
address it stands at but the sentence.
"""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from config.urls import handler400, handler500, urlpatterns

__all__ = ["forget", "handler400", "handler403", "handler404", "handler500", "urlpatterns"]
_laid_out: set[tuple[object, ...]] = set()


def forget() -> None:
    """Before another world, whose people are others."""
    _laid_out.clear()


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The real page for the first time, then the status alone."""
    if _is_new(request, 403, str(exception)):
        return defaults.permission_denied(request, exception)
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page says nothing of what was looked for."""
    return defaults.page_not_found(request, exception) if _is_new(request, 404) else HttpResponse(status=404)


def _is_new(request: HttpRequest, *said: object) -> bool:
    key = (request.user.pk, *said)
    found = key not in _laid_out
    _laid_out.add(key)
    return found
