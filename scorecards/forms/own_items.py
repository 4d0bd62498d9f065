"""自选动作: what the unit proposes, and what the office makes of it."""

from decimal import Decimal

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

_NUMBER = "请填写数字，最多两位小数，例如 1.5。"


class ProposalForm(forms.Form):
    """An item of the unit's own: what, on what grounds, for how many points."""

    title = forms.CharField(
        label="名称",
        max_length=120,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请填写名称。", "max_length": "名称最多 120 个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    basis = forms.CharField(
        label="依据",
        help_text="写明做了什么、依据什么加分。不得录入巡察反馈原文、问题线索、处分细节、个人事项。",
        max_length=500,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明依据。", "max_length": "依据最多 500 个字。"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked = forms.DecimalField(
        label="申报分值",
        max_digits=7,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "请填写申报分值。",
            "invalid": _NUMBER,
            "max_decimal_places": _NUMBER,
            "max_digits": _NUMBER,
            "max_whole_digits": _NUMBER,
            "min_value": "申报分值要大于 0。",
        },
    )


class DecisionForm(forms.Form):
    """认定 with its points, or 不予认定 with the reason."""

    answer = forms.ChoiceField(
        label="认定结果",
        choices=[("grant", "认定"), ("decline", "不予认定")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择认定结果。", "invalid_choice": "请选择认定结果。"},
    )
    granted = forms.DecimalField(
        label="认定分值",
        help_text="不予认定的不填。",
        required=False,
        max_digits=7,
        decimal_places=2,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": _NUMBER,
            "max_decimal_places": _NUMBER,
            "max_digits": _NUMBER,
            "max_whole_digits": _NUMBER,
            "min_value": "认定分值不能小于 0。",
        },
    )
    opinion = forms.CharField(
        label="认定意见",
        help_text="不予认定的须写明原因。",
        required=False,
        max_length=200,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"max_length": "认定意见最多 200 个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        """Points with a grant, words with a refusal."""
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        if answer == "grant" and cleaned.get("granted") is None and "granted" not in self.errors:
            self.add_error("granted", "请填写认定分值。")
        if answer == "decline" and cleaned.get("granted") is not None:
            self.add_error("granted", "选了不予认定，又填了分值，请只留一种。")
        if answer == "decline" and not cleaned.get("opinion") and "opinion" not in self.errors:
            self.add_error("opinion", "不予认定的，请写明认定意见。")
        return cleaned
