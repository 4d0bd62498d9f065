"""What an upheld 复核 comes to: the card's marks and total, and every other total of the group that moves with it."""

import copy
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from scorecards.figures import shown
from scorecards.group_sheets import Sheet
from scorecards.models import Card
from scorecards.scoring import Input, Item, Total, given_in_words


@dataclass(frozen=True, slots=True)
class Correction:
    """What stands in one slot from now on, and by what basis."""

    slot: str
    given: Input | None
    basis: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A total of another card before and after."""

    card: Card
    before: Decimal
    after: Decimal

    @property
    def shown_before(self) -> str:
        """As printed."""
        return shown(self.before)

    @property
    def shown_after(self) -> str:
        """As printed."""
        return shown(self.after)


@dataclass(frozen=True, slots=True)
class Step:
    """One item before and after, in words and in printed points."""

    item: Item
    given_before: str
    given_after: str
    points_before: str
    points_after: str


@dataclass(frozen=True)
class Effect:
    """The card and its group before and after, nothing of it stored."""

    card: Card
    before: Sheet
    after: Sheet
    slots: tuple[str, ...]

    @cached_property
    def steps(self) -> list[Step]:
        """The corrected items, in the order in which they were given."""
        return [self._step(slot) for slot in self.slots]

    @property
    def shown_before(self) -> str:
        """The card's total as it was, as printed."""
        return shown(self.before.totals[self.card.pk].rounded)

    @property
    def shown_after(self) -> str:
        """The card's total as it will be, as printed."""
        return shown(self.after.totals[self.card.pk].rounded)

    @cached_property
    def moved(self) -> list[Moved]:
        """Other cards whose total follows, in official order: only where the rubric looks at the group."""
        pairs = [
            Moved(card, self.before.totals[pk].rounded, self.after.totals[pk].rounded)
            for pk, card in self.before.cards.items()
            if pk != self.card.pk
        ]
        return [pair for pair in pairs if pair.before != pair.after]

    @property
    def record_before(self) -> dict[str, object]:
        """What the request keeps of how it was."""
        return record_of(self.before, self.card, self.slots)

    @property
    def record_after(self) -> dict[str, object]:
        """What the request keeps of how it is."""
        return record_of(self.after, self.card, self.slots)

    @property
    def digest(self) -> str:
        """Stands for all that was shown before confirming."""
        others = [[pair.card.pk, str(pair.before), str(pair.after)] for pair in self.moved]
        shown = [self.card.pk, self.record_before, self.record_after, others]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()

    def _step(self, slot: str) -> Step:
        item = self.before.item(self.card, slot)
        before, after = self.before.totals[self.card.pk], self.after.totals[self.card.pk]
        return Step(
            item,
            _words(item, self.before.inputs(self.card)[slot]),
            _words(item, self.after.inputs(self.card)[slot]),
            shown(before.printed(slot)),
            shown(after.printed(slot)),
        )


def effect_of(sheet: Sheet, card: Card, corrections: Sequence[Correction]) -> Effect:
    """Compute the group anew with these corrections of one card; the sheet's own marks stay as they are."""
    marks = dict(sheet.marks)
    for correction in corrections:
        place = card.pk, correction.slot
        marks[place] = copy.copy(marks[place])
        marks[place].checked_input, marks[place].basis = correction.given, correction.basis
    slots = tuple(correction.slot for correction in corrections)
    return Effect(card, sheet, replace(sheet, marks=marks), slots)


def record_of(sheet: Sheet, card: Card, slots: Collection[str]) -> dict[str, object]:
    """Input and points of these items and the card's total, as the request keeps them."""
    result = sheet.total(card)
    marks = {slot: _mark(sheet.inputs(card), result, slot) for slot in slots}
    return {"total": str(result.rounded), "marks": marks}


def _mark(inputs: Mapping[str, Input | None], result: Total, slot: str) -> dict[str, object]:
    return {"input": inputs[slot], "points": str(result.printed(slot))}


def _words(item: Item, given: Input | None) -> str:
    if given is None:
        return "无" if item.optional else "未评"
    return given_in_words(item, given)
