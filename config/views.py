"""Home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.home import home_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """待办 or 总览, by post."""
    return render(request, "home.html", home_of(request.user, now=timezone.now()))
