"""否决: by which document of a higher office a gate is set, decided by whom, and when."""

import datetime
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator


class GateForm(forms.Form):
    """What has to be known before a gate counts."""

    basis_document = forms.CharField(
        label="依据文件",
        help_text="上级机关的文件名称和文号。不得录入巡察反馈原文、问题线索、处分细节、个人事项。",
        max_length=200,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请填写依据文件。", "max_length": "依据文件最多 200 个字。"},
    )
    decided_by = forms.CharField(
        label="认定单位",
        max_length=60,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请填写认定单位。", "max_length": "认定单位最多 60 个字。"},
    )
    decided_on = forms.DateField(
        label="认定日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写认定日期。", "invalid": "请按“2026-07-03”的样子填写日期。"},
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["decided_on"].widget.attrs["max"] = today.isoformat()

    def clean_decided_on(self) -> datetime.date:
        """Nothing is decided tomorrow."""
        decided: datetime.date = self.cleaned_data["decided_on"]
        if decided > self.today:
            raise forms.ValidationError("认定日期不能晚于今天。")
        return decided
