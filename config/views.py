"""Home."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.home import home_of
from scorecards.deadlines import Now
from units.requests import SignedIn


@require_safe
def home(request: SignedIn) -> HttpResponse:
    """待办 or 总览, by post."""
    return render(request, "home.html", home_of(request.user, now=Now()))
