"""退回 n 项: which items, why, and until when; and the whole card where nothing is scored."""

import datetime
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict
from django.utils import timezone

from scorecards.forms.check_rows import Going
from scorecards.return_reasons import LONGEST, reason_of
from scorecards.transitions.returning import Returning
from scorecards.transitions.returning_whole import LONGEST as LONGEST_WHOLE

_DAYS, _HOUR = 3, 17
_PARTS = ("r:", "q:", "f:")


def usual_due(now: datetime.datetime) -> datetime.datetime:
    """What stands in the field at first: the third day from today, 17:00."""
    day = timezone.localdate(now) + datetime.timedelta(days=_DAYS)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(_HOUR)))


class DueForm(forms.Form):
    """Until when the unit mends, and the key that makes a second click harmless."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    due_at = forms.DateTimeField(
        label="修改截止时间",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={
            "required": "请填写修改截止时间。",
            "invalid": "请按“2026-07-03 17:00”的样子填写时间。",
        },
    )

    @property
    def when(self) -> dict[str, Any]:
        """Until when, and the key, for the transition."""
        return {name: self.cleaned_data[name] for name in ("due_at", "key")}


class WholeReturnForm(DueForm):
    """晒问题: the card goes back as a whole."""

    reason = forms.CharField(
        label="退回原因",
        help_text=f"最多 {LONGEST_WHOLE} 个字，随消息发给单位。",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_WHOLE,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={
            "required": "请写明退回原因。",
            "max_length": f"退回原因最多 {LONGEST_WHOLE} 个字，请删减。",
        },
    )
    field_order = ["reason", "due_at", "key"]


class ReturnForm(DueForm):
    """Items by their slots: `r:` is ticked, `q:` the sentence that was chosen, `f:` what was typed."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.going = {
            slot: _going(slot, data) for slot in sorted({name[2:] for name in data if name[:2] in _PARTS})
        }

    @property
    def chosen(self) -> dict[str, Going]:
        """Those that are to go back."""
        return {slot: one for slot, one in self.going.items() if one.is_ticked}

    @property
    def items(self) -> list[Returning]:
        """The same for the transition."""
        return [Returning(slot, one.reason) for slot, one in self.chosen.items()]

    def clean(self) -> dict[str, Any]:
        """At least one item, each with a reason."""
        if not self.chosen:
            raise forms.ValidationError("请至少勾选一项“退回此项”，再退回。")
        if any(one.problem for one in self.chosen.values()):
            raise forms.ValidationError("有的退回原因需要修改。")
        return self.cleaned_data


def _going(slot: str, data: QueryDict) -> Going:
    canned, typed = data.get(f"q:{slot}", ""), data.get(f"f:{slot}", "").replace("\r\n", "\n").strip()
    is_ticked = f"r:{slot}" in data
    return Going(is_ticked, canned, typed, _problem(reason_of(canned, typed)) if is_ticked else "")


def _problem(reason: str) -> str:
    if not reason:
        return "请选择一句或写明退回原因。"
    if len(reason) > LONGEST:
        return f"退回原因最多 {LONGEST} 个字，现在有 {len(reason)} 个字，请删减。"
    return ""
