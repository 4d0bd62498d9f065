"""得分反馈单 of one card: what it came to and why, the gates by their documents, the group's mean, the requests."""

from dataclasses import dataclass
from decimal import Decimal

from scorecards.cards.results import Results, results_of
from scorecards.figures import shown
from scorecards.models import Card, GateHit, Recheck, Subject
from scorecards.phases import SCORING
from scorecards.ranking.mean import mean_for_units
from scorecards.scoring import Gate


@dataclass(frozen=True, slots=True)
class GroupMean:
    """本组平均分 over those that take part."""

    points: str
    members: int
    counter: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """All of one unit's own sheet; never a place, and of the others nothing but their mean."""

    results: Results
    mean: GroupMean | None
    gates: list[tuple[Gate, GateHit]]
    rechecks: list[tuple[Recheck, "Outcome | None"]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a correction did to the own card: each item's points and the total, before and after."""

    items: list[tuple[str, str, str]]
    total_before: str
    total_after: str


def feedback_of(card: Card) -> Feedback:
    """The card comes `with_group_totals`; a fixed number of queries."""
    results = results_of(card, shows_checked=True)
    hits = {hit.node.key: hit for hit in results.hits}
    gates = [(gate, hits[gate.key]) for gate in (results.checked.gates if results.checked else ())]
    names = {line.mark.slot: line.name for line in results.lines}
    asked = list(Recheck.objects.filter(card=card).select_related("mark__node", "filed_by").open_first())
    for one in asked:
        one.card = card  # known already, and asked for once a request
    return Feedback(results, _mean(card), gates, [(one, outcome_of(one, names)) for one in asked])


def outcome_of(recheck: Recheck, names: dict[str, str]) -> Outcome | None:
    """Read back from what the request keeps; nothing where the score stayed."""
    if not (recheck.is_upheld and recheck.before and recheck.after):
        return None
    before, after = recheck.before, recheck.after
    items = [
        (
            names.get(slot, slot),
            shown(Decimal(kept["points"])),
            shown(Decimal(after["marks"][slot]["points"])),
        )
        for slot, kept in before["marks"].items()
    ]
    return Outcome(items, shown(Decimal(before["total"])), shown(Decimal(after["total"])))


def _mean(card: Card) -> GroupMean | None:
    totals: list[Decimal] = card.group_totals  # type: ignore[attr-defined]
    mean = mean_for_units(totals)
    if mean is None:
        return None
    counter = "单位" if card.group.subject == Subject.UNIT else "党支部"
    return GroupMean(shown(mean), len(totals), counter, card.group.round.stage in SCORING)
