"""One node of a draft as a sheet: its head, the boxes of its scoring kind, the rows; refusals put into place."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict

from scorecards.forms.rubrics.heads import GateForm, HeadForm, ItemForm, PartForm, TimeForm
from scorecards.forms.rubrics.places import PanelForm, RankForm
from scorecards.forms.rubrics.rules import BandForm, LevelForm, ManualForm, RowForm, RuleForm
from scorecards.forms.rubrics.tally import TallyForm
from scorecards.forms.rubrics.targets import ProportionForm

RULES: Mapping[str, tuple[type[RuleForm], str, str]] = {
    "MANUAL": (ManualForm, "直接给分", "由评分人在规定幅度内直接给分。"),
    "LEVEL": (LevelForm, "按档次", "从几个档次中选定一个，如：好、一般、差。"),
    "TALLY": (TallyForm, "计次加扣", "按情形发生的次数，或与目标的差额，逐次加分、扣分。"),
    "PROPORTION": (ProportionForm, "按比例", "按完成数占目标数的比例折算得分。"),
    "BAND": (BandForm, "按数值分档", "按数值所在的档次得分，如：完成率 90% 以上得 5 分。"),
    "RANK": (RankForm, "名次赋分", "按上级排定或本组排出的名次得分。"),
    "PANEL": (PanelForm, "测评", "按测评票或评委打分的平均分折算得分。"),
}
HEADS: Mapping[str, type[HeadForm]] = {
    "group": PartForm, "bonus": PartForm, "penalty": PartForm, "time": TimeForm, "item": ItemForm, "gate": GateForm,
}  # fmt: skip
_MOST_ROWS = 60
_LONGEST_COUNT = 60
TORN = "页面内容不完整，请核对后再保存。"
_STEP = re.compile(r"\[(\d+)\]")


class RowSet:
    """The rows of one parameter, with blank ones to type into; a row that is left blank is dropped."""

    def __init__(
        self, name: str, row: type[RowForm], label: str, *, shown: list[dict[str, Any]], data: QueryDict | None,
        within: str, extra: int,
    ) -> None:  # fmt: skip
        self.name, self.label, self._row, self._within = name, label, row, within
        factory = formset_factory(row, extra=extra, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)
        self.is_whole = data is None or _counts_its_rows(data, name)
        told = data if data is None or self.is_whole else _counted(data, name)
        self.formset = factory(told, initial=shown, prefix=name, form_kwargs={"within": within})

    @property
    def lines(self) -> list[RowForm]:
        """Every row on the page; one that was there and has been emptied is gone."""
        there = self.formset.initial_form_count()
        return [
            form for number, form in enumerate(self.formset.forms) if number >= there or not form.is_blank
        ]

    @property
    def filled(self) -> list[RowForm]:
        """The rows that say something."""
        return [form for form in self.lines if not form.is_blank]

    @property
    def named(self) -> list[tuple[str, forms.Form]]:
        """Each of them with its place, for the summary of errors."""
        return [(f"{self.label}第 {number} 条 ", form) for number, form in enumerate(self.filled, 1)]

    def lengthened(self, *, by: int) -> "RowSet":
        """Again with what was typed and some blank rows, the first of which takes the cursor."""
        shown = [typed_in(form) for form in self.filled]
        longer = RowSet(
            self.name, self._row, self.label, shown=shown, data=None, within=self._within, extra=by
        )
        if by > 1 and len(longer.lines) > len(shown):
            first = next(iter(longer.lines[len(shown)].visible_fields()))
            first.field.widget.attrs["autofocus"] = True
        return longer

    def is_valid(self) -> bool:
        """Only rows that say something are asked; `is_whole` is whether the page said how many rows it has."""
        for form in self.filled:
            form.empty_permitted = False  # one that says just what was stored is read all the same
        return all([self.is_whole, *(form.is_valid() for form in self.filled)])


class NodeSheet:
    """What the page shows of one node, and what was typed as the exchange format has it."""

    def __init__(
        self,
        kind: str,
        *,
        scoring_kind: str = "",
        stored: Mapping[str, Any] | None = None,
        data: QueryDict | None = None,
        within: str = "group",
    ) -> None:
        self.kind, self.scoring_kind, self.loose = kind, scoring_kind, list[str]()
        head, plain = HEADS[kind], stored or {}
        self.head: HeadForm = head(data, initial=head.shown(plain))
        self.rule: RuleForm | None = None
        self.sets: list[RowSet] = []
        if kind == "item":
            self._show_rule(RULES[scoring_kind][0], plain.get("params") or {}, data, within)

    def _show_rule(
        self, rule: type[RuleForm], params: Mapping[str, Any], data: QueryDict | None, within: str
    ) -> None:
        self.rule = rule(data, initial=rule.shown(params), prefix="rule", within=within)
        for name, (row, label) in rule.sets.items():
            stored = [row.shown(one) for one in params.get(name, [])]
            extra = 1 if stored else 2
            self.sets.append(RowSet(name, row, label, shown=stored, data=data, within=within, extra=extra))

    def is_valid(self) -> bool:
        """Whether every box can be read; whether the rubric can be computed is the core's to say."""
        forms_ = [self.head, *([self.rule] if self.rule else [])]
        valid = all([*(form.is_valid() for form in forms_), *(rows.is_valid() for rows in self.sets)])
        if valid and self.rule:
            self.rule.rows = {rows.name: [form.row() for form in rows.filled] for rows in self.sets}
            if isinstance(self.rule, TallyForm) and self.rule.adds_without_ceiling():
                self.rule.add_error("hi_how", "有加分的情形，请选择最高计几分，或者不封顶。")
        return valid and all(form.is_valid() for form in forms_)

    def plain(self) -> dict[str, Any]:
        """The node as it is stored, without parent and order."""
        given = {"kind": self.kind, **self.head.plain()}
        return given | (
            {"scoring_kind": self.scoring_kind, "params": self.rule.params()} if self.rule else {}
        )

    def blame(self, path: str, sentence: str) -> None:
        """Put a refusal of the core under the box that it is about; what has none stands on top."""
        form, name = self._box(path)
        if form is None:
            self.loose.append(sentence)
        else:
            form.add_error(name, sentence)

    def with_more_rows(self, name: str) -> "NodeSheet":
        """The page again with what was typed and one more blank row; nothing is asked and nothing stored."""
        again = NodeSheet(self.kind, scoring_kind=self.scoring_kind)
        again.head = type(self.head)(initial=typed_in(self.head))
        if self.rule:
            again.rule = type(self.rule)(initial=typed_in(self.rule), prefix="rule", within=self.rule.within)
            again.sets = [rows.lengthened(by=3 if rows.name == name else 1) for rows in self.sets]
        return again

    @property
    def summary(self) -> list[dict[str, str]]:
        """For components/error_summary.html."""
        sentences = [*self.loose, *([TORN] if any(not rows.is_whole for rows in self.sets) else [])]
        loose = [{"field_id": "sheet", "sentence": sentence} for sentence in sentences]
        own = [("", form) for form in (self.head, self.rule) if form]
        return loose + summary_of([*own, *(named for rows in self.sets for named in rows.named)])

    @property
    def rule_label(self) -> str:
        """The scoring kind's name."""
        return RULES[self.scoring_kind][1] if self.scoring_kind else ""

    def _box(self, path: str) -> tuple[forms.Form | None, str | None]:
        """The nearest box around the place, from the inside outwards."""
        inner = path.removeprefix("params").lstrip(".") if self.rule and path.startswith("params") else ""
        for rows in self.sets:
            hit = re.match(rf"{rows.name}(?:\[(\d+)\])?\.?(.*)", inner)
            if hit and int(hit[1] or 0) < len(rows.filled):
                row = rows.filled[int(hit[1] or 0)]
                return row, _nearest(row, hit[2]) or next(iter(row.visible_fields())).name
        if self.rule and path.startswith("params"):
            name = _nearest(self.rule, inner)
            return (self.rule, name) if name else (None, None)
        name = _nearest(self.head, path)
        return (self.head, name) if name else (None, None)


