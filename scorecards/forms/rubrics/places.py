"""RANK and PANEL as boxes: places and what they are worth; ballots, which of them count, and their scale."""

from collections.abc import Mapping
from typing import Any

from scorecards.forms.rubrics.fields import NamesField, NumberField, NumbersField, Pick, PlainText, written
from scorecards.forms.rubrics.rules import RowForm, RuleForm

_FOUND = [
    ("place", "由上级或主办单位排定，直接填名次"),
    ("high", "填数值，由系统在本组内排名，高者在前"),
    ("low", "填数值，由系统在本组内排名，低者在前"),
]


class RankForm(RuleForm):
    """RANK."""

    names = {"table": "table", "step": "step", "floor": "floor", "rankers": "rankers", "measure": "measure"}
    found = Pick("名次来源", _FOUND)
    measure = PlainText(label="排名依据的数值", when="found:high,low", help_text="如：信息采用篇数。")
    worth = Pick("名次计分办法", [("table", "逐个名次写明得分"), ("step", "第一名得满分，其后逐名递减")])
    table = NumbersField(
        when="worth:table",
        needed=True,
        label="各名次的得分",
        help_text="从第一名写起，如“10、5、3”；其后的名次得 0 分。",
    )
    step = NumberField(label="每降一名减", when="worth:step", needed=True)
    floor = NumberField(label="最低得分", when="worth:step", help_text="不填按 0 分计。")
    end = Pick("名次顺序", [("top", "顺数，从第一名起"), ("bottom", "倒数，从最后一名起")])
    rankers = NamesField(label="分别排名的单位", help_text="如“省、市”；只有一个单位排名的不填。")
    combine = Pick("各单位排名得分的合计", [("sum", "相加"), ("mean", "取平均")])

    def clean(self) -> dict[str, Any]:
        wanted = {"table": "请写明各名次的得分。", "step": "请填写每降一名减几分。"}
        worth = self.cleaned_data.get("worth", "")
        if worth in wanted and not self.cleaned_data.get(worth) and worth not in self.errors:
            self.add_error(worth, wanted[worth])
        return self.cleaned_data

    def params(self) -> dict[str, Any]:
        given = self.cleaned_data
        params = (
            {"table": given["table"]}
            if given["worth"] == "table"
            else written(step=given["step"], floor=given["floor"])
        )
        if given["end"] == "bottom":
            params["from"] = "bottom"
        if given["found"] != "place":
            params |= {"by": "value", "direction": given["found"]} | written(measure=given["measure"])
        if given["rankers"]:
            params |= {"rankers": given["rankers"], "combine": given["combine"]}
        return params

    @classmethod
    def shown(cls, params: Mapping[str, Any]) -> dict[str, Any]:
        kept = {
            name: params[name] for name in ("table", "step", "floor", "measure", "rankers") if name in params
        }
        return kept | {
            "found": params.get("direction", "high") if params.get("by") == "value" else "place",
            "worth": "step" if "step" in params else "table",
            "table": list(params.get("table", [])),
            "end": params.get("from", "top"),
            "combine": params.get("combine", "sum"),
        }


class BallotLevelRow(RowForm):
    """One level on the ballot; without a number it is not counted (不了解)."""

    name = PlainText(label="档次", required=True)
    value = NumberField(label="折合", help_text="不计票的不填，如“不了解”。")

    def row(self) -> dict[str, Any]:
        return written(**self.cleaned_data)


_DEMANDS = [
    ("at_most", "不低于某分的最多几个"),
    ("at_least", "低于某分的至少几个"),
    ("decimals", "分数最多几位小数"),
    ("not_all_same", "不能全打相同的分数"),
]
_EDGES = {"at_most": "from", "at_least": "below"}


class DemandRow(RowForm):
    """What a valid ballot has to keep to."""

    unsaid = frozenset({"kind"})
    names = {"at_most": "count", "at_least": "count", "decimals": "count", "from": "edge", "below": "edge"}
    kind = Pick("要求", [("", "（无要求）"), *_DEMANDS])
    edge = NumberField(label="分界分数", when="kind:at_most,at_least")
    count = NumberField(label="个数或位数", unit="", when="kind:at_most,at_least,decimals")

    @property
    def is_blank(self) -> bool:
        return self.is_bound and not self.data.get(self.add_prefix("kind"))

    def row(self) -> dict[str, Any]:
        kind = self.cleaned_data["kind"]
        if kind == "not_all_same":
            return {kind: True}
        edge = {_EDGES[kind]: self.cleaned_data["edge"]} if kind in _EDGES else {}
        return {kind: self.cleaned_data["count"], **edge}

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        kind = next((name for name, _ in _DEMANDS if name in row), "")
        return {"kind": kind, "count": row.get(kind, ""), "edge": row.get(_EDGES.get(kind, ""), "")}


class PanelForm(RuleForm):
    """PANEL."""

    sets = {"levels": (BallotLevelRow, "票上的档次"), "valid_if": (DemandRow, "有效票的要求")}
    names = {"scale": "scale", "numbers.trim_above": "trim_above", "levels": "how", "numbers": "how"}
    how = Pick("填票方式", [("levels", "选择档次，如满意、基本满意、不满意"), ("numbers", "填写分数")])
    scale = NumberField(label="测评票满分", required=True, help_text="一张票最多填几分，如 100。")
    trim_above = NumberField(
        when="how:numbers",
        label="去掉一个最高分和一个最低分",
        unit="张",
        help_text="有效票超过这个张数时去掉；不去掉的不填。",
    )

    def params(self) -> dict[str, Any]:
        given, scale = self.cleaned_data, {"scale": self.cleaned_data["scale"]}
        if given["how"] == "levels":
            return {"levels": self.rows["levels"], **scale}
        numbers = {"numbers": written(trim_above=given["trim_above"])}
        return numbers | scale | written(valid_if=self.rows["valid_if"])

    @classmethod
    def shown(cls, params: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "how": "numbers" if "numbers" in params else "levels",
            "scale": params.get("scale", "100"),
            "trim_above": params.get("numbers", {}).get("trim_above", ""),
        }
