"""What the product made of the county, held against the oracle, figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.bench.county import County
from scorecards.models import Card, Group, Round
from scorecards.ranking.order import Entry, rank
from scorecards.standings.places import standings_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one unit: what was found, stored and computed anew, and what the oracle says."""

    name: str
    unit: str
    found: tuple[object, ...]
    expected: object

    @property
    def agrees(self) -> bool:
        """Wherever the product says it, it says what the oracle says."""
        return all(one == self.expected for one in self.found)

    def __str__(self) -> str:
        told = "、".join(map(str, dict.fromkeys(self.found)))
        return f"{self.unit}：{self.name} {told}，应为 {self.expected}"


def figures(round_: Round, county: County) -> list[Figure]:
    """Totals, places inside the group and places in the county, of every unit."""
    keys = {line["name"]: line["unit"] for line in county.units}
    groups = Group.objects.filter(round=round_).select_related("round", "version").in_order()
    found = [figure for group in groups for figure in _of_group(group, county, keys)]
    return [*found, *_of_county(round_, county, keys)]


def _of_group(group: Group, county: County, keys: dict[str, str]) -> Iterator[Figure]:
    """As stored and ranked by the database, and as it would be sealed."""
    stored = {card.pk: card for card in Card.objects.filter(group=group).with_place()}
    for row in standings_of(group).rows:
        card, expected = stored[row.card.pk], county.expected[keys[row.card.unit_name]]
        place = card.place  # type: ignore[attr-defined]
        yield Figure("总分", card.unit_name, (card.total, row.total.rounded), expected.total)
        yield Figure("组内名次", card.unit_name, (place, row.placed.place), expected.group_place)


def _of_county(round_: Round, county: County, keys: dict[str, str]) -> Iterator[Figure]:
    cards = {card.unit_name: card for card in Card.objects.filter(group__round=round_).in_official_order()}
    for placed in rank(Entry(key=name, total=card.total) for name, card in cards.items()):
        yield Figure("全县名次", placed.key, (placed.place,), county.expected[keys[placed.key]].place)
