"""报送 with 线下审签: who signed the paper, and when."""

import datetime
from typing import Any

from django import forms


class EndorsementForm(forms.Form):
    """The paper was signed by the unit's secretary before the card is reported."""

    is_signed = forms.BooleanField(
        label="已经书记审签",
        error_messages={"required": "请先打印评分表，经书记签字后勾选此项。"},
    )
    endorser = forms.CharField(
        label="审签人",
        help_text="在纸质评分表上签字的书记姓名。",
        max_length=30,
        error_messages={"required": "请填写审签人姓名。", "max_length": "姓名最多 30 个字。"},
    )
    endorsed_on = forms.DateField(
        label="审签日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "请填写审签日期。",
            "invalid": "请按“2026-07-03”的样子填写日期。",
        },
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["endorsed_on"].widget.attrs["max"] = today.isoformat()

    def clean_endorsed_on(self) -> datetime.date:
        """Nobody signs tomorrow's paper."""
        signed: datetime.date = self.cleaned_data["endorsed_on"]
        if signed > self.today:
            raise forms.ValidationError("审签日期不能晚于今天。")
        return signed

    @property
    def signed(self) -> dict[str, Any]:
        """What a valid form says, as the transition takes it."""
        return {name: self.cleaned_data[name] for name in ("endorser", "endorsed_on", "key")}
