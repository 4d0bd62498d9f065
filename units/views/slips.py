"""账号条: one-time passwords on paper to cut apart, told by this one answer and by nothing else."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from units.requests import SignedIn
from units.transitions.people import Slip


def slips_page(request: SignedIn, slips: Sequence[Slip], *, back: str) -> HttpResponse:
    """To print now; no browser and no proxy keeps it."""
    context = {"slips": slips, "back": back, "address": request.build_absolute_uri("/")}
    answer = render(request, "units/people/slips.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer
