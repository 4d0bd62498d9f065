"""线下审签: who signed the paper, and when."""

import datetime
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

TOMORROWS = "审签日期不能晚于今天。"


def endorser_field() -> forms.CharField:
    """The signer's name as it stands on the paper."""
    return forms.CharField(
        label="审签人",
        help_text="在纸质评分表上签字的书记姓名。",
        max_length=30,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请填写审签人姓名。", "max_length": "姓名最多 30 个字。"},
    )


def signed_on_field() -> forms.DateField:
    """The day of the signature."""
    return forms.DateField(
        label="审签日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写审签日期。", "invalid": "请按“2026-07-03”的样子填写日期。"},
    )


class SignatureForm(forms.Form):
    """The signed paper came after 报送."""

    endorser = endorser_field()
    endorsed_on = signed_on_field()

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["endorsed_on"].widget.attrs["max"] = today.isoformat()

    def clean_endorsed_on(self) -> datetime.date:
        """Nobody signs tomorrow's paper."""
        signed: datetime.date = self.cleaned_data["endorsed_on"]
        if signed > self.today:
            raise forms.ValidationError(TOMORROWS)
        return signed
