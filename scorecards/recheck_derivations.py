"""Requests for 复核 as the office reads them: how the points came about, and what a correction did."""

from collections.abc import Iterable
from dataclasses import dataclass

from scorecards.cards.feedback import Outcome, outcome_of
from scorecards.group_sheets import Sheet, sheets_of
from scorecards.models import Recheck
from scorecards.scoring import Line


@dataclass(frozen=True, slots=True)
class Derived:
    """One request with the derivation of its item, or of the whole card's total, as they are now."""

    recheck: Recheck
    lines: tuple[Line, ...]
    outcome: Outcome | None


def derived(rechecks: Iterable[Recheck]) -> list[Derived]:
    """In the order given; as many queries for any number of requests and groups."""
    asked = list(rechecks)
    sheets = sheets_of(recheck.card for recheck in asked)
    return [derived_from(recheck, sheets[recheck.card.group_id]) for recheck in asked]


def derived_from(recheck: Recheck, sheet: Sheet) -> Derived:
    """Of one request; the sheet holds its card."""
    card = sheet.cards[recheck.card_id]
    result = sheet.total(card)
    names = {slot: f"{item.number} {item.title}" for slot, item in sheet.items[card.pk].items()}
    outcome = outcome_of(recheck, names)
    if recheck.mark is None:
        return Derived(recheck, result.lines, outcome)
    scored = result.results.get(recheck.mark.slot)
    return Derived(recheck, scored.lines if scored else (), outcome)
