"""粘贴整列: what was pasted and where it begins; and the proof, carried by the page, of what was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.core.validators import ProhibitNullCharactersValidator

from scorecards.forms.matrix_cells import Column, name_of
from scorecards.models import Card, Group
from scorecards.pasting import MOST_COLUMNS, MOST_ROWS, MOST_TEXT, BadPaste, Line, lines_of
from scorecards.transitions import Cell
from units.models import User

_SALT = "scorecards.matrix-paste"


class PasteForm(forms.Form):
    """Text as the clipboard has it, and the cell where it begins."""

    slot = forms.ChoiceField(
        label="指标",
        help_text="粘贴几列的，从这一项起向右依次对应。",
        error_messages={
            "required": "请选择指标。",
            "invalid_choice": "这一项不在本组的评分细则里，请重新选择。",
        },
    )
    card = forms.ChoiceField(
        label="起始行",
        required=False,
        help_text="没有单位名称的，从这一行起按排列顺序向下对应。",
        error_messages={"invalid_choice": "这一行不在本组，请重新选择。"},
    )
    text = forms.CharField(
        label="粘贴内容",
        strip=False,
        max_length=MOST_TEXT,
        help_text="第一列是单位全称、简称或党组织名称的，按名称对应；可以带表头。"
        f"最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列。空着的格不改动原来的内容。",
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "wrap": "off"}),
        error_messages={
            "required": "没有粘贴内容，请从表格里复制要录入的一列或几列，粘贴到这里。",
            "max_length": f"内容太多，一次最多 {MOST_TEXT} 个字，请分几次粘贴。",
        },
    )
    lines: tuple[Line, ...] = ()

    def __init__(self, *args: Any, columns: list[Column], cards: list[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = cards
        self._field("slot").choices = [
            (column.item.key, f"{column.heading} {column.item.title}") for column in columns
        ]
        self._field("card").choices = [(str(card.pk), name_of(card)) for card in cards]

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        return field

    def clean_text(self) -> str:
        """Keep the lines; what is no table is an error of the box."""
        text: str = self.cleaned_data["text"]
        try:
            self.lines = lines_of(text)
        except BadPaste as error:
            raise forms.ValidationError(str(error)) from None
        return text


@dataclass(frozen=True, slots=True)
class Seal:
    """What the preview showed: where it began and what was pasted, each cell that will be written, whom names mean."""

    typed: dict[str, str]
    words: str
    cells: tuple[Cell, ...]
    is_whole: bool
    picks: Mapping[str, str] = field(default_factory=dict)

    def pack(self, group: Group, *, by: User) -> str:
        """For a hidden box; nobody else can use it, and for no other group."""
        cells = [(cell.card_id, cell.key, cell.text, cell.version) for cell in self.cells]
        carried = [self.typed, self.words, cells, self.is_whole, dict(self.picks)]
        return signing.dumps(carried, salt=_salt(group, by), compress=True)


def unpack(text: str, group: Group, *, by: User) -> Seal | None:
    """The same again; nothing for what this page did not seal for this person."""
    try:
        typed, words, cells, is_whole, picks = signing.loads(text, salt=_salt(group, by))
    except signing.BadSignature:
        return None
    return Seal(typed, words, tuple(Cell(*cell) for cell in cells), is_whole, picks)


def _salt(group: Group, by: User) -> str:
    return f"{_SALT}:{group.pk}:{by.pk}"
