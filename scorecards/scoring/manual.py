"""MANUAL 直接给分: the scorer writes the points."""

from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.boxes import Box
from scorecards.scoring.numbers import LIMIT, canonical, in_print, typed
from scorecards.scoring.peers import Peers
from scorecards.scoring.reading import fields, number
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import ALONE, CanonicalInput, Input, Rule, Setting, only


@dataclass(frozen=True, slots=True)
class Manual(Rule):
    """The points are the number given, within lo…most."""

    lo: Fraction
    setting: Setting

    def in_words(self) -> str:
        act = "减分" if self.setting.subtracts else "给分"
        return (
            f"由评分人在{self._range()}之间直接{act}。"
            if self.setting.points is not None
            else f"由评分人直接{act}，{self._range()}。"
        )

    def bounds(self) -> tuple[Fraction, Fraction]:
        return self.lo, LIMIT if self.setting.points is None else self.setting.points

    def parse(self, raw: Input) -> CanonicalInput:
        return {"value": canonical(self.points(raw))}

    def full(self) -> CanonicalInput:
        return {"value": canonical(self.bounds()[1])}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        only(given, "value")
        low, high = self.bounds()
        try:
            value = typed(given["value"])
        except ValueError:
            raise BadInput(self._please(), "value") from None
        if not low <= value <= high:
            raise BadInput(self._please(), "value")
        return value

    def given_in_words(self, given: Input) -> str:
        return f"评分人填 {in_print(self.points(given))} 分"

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        return f"按给分计，{self.setting.verb} {in_print(self.points(given))} 分"

    def parse_cell(self, text: str) -> CanonicalInput:
        return self.parse({"value": text})

    def show_cell(self, given: Input) -> str:
        return canonical(self.points(given))

    def boxes(self) -> tuple[Box, ...]:
        return (Box(("value",), "减分" if self.setting.subtracts else "得分", "分", worth=self._limits()),)

    def cell_hint(self) -> str:
        return "直接填分数。"

    def _limits(self) -> str:
        if self.setting.points is None:
            return f"不小于 {in_print(self.lo)}，最多四位小数"
        return f"{in_print(self.lo)} 到 {in_print(self.setting.points)}，最多四位小数"

    def _range(self) -> str:
        if self.setting.points is None:
            return f"不低于 {in_print(self.lo)} 分"
        return f" {in_print(self.lo)} 到 {in_print(self.setting.points)} 分"

    def _please(self) -> str:
        if self.setting.points is None:
            return f"请填不小于 {in_print(self.lo)} 的数，最多四位小数。"
        return f"请填 {in_print(self.lo)} 到 {in_print(self.bounds()[1])} 之间的数，最多四位小数。"


def read(params: object, *, setting: Setting, place: str) -> Manual:
    """`{}` or `{"lo": "-5"}`; the upper bound is the item's points."""
    given = fields(params, required="", optional="lo", place=place)
    lo = number(given.get("lo", "0"), place=f"{place}.lo")
    if setting.points is not None and lo > setting.points:
        raise BadRubric(f"{place}.lo", "最低分不能高于本项分值。")
    return Manual(lo=lo, setting=setting)
