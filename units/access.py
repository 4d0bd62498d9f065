"""What goes into the access log: a view says the verb, and may name the object."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from units.models import AccessLog

View = TypeVar("View", bound=Callable[..., Any])


def recorded(verb: str) -> Callable[[View], View]:
    """Every call of the view is put on record under this verb, refused ones too."""

    def mark(view: View) -> View:
        view.access_verb = verb  # type: ignore[attr-defined]
        return view

    return mark


def about(request: HttpRequest, thing: object) -> None:
    """Name the object of the act; never a score."""
    request.access_object = str(thing)[:120]  # type: ignore[attr-defined]


def write(request: HttpRequest, *, verb: str, status: int) -> None:
    """One row, written after the view's own transaction has ended."""
    user = request.user if request.user.is_authenticated else None
    with transaction.atomic():
        AccessLog.objects.create(
            at=timezone.now(),
            user=user,
            verb=verb,
            object_label=getattr(request, "access_object", ""),
            address=address_of(request),
            result=status,
        )


def address_of(request: HttpRequest) -> str | None:
    """The client's address as the throttle sees it."""
    return getattr(request, "axes_ip_address", None) or request.META.get("REMOTE_ADDR") or None
