"""更正 of a release: what is to be different in one card, and what the group comes to by it; nothing is stored."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scorecards.corrections import Correction, effect_of
from scorecards.figures import shown
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Card, CorrectionKind, Group, ReleasedRow
from scorecards.results.sealed_items import items_of
from scorecards.standings.places import Row, Standings, standings_of


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change, as JSON keeps it."""

    kind: CorrectionKind
    values: Mapping[str, Any]
    why: str = ""

    @property
    def corrections(self) -> list[Correction]:
        """Of marks."""
        return [Correction(one["slot"], one["given"], one["basis"]) for one in self.values.get("marks", ())]


@dataclass(frozen=True, slots=True)
class Compared:
    """One card before and after; what stays is the same on both sides."""

    name: str
    totals: tuple[str, str]
    places: tuple[str, str]
    grades: tuple[str, str]


def change_of_marks(corrections: list[Correction], why: str) -> Change:
    """更正得分."""
    marks = [{"slot": one.slot, "given": one.given, "basis": one.basis} for one in corrections]
    return Change(CorrectionKind.MARK, {"marks": marks}, why)


def changed_standings(group: Group, card: Card, change: Change) -> tuple[Standings, Standings]:
    """The group as it is, and as it comes to be."""
    sheet = sheet_of(group)
    return standings_of(group, sheet), standings_of(group, _changed(sheet, sheet.cards[card.pk], change))


def compared(before: Standings, after: Standings) -> list[Compared]:
    """The cards that are not the same afterwards, in the order of the new places."""
    old = {row.card.pk: _figures(row) for row in before.rows}
    pairs = [(row.card.name, old[row.card.pk], _figures(row)) for row in after.rows]
    return [_compared(name, one, other) for name, one, other in pairs if one != other]


def compared_rows(before: list[ReleasedRow], after: list[ReleasedRow]) -> list[Compared]:
    """The same of two released versions."""
    old = {row.card_id: _released(row) for row in before}
    pairs = [(row.card.name, old[row.card_id], _released(row)) for row in after if row.card_id in old]
    return [_compared(name, one, other) for name, one, other in pairs if one != other]


def in_words(card: Card, change: Change) -> list[str]:
    """What is to be different, as sentences."""
    if change.kind == CorrectionKind.GRADE:
        return [f"等次定为“{change.values['grade']}”"]
    if change.kind == CorrectionKind.GATE:
        verb = "登记" if change.values["sets"] else "撤销"
        return [f"{verb}否决情形“{change.values['title']}”"]
    effect = effect_of(sheet_of(card.group), card, change.corrections)
    return [
        f"{step.item.title}：{step.given_before}（{step.points_before} 分）改为"
        f"{step.given_after}（{step.points_after} 分）"
        for step in effect.steps
    ]


def released_in_words(card: Card, change: Change, before: ReleasedRow, after: ReleasedRow) -> list[str]:
    """The same once it is released: of marks, what the two versions say."""
    if change.kind != CorrectionKind.MARK:
        return in_words(card, change)
    items = items_of([before, after])
    new = {item.key: item for item in items[after.pk]}
    slots = {one.slot for one in change.corrections}
    return [
        f"{item.title}：由{item.in_words}改为{new[item.key].in_words}"
        for item in items[before.pk]
        if item.key in slots
    ]


def _changed(sheet: Sheet, card: Card, change: Change) -> Sheet:
    if change.kind == CorrectionKind.MARK:
        return effect_of(sheet, card, change.corrections).after
    if change.kind == CorrectionKind.GATE:
        key = change.values["key"]
        keys = sheet.gates.get(card.pk, frozenset())
        keys = keys | {key} if change.values["sets"] else keys - {key}
        return replace(sheet, gates={**sheet.gates, card.pk: keys})
    other = copy.copy(card)
    other.decided_grade, other.decided_why = change.values["grade"], change.why
    return replace(sheet, cards={**sheet.cards, card.pk: other})


def _figures(row: Row) -> tuple[str, str, str]:
    place = row.placed.place
    return shown(row.total.rounded), _place(place, tied=row.placed.tied), row.grade


def _released(row: ReleasedRow) -> tuple[str, str, str]:
    return "" if row.total is None else shown(row.total), _place(row.place, tied=row.is_tied), row.grade


def _place(place: int | None, *, tied: bool) -> str:
    if place is None:
        return "不排名"
    return f"并列 {place}" if tied else str(place)


def _compared(name: str, before: tuple[str, str, str], after: tuple[str, str, str]) -> Compared:
    totals, places, grades = zip(before, after, strict=True)
    return Compared(name, totals, places, grades)
