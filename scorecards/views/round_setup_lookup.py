"""How the pages of a round in 筹备 find what they are about: strangers get 404, insiders without the right 403."""

from django.shortcuts import get_object_or_404

from scorecards.models import Group, Round
from scorecards.permissions import is_staff, may
from scorecards.phases import Act
from units.access import about
from units.permissions import require
from units.requests import SignedIn

_NOT_YOURS = "只有工委工作人员和负责人可以筹备期次。"
_PAST = "期次已经下发，设置和组别不能再改。"


def require_office(request: SignedIn) -> None:
    """Setting a round up is the office's."""
    require(is_staff(request.user), _NOT_YOURS)


def office_round(request: SignedIn, pk: int) -> Round:
    """A round for the office's acts; the transition then says when the stage is wrong."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require_office(request)
    if request.method == "POST":
        about(request, round_)
    return round_


def office_group(request: SignedIn, pk: int) -> Group:
    """A group for the office's acts."""
    groups = Group.objects.visible_to(request.user).select_related("round", "version__rubric")
    group = get_object_or_404(groups, pk=pk)
    require_office(request)
    if request.method == "POST":
        about(request, f"{group.round} {group}")
    return group


def require_open(request: SignedIn, round_: Round, act: Act = Act.EDIT_ROUND, sentence: str = _PAST) -> None:
    """A form is shown while it can be sent."""
    require(may(act, request.user, round_), sentence)


def revision_in(request: SignedIn) -> int:
    """The revision that the page was made from; nonsense is none."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
