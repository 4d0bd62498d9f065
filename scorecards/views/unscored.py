"""晒问题 has no score: its matrix and standings do not exist, and the page says so."""

from django.http import HttpResponse
from django.shortcuts import render

from scorecards.models import Group
from units.requests import SignedIn


def without_scores(request: SignedIn, group: Group) -> HttpResponse:
    """404 with the reason and the way to what there is."""
    return render(request, "scorecards/unscored.html", {"group": group}, status=404)
