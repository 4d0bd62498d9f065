"""Daily records as a round may count them: those of its period, for its members and the items of their rubric."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from scorecards.group_sheets import Sheet
from scorecards.models import Card, DailyRecord, Group, RecordUse, Round
from scorecards.scoring import Item, unslot
from scorecards.scoring.adding import causes_of
from scorecards.scoring.causes import Cause


@dataclass(slots=True)
class Proposal:
    """One record, the card it is about, and the items it may count in: one, or one a period."""

    record: DailyRecord
    card: Card
    items: list[Item]
    use: RecordUse | None = None
    cause: Cause | None = field(init=False)

    def __post_init__(self) -> None:
        causes = causes_of(self.items[0])
        self.cause = next((one for one in causes if one.key == self.record.cause), None)

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.use is None

    @property
    def can_be_taken(self) -> bool:
        """Whether the rubric of this round knows its cause."""
        return self.is_open and self.cause is not None

    @property
    def what(self) -> str:
        """Item and cause."""
        item = self.items[0]
        key = unslot(item.key)[0]
        return f"{key} {item.title}：{self.cause.text if self.cause else '细则里没有这一情形'}"

    @property
    def first_slot(self) -> str:
        """Where it counts unless another period is chosen."""
        return self.items[0].key


def period_of(round_: Round) -> tuple[datetime.date, datetime.date]:
    """The days that the round looks at; where none are set, its year."""
    start = round_.covers_from or datetime.date(round_.year, 1, 1)
    return start, round_.covers_until or datetime.date(round_.year, 12, 31)


def proposals_of(group: Group, sheet: Sheet) -> list[Proposal]:
    """All of them, decided ones too, in the order of the cards and of the days; two queries."""
    cards = {(card.unit_id, card.branch_id): card for card in sheet.cards.values()}
    records = DailyRecord.objects.standing().in_period(*period_of(group.round)).with_words()
    found = records.filter(rubric=group.scored_against.rubric_id, unit__in={unit for unit, _ in cards})
    uses = _uses(group.round)
    by_key = {pk: _by_key(sheet.items[pk]) for pk in sheet.cards}
    proposals = [
        Proposal(record, card, by_key[card.pk][record.node_key], uses.get(record.pk))
        for record in found.order_by("date", "pk")
        if (card := cards.get((record.unit_id, record.branch_id)))
        and causes_of(by_key[card.pk].get(record.node_key, [None])[0])  # type: ignore[arg-type]
    ]
    return sorted(proposals, key=lambda one: (one.card.official_order, one.card.pk))


def _by_key(items: Mapping[str, Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for slot, item in items.items():
        found.setdefault(unslot(slot)[0], []).append(item)
    return found


def _uses(round_: Round) -> dict[int, RecordUse]:
    uses = RecordUse.objects.filter(mark__card__group__round=round_).select_related("decided_by")
    return {use.record_id: use for use in uses.order_by("pk")}
