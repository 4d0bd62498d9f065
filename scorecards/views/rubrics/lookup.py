"""How the rubric pages find what they are about: strangers get 404, insiders without the right 403."""

from django.shortcuts import get_object_or_404

from scorecards.models import Node, RubricVersion
from scorecards.permissions import can_edit_rubrics
from units.access import about
from units.permissions import require
from units.requests import SignedIn

_NOT_YOURS = "只有工委工作人员和负责人可以编写评分细则。"


def require_office(request: SignedIn) -> None:
    """Writing is the office's."""
    require(can_edit_rubrics(request.user), _NOT_YOURS)


def readable_version(request: SignedIn, pk: int) -> RubricVersion:
    """A version that this person may read."""
    versions = RubricVersion.objects.visible_to(request.user).select_related("rubric")
    return get_object_or_404(versions, pk=pk)


def office_version(request: SignedIn, pk: int) -> RubricVersion:
    """A version for the office's acts."""
    version = readable_version(request, pk)
    require_office(request)
    if request.method == "POST":
        about(request, version)
    return version


def office_node(request: SignedIn, pk: int) -> Node:
    """A node for the office's acts."""
    visible = RubricVersion.objects.visible_to(request.user)
    nodes = Node.objects.filter(version__in=visible).select_related("version__rubric", "parent")
    node = get_object_or_404(nodes, pk=pk)
    require_office(request)
    if request.method == "POST":
        about(request, f"{node.version} {node.key}")
    return node


def revision_in(request: SignedIn) -> int:
    """The revision that the page was made from."""
    return number_in(request, "revision")


def number_in(request: SignedIn, name: str) -> int:
    """A number that the page carries; nonsense is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
