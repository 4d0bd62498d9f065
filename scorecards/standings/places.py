"""A group's standings: what each card came to, gathered once for the page and for the seal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Card, Group, Mark, Standing
from scorecards.ranking.grading import Candidate, Graded, grade_cards
from scorecards.ranking.order import Entry, Placed, rank
from scorecards.ranking.rules import RankingRules
from scorecards.scoring import Part, Total


@dataclass(frozen=True, slots=True)
class Row:
    """One card with its total, place and computed grade; cards without a place have none."""

    card: Card
    total: Total
    placed: Placed[int]
    graded: Graded[int]
    marks: Mapping[str, Mark]

    def part_points(self) -> dict[str, Decimal]:
        """The printed points of each part that the card has, by key."""
        return {part.key: part.rounded for part in self.total.parts}

    @property
    def grade(self) -> str:
        """The grade that counts: what the meeting decided, else what was computed."""
        return self.card.decided_grade or self.graded.grade


@dataclass(frozen=True, slots=True)
class Standings:
    """All cards of a group that take part, ordered by place, those without one last; in official order where the round
    gives grades only (定等次), and then nobody has a place."""

    group: Group
    tree: Part
    rows: tuple[Row, ...]

    def disagreeing(self) -> list[str]:
        """Cards whose stored total is not what their inputs come to; there should never be one."""
        return [row.card.name for row in self.rows if row.card.total != row.total.rounded]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The topmost parts, which are the columns."""
        return tuple(node for node in self.tree.children if isinstance(node, Part))


def standings_of(group: Group, sheet: Sheet | None = None) -> Standings:
    """Compute the group anew from the inputs, or from this sheet of it; a fixed number of queries at any size."""
    sheet = sheet or sheet_of(group)
    totals = sheet.totals
    entries = (entry_of(card, totals[pk], sheet.rules) for pk, card in sheet.cards.items())
    placed, by_key = _decided(entries, totals, sheet.rules)
    rows = tuple(
        _row(sheet, one, totals[one.key], by_key.get(one.key, Graded(one.key, "")))
        for one in _told(group, placed, sheet)
    )
    return Standings(group, sheet.trees.tree, rows)


def live_standing(
    group: Group, sheet: Sheet, rules: RankingRules
) -> dict[int, tuple[Placed[int], Graded[int]]]:
    """Place and computed grade of each card by these rules as they would be now, provisional totals included."""
    totals = sheet.totals
    entries = (
        replace(entry_of(card, totals[pk], rules), total=totals[pk].rounded if totals[pk].scored else None)
        for pk, card in sheet.cards.items()
    )
    ranked = sum(card.taking_part == Standing.RANKED for card in sheet.cards.values())
    placed, by_key = _decided(entries, totals, rules, ranked=ranked)
    return {one.key: (one, by_key.get(one.key, Graded(one.key, ""))) for one in _told(group, placed, sheet)}


def _decided(
    entries: Iterable[Entry[int]],
    totals: Mapping[int, Total],
    rules: RankingRules,
    *,
    ranked: int | None = None,
) -> tuple[tuple[Placed[int], ...], dict[int, Graded[int]]]:
    placed = rank(entries)
    candidates = (Candidate(one, Fraction(totals[one.key].rounded), totals[one.key].gates) for one in placed)
    return placed, {one.key: one for one in grade_cards(candidates, rules.grades, ranked=ranked)}


def _told(group: Group, placed: Iterable[Placed[int]], sheet: Sheet) -> Iterable[Placed[int]]:
    """What leaves the computation: where grades alone are given the places that they rest on stay inside."""
    if group.round.gives_places:
        return placed
    return (Placed(pk, None) for pk in sheet.cards)


def _row(sheet: Sheet, placed: Placed[int], result: Total, graded: Graded[int]) -> Row:
    card = sheet.cards[placed.key]
    marks = {slot: sheet.marks[card.pk, slot] for slot in sheet.items[card.pk]}
    return Row(card, result, placed, graded, marks)


def entry_of(card: Card, result: Total, rules: RankingRules) -> Entry[int]:
    """The card as `rank` takes it; a provisional total has no place."""
    return Entry(
        key=card.pk,
        total=None if result.provisional else result.rounded,
        ranked=card.taking_part == Standing.RANKED,
        breakers=tuple(result.printed(key) for key in rules.breakers),
    )
