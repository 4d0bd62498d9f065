"""What a number is held against, as boxes: a written number, one by class, an own plan, the group's best or mean."""

from collections.abc import Mapping
from typing import Any, ClassVar

from scorecards.forms.rubrics.fields import NumberField, PairsField, Pick, PlainText
from scorecards.forms.rubrics.rules import RowForm, RuleForm

_HOW = [
    ("number", "统一的目标数"),
    ("classes", "按单位类别分别确定"),
    ("own", "各单位自己的计划数"),
    ("best", "本组最高数"),
    ("mean", "本组平均数"),
]
_ASKED = "how:shortfall,excess"
TARGET_NAMES = {
    "target": "target_how",
    "target.classes": "target_classes",
    "target.own": "target_own",
    "target.group": "target_how",
}


class TargetFields(RowForm):
    """Four boxes of which the choice names one; a rule and a row have them alike."""

    target_how = Pick("目标", _HOW, when=_ASKED)
    target_number = NumberField(label="目标数", unit="", when=f"{_ASKED} target_how:number", needed=True)
    target_classes = PairsField(
        label="各类单位的目标数",
        lines=2,
        when=f"{_ASKED} target_how:classes",
        needed=True,
        help_text="每行写一类，如“乡镇：12”；没有列出的类别不计这一条。",
    )
    target_own = PlainText(
        label="计划数的名称",
        when=f"{_ASKED} target_how:own",
        needed=True,
        help_text="如：年度计划数。单位填报时填写具体数。",
    )
    target_boxes: ClassVar[tuple[str, ...]] = ("target_how", "target_number", "target_classes", "target_own")


def target_typed(given: Mapping[str, Any]) -> object:
    """The target as it is stored; an empty box stays empty for the core to refuse."""
    how = given.get("target_how") or "number"
    if how in {"best", "mean"}:
        return {"group": how}
    return {"number": given["target_number"]}.get(how) or (
        {"classes": given["target_classes"]}
        if how == "classes"
        else {"own": given["target_own"]}
        if how == "own"
        else ""
    )


def target_missing(given: Mapping[str, Any]) -> tuple[str, str] | None:
    """Which box the choice needs and does not have, with a sentence."""
    how = given.get("target_how") or "number"
    wanted = {
        "number": ("target_number", "请填写目标数。"),
        "classes": ("target_classes", "请写明各类单位的目标数，一类一行。"),
        "own": ("target_own", "请写明计划数的名称。"),
    }.get(how)
    return wanted if wanted and not given.get(wanted[0]) else None


def target_shown(target: object) -> dict[str, Any]:
    """What the boxes show of a stored target."""
    if isinstance(target, str):
        return {"target_how": "number", "target_number": target}
    if not isinstance(target, Mapping):
        return {}
    if "group" in target:
        return {"target_how": target["group"]}
    return {
        "target_how": next(iter(target), "number"),
        "target_classes": target.get("classes", {}),
        "target_own": target.get("own", ""),
    }


class ProportionForm(RuleForm):
    """PROPORTION."""

    names = {**TARGET_NAMES, "cap": "cap"}
    target_how = TargetFields.base_fields["target_how"]
    target_number = TargetFields.base_fields["target_number"]
    target_classes = TargetFields.base_fields["target_classes"]
    target_own = TargetFields.base_fields["target_own"]
    cap = NumberField(label="最多按几倍计", unit="倍", help_text="不填按 1 倍计，即超额完成也只得满分。")

    def clean(self) -> dict[str, Any]:
        missing = target_missing(self.cleaned_data)
        if missing and not self.errors:
            self.add_error(*missing)
        return self.cleaned_data

    def params(self) -> dict[str, Any]:
        cap = self.cleaned_data["cap"]
        return {"target": target_typed(self.cleaned_data)} | ({"cap": cap} if cap else {})

    @classmethod
    def shown(cls, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"cap": params.get("cap", ""), **target_shown(params.get("target"))}
