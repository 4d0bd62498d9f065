"""What every node of a rubric says of itself, by kind: part, part by periods, item, gate."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from scorecards.forms.rubrics.fields import NamesField, NumberField, Pick, PlainText, written
from scorecards.forms.rubrics.rules import Folding
from scorecards.rubrics.outline_words import EFFECT_WORDS, EVIDENCE_WORDS, NA_WORDS


class HeadForm(Folding, forms.Form):
    """Number, name, rule text and whom it is for. `names` maps the exchange's words to boxes."""

    use_required_attribute = False
    more: ClassVar[tuple[str, ...]] = ("classes", "units")
    more_label = "更多：适用范围"
    names: ClassVar[Mapping[str, str]] = {
        "applies.classes": "classes",
        "applies.units": "units",
        "applies": "classes",
    }
    key = PlainText(
        label="编号",
        required=True,
        help_text="不带空格，同一份细则内不重复；换版时请保持不变，以便逐年比较。",
    )
    title = PlainText(label="名称", required=True, width="")
    rule_text = PlainText(label="评分说明", lines=4, help_text="照录细则原文，填报时显示给各单位。")
    classes = NamesField(label="适用类别", help_text="如“乡镇、县直部门”；不填的各类都适用。", width="")
    units = NamesField(label="适用单位", help_text="只适用于个别单位的，填写单位名称。", width="")

    def plain(self) -> dict[str, Any]:
        """The node's own words as the exchange format has them."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("key", "title", "rule_text")},
            "applies": written(classes=given["classes"], units=given["units"]),
        }

    @classmethod
    def shown(cls, plain: Mapping[str, Any]) -> dict[str, Any]:
        """What the boxes show of a stored node."""
        applies = plain.get("applies") or {}
        return {**plain, "classes": applies.get("classes", []), "units": applies.get("units", [])}


class PartForm(HeadForm):
    """A part, a bonus part, a penalty part."""

    field_order: tuple[str, ...] = (
        "key",
        "title",
        "points",
        "hi",
        "rule_text",
        "weight",
        "lo",
        "classes",
        "units",
    )
    more = ("weight", "lo", "classes", "units")
    more_label = "更多：权重、最低分、适用范围"
    points = NumberField(label="分值", help_text="照录细则原文的分值，系统据此核对各项合计。")
    weight = NumberField(label="权重", unit="倍", help_text="按权重计入总分的填写，如 20% 填 0.2。")
    lo = NumberField(label="最低计")
    hi = NumberField(label="最高计", help_text="加分、减分有上限的填写。")

    def plain(self) -> dict[str, Any]:
        given = self.cleaned_data
        return super().plain() | {name: given[name] or None for name in ("points", "weight", "lo", "hi")}


class TimeForm(PartForm):
    """A part that is scored period by period."""

    names = {**HeadForm.names, "params.periods": "periods", "params.missing": "missing", "params": "periods"}
    field_order = ("key", "title", "periods", "missing", *PartForm.field_order[2:])
    periods = NamesField(
        label="各期名称", required=True, width="", help_text="如“1月、2月、3月”；得分取各期平均。"
    )
    missing = Pick("缺评一期的", [("", "视为未评，补齐后计算总分"), ("left_out", "不计，按其余各期平均")])

    def plain(self) -> dict[str, Any]:
        given = self.cleaned_data
        return super().plain() | {"params": {"periods": given["periods"]} | written(missing=given["missing"])}

    @classmethod
    def shown(cls, plain: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().shown(plain), **(plain.get("params") or {})}


class ItemForm(HeadForm):
    """What an item says besides how it is scored."""

    names = {**HeadForm.names, "points": "points", "not_applicable": "not_applicable", "reported": "reported"}
    more = ("classes", "units", "not_applicable", "scorer", "evidence", "reported")
    more_label = "更多：适用范围、不适用时、评分部门、佐证和自评"
    field_order = ("key", "title", "points", "rule_text", *more)
    points = NumberField(label="分值", help_text="加分、减分部分里的指标可以不填。")
    not_applicable = Pick("不适用时", [("", "不能选“不适用”"), *NA_WORDS.items()])
    scorer = PlainText(label="评分部门", help_text="由其他部门评分的填写部门名称；不填的由工委评分。")
    evidence = Pick("佐证材料", [("", "选填"), *EVIDENCE_WORDS.items()])
    reported = Pick("单位自评", [("yes", "需要自评"), ("no", "不自评，只由评分人填写")])

    def plain(self) -> dict[str, Any]:
        given = self.cleaned_data
        rest = {name: given[name] or None for name in ("points", "not_applicable", "scorer", "evidence")}
        return super().plain() | rest | {"reported": given["reported"] == "yes"}

    @classmethod
    def shown(cls, plain: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().shown(plain), "reported": "no" if plain.get("reported") is False else "yes"}


class GateForm(HeadForm):
    """否决: what it does when it is set."""

    names = {
        **HeadForm.names,
        "params.effect": "effect",
        "params.grade": "grade",
        "params.document": "document",
    }
    field_order = ("key", "title", "effect", "grade", "document", "rule_text", "classes", "units")
    effect = Pick("发生后的处理", [(name, words.format(grade="……")) for name, words in EFFECT_WORDS.items()])
    grade = PlainText(
        label="等次不高于",
        when="effect:cap",
        needed=True,
        help_text="与“名次与等次”里的等次名称一致。",
    )
    document = PlainText(label="依据文件", help_text="上级文件的名称和文号。", width="")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("effect") == "cap" and not self.cleaned_data.get("grade"):
            self.add_error("grade", "请填等次名称。")
        return self.cleaned_data

    def plain(self) -> dict[str, Any]:
        given = self.cleaned_data
        params = {"effect": given["effect"]} | written(document=given["document"])
        return super().plain() | {
            "params": params | ({"grade": given["grade"]} if given["effect"] == "cap" else {})
        }

    @classmethod
    def shown(cls, plain: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().shown(plain), **(plain.get("params") or {})}
