"""评分部门对应 and 分期截止 as a clerk types them."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from scorecards.forms.box_names import box_key
from scorecards.forms.rounds import TOO_LONG
from scorecards.models import Node
from units.models import Unit, User

_MOMENT = "%Y-%m-%dT%H:%M"


class LabelsForm(forms.Form):
    """A unit for each 评分部门; `label-…` ends in `box_key` of it."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, labels: Sequence[str], user: User, today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._labels = labels
        units = Unit.objects.visible_to(user).standing(today=today).in_order()
        choices = [("", "没有对应单位，由工委代录"), *((unit.pk, unit.name) for unit in units)]
        self._units = {str(unit.pk): unit for unit in units}
        for label in labels:
            self.fields[f"label-{box_key(label)}"] = forms.ChoiceField(
                label=label, choices=choices, required=False,
                error_messages={"invalid_choice": "请从列表里选择单位。"},
            )  # fmt: skip

    @property
    def chosen(self) -> dict[str, Unit | None]:
        """Label → unit."""
        return {
            label: self._units.get(self.cleaned_data[f"label-{box_key(label)}"]) for label in self._labels
        }


class PeriodsForm(forms.Form):
    """Name and due date of each period, by node and number."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, periods: Sequence[tuple[Node, int, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._periods = periods
        for node, number, title in periods:
            stem = f"{node.pk}-{number}"
            what = f"{node.title}·{title}"
            self.fields[f"name-{stem}"] = forms.CharField(
                label=f"{what}：名称",
                max_length=40,
                error_messages={"required": "请填写名称。", "max_length": TOO_LONG},
            )
            self.fields[f"due-{stem}"] = forms.DateTimeField(
                label=f"{what}：截止时间",
                widget=forms.DateTimeInput({"type": "datetime-local"}, _MOMENT),
                error_messages=dict.fromkeys(
                    ("required", "invalid"), "请填写日期和时间，如 2026-04-10 17:00。"
                ),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each period with its two boxes, for the page."""
        return [
            {
                "node": node,
                "number": number,
                "name": self[f"name-{node.pk}-{number}"],
                "due": self[f"due-{node.pk}-{number}"],
            }
            for node, number, _ in self._periods
        ]

    def clean(self) -> dict[str, Any]:
        """Only years that a round can have."""
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, datetime.datetime) and not 2000 <= timezone.localtime(value).year <= 2999:
                self.add_error(name, "请核对年份。")
        return self.cleaned_data

    @property
    def given(self) -> Mapping[tuple[int, int], tuple[str, datetime.datetime]]:
        """(node, number) → name and due date."""
        return {
            (node.pk, number): (
                self.cleaned_data[f"name-{node.pk}-{number}"],
                self.cleaned_data[f"due-{node.pk}-{number}"],
            )
            for node, number, _ in self._periods
        }
