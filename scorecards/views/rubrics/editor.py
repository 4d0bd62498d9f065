"""Writing a draft: the tree with its buttons, and one node at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from scorecards.forms.rubrics.choices import choices_under
from scorecards.forms.rubrics.node import HEADS, RULES, NodeSheet
from scorecards.models import Node, RubricVersion
from scorecards.permissions import can_edit_draft
from scorecards.rubrics.draft_trees import Move, next_key, subtree
from scorecards.rubrics.outline import outline_of
from scorecards.rubrics.outline_words import kind_in_words
from scorecards.scoring import NodeKind
from scorecards.transitions import Refused, drafting
from scorecards.views.outcomes import carry_out
from scorecards.views.rubrics.lookup import number_in, office_node, office_version, revision_in
from units.access import recorded
from units.requests import SignedIn


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which node is to be written: its kind, how it is scored, and under which part."""

    kind: str
    scoring_kind: str
    under: str


@never_cache
@require_safe
def rubric_edit(request: SignedIn, pk: int) -> HttpResponse:
    """The tree of a draft with everything that can be done to each node."""
    version = office_version(request, pk)
    if not can_edit_draft(request.user, version):
        return redirect("scorecards:rubric-detail", pk=pk)
    context = {"version": version, "outline": outline_of(version, warns=True), "rules": RULES}
    return render(request, "scorecards/rubric_edit.html", context)


@never_cache
@require_safe
def node_new(request: SignedIn, pk: int) -> HttpResponse:
    """The empty sheet of one more node; its place and kind stand in the address."""
    version = office_version(request, pk)
    if not can_edit_draft(request.user, version):
        return redirect("scorecards:rubric-detail", pk=pk)
    nodes = drafting.nodes_of(version)
    if "kind" not in request.GET:
        return _choosing(request, version, nodes.get(request.GET.get("under", "")))
    asked = _asked(request.GET)
    stored = {"key": next_key([node.as_plain() for node in nodes.values()], asked.under or None)}
    sheet = NodeSheet(
        asked.kind, scoring_kind=asked.scoring_kind, stored=stored, within=_within(nodes, asked.under)
    )
    return _sheet_page(request, version, sheet, asked)


@recorded("编写评分细则")
@require_POST
def node_add(request: SignedIn, pk: int) -> HttpResponse:
    """Add it, as the last one under its part."""
    version = office_version(request, pk)
    asked, nodes = _asked(request.POST), drafting.nodes_of(version)
    sheet = NodeSheet(
        asked.kind, scoring_kind=asked.scoring_kind, data=request.POST, within=_within(nodes, asked.under)
    )
    if more := request.POST.get("more"):
        return _sheet_page(request, version, sheet.with_more_rows(more), asked)
    under, revision = asked.under or None, revision_in(request)
    add = partial(drafting.add_node, version.pk, under=under, revision=revision, by=request.user)
    node, status, refusal = _attempt(sheet, add)
    if node is None:
        return _sheet_page(request, version, sheet, asked, status=status, refusal=refusal)
    if request.POST.get("then") == "again":
        messages.success(request, f"已增加“{node.title}”，可以接着增加下一项。")
        return redirect(f"{reverse('scorecards:node-new', args=[pk])}?{_address(asked)}")
    return redirect(_place_of(node))


@never_cache
@require_safe
def node_edit(request: SignedIn, pk: int) -> HttpResponse:
    """The sheet of a node; another scoring kind may be asked for in the address."""
    node = office_node(request, pk)
    version, stored = node.version, node.as_plain()
    if not can_edit_draft(request.user, version):
        return redirect("scorecards:rubric-detail", pk=version.pk)
    scoring_kind = request.GET.get("scoring", node.scoring_kind)
    if scoring_kind != node.scoring_kind:
        stored["params"] = {}
    asked = _asked({"kind": node.kind, "scoring": scoring_kind, "under": str(stored["parent"] or "")})
    within = _within(drafting.nodes_of(version), asked.under)
    sheet = NodeSheet(asked.kind, scoring_kind=asked.scoring_kind, stored=stored, within=within)
    return _sheet_page(request, version, sheet, asked, node=node)


@recorded("编写评分细则")
@require_POST
def node_save(request: SignedIn, pk: int) -> HttpResponse:
    """Store the node as typed."""
    if "version" in request.POST and not Node.objects.filter(pk=pk).exists():
        return _deleted_meanwhile(request)
    node = office_node(request, pk)
    under = node.parent.key if node.parent else ""
    asked = _asked({"kind": node.kind, "scoring": request.POST.get("scoring", ""), "under": under})
    within = _within(drafting.nodes_of(node.version), under)
    sheet = NodeSheet(asked.kind, scoring_kind=asked.scoring_kind, data=request.POST, within=within)
    if more := request.POST.get("more"):
        return _sheet_page(request, node.version, sheet.with_more_rows(more), asked, node=node)

    def edit(plain: dict[str, Any]) -> Node:
        drafting.edit_node(node, plain, revision=revision_in(request), by=request.user)
        return node

    done, status, refusal = _attempt(sheet, edit)
    if done is None:
        return _sheet_page(request, node.version, sheet, asked, node=node, status=status, refusal=refusal)
    return redirect(_place_of(node))


