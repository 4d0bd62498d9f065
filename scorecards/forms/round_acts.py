"""What the office types for acts on an open round: until when, whom, which version, and why."""

import datetime
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone

from scorecards.review_dates import Proposed

ALL = "all"
_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


def reason_field(longest: int, hint: str = "") -> forms.CharField:
    """A required reason, which stays on record."""
    return forms.CharField(
        label="原因",
        help_text=hint,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明原因。", "max_length": f"原因最多 {longest} 个字。"},
    )


def choice_field(label: str, *, required: str, hint: str = "") -> forms.ChoiceField:
    """One of the rows that the view offers; anything else is refused."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        error_messages={"required": required, "invalid_choice": "所选的对象已经变动，请重新选择。"},
    )


class ReviewForm(forms.Form):
    """转入核对: up to and including which day 复核 may be asked for."""

    until = forms.DateField(
        label="复核申请截止日期（含当日）",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写截止日期。", "invalid": "请按“2026-07-03”的样子填写日期。"},
    )

    def __init__(self, *args: Any, today: datetime.date, proposed: Proposed, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until": proposed.until})
        super().__init__(*args, **{"auto_id": "review-%s"} | kwargs)
        self.today = today
        self.fields["until"].widget.attrs["min"] = today.isoformat()
        self.fields["until"].help_text = proposed.words

    def clean_until(self) -> datetime.date:
        """Nobody can ask yesterday."""
        until: datetime.date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError("截止日期不能早于今天。")
        return until


class ExtensionForm(forms.Form):
    """延期: whom, until when, why."""

    unit = forms.ChoiceField(
        label="延期范围",
        error_messages={
            "required": "请选择延期范围。",
            "invalid_choice": "所选单位没有参加本期次，请重新选择。",
        },
    )
    until = forms.DateTimeField(
        label="延期至",
        input_formats=_FORMATS,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={
            "required": "请填写延期后的截止时间。",
            "invalid": "请按“2026-07-03 17:00”的样子填写时间。",
        },
    )
    reason = reason_field(200, "延期后通知有关单位；原因记录在案，单位可以看到。")
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(ALL, "全部参评单位（统一延期）"), *units]  # type: ignore[attr-defined]

    def clean_until(self) -> datetime.datetime:
        """The minute written, without seconds."""
        until: datetime.datetime = self.cleaned_data["until"]
        if timezone.localtime(until).year > 9000:
            raise forms.ValidationError("请填写合理的年份。")
        return until.replace(second=0, microsecond=0)


class ReasonForm(forms.Form):
    """Why something is put up for the second person."""

    reason = reason_field(500, "提出后由另一人审定；原因记录在案。")
    key = forms.CharField(widget=forms.HiddenInput)


class SubjectForm(ReasonForm):
    """On whom, and why; the view says what may be chosen."""

    subject = choice_field("对象", required="请选择对象。")
    field_order = ("subject", "reason", "key")

    def __init__(self, *args: Any, label: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        field.label = label
        field.choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]
