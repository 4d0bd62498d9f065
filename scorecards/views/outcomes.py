"""How a page answers an act: a message and the way back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from scorecards.transitions import Refused
from units.requests import SignedIn
from units.submissions import BadKey


def carry_out(request: SignedIn, act: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """Do it and say so; a refusal is shown in its own words and nothing has changed."""
    try:
        act()
    except (Refused, BadKey) as refusal:
        for sentence in getattr(refusal, "sentences", [str(refusal)])[:20]:
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect(back)


def password_given(request: SignedIn) -> bool:
    """Acts that cannot be undone ask for the password again; a wrong one is told and nothing is done."""
    given = request.user.check_password(request.POST.get("password", ""))
    if not given:
        messages.error(request, "密码不正确，没有办理。请重新输入您的登录密码。")
    return given


def wants_json(request: SignedIn) -> bool:
    """A script asks, not a person."""
    return request.headers.get("Accept", "").startswith("application/json")