@recorded("编写评分细则")
@require_POST
def node_move(request: SignedIn, pk: int) -> HttpResponse:
    """Up, down, in or out; one lands on the moved node."""
    node = office_node(request, pk)
    to = request.POST.get("to", "")
    if to not in set(Move):
        raise Http404
    act = partial(drafting.move_node, node, Move(to), revision=revision_in(request), by=request.user)
    return carry_out(request, act, done=f"已移动“{node.title}”。", back=_place_of(node))


@never_cache
@require_safe
def node_remove(request: SignedIn, pk: int) -> HttpResponse:
    """Asks before a node goes with all that is under it."""
    node = office_node(request, pk)
    if not can_edit_draft(request.user, node.version):
        return redirect("scorecards:rubric-detail", pk=node.version_id)
    rows = [one.as_plain() for one in drafting.nodes_of(node.version).values()]
    under = subtree(rows, node.key)[1:]
    context = {"node": node, "version": node.version, "kind": kind_in_words(node.kind), "under": under}
    return render(request, "scorecards/rubric_remove.html", context)


@recorded("编写评分细则")
@require_POST
def node_delete(request: SignedIn, pk: int) -> HttpResponse:
    """Delete it with all that is under it."""
    node = office_node(request, pk)
    act = partial(drafting.delete_node, node, revision=revision_in(request), by=request.user)
    back = reverse("scorecards:rubric-edit", args=[node.version_id])
    return carry_out(request, act, done=f"已删去“{node.title}”。", back=back)


def _deleted_meanwhile(request: SignedIn) -> HttpResponse:
    """What was typed of a node that somebody else deleted stays on the page, to be added anew."""
    version = office_version(request, number_in(request, "version"))
    asked = _asked(request.POST)
    within = _within(drafting.nodes_of(version), asked.under)
    sheet = NodeSheet(asked.kind, scoring_kind=asked.scoring_kind, data=request.POST, within=within)
    refusal = "这一项刚被删去，没有保存。需要保留的，核对后再次保存，作为新的一项增加。"
    return _sheet_page(request, version, sheet, asked, status=409, refusal=refusal)


def _choosing(request: HttpRequest, version: RubricVersion, host: Node | None) -> HttpResponse:
    context = {"version": version, "host": host, "choices": choices_under(host)}
    return render(request, "scorecards/rubric_choose.html", context)


def _attempt(sheet: NodeSheet, act: Callable[[dict[str, Any]], Node]) -> tuple[Node | None, int, str]:
    """The node, or the status and sentence of the refusal; what the core refuses goes to its box."""
    if not sheet.is_valid():
        return None, 422, ""
    try:
        return act(sheet.plain()), 302, ""
    except drafting.Unreadable as fault:
        sheet.blame(fault.path, str(fault))
        return None, 422, ""
    except Refused as refusal:
        return None, 409, str(refusal)


def _sheet_page(
    request: HttpRequest,
    version: RubricVersion,
    sheet: NodeSheet,
    asked: _Asked,
    *,
    node: Node | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """After a refusal the page carries the revision of now, so that a second try knows what it overwrites."""
    if status == 409:
        now = RubricVersion.objects.filter(pk=version.pk).values_list("revision", flat=True)
        version.revision = now.first() or version.revision
    host = next((one for one in drafting.nodes_of(version).values() if one.key == asked.under), None)
    context = {
        "version": version, "sheet": sheet, "asked": asked, "node": node, "refusal": refusal, "rules": RULES,
        "eyebrow": _where(node.parent if node else host), "kind": kind_in_words(asked.kind), "summary": sheet.summary,
    }  # fmt: skip
    return render(request, "scorecards/rubric_node.html", context, status=status)


def _where(host: Node | None) -> str:
    return f"在“{host.title}”下面" if host else "在最外一级"


def _asked(given: Mapping[str, str]) -> _Asked:
    """Only kinds that exist; anything else is nobody's address."""
    kind, scoring = given.get("kind", ""), given.get("scoring", "")
    if kind not in HEADS or (kind == NodeKind.ITEM and scoring not in RULES):
        raise Http404
    return _Asked(kind, scoring if kind == NodeKind.ITEM else "", given.get("under", ""))


def _within(nodes: Mapping[str, Node], key: str) -> str:
    """The kind of pool that the place belongs to: what stands in a penalty part is written without a sign."""
    host = nodes.get(key)
    while host is not None:
        if host.kind in {NodeKind.BONUS, NodeKind.PENALTY}:
            return host.kind
        host = nodes.get(host.parent.key) if host.parent else None
    return NodeKind.GROUP


def _address(asked: _Asked) -> str:
    return urlencode({"kind": asked.kind, "scoring": asked.scoring_kind, "under": asked.under})


def _place_of(node: Node) -> str:
    """The tree, at this node."""
    return f"{reverse('scorecards:rubric-edit', args=[node.version_id])}#node-{node.pk}"
