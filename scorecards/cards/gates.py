"""The gates of one card as the office sees them: what each does, and by what it was set."""

from dataclasses import dataclass

from scorecards.models import Card, GateHit, Node
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import Gate


@dataclass(frozen=True, slots=True)
class CardGate:
    """One gate on this card; `hit` is None while it is not set."""

    gate: Gate
    node_id: int
    hit: GateHit | None


def gates_of(card: Card) -> list[CardGate]:
    """In the order of the rubric; three queries, none of the marks."""
    gates = list(card_tree(card).gates())
    if not gates:
        return []
    nodes = dict(Node.objects.filter(version=card.group.version_id, kind="gate").values_list("key", "pk"))
    hits = {hit.node_id: hit for hit in GateHit.objects.filter(card=card).select_related("entered_by")}
    return [CardGate(gate, nodes[gate.key], hits.get(nodes[gate.key])) for gate in gates]
