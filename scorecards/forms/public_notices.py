"""公示 as the office types it: from when, until when, and whom to call."""

import datetime
from typing import Any

from django import forms

from scorecards.forms.approvals import day_field, line_field


class PublicNoticeForm(forms.Form):
    """转入公示."""

    starts_on = day_field("公示起始日期")
    until = day_field("公示截止日期（含当日）", required=False)
    contact = line_field("受理单位", most=60, hint="对公示结果有异议的，向哪个单位反映。")
    phone = line_field("联系电话", most=30)
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = hint

    def clean(self) -> dict[str, Any]:
        """In order."""
        given = self.cleaned_data
        start: datetime.date | None = given.get("starts_on")
        until: datetime.date | None = given.get("until")
        if start and until and until < start:
            self.add_error("until", "公示截止日期不能早于起始日期，请改填。")
        return given
