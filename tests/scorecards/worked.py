"""What the examples of a file come to, by the pure core alone."""

from fractions import Fraction

from scorecards.ranking.grading import Candidate, Graded, grade_cards
from scorecards.ranking.order import Entry, Placed, rank
from scorecards.ranking.rules import RankingRules, read_ranking
from scorecards.rubrics.examples import Example, ExampleCard, Expected
from scorecards.rubrics.exchange import RubricDocument
from scorecards.scoring import CanonicalInput, Member, Part, Total, figures_of, fit, laid_out, total


def work_out(document: RubricDocument, example: Example) -> dict[str, Expected]:
    """By card name: every item's points, the total, place, grade and its cost."""
    rules = read_ranking(document.ranking, tree=document.tree, place="ranking")
    totals = _totals(document.tree, example)
    placed = rank(_entry(card, totals[card.name], rules) for card in example.cards)
    grades = {
        one.key: one
        for one in grade_cards(
            (Candidate(one, Fraction(totals[one.key].rounded), totals[one.key].gates) for one in placed),
            rules.grades,
        )
    }
    return {
        one.key: _expected(totals[one.key], one, grades.get(one.key, Graded(one.key, ""))) for one in placed
    }


def _totals(tree: Part, example: Example) -> dict[str, Total]:
    cards = {card.name: fit(tree, class_name=card.class_name, unit_name=card.name) for card in example.cards}
    inputs = {card.name: {**card.inputs, **_ballots(tree, example, card.name)} for card in example.cards}
    figures = figures_of(Member(own, inputs[name]) for name, own in cards.items())
    return {
        card.name: total(cards[card.name], inputs[card.name], group=figures, gates=card.gates)
        for card in example.cards
    }


def _ballots(tree: Part, example: Example, name: str) -> dict[str, CanonicalInput]:
    """What the panels say of this card."""
    rules = {item.key: item.rule for item in laid_out(tree).items()}
    heard = {slot: rules[slot].heard(list(map(_exact, ballots))) for slot, ballots in example.ballots.items()}
    return {slot: found[name] for slot, found in heard.items() if name in found}


def _exact(ballot: dict[str, str]) -> dict[str, Fraction]:
    return {name: Fraction(number) for name, number in ballot.items()}


def _entry(card: ExampleCard, found: Total, rules: RankingRules) -> Entry[str]:
    return Entry(
        key=card.name,
        total=None if found.provisional else found.rounded,
        ranked=not card.unranked,
        breakers=tuple(found.printed(key) for key in rules.breakers),
    )


def _expected(found: Total, placed: Placed[str], graded: Graded[str]) -> Expected:
    return Expected(
        items={key: str(result.rounded) for key, result in found.results.items()},
        total=str(found.rounded),
        provisional=found.provisional,
        place=str(placed.place or ""),
        grade=graded.grade,
        cost=graded.cost,
    )
