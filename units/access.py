"""What goes into the access log: a view says the verb, and may name the object."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from axes.helpers import get_client_ip_address
from django.http import HttpRequest
from django.utils import timezone

from units.models import AccessLog, User

View = TypeVar("View", bound=Callable[..., Any])


def recorded(verb: str, *, reading: bool = False) -> Callable[[View], View]:
    """Acts by this view are put on record under the verb, refused ones too; `reading` says that a GET is one."""

    def mark(view: View) -> View:
        view.access_verb, view.access_reading = verb, reading  # type: ignore[attr-defined]
        return view

    return mark


@dataclass(slots=True)
class _Act:
    """What a request is about, gathered while it runs."""

    verb: str
    user: User | None
    thing: str = ""


def begin(request: HttpRequest, view: Callable[..., Any]) -> None:
    """The view is known; without a verb nothing is put on record."""
    counts = request.method == "POST" or getattr(view, "access_reading", False)
    verb = getattr(view, "access_verb", "") if counts else ""
    request.access_act = _Act(verb, _person(request))  # type: ignore[attr-defined]


def about(request: HttpRequest, thing: object) -> None:
    """Name the object of the act; never a score."""
    request.access_act.thing = str(thing)[:120]  # type: ignore[attr-defined]


def write(request: HttpRequest, *, status: int) -> None:
    """One row, written after the view's own transaction has ended."""
    act: _Act | None = getattr(request, "access_act", None)
    if act is None or not act.verb:
        return
    AccessLog.objects.create(
        at=timezone.now(),
        user=act.user or _person(request),
        verb=act.verb,
        object_label=act.thing,
        address=address_of(request),
        result=status,
    )


def _person(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def address_of(request: HttpRequest) -> str | None:
    """The client's address as the throttle of the sign-in sees it."""
    return get_client_ip_address(request) or None
