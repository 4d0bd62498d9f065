"""PROPORTION 按比例: the points times actual ÷ target, held between 0 and a cap."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scorecards.scoring.boxes import Box
from scorecards.scoring.numbers import LIMIT, MEASURED_PLACES, canonical, half_width, in_print
from scorecards.scoring.peers import Peers
from scorecards.scoring.reading import fields, number_or_none
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import ALONE, CanonicalInput, Input, Rule, Setting, measured_in, shape
from scorecards.scoring.targets import OfGroup, Target, read_target


@dataclass(frozen=True, slots=True)
class Proportion(Rule):
    """P × clamp(actual ÷ target, 0, cap); no cap means that more than the target brings more."""

    most: Fraction
    target: Target
    cap: Fraction | None
    setting: Setting

    def in_words(self) -> str:
        if self.cap is None:
            held = "超过目标的按比例多得，不封顶"
        elif self.cap == 1:
            held = f"最多{self.setting.verb} {in_print(self.most)} 分"
        else:
            held = f"比例最多按 {in_print(self.cap)} 计"
        verb = self.setting.verb
        return f"按比例计分：{verb}分 = {in_print(self.most)} × 实际数 ÷ {self._target_words()}；{held}。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        return Fraction(0), LIMIT if self.cap is None else self.most * self.cap

    def parse(self, raw: Input) -> CanonicalInput:
        actual, own = self._read(raw)
        if not (self.is_relative or self.target.classes):
            self.points(raw)
        plan = {} if own is None else {"target": canonical(own, MEASURED_PLACES)}
        return {"actual": canonical(actual, MEASURED_PLACES), **plan}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        points = self.most * self._share(given, peers)
        if points > LIMIT and not self.is_relative:
            raise BadInput("算出的分数太大，请核对实际数和目标。", "actual")
        return min(points, LIMIT)

    def given_in_words(self, given: Input) -> str:
        actual, own = self._read(given)
        return f"实际数 {in_print(actual)}" + ("" if own is None else f"，{self.target.own} {in_print(own)}")

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        actual, own = self._read(given)
        target = self.target.value(own, peers.get(""))
        points = self.points(given, peers)
        if not target:
            return f"{self.target.in_words()}为 0，{self.setting.verb} 0 分"
        raw = actual / target
        share = self._share(given, peers)
        held = "" if share == raw else f"，比例按 {in_print(share)} 计"
        said = f"（{self.target.in_words()} {in_print(target)}）" if self.target.is_relative else ""
        ratio = f"{in_print(self.most)} × {in_print(actual)} ÷ {in_print(target)}{said}"
        return f"{ratio}{held}，{self.setting.verb} {in_print(points)} 分"

    def parse_cell(self, text: str) -> CanonicalInput:
        actual, slash, own = half_width(text).partition("/")
        return self.parse({"actual": actual, **({"target": own} if slash else {})})

    def show_cell(self, given: Input) -> str:
        stored = self.parse(given)
        return "/".join(str(stored[name]) for name in ("actual", "target") if name in stored)

    def boxes(self) -> tuple[Box, ...]:
        actual = Box(("actual",), "实际数")
        return (actual, Box(("target",), self.target.own)) if self.target.own else (actual,)

    def cell_hint(self) -> str:
        return f"填实际数和{self.target.own}，如 9/12。" if self.target.own else "填实际数。"

    @property
    def is_relative(self) -> bool:
        return self.target.is_relative

    def measures(self, given: Input) -> Mapping[str, Fraction]:
        return {"": self._read(given)[0]} if self.is_relative else {}

    def classes(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.target.classes)

    def for_class(self, name: str) -> "Proportion | None":
        target = self.target.for_class(name)
        return None if target is None else replace(self, target=target)

    def _share(self, given: Input, peers: Peers) -> Fraction:
        actual, own = self._read(given)
        target = self.target.value(own, peers.get(""))
        share = max(actual / target, Fraction(0)) if target > 0 else Fraction(0)
        return share if self.cap is None else min(share, self.cap)

    def _read(self, given: Input) -> tuple[Fraction, Fraction | None]:
        """The actual number, and the own plan where there is one."""
        shape(given, required="actual", optional="target" if self.target.own else "")
        actual = measured_in(given["actual"], name="实际数", field="actual")
        if not self.target.own:
            return actual, None
        own = measured_in(given.get("target"), name=self.target.own, field="target")
        if own <= 0:
            raise BadInput(f"“{self.target.own}”要大于 0。", "target")
        return actual, own

    def _target_words(self) -> str:
        if self.target.classes:
            return f"目标（{self.target.in_words()}）"
        return self.target.in_words() + ("数" if self.target.group is OfGroup.BEST else "")


def read(params: object, *, setting: Setting, place: str) -> Proportion:
    """`{"target": …}`, with `"cap": "1.2"` or null for no cap; the points stand beside the item."""
    given = fields(params, required="target", optional="cap", place=place)
    if not setting.points:
        raise BadRubric(place, "按比例计分的指标要写分值。")
    cap = number_or_none(given.get("cap", "1"), place=f"{place}.cap", least=Fraction(1, 10_000))
    target = read_target(given["target"], positive=True, place=f"{place}.target")
    return Proportion(most=setting.points, target=target, cap=cap, setting=setting)
