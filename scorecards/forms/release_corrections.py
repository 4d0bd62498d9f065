"""更正 as the office types it: new marks, another grade, or a gate; always with the reason."""

import datetime
from collections.abc import Collection
from typing import Any

from django import forms

from scorecards.forms.approvals import text_field
from scorecards.forms.gate import GateForm
from scorecards.forms.recheck_decision import OpinionForm

NOTHING = "核定没有改动，请改填要更正的项目。"
_WHY = 200
_REASON = "写明依据；随新的版次留存。不得录入巡察反馈原文、问题线索、处分细节、个人事项。"


class ReasonOfCorrection(OpinionForm):
    """Why; printed on the new version."""

    opinion = text_field("更正原因", most=_WHY, hint=_REASON)


class GradeCorrectionForm(forms.Form):
    """更正等次."""

    grade = forms.ChoiceField(
        label="更正后的等次",
        error_messages={"required": "请选择等次。", "invalid_choice": "请选择本组设有的等次。"},
    )
    opinion = text_field("更正原因", most=_WHY, hint=_REASON)

    def __init__(self, *args: Any, grades: Collection[str], now: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "grade-%s"} | kwargs)
        grade: Any = self.fields["grade"]
        grade.help_text = f"通报的等次是“{now}”。" if now else "通报时没有评定等次。"
        grade.choices = [("", "请选择"), *((name, name) for name in grades)]


class GateCorrectionForm(GateForm):
    """更正否决情形: set one by its document, or take one back."""

    gate = forms.ChoiceField(
        label="否决情形",
        error_messages={"required": "请选择否决情形。", "invalid_choice": "请选择细则设有的否决情形。"},
    )
    opinion = text_field("更正原因", most=_WHY, hint=_REASON)
    field_order = ("gate", "basis_document", "decided_by", "decided_on", "opinion")

    def __init__(
        self,
        *args: Any,
        gates: Collection[tuple[str, str]],
        hits: Collection[str],
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, today=today, **{"auto_id": "gate-%s"} | kwargs)
        self.titles, self.hits = dict(gates), frozenset(hits)
        gate: Any = self.fields["gate"]
        gate.choices = [
            ("", "请选择"),
            *((key, f"{'撤销' if key in self.hits else '登记'}：{title}") for key, title in gates),
        ]
        if self.data.get("gate") in self.hits:
            for name in ("basis_document", "decided_by", "decided_on"):
                self.fields[name].required = False

    def clean_decided_on(self) -> datetime.date:
        """Nothing to decide where one is taken back."""
        if self.cleaned_data.get("decided_on") is None:
            return self.today
        return super().clean_decided_on()

    @property
    def values(self) -> dict[str, Any]:
        """As a change keeps them."""
        given, key = self.cleaned_data, self.cleaned_data["gate"]
        return {
            "key": key,
            "title": self.titles[key],
            "sets": key not in self.hits,
            "basis_document": given["basis_document"],
            "decided_by": given["decided_by"],
            "decided_on": given["decided_on"].isoformat(),
        }
