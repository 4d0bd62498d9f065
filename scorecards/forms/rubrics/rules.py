"""The parameters of each scoring kind as small forms: boxes, rows of boxes, and the way back from a refused place."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from scorecards.forms.rubrics.fields import NumberField, Pick, PlainText, keys_for, written


class Folding:
    """A form with boxes that stand folded, `more`, until they hold something."""

    more: ClassVar[tuple[str, ...]] = ()
    more_label = "更多"

    @property
    def has_more(self: Any) -> bool:
        """Whether a folded box holds something or is wrong, so that the fold has to be open."""
        empty: tuple[object, ...] = (None, "", [])
        filled = (self[name].value() not in (*empty, self.fields[name].initial) for name in self.more)
        return any(filled) or any(name in self.errors for name in self.more)


class RowForm(Folding, forms.Form):
    """One row of a list; a row that says nothing is left out. `names` maps stored keys to boxes."""

    use_required_attribute = False
    names: ClassVar[Mapping[str, str]] = {}
    unsaid: ClassVar[frozenset[str]] = frozenset({"key"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.within = kwargs.pop("within", "group")
        super().__init__(*args, **kwargs)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed; choices always hold something and do not count."""
        typed = (self.data.get(self.add_prefix(name), "") for name in self.fields if name not in self.unsaid)
        return self.is_bound and not any(str(text).strip() for text in typed)

    def row(self) -> dict[str, Any]:
        """The row as it is stored."""
        return dict(self.cleaned_data)

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the boxes show of a stored row."""
        return dict(row)


class RuleForm(forms.Form):
    """The boxes of one kind; `sets` are its lists, filled into `rows`; `names` maps parameters to boxes."""

    use_required_attribute = False
    sets: ClassVar[Mapping[str, tuple[type[RowForm], str]]] = {}
    names: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.within = kwargs.pop("within", "group")
        self.rows: dict[str, list[dict[str, Any]]] = {}
        super().__init__(*args, **kwargs)

    @classmethod
    def shown(cls, params: Mapping[str, Any]) -> dict[str, Any]:
        """What the boxes show of stored parameters."""
        return dict(params)

    def params(self) -> dict[str, Any]:
        """The parameters as they are stored: what was filled in, by the names of the boxes."""
        return written(**self.cleaned_data)


class ManualForm(RuleForm):
    """MANUAL."""

    lo = NumberField(label="最低可给", help_text="不填按 0 分计；允许负分的填负数。")


class LevelRow(RowForm):
    """One level."""

    name = PlainText(label="档次", required=True)
    points = NumberField(label="得分", required=True)


class LevelForm(RuleForm):
    """LEVEL."""

    sets = {"levels": (LevelRow, "档次")}

    def params(self) -> dict[str, Any]:
        return {"levels": self.rows["levels"]}


class BandRow(RowForm):
    """One band of measured numbers."""

    names = {"from": "low", "to": "high"}
    low = NumberField(label="从", unit="", help_text="最低一档不填")
    high = NumberField(label="到", unit="", help_text="最高一档不填")
    points = NumberField(label="得分", required=True)

    def row(self) -> dict[str, Any]:
        given = self.cleaned_data
        return written(from_=given["low"], to=given["high"], points=given["points"])

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return {"low": row.get("from", ""), "high": row.get("to", ""), "points": row.get("points", "")}


class OverrideRow(RowForm):
    """A case that decides before any band."""

    key = forms.CharField(label="编号", widget=forms.HiddenInput, required=False, max_length=40)
    text = PlainText(label="特殊情形", required=True)
    points = NumberField(label="得分", required=True)


class BandForm(RuleForm):
    """BAND."""

    sets = {"bands": (BandRow, "分档"), "overrides": (OverrideRow, "特殊情形（优先于分档）")}
    measure = PlainText(
        label="分档依据的数值", required=True, help_text="连同计量单位，如：污水处理率（%）。"
    )
    closed = Pick(
        "恰好等于分界值的",
        [("low", "计入较高的一档（含下限，不含上限）"), ("high", "计入较低的一档（含上限，不含下限）")],
    )

    def params(self) -> dict[str, Any]:
        overrides = self.rows["overrides"]
        for row, key in zip(overrides, keys_for(overrides, "o"), strict=True):
            row["key"] = key
        given = self.cleaned_data
        return {
            "measure": given["measure"],
            "closed": given["closed"],
            "bands": self.rows["bands"],
        } | written(overrides=overrides)
