"""退回 by the unit's leader: a reason for the whole card, or one for each item that is meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from scorecards.cards.results import ItemLine

_LONGEST = 500


def _reason(label: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"max_length": f"退回原因最多 {_LONGEST} 个字。"},
    )


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One item and the field for why it goes back."""

    line: ItemLine
    field: forms.BoundField


class SendBackForm(forms.Form):
    """At least one reason; items with a reason go back alone, else the whole card does."""

    reason = _reason("整表退回原因", rows=3)

    def __init__(self, *args: Any, lines: Iterable[ItemLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = [line for line in lines if line.item.is_reported]
        for line in self._lines:
            self.fields[line.mark.anchor] = _reason(f"{line.item.number} {line.item.title}", rows=2)

    def clean(self) -> dict[str, Any]:
        """Either the card or its items: the unit has to know what it may change."""
        given = super().clean() or {}
        if self.errors:
            return given
        if not given["reason"] and not self.items:
            self.add_error("reason", "请写明退回原因：整表退回写在这里，只退回几项的写在各项下面。")
        elif given["reason"] and self.items:
            self.add_error("reason", "整表退回和逐项退回只选一种：逐项退回后，单位只能修改退回的各项。")
        return given

    @property
    def items(self) -> dict[str, str]:
        """The reason of each item that goes back, by slot."""
        return {
            line.item.key: reason
            for line in self._lines
            if (reason := self.cleaned_data.get(line.mark.anchor, ""))
        }

    @property
    def reasons(self) -> list[ReasonLine]:
        """Each item with its field, in the rubric's order."""
        return [ReasonLine(line, self[line.mark.anchor]) for line in self._lines]
