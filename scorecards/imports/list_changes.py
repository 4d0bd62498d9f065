"""What a list comes to: for each unit and item one change of 核定, old and new, with the basis that it will bear."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scorecards.imports.list_lines import ListLine
from scorecards.models import Card, CardState, Mark
from scorecards.scorers import Ground, target_of
from scorecards.scoring import BadInput, Item, full_input, show_cell
from scorecards.scoring.adding import add_up
from scorecards.transitions import Cell

_LONGEST_BASIS = 500


@dataclass(slots=True)
class Change:
    """One mark that the list writes."""

    card: Card
    item: Item
    mark: Mark
    text: str = ""
    basis: str = ""
    problem: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def old(self) -> str:
        """What stands there; empty is 未评."""
        return show_cell(self.item, self.mark.checked_input)

    @property
    def is_replacing(self) -> bool:
        """Whether a mark that is there is overwritten by another."""
        return self.mark.checked_input is not None and self.old != self.text

    @property
    def name(self) -> str:
        """As `Cell.name`."""
        return f"{self.card.pk}:{self.item.key}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes: those of the lines, and the full marks of who is not listed."""

    changes: list[Change]
    full: list[Change]
    not_full: list[Change]

    @property
    def problems(self) -> list[Change]:
        """Changes that cannot be made."""
        return [change for change in (*self.changes, *self.full) if change.problem]

    @property
    def versions(self) -> dict[str, int]:
        """What the page was looking at, by cell."""
        return {change.name: change.mark.version for change in (*self.changes, *self.full)}

    def cells(self, versions: Mapping[str, int]) -> dict[int, list[Cell]]:
        """By group, each on the version that was shown; one that was not shown is met as changed."""
        found: dict[int, list[Cell]] = {}
        for change in (*self.changes, *self.full):
            version = versions.get(change.name, -1)
            cell = Cell(change.card.pk, change.item.key, change.text, version, change.basis)
            found.setdefault(change.card.group_id, []).append(cell)
        return found


def plan_of(ground: Ground, lines: Iterable[ListLine], *, source: str, rest_is_full: bool) -> Plan:
    """Lines of the same unit and item are one change, added up cause by cause.

    未列入的按满分计 is about the items that the list names, for everybody whom it does not name there.
    """
    gathered: dict[tuple[int, str], list[ListLine]] = {}
    for line in lines:
        if line.card and line.item and line.given is not None and not line.problem:
            gathered.setdefault((line.card.pk, line.item.key), []).append(line)
    changes = [_change(ground, key, found, source) for key, found in gathered.items()]
    full, not_full = _rest(ground, set(gathered), source) if rest_is_full else ([], [])
    return Plan(changes, full, not_full)


def _change(ground: Ground, key: tuple[int, str], lines: Sequence[ListLine], source: str) -> Change:
    change = _blank(ground, *key)
    change.places = [line.place for line in lines]
    notes = "；".join(dict.fromkeys(line.basis for line in lines if line.basis))
    change.basis = f"{source}{'：' if notes else ''}{notes}"
    try:
        change.text = show_cell(
            change.item, add_up(change.item, [line.given for line in lines if line.given is not None])
        )
    except BadInput as error:
        change.problem = error.sentence
    if len(change.basis) > _LONGEST_BASIS:
        change.problem = (
            f"名单名称和各行依据合起来最多 {_LONGEST_BASIS} 个字，现在有 {len(change.basis)} 个字，请删减。"
        )
    return change


def _rest(
    ground: Ground, listed: Collection[tuple[int, str]], source: str
) -> tuple[list[Change], list[Change]]:
    """Marks that are 未评 still, and those whose kind has no full mark without a number."""
    named = {target_of(ground.items[pk][key]) for pk, key in listed}
    full: list[Change] = []
    not_full: list[Change] = []
    for pk, items in ground.items.items():
        for key, item in items.items():
            wanted = not item.optional and target_of(item) in named and (pk, key) not in listed
            if wanted and ground.marks[pk, key].checked_input is None:
                change = _blank(ground, pk, key)
                change.basis = f"{source}未列入，按满分计"
                (full if _fill(change) else not_full).append(change)
    return full, not_full


def _fill(change: Change) -> bool:
    try:
        change.text = show_cell(change.item, full_input(change.item))
    except BadInput:
        return False
    return True


def _blank(ground: Ground, pk: int, key: str) -> Change:
    card = ground.cards[pk]
    done = "" if card.state in {CardState.CHECKING, *_BEFORE} else f"{card.name}已核定，不能再改。"
    return Change(card, ground.items[pk][key], ground.marks[pk, key], problem=done)


_BEFORE = (CardState.DRAFT, CardState.SUBMITTED, CardState.ENDORSED)
