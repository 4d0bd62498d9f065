"""TALLY as boxes: the base, what holds it above and below, and each cause in the words of the printed page."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms

from scorecards.forms.rubrics.fields import NumberField, Pick, PlainText, keys_for, written
from scorecards.forms.rubrics.rules import RuleForm
from scorecards.forms.rubrics.targets import (
    TARGET_NAMES,
    TargetFields,
    target_missing,
    target_shown,
    target_typed,
)
from scorecards.scoring.numbers import canonical, exact

_HOW = [
    ("times", "按发生次数"),
    ("amounts", "在幅度内酌情"),
    ("shortfall", "按低于目标的差额"),
    ("excess", "按高于目标的差额"),
]
_MOST = [("", "没有写明"), ("every", "每次都计"), ("number", "最多计几次")]
_FAR = "how:shortfall,excess"
_ROUNDING = [
    ("", "没有写明"),
    ("floor", "不满一步的不计"),
    ("ceil", "不满一步按一步计"),
    ("exact", "按比例折算"),
]
_WHERE_LO = [
    ("zero", "扣完为止（最低 0 分）"),
    ("number", "最低计若干分"),
    ("none", "可以倒扣，不设下限"),
    ("", "没有写明"),
]
_WHERE_HI = [("", "不超过基础分"), ("number", "最高计若干分"), ("none", "不封顶")]


def _value(text: str) -> Fraction:
    """By size; what is no number is the core's to refuse."""
    try:
        return exact(text)
    except ValueError:
        return Fraction(0)


class CauseRow(TargetFields):
    """One cause."""

    more = ("most_how", "most", "cap", "exclusive")
    more_label = "更多：计几次、封顶、就高不重复"
    names = {**TARGET_NAMES, "range": "unit", "range[0]": "unit", "range[1]": "to"}
    unsaid = frozenset({"key", "how", "sign", "most_how", "rounding", "target_how"})
    field_order = (
        "key", "text", "how", "sign", "unit", "to", "target_how", "target_number", "target_classes", "target_own",
        "step", "rounding", *more,
    )  # fmt: skip

    key = forms.CharField(label="编号", widget=forms.HiddenInput, required=False, max_length=40)
    text = PlainText(label="情形", required=True, width="")
    how = Pick("计分办法", _HOW)
    sign = Pick("加分或扣分", [("-", "扣分"), ("+", "加分")])
    unit = NumberField(label="每次（每步）分值", required=True, help_text="酌情的填最低分值。")
    to = NumberField(label="酌情的最高分值", when="how:amounts", needed=True)
    step = NumberField(label="每差多少为一步", unit="", help_text="不填按 1 计。", when=_FAR)
    rounding = Pick("不满一步怎样算", _ROUNDING, when=_FAR)
    most_how = Pick("同一情形计几次", _MOST, when="how:times")
    most = NumberField(label="最多计几次", unit="次", when="how:times most_how:number", needed=True)
    cap = NumberField(label="本情形累计最多")
    exclusive = PlainText(label="就高不重复", help_text="几种情形填同一名称的，只计最高的一种。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.within == "penalty":
            self.fields["sign"].choices = [("+", "减分")]  # type: ignore[attr-defined]
            self.fields["sign"].initial = "+"

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("how") == "amounts" and not given.get("to"):
            self.add_error("to", "请填写酌情的最高分值。")
        if given.get("how") in {"shortfall", "excess"} and (missing := target_missing(given)):
            self.add_error(*missing)
        if given.get("most_how") == "number" and not given.get("most"):
            self.add_error("most", "请填最多计几次。")
        return given

    def row(self) -> dict[str, Any]:
        given = self.cleaned_data
        how = given["how"]
        base = {"key": given["key"], "text": given["text"]} | written(
            cap=given["cap"], exclusive=given["exclusive"]
        )
        if how == "amounts":
            ends = [self._signed("unit"), self._signed("to")]
            in_order = sorted(ends, key=_value) if all(map(_value, ends)) else ends
            return base | {"count": how, "range": in_order}
        base |= {"unit": self._signed("unit")}
        if how == "times":
            most = {"every": {"most": None}, "number": {"most": given["most"]}}.get(given["most_how"], {})
            return base | most
        return (
            base
            | {"count": how, "target": target_typed(given)}
            | written(step=given["step"], rounding=given["rounding"])
        )

    def _signed(self, name: str) -> str:
        """Typed without a sign; the choice beside it says whether it takes."""
        typed = str(self.cleaned_data[name])
        size = abs(_value(typed))
        if not size:  # nothing, or no number: the core says so of what was typed
            return typed
        return canonical(-size if self.cleaned_data["sign"] == "-" else size)

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        ends = sorted((str(end).removeprefix("-") for end in row.get("range", [])), key=_value)
        first = str(row.get("unit") or (row.get("range") or [""])[0])
        least, most = ends if ends else (first.removeprefix("-"), "")
        return dict(row) | {
            "how": row.get("count", "times"),
            "sign": "-" if first.startswith("-") else "+",
            "unit": least,
            "to": most,
            "most_how": ("number" if row["most"] else "every") if "most" in row else "",
            **target_shown(row.get("target")),
        }


class TallyForm(RuleForm):
    """TALLY."""

    sets = {"causes": (CauseRow, "情形")}
    names = {"lo": "lo", "hi": "hi", "base": "base"}
    base = NumberField(
        label="基础分", required=True, help_text="没有发生任何情形时的得分：扣分的填满分，加分的填 0。"
    )
    lo_how = Pick("扣到多少为止", _WHERE_LO)
    lo = NumberField(label="最低计", when="lo_how:number", needed=True)
    hi_how = Pick("加到多少为止", _WHERE_HI)
    hi = NumberField(label="最高计", when="hi_how:number", needed=True)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for name, word in (("lo", "最低"), ("hi", "最高")):
            if given.get(f"{name}_how") == "number" and not given.get(name):
                self.add_error(name, f"请填{word}计几分。")
        return given

    def params(self) -> dict[str, Any]:
        given, causes = self.cleaned_data, self.rows["causes"]
        ends: dict[str, dict[str, Any]] = {"lo": {"zero": "0", "none": None}, "hi": {"none": None}}
        held = {
            name: ends[name].get(given[f"{name}_how"], given[name]) for name in ends if given[f"{name}_how"]
        }
        for row, key in zip(causes, keys_for(causes, "c"), strict=True):
            row["key"] = key
        return {"base": given["base"], **held, "causes": causes}

    def adds_without_ceiling(self) -> bool:
        """A rubric with additions has to say up to where."""
        moves = (_value(str(row.get("unit") or row["range"][0])) for row in self.rows["causes"])
        return not self.cleaned_data["hi_how"] and any(move > 0 for move in moves)

    @classmethod
    def shown(cls, params: Mapping[str, Any]) -> dict[str, Any]:
        how = {
            f"{name}_how": ("none" if params[name] is None else "number") if name in params else ""
            for name in ("lo", "hi")
        }
        if params.get("lo") == "0":
            how["lo_how"] = "zero"
        return {name: params.get(name) for name in ("base", "lo", "hi")} | how
