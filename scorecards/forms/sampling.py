"""抽样: which cards were drawn and how, or how many the system shall draw."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from scorecards.models import Card


class TickForm(forms.Form):
    """A sample that was drawn elsewhere."""

    how = forms.CharField(
        label="抽样办法",
        help_text="如“7月5日由工委会议抽签，每单位抽取 1 个支部”。",
        max_length=200,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明抽样办法。", "max_length": "抽样办法最多 200 个字。"},
    )
    card = forms.TypedMultipleChoiceField(
        label="抽中的评分表",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选抽中的评分表。",
            "invalid_choice": "有一张评分表不在本组，请刷新后重新勾选。",
        },
    )

    def __init__(self, *args: Any, cards: Iterable[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["card"].choices = [  # type: ignore[attr-defined]
            (card.pk, f"{card.unit_name} · {card.branch_name}") for card in cards
        ]


class DrawForm(forms.Form):
    """随机抽取."""

    count = forms.IntegerField(
        label="随机抽取",
        help_text="系统随机抽取，并把种子写进抽样办法，可以复核。",
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填写抽取个数。",
            "invalid": "请填整数，如 5。",
            "min_value": "至少抽取 1 个。",
        },
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_count(self) -> int:
        """No more than there are."""
        count: int = self.cleaned_data["count"]
        if count > self.most:
            raise forms.ValidationError(f"本组经初评的评分表有 {self.most} 张，请填不大于 {self.most} 的数。")
        return count
