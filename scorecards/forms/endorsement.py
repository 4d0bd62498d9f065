"""报送 with 线下审签: who signed the paper, and when."""

from django import forms


class EndorsementForm(forms.Form):
    """The paper was signed by the unit's secretary before the card is reported."""

    is_signed = forms.BooleanField(
        label="已经书记审签", error_messages={"required": "请先打印评分表，经书记签字后勾选此项。"}
    )
    endorser = forms.CharField(label="审签人", max_length=30, error_messages={"required": "请填写审签人姓名。"})
    endorsed_on = forms.DateField(
        label="审签日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写审签日期。", "invalid": "请按“2026-07-03”的样子填写日期。"},
    )
    key = forms.CharField(widget=forms.HiddenInput)
