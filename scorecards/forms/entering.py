"""代录: from which paper, and why a card is taken over that the unit is filling itself."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator


class EnteringForm(forms.Form):
    """The reason is asked for only where the unit has begun."""

    basis = forms.CharField(
        label="代录依据",
        help_text="写明纸质材料和收到的时间，如“纸质评分表，7月2日收到”。",
        max_length=100,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明代录依据。", "max_length": "代录依据最多 100 个字。"},
    )
    reason = forms.CharField(
        label="接手原因",
        help_text="这张评分表单位已经开始填报，已填的内容保留，接手须写明原因。",
        max_length=90,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明接手原因。", "max_length": "接手原因最多 90 个字。"},
    )

    def __init__(self, *args: Any, is_taken_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_taken_over:
            del self.fields["reason"]
