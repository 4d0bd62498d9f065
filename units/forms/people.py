"""交接 and 免职."""

import datetime
from typing import Any

from django import forms

_DATE = {"required": "请填写日期。", "invalid": "请按“2026-07-03”的样子填写日期。"}


class EndForm(forms.Form):
    """免职: from which day on."""

    on = forms.DateField(
        label="免职日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=_DATE,
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self.fields["on"].initial = today, today

    def clean_on(self) -> datetime.date:
        """Rights end at once, so not on a day to come."""
        on: datetime.date = self.cleaned_data["on"]
        if on > self._today:
            raise forms.ValidationError("日期不能晚于今天。")
        return on


class HandOverForm(EndForm):
    """交接: who comes after."""

    name = forms.CharField(
        label="接任人姓名", min_length=2, max_length=30,
        error_messages={"required": "请填写接任人姓名。", "min_length": "姓名请写 2 到 30 个字。",
                        "max_length": "姓名请写 2 到 30 个字。"},
    )  # fmt: skip
    phone = forms.RegexField(
        r"^[0-9+\-()（） ]{3,30}$",
        label="联系电话",
        required=False,
        error_messages={"invalid": "联系电话请只写数字。"},
    )
    key = forms.CharField(widget=forms.HiddenInput)
    field_order = ("name", "phone", "on", "key")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["on"].label = "交接日期"
