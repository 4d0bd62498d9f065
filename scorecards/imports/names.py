"""Names as other offices write them, matched with the members of a round; near ones are offered, never taken."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scorecards.models import Card

_MOST_OFFERED = 5
_ALIKE = 0.34
_NOISE = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who can be meant: how the page sends the choice, the name to show, every name to be known by."""

    key: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant, or who might be, the most alike first."""

    found: Named | None = None
    near: tuple[Named, ...] = ()


def named_cards(cards: Iterable[Card]) -> list[Named]:
    """The members with their full, short, Party and branch names; unit and branch have to be loaded."""
    return [Named(str(card.pk), f"{card.unit_name}{card.branch_name}", _names(card)) for card in cards]


def _names(card: Card) -> tuple[str, ...]:
    unit = (card.unit_name, card.unit.name, card.unit.short_name, card.unit.party_name)
    if card.branch is None:
        return unit
    branch = (card.branch_name, card.branch.name)
    return (*branch, *(f"{one}{two}" for one in unit if one for two in branch if two))


def match_names(raws: Iterable[str], cards: Sequence[Named]) -> dict[str, Match]:
    """Of each raw name who is meant. A name that two members bear is only offered, like one that is merely near."""
    known: dict[str, dict[str, Named]] = {}
    for one in cards:
        for name in one.names:
            known.setdefault(_plain(name), {})[one.key] = one
    known.pop("", None)
    pairs = [(one, [_pairs(_plain(name)) for name in one.names if name]) for one in cards]
    return {raw: _match(_plain(raw), known, pairs) for raw in dict.fromkeys(raws)}


def _match(
    plain: str, known: dict[str, dict[str, Named]], pairs: Sequence[tuple[Named, list[frozenset[str]]]]
) -> Match:
    same = list(known.get(plain, {}).values())
    if len(same) == 1:
        return Match(found=same[0])
    if same:
        return Match(near=tuple(same[:_MOST_OFFERED]))
    own = _pairs(plain)
    likeness = [(max((_alike(own, one) for one in names), default=0.0), named) for named, names in pairs]
    near = sorted((pair for pair in likeness if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return Match(near=tuple(named for _, named in near[:_MOST_OFFERED]))


def _plain(name: str) -> str:
    """As names are compared: half-width, without blanks and punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


def _pairs(plain: str) -> frozenset[str]:
    """Every sign and every two neighbouring signs."""
    return frozenset([*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))])


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    """How much of the shorter name is in the longer one, held down where little of the longer is."""
    if not one or not two:
        return 0.0
    common = len(one & two)
    return (common / min(len(one), len(two)) + 2 * common / (len(one) + len(two))) / 2
