"""试算: other weights, panels without trimming, one item left out; read from the address, so that it can be sent."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from scorecards.ranking.what_if import Supposition, trims, weighed
from scorecards.scoring import Part

_MOST = Decimal(100)


class WhatIfForm(forms.Form):
    """A weight for each topmost part, as it is now; the rest as it is unless something is chosen."""

    without = forms.ChoiceField(
        label="不计一项指标",
        required=False,
        error_messages={"invalid_choice": "没有这一项指标，请重新选择。"},
    )

    def __init__(self, data: Any = None, *, tree: Part) -> None:
        super().__init__(data, auto_id="try-%s")
        self._tree = tree
        items = [(item.key, f"{item.key} {item.title}") for item in tree.items()]
        self.fields["without"].choices = [("", "都计"), *items]  # type: ignore[attr-defined]
        for name, part in self._parts():
            self.fields[name] = _weight(part)
        if trims(tree):
            self.fields["untrimmed"] = forms.BooleanField(label="测评不去掉最高分和最低分", required=False)
        self.order_fields([*(name for name, _ in self._parts()), "untrimmed", "without"])

    @property
    def weights(self) -> list[Any]:
        """The bound fields of the weights."""
        return [self[name] for name, _ in self._parts()]

    @property
    def supposition(self) -> Supposition:
        """What was typed; the form is valid."""
        given = self.cleaned_data
        return Supposition(
            weights={part.key: Fraction(given[name]) for name, part in self._parts()},
            untrimmed=given.get("untrimmed", False),
            without=given["without"],
        )

    def _parts(self) -> list[tuple[str, Part]]:
        return [(f"weight-{number}", part) for number, part in enumerate(weighed(self._tree), 1)]


def _weight(part: Part) -> forms.DecimalField:
    weight = part.weight
    return forms.DecimalField(
        label=f"{part.title}权重",
        initial=f"{Decimal(weight.numerator) / Decimal(weight.denominator):f}",
        min_value=Decimal(0),
        max_value=_MOST,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "请填权重；不变的填原来的数。",
            "invalid": "请填 0 到 100 之间的数，如 0.3。",
            "min_value": "请填 0 到 100 之间的数，如 0.3。",
            "max_value": "请填 0 到 100 之间的数，如 0.3。",
            "max_decimal_places": "权重最多四位小数。",
        },
    )
