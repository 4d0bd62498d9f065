"""Home, and 操作说明 of each post."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.first_steps import steps_of
from config.home import home_of
from scorecards.deadlines import Now
from scorecards.forms.uploads import LARGEST
from units.models import Office
from units.permissions import can_edit_units, can_set_office, require
from units.requests import SignedIn
from units.roles import STAFF, Role

_NO_POST = "您现在没有岗位，没有对应的操作说明。请联系为您开通账号的工作人员。"
_KEEPER = "请找系统管理员"
_KEEPERS = {
    **dict.fromkeys((*STAFF, Role.AUDITOR, Role.SECADMIN), _KEEPER),
    Role.SYSADMIN: "请找另一位系统管理员",
}
"""Who helps with a forgotten password; everybody else calls the office."""


@require_safe
def home(request: SignedIn) -> HttpResponse:
    """待办 or 总览, by post."""
    return render(request, "home.html", home_of(request.user, now=Now()))


@require_safe
def first_steps(request: SignedIn) -> HttpResponse:
    """首次设置, which can be left and come back to."""
    require(can_edit_units(request.user), "首次设置由工委工作人员办理。")
    steps = steps_of(request.user)
    following = next((step for step in steps if not step.is_done), None)
    return render(request, "first_steps.html", {"steps": steps, "next": following})


@require_safe
def help_page(request: SignedIn) -> HttpResponse:
    """Of one's own post."""
    post = request.user.post
    require(post is not None, _NO_POST)
    return _help(request, Role(post.role if post else ""))


@require_safe
def help_of(request: SignedIn, role: str) -> HttpResponse:
    """Of the post in the address: the own one; the office prints and sends those of all."""
    if role not in list(Role):
        raise Http404
    require(
        request.user.has_role(Role(role), *STAFF), "这是其他岗位的操作说明，由工委打印发送；请看本岗位的。"
    )
    return _help(request, Role(role))


def _help(request: SignedIn, role: Role) -> HttpResponse:
    is_staff = request.user.has_role(*STAFF)
    context = {
        "role": role,
        "office": Office.objects.here(),
        "keeper": _KEEPERS.get(role, "请打本页上方的电话"),
        "largest": LARGEST,
        "sets": can_set_office(request.user),
        "others": [(one.label, reverse("help-of", args=[one])) for one in Role if one != role]
        if is_staff
        else [],
    }
    return render(request, f"help/{role}.html", context)
