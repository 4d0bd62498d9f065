"""复核 decided by the office: the opinion, and for 予以更正 each item as it is typed in the matrix."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from scorecards.corrections import Correction
from scorecards.forms.matrix_cells import Box, Column, box_of, columns_of
from scorecards.group_sheets import Sheet
from scorecards.models import Card, Mark
from scorecards.scoring import BadInput, parse_cell

_LONGEST = 500


class OpinionForm(forms.Form):
    """What the unit will read."""

    opinion = forms.CharField(
        label="复核意见",
        help_text="单位会在得分反馈单上看到，最多 500 个字。"
        "不得录入巡察反馈原文、问题线索、处分细节、个人事项。",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=_LONGEST,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请填写复核意见。", "max_length": "复核意见最多 500 个字。"},
    )


@dataclass(slots=True)
class Row:
    """One item: the cell as in the matrix, and its basis; both keep what was typed."""

    column: Column
    box: Box
    mark: Mark
    basis: str
    basis_problem: str = ""

    @property
    def basis_id(self) -> str:
        """The field of the basis."""
        return f"{self.box.field_id}-basis"

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed over what is stored."""
        return self.box.text != self.box.stored or self.basis != self.mark.basis

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded among many."""
        return self.is_touched or bool(self.box.problem)


@dataclass
class CorrectionForm:
    """The items of the card that may be corrected: the one that was asked about, or all of them."""

    rows: list[Row]
    opinion: OpinionForm
    corrections: list[Correction] = field(default_factory=list)
    nothing: str = ""

    @property
    def problems(self) -> list[dict[str, str]]:
        """For the summary on top."""
        found = [
            {"field_id": row.box.field_id, "label": row.column.heading, "sentence": row.box.problem}
            for row in self.rows
            if row.box.problem
        ]
        found += [
            {"field_id": row.basis_id, "label": row.column.heading, "sentence": row.basis_problem}
            for row in self.rows
            if row.basis_problem
        ]
        if self.nothing:
            found.append({"field_id": self.rows[0].box.field_id, "label": "", "sentence": self.nothing})
        for name, errors in self.opinion.errors.items():
            label = str(self.opinion[name].label)
            found += [{"field_id": self.opinion[name].auto_id, "label": label, "sentence": str(one)}
                      for one in errors]  # fmt: skip
        return found


def correction_form(
    sheet: Sheet,
    card: Card,
    slots: Collection[str] | None,
    data: Mapping[str, Any] | None = None,
    *,
    opinion: type[OpinionForm] = OpinionForm,
    nothing: str = "核定没有改动。要维持原分的，请用下面的“维持原分”。",
) -> CorrectionForm:
    """Empty of typing, or with what was posted, read and checked; without slots the whole card."""
    columns = [
        column
        for column in columns_of(sheet.trees.tree)
        if (card.pk, column.item.key) in sheet.marks and (slots is None or column.item.key in slots)
    ]
    rows = [_row(sheet, card, column) for column in columns]
    if data is None:
        return CorrectionForm(rows, opinion(auto_id="correct-%s"))
    form = CorrectionForm(rows, opinion(data, auto_id="correct-%s"))
    form.opinion.is_valid()
    for row in rows:
        _read(sheet, card, row, data, form.corrections)
    if not form.problems and all(
        one.given == sheet.marks[card.pk, one.slot].checked_input for one in form.corrections
    ):
        form.nothing = nothing
    return form


def _row(sheet: Sheet, card: Card, column: Column) -> Row:
    mark = sheet.marks[card.pk, column.item.key]
    return Row(column, box_of(sheet, card, column), mark, mark.basis)


def _read(sheet: Sheet, card: Card, row: Row, data: Mapping[str, Any], into: list[Correction]) -> None:
    """A field that was not sent stands as stored."""
    box, item = row.box, sheet.item(card, row.column.item.key)
    box.text = str(data.get(f"c:{box.name}", box.stored)).strip()
    row.basis = str(data.get(f"b:{box.name}", row.mark.basis)).replace("\r\n", "\n").strip()
    if not row.is_touched:
        return
    if len(row.basis) > _LONGEST or "\x00" in row.basis:
        row.basis_problem = f"核定依据最多 {_LONGEST} 个字，现在有 {len(row.basis)} 个字，请删减。"
    try:
        given = parse_cell(item, box.text)
    except BadInput as error:
        box.problem = error.sentence
        return
    if given is None and not item.optional:
        box.problem = "请填写更正后的核定，不能留空。"
    into.append(Correction(item.key, given, row.basis))