def _counts_its_rows(data: QueryDict, name: str) -> bool:
    """Whether the page said how many rows it has, and sent no more."""
    counts = [data.get(f"{name}-{count}_FORMS", "") for count in ("TOTAL", "INITIAL")]
    if not all(text.isdecimal() and len(text) <= _LONGEST_COUNT for text in counts):
        return False
    return _last_row(data, name) < min(int(counts[0]), _MOST_ROWS)


def _counted(data: QueryDict, name: str) -> QueryDict:
    """What was sent with the right count, so that every row is shown again."""
    told = data.copy()
    told.update({f"{name}-TOTAL_FORMS": str(_last_row(data, name) + 1), f"{name}-INITIAL_FORMS": "0"})
    return told


def _last_row(data: QueryDict, name: str) -> int:
    """The highest number of a row that says something; -1 where there is none."""
    numbers = (re.fullmatch(rf"{name}-([0-9]{{1,4}})-\w+", key) for key in data if data.get(key))
    return max((int(number[1]) for number in numbers if number), default=-1)


def typed_in(form: forms.Form) -> dict[str, Any]:
    """What stands in the boxes, good or bad."""
    return {name: form[name].value() for name in form.fields}


def summary_of(named: Iterable[tuple[str, forms.Form]]) -> list[dict[str, str]]:
    """Every error with the box it is about."""
    return [
        {"field_id": form[name].auto_id, "label": f"{place}{form[name].label}", "sentence": str(sentence)}
        for place, form in named
        for name, errors in form.errors.items()
        for sentence in errors
    ]


def _nearest(form: Any, path: str) -> str | None:
    """The box of this path or of what is around it."""
    while path:
        name = form.names.get(path, path)
        if name in form.fields:
            return str(name)
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None
