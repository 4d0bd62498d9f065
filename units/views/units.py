"""Units and people, read-only."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from units.models import Branch, Post, Unit, UnitAlias
from units.pages import page_of
from units.permissions import can_browse_units, can_edit_units, can_look_into, can_see_people, require
from units.requests import SignedIn


@require_safe
def unit_list(request: SignedIn) -> HttpResponse:
    """All units in the official order, found by name, pinyin or initials."""
    require(can_browse_units(request.user), "只有工委工作人员和管理员可以查看全部单位。")
    words = request.GET.get("q", "")[:40]
    units = Unit.objects.visible_to(request.user).matching(words).in_order()
    return render(
        request,
        "units/unit_list.html",
        {"page": page_of(request, units), "words": words, "can_edit": can_edit_units(request.user)},
    )


@require_safe
def unit_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One unit with its branches and the people in post."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    user = request.user
    context = {
        "unit": unit,
        "branches": Branch.objects.visible_to(user).filter(unit=unit).order_by("valid_until", "pk"),
        "posts": Post.objects.current().of_unit(unit),
        "aliases": UnitAlias.objects.visible_to(user).filter(unit=unit).order_by("text"),
        "looks_into": can_look_into(user, unit.pk),
        "can_edit": can_edit_units(user),
        "sees_people": can_see_people(user),
    }
    return render(request, "units/unit_detail.html", context)
