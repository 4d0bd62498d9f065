"""汇总录入 as a form: one line a card, 发出, 收回, 有效, and votes by level or the judges' numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from scorecards.forms.matrix_cells import name_of
from scorecards.group_sheets import Sheet
from scorecards.models import Card, CardState, TallySheet
from scorecards.scoring import BadInput, Item
from scorecards.scoring.panel import Votes
from scorecards.scoring.signed_sheets import (
    hears_whole_ballots,
    read_ballots,
    read_scores,
    read_votes,
    show_scores,
    votes_of,
)
from scorecards.transitions import Saved
from scorecards.transitions.tally_sheets import SheetEntry

_COUNTS = {"issued": "发出", "returned": "收回", "valid": "有效"}


@dataclass(slots=True)
class TallyBox:
    """One field of a line."""

    name: str
    label: str
    value: str = ""
    stored: str = ""
    is_wide: bool = False


@dataclass(slots=True)
class TallyLine:
    """One card with its sheet, as stored or as typed."""

    card: Card
    sheet: TallySheet | None
    boxes: list[TallyBox]
    version: int = 0
    base: str = ""
    problem: str = ""

    @property
    def id(self) -> str:
        """Begins every id of the line."""
        return f"t{self.card.pk}"

    @property
    def name(self) -> str:
        """Whose it is."""
        return name_of(self.card)

    @property
    def is_open(self) -> bool:
        """Whether its 核定 can still be entered."""
        return self.card.state == CardState.CHECKING

    @property
    def is_touched(self) -> bool:
        """Whether something else stands there than what the page was sent with."""
        return _joined(box.value for box in self.boxes) != self.base

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the boxes."""
        return {box.name: box.value for box in self.boxes}


@dataclass(slots=True)
class TallyForm:
    """All cards that have the item, in official order."""

    item: Item
    lines: list[TallyLine]
    refused: list[Saved] = field(default_factory=list)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Lines to mend."""
        return [
            {"field_id": f"{line.id}-1", "label": line.name, "sentence": line.problem}
            for line in self.lines
            if line.problem
        ]

    @property
    def waiting(self) -> list[TallyLine]:
        """Entered and not confirmed."""
        return [line for line in self.lines if line.sheet and not line.sheet.is_confirmed]

    @property
    def heads(self) -> list[TallyBox]:
        """The columns."""
        return self.lines[0].boxes if self.lines else []

    @property
    def is_heard_whole(self) -> bool:
        """Whether all sheets are confirmed together."""
        return hears_whole_ballots(self.item)

    def read(self) -> Iterator[SheetEntry]:
        """What was typed and adds up; a line that does not is marked with the sentence."""
        for line in self.lines:
            if line.is_touched and line.is_open:
                try:
                    yield _entry(self.item, line)
                except BadInput as error:
                    line.problem = error.sentence

    def take(self, outcomes: Iterable[Saved]) -> None:
        """Show why a line could not be kept."""
        by_key = {outcome.key: outcome for outcome in outcomes}
        for line in self.lines:
            if (outcome := by_key.get(str(line.card.pk))) and outcome.problem:
                line.problem = outcome.problem


def tally_form(
    sheet: Sheet, slot: str, stored: Mapping[int, TallySheet], data: QueryDict | None = None
) -> TallyForm:
    """The form of one PANEL item; `stored` are the sheets by mark."""
    lines = []
    for pk, card in sheet.cards.items():
        if mark := sheet.marks.get((pk, slot)):
            one = stored.get(mark.pk)
            lines.append(_line(card, sheet.item(card, slot), one, data))
    item = sheet.item(lines[0].card, slot) if lines else None
    if item is None:
        raise LookupError(slot)
    return TallyForm(item, lines)


def seen_in(data: QueryDict) -> dict[int, int]:
    """The ticked sheets as card:version; anything else is left out."""
    pairs = (one.split(":") for one in data.getlist("sheet"))
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(_is_number, pair))}


def _line(card: Card, item: Item, one: TallySheet | None, data: QueryDict | None) -> TallyLine:
    stored = _stored(item, one)
    boxes = [
        TallyBox(name, label, stored.get(name, ""), stored.get(name, ""), is_wide=name == "numbers")
        for name, label in _labels(item).items()
    ]
    line = TallyLine(card, one, boxes, one.version if one else 0, _joined(box.stored for box in boxes))
    if data is not None:
        for box in boxes:
            box.value = data.get(f"{line.id}:{box.name}", box.stored).strip()
        version = data.get(f"{line.id}:version", "")
        line.version = int(version) if _is_number(version) else -1
        line.base = data.get(f"{line.id}:base", line.base)
    return line


def _labels(item: Item) -> dict[str, str]:
    if isinstance(item.rule, Votes):
        return _COUNTS | {f"v{number}": one.name for number, one in enumerate(item.rule.choices)}
    return _COUNTS | {"numbers": "各位评委的分数"}


def _stored(item: Item, one: TallySheet | None) -> dict[str, str]:
    if one is None:
        return {}
    counts = {"issued": str(one.issued), "returned": str(one.returned), "valid": str(one.valid)}
    if not isinstance(item.rule, Votes):
        return counts | {"numbers": show_scores(one.input)}
    votes = votes_of(one.input)
    return counts | {
        f"v{number}": votes.get(choice.name, "0") for number, choice in enumerate(item.rule.choices)
    }


def _entry(item: Item, line: TallyLine) -> SheetEntry:
    texts = line.texts
    ballots = read_ballots(texts["issued"], texts["returned"], texts["valid"])
    if isinstance(item.rule, Votes):
        votes = {choice.name: texts[f"v{number}"] for number, choice in enumerate(item.rule.choices)}
        kept = read_votes(item, votes, ballots)
    else:
        kept = read_scores(item, texts["numbers"], ballots)
    return SheetEntry(line.card.pk, ballots, kept, line.version)


def _joined(texts: Iterable[str]) -> str:
    return "|".join(texts)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
