"""申请复核: which item, and why; the office names the letter that it enters."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from scorecards.cards.results import PartLines

WHOLE_CARD = "card"
_DATE = {"required": "请填写收到日期。", "invalid": "请按“2026-07-03”的样子填写日期。"}


class RecheckForm(forms.Form):
    """A unit's own request."""

    item = forms.ChoiceField(
        label="申请复核的内容",
        error_messages={
            "required": "请选择要复核的指标。",
            "invalid_choice": "请从列表里选择本评分表上的指标。",
        },
    )
    text = forms.CharField(
        label="申请理由",
        help_text="写明哪里有出入、依据是什么，最多 500 个字。"
        "不得录入巡察反馈原文、问题线索、处分细节、个人事项。",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请填写申请理由。", "max_length": "申请理由最多 500 个字。"},
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, parts: Iterable[PartLines], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [(part.part.title, [(str(line.mark.pk), line.name) for line in part.lines]) for part in parts]
        field: Any = self.fields["item"]
        field.choices = [("", "请选择"), (WHOLE_CARD, "整张评分表"), *items]

    @property
    def mark_id(self) -> int | None:
        """The mark that a valid form names; None for the whole card."""
        item = self.cleaned_data["item"]
        return None if item == WHOLE_CARD else int(item)

    @property
    def asked(self) -> dict[str, Any]:
        """What a valid form says, as the transition takes it."""
        return {name: self.cleaned_data[name] for name in ("text", "key")}


class LetterForm(RecheckForm):
    """A request that came on paper, entered by the office."""

    letter = forms.CharField(
        label="来函",
        help_text="来函的名称和文号。",
        max_length=90,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明来函的名称和文号。", "max_length": "来函最多 90 个字。"},
    )
    received_on = forms.DateField(
        label="收到日期",
        help_text="以收到日期判断是否在申请期限之内。",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=_DATE,
    )
    field_order = ["item", "letter", "received_on", "text", "key"]

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["received_on"].widget.attrs["max"] = today.isoformat()

    def clean_received_on(self) -> datetime.date:
        """Nothing comes tomorrow."""
        received: datetime.date = self.cleaned_data["received_on"]
        if received > self.today:
            raise forms.ValidationError("收到日期不能晚于今天。")
        return received

    @property
    def asked(self) -> dict[str, Any]:
        """With the letter."""
        return {name: self.cleaned_data[name] for name in ("text", "key", "letter", "received_on")}
