"""One item while a card is checked: the rule, 自评, 初评, evidence, and the boxes for 核定 and for 退回."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from scorecards.cards.results import ItemLine
from scorecards.figures import shown, told
from scorecards.forms.item_words import item_words
from scorecards.models import Evidence, Mark
from scorecards.return_reasons import CANNED, reason_of
from scorecards.scoring import (
    BadInput,
    Item,
    Kind,
    Part,
    full_input,
    given_in_words,
    is_na,
    show_cell,
)
from scorecards.transitions import Saved


@dataclass(frozen=True, slots=True)
class Going:
    """What was chosen and typed to send an item back."""

    is_ticked: bool = False
    canned: str = ""
    typed: str = ""
    problem: str = ""

    @property
    def reason(self) -> str:
        """The sentence and the words together."""
        return reason_of(self.canned, self.typed)


@dataclass(slots=True)
class CheckRow:
    """One item. What is typed differs from what is stored only where a save was refused."""

    line: ItemLine
    text: str
    basis: str
    proofs: list[Evidence] = field(default_factory=list)
    going: Going = Going()
    problem: str = ""
    is_basis_wrong: bool = False

    @property
    def item(self) -> Item:
        """The item as this card has it."""
        return self.line.item

    @property
    def mark(self) -> Mark:
        """What is stored."""
        return self.line.mark

    @property
    def slot(self) -> str:
        """Ends every field name of the row."""
        return self.item.key

    @property
    def id(self) -> str:
        """Begins every id of the row, the same on every page of the card."""
        return self.mark.anchor

    @property
    def name(self) -> str:
        """Number and title, for readers that hear a control without its surroundings."""
        return item_words(self.item).name

    @property
    def words(self) -> str:
        """The formula as a sentence."""
        return item_words(self.item).rule

    @property
    def how(self) -> str:
        """What the box takes."""
        return f"{self.item.rule.cell_hint()}{'不适用的填“不适用”。' if self.item.na_rule else ''}"

    @property
    def stored(self) -> str:
        """核定 as one types it."""
        return show_cell(self.item, self.mark.checked_input)

    @property
    def base(self) -> str:
        """What the typing starts from: the version, and the text, so that an untouched box is known as such."""
        return f"{self.mark.version} {self.stored}"

    @property
    def same(self) -> str:
        """同自评: what one would type to agree with the unit; nothing where it filled nothing."""
        return show_cell(self.item, self.mark.reported_input)

    @property
    def full(self) -> str:
        """满分, as one would type it; nothing where no full mark can be given."""
        try:
            return show_cell(self.item, full_input(self.item))
        except BadInput:
            return ""

    @property
    def prechecked(self) -> str:
        """初评 in words and points."""
        given = self.mark.prechecked_input
        if given is None:
            return "未评"
        words = "" if self.item.kind is Kind.MANUAL and not is_na(given) else given_in_words(self.item, given)
        points = f"{shown(self.mark.prechecked)} 分" if self.mark.prechecked is not None else ""
        return "，".join(part for part in (words, points) if part)

    @property
    def before(self) -> str:
        """自评 as it was when the item went back."""
        return told(self.item, self.mark.returned_input)

    @property
    def after(self) -> str:
        """自评 as it is now."""
        return told(self.item, self.mark.reported_input)

    @property
    def is_note_new(self) -> bool:
        """Whether the unit changed its note since."""
        return self.mark.returned_note != self.mark.reported_note

    @property
    def is_as_before(self) -> bool:
        """Whether the unit reported again what stood there."""
        return not self.is_note_new and self.mark.returned_input == self.mark.reported_input

    @property
    def can_go_back(self) -> bool:
        """Whether the unit can be asked to mend it."""
        return self.item.is_reported and not self.mark.is_returned

    @property
    def canned(self) -> tuple[str, ...]:
        """The sentences to choose from."""
        return CANNED

    @property
    def summary(self) -> list[dict[str, str]]:
        """What has to be mended, for components/error_summary.html."""
        title = f"{self.item.number} {self.item.title}"
        box = f"{self.id}-basis" if self.is_basis_wrong else f"{self.id}-1"
        found = [(box, self.problem), (f"{self.id}-reason", self.going.problem)]
        return [{"field_id": at, "label": title, "sentence": said} for at, said in found if said]

    def take(self, data: QueryDict, outcome: Saved | None, *, is_refused: bool) -> None:
        """Show what was typed where it could not be saved."""
        if not (is_refused or (outcome and outcome.problem)):
            return
        self.text = data.get(f"c:{self.slot}", self.text)
        self.basis = data.get(f"b:{self.slot}", self.basis)
        if outcome and outcome.problem:
            self.problem = self._sentence(outcome)
            self.is_basis_wrong = outcome.field == "basis"

    def _sentence(self, outcome: Saved) -> str:
        if not outcome.is_conflict:
            return outcome.problem
        now = f"“{self.stored}”" if self.stored else "未评"
        basis = f"，依据是“{self.mark.basis}”" if self.mark.basis else ""
        return f"{outcome.problem}现在是{now}{basis}。"


@dataclass(frozen=True, slots=True)
class CheckBlock:
    """One topmost part with its rows."""

    part: Part
    rows: list[CheckRow]


def row_of(line: ItemLine, proofs: Mapping[int, list[Evidence]]) -> CheckRow:
    """The row as it is stored."""
    row = CheckRow(line, "", line.mark.basis, proofs.get(line.mark.pk, []))
    row.text = row.stored
    return row
