"""报审 as the office types it: to whom the 送审稿 goes, what the meeting decided, and grades that it decided."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from units.models import User

_NO_NULL = [ProhibitNullCharactersValidator()]
DAY = "请按“2026-07-03”的样子填写日期。"


def day_field(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    """A date by the browser's own picker."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"请填写{label}。", "invalid": DAY},
    )


def line_field(label: str, *, most: int, hint: str = "") -> forms.CharField:
    """One line that has to be written."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        validators=_NO_NULL,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}最多 {most} 个字。"},
    )


def text_field(label: str, *, most: int, hint: str = "") -> forms.CharField:
    """A few lines that have to be written."""
    field = line_field(label, most=most, hint=hint)
    field.widget = forms.Textarea(attrs={"rows": 3})
    return field


class ReadersForm(forms.Form):
    """The leaders that the 送审稿 is put before."""

    readers = forms.MultipleChoiceField(
        label="送阅县领导",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选择一位送阅的县领导。",
            "invalid_choice": "所选的县领导已经变动，请重新选择。",
        },
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, leaders: Collection[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leaders = {str(user.pk): user for user in leaders}
        chosen: Any = self.fields["readers"]
        chosen.choices = [(pk, user.name) for pk, user in self._leaders.items()]
        if not self._leaders:
            chosen.help_text = "还没有县领导账号可选，请联系系统管理员。"

    @property
    def users(self) -> list[User]:
        """Who was chosen."""
        return [self._leaders[pk] for pk in self.cleaned_data["readers"]]


class MeetingForm(forms.Form):
    """Which meeting, when, and what it decided."""

    meeting = line_field("会议名称", most=80, hint="如“县委组织部部务会议”。")
    met_on = day_field("会议日期")
    decision = text_field(
        "会议决定", most=500, hint="如“原则同意”。不得录入巡察反馈原文、问题线索、处分细节、个人事项。"
    )


class GradeForm(forms.Form):
    """审定等次 of one card."""

    card = forms.ChoiceField(
        label="改定对象",
        error_messages={"required": "请选择改定对象。", "invalid_choice": "所选的对象已经变动，请重新选择。"},
    )
    grade = forms.ChoiceField(
        label="审定等次",
        error_messages={"required": "请选择审定等次。", "invalid_choice": "请选择本组设有的等次。"},
    )
    why = line_field("改定理由", most=200)

    def __init__(
        self, *args: Any, cards: list[tuple[str, str]], grades: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "grade-%s"} | kwargs)
        card: Any = self.fields["card"]
        grade: Any = self.fields["grade"]
        card.choices = [("", "请选择"), *cards]
        grade.choices = [("", "请选择"), *((name, name) for name in grades)]
