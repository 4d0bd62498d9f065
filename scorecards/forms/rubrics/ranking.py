"""名次与等次 of a draft: what decides a tie, and the grades from the best down."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.http import QueryDict

from scorecards.forms.rubrics.fields import NumberField, Pick, PlainText, written
from scorecards.forms.rubrics.node import TORN, RowSet, summary_of, typed_in
from scorecards.forms.rubrics.rules import RowForm
from scorecards.rubrics.draft_trees import Plain
from scorecards.scoring import NodeKind
from scorecards.scoring.numbers import canonical, exact

_HOW = [("", "没有写明"), ("share", "并列，下一名次空出"), ("compare", "依次比较下列得分，高者在前")]
_MOST_TIES = 5


class GradeRow(RowForm):
    """One grade."""

    name = PlainText(label="等次", required=True)
    line = NumberField(label="分数线", unit="分")
    quota = NumberField(label="名额", unit="个")
    share = NumberField(label="或按比例", unit="%")

    def clean_share(self) -> str:
        """20 typed is 0.2 stored."""
        percent: str = self.cleaned_data["share"]
        try:
            part = canonical(exact(percent) / 100) if percent else ""
        except ValueError:
            part = "-1"
        if part and not 0 <= Fraction(part) <= 1:
            raise forms.ValidationError("比例请填 0 到 100 之间的数，最多两位小数，如 20。")
        return part

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("quota") and self.cleaned_data.get("share"):
            self.add_error("share", "名额和比例只填一种。")
        return self.cleaned_data

    def row(self) -> dict[str, Any]:
        given = self.cleaned_data
        return written(name=given["name"], line=given["line"], quota=given["quota"], share=given["share"])

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, "share": canonical(Fraction(row["share"]) * 100) if "share" in row else ""}


class TiesForm(forms.Form):
    """What decides between equal totals; the boxes offer every part and item."""

    use_required_attribute = False
    how = Pick("总分相同的", _HOW)

    def __init__(self, data: QueryDict | None, *, ties: object, nodes: Sequence[Plain]) -> None:
        keys = ties if isinstance(ties, list) else []
        how = "compare" if keys else "share" if ties == "share" else ""
        super().__init__(
            data, initial={"how": how} | {f"tie_{number}": key for number, key in enumerate(keys, 1)}
        )
        offered = [
            (str(one["key"]), f"{one['key']} {one['title']}") for one in nodes if one["kind"] != NodeKind.GATE
        ]
        for number in range(1, max(_MOST_TIES, len(keys)) + 1):
            label = "首先比较" if number == 1 else f"仍相同的，第 {number} 步比较"
            self.fields[f"tie_{number}"] = Pick(
                label, [("", "（不用）"), *offered], required=False, when="how:compare"
            )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("how") != "compare":
            return self.cleaned_data
        if not self._keys() and "tie_1" not in self.errors:
            self.add_error("tie_1", "请选择先比较哪一项。")
        seen: set[str] = set()
        for name, key in list(self.cleaned_data.items()):
            if key and key in seen:
                self.add_error(name, "这一项前面已经比较过，请改选别的或者不用。")
            seen.add(key)
        return self.cleaned_data

    @property
    def ties(self) -> object:
        """As it is stored; nothing where nothing is said."""
        how = self.cleaned_data["how"]
        return self._keys() if how == "compare" else how

    def _keys(self) -> list[str]:
        return [key for name in self.fields if name != "how" and (key := self.cleaned_data.get(name))]


class RankingSheet:
    """The page's two parts."""

    def __init__(
        self, ranking: Mapping[str, Any], *, nodes: Sequence[Plain], data: QueryDict | None = None
    ) -> None:
        self.nodes = nodes
        self.ties = TiesForm(data, ties=ranking.get("ties"), nodes=nodes)
        shown = [GradeRow.shown(grade) for grade in ranking.get("grades", [])]
        extra = 1 if shown else 3
        self.grades = RowSet("grades", GradeRow, "等次", shown=shown, data=data, within="", extra=extra)
        self.loose: list[str] = []

    def is_valid(self) -> bool:
        """Whether every box can be read."""
        return all([self.ties.is_valid(), self.grades.is_valid()])

    def ranking(self) -> dict[str, Any]:
        """As it is stored."""
        return written(ties=self.ties.ties, grades=[form.row() for form in self.grades.filled])

    def blame(self, path: str, sentence: str) -> None:
        """Put a refusal of the core under its box, or on top."""
        row = re.match(r"grades\[(\d+)\]\.?(\w*)", path)
        tie = re.match(r"ties\[(\d+)\]", path)
        if row and int(row[1]) < len(self.grades.filled):
            self.grades.filled[int(row[1])].add_error(row[2] or "name", sentence)
        elif tie:
            self.ties.add_error(f"tie_{int(tie[1]) + 1}", sentence)
        else:
            self.loose.append(sentence)

    def with_more_rows(self) -> "RankingSheet":
        """Again with what was typed and one more blank row."""
        again = RankingSheet({}, nodes=self.nodes)
        again.ties.initial = typed_in(self.ties)
        again.grades = self.grades.lengthened(by=3)
        return again

    @property
    def summary(self) -> list[dict[str, str]]:
        """For components/error_summary.html."""
        sentences = [*self.loose, *([] if self.grades.is_whole else [TORN])]
        loose = [{"field_id": "sheet", "sentence": sentence} for sentence in sentences]
        return loose + summary_of([("", self.ties), *self.grades.named])
