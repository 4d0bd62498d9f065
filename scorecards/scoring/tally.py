"""TALLY 计次加扣: a base, and so much for each time a cause occurred."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scorecards.scoring.boxes import Box
from scorecards.scoring.cause_reading import read_causes
from scorecards.scoring.causes import Cause, rivals
from scorecards.scoring.happenings import Counted, counted, read_happenings, write_happenings
from scorecards.scoring.numbers import LIMIT, in_print, sum_in_print
from scorecards.scoring.peers import Peers
from scorecards.scoring.reading import fields, number, number_or_none
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import ALONE, CanonicalInput, Input, Rule, Setting
from scorecards.scoring.tally_cells import boxes_of, cell_hint, cell_to_input, happenings_to_cell


@dataclass(frozen=True, slots=True)
class Tally(Rule):
    """clamp(base + Σ unit × quantity, lo, hi); no `lo` means 倒扣, no `hi` means 不封顶."""

    base: Fraction
    lo: Fraction | None
    hi: Fraction | None
    says_lo: bool
    causes: tuple[Cause, ...]
    setting: Setting

    def in_words(self) -> str:
        parts = [f"基础分 {in_print(self.base)} 分"] if self.base else []
        parts += [cause.in_words(verb=self._verb(cause)) for cause in self.causes]
        parts += [f"{_names(group)}就高不重复，只计最高的一项" for group in rivals(self.causes).values()]
        parts += [words for words in (self._ceiling_in_words(), self._floor_in_words()) if words]
        return f"{'；'.join(parts)}。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        low = sum((cause.bounds(2 * LIMIT) for cause in self.causes if cause.takes), self.base)
        high = sum((cause.bounds(2 * LIMIT) for cause in self.causes if not cause.takes), self.base)
        return self._clamp(max(low, -LIMIT)), self._clamp(min(high, LIMIT))

    def parse(self, raw: Input) -> CanonicalInput:
        happened = read_happenings(self.causes, raw)
        if self._can_be_too_much:
            self._held(self._sum(counted(happened, ALONE)))
        return write_happenings(happened)

    def full(self) -> CanonicalInput:
        return {"counts": {}}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        return self._held(self._sum(counted(read_happenings(self.causes, given), peers)))

    def given_in_words(self, given: Input) -> str:
        happened = read_happenings(self.causes, given)
        return "、".join(one.in_words() for one in happened) or "没有发生加扣分情形"

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        happened = counted(read_happenings(self.causes, given), peers)
        raw = self._sum(happened)
        steps = f"{_left_out(happened)}{self._sum_in_words(happened, raw, peers)}{self._clamp_in_words(raw)}"
        return f"{steps}，{self.setting.verb} {in_print(self._held(raw))} 分"

    def parse_cell(self, text: str) -> CanonicalInput:
        return self.parse(cell_to_input(self.causes, text))

    def show_cell(self, given: Input) -> str:
        return happenings_to_cell(self.causes, read_happenings(self.causes, given))

    def boxes(self) -> tuple[Box, ...]:
        return tuple(box for cause in self.causes for box in boxes_of(cause, verb=self._verb(cause)))

    def cell_hint(self) -> str:
        return cell_hint(self.causes)

    @property
    def is_relative(self) -> bool:
        return any(cause.is_relative for cause in self.causes)

    def measures(self, given: Input) -> Mapping[str, Fraction]:
        happened = read_happenings(self.causes, given)
        return {one.cause.key: one.number for one in happened if one.cause.is_relative}

    def classes(self) -> tuple[str, ...]:
        targets = [cause.target for cause in self.causes if cause.target is not None]
        return tuple(name for target in targets for name, _ in target.classes)

    def for_class(self, name: str) -> "Tally | None":
        if all(cause.target is None or not cause.target.classes for cause in self.causes):
            return self
        causes = tuple(found for cause in self.causes if (found := cause.for_class(name)) is not None)
        return replace(self, causes=causes) if causes else None

    @property
    def _can_be_too_much(self) -> bool:
        """Whether a sum of a single unit's can pass what a number may be; it cannot between two limits."""
        return (self.lo is None or self.hi is None) and not self.is_relative

    def _sum(self, happened: tuple[Counted, ...]) -> Fraction:
        return self.base + sum(one.effect for one in happened if one.counts)

    def _clamp(self, raw: Fraction) -> Fraction:
        """扣完为止 below, 封顶 above."""
        raised = raw if self.lo is None else max(raw, self.lo)
        return raised if self.hi is None else min(raised, self.hi)

    def _held(self, raw: Fraction) -> Fraction:
        """Too much is refused when it is typed; what the group alone makes too much is cut."""
        held = self._clamp(raw)
        if abs(held) > LIMIT and not self.is_relative:
            raise BadInput("算出的分数太大，请核对次数。", "counts")
        return max(-LIMIT, min(held, LIMIT))

    def _verb(self, cause: Cause) -> str:
        if cause.takes:
            return "扣"
        return "减" if self.setting.subtracts else "加"

    def _ceiling_in_words(self) -> str:
        if all(cause.takes for cause in self.causes):
            return ""
        act = "减" if self.setting.subtracts else "加"
        if self.hi is None:
            return f"{act}分不封顶"
        return f"最多计 {in_print(self.hi)} 分" if self.base else f"最多{act} {in_print(self.hi)} 分"

    def _floor_in_words(self) -> str:
        if not any(cause.takes for cause in self.causes):
            return ""
        if self.lo is None:
            return "可以倒扣，扣分不设下限"
        return "扣完为止" if not self.lo else f"最低计 {in_print(self.lo)} 分"

    def _sum_in_words(self, happened: tuple[Counted, ...], raw: Fraction, peers: Peers) -> str:
        if not happened:
            return f"基础分 {in_print(self.base)} 分" if self.base else "没有发生加扣分情形"
        terms = [(self.base, in_print(self.base))] if self.base else []
        terms += [(one.effect, one.happening.working(peers)) for one in happened if one.counts]
        return f"{sum_in_print(terms)} = {in_print(raw)}"

    def _clamp_in_words(self, raw: Fraction) -> str:
        if self._clamp(raw) == raw:
            return ""
        if raw < self._clamp(raw):
            return f"，{self._floor_in_words()}"
        return f"，最多计 {in_print(self._clamp(raw))} 分"


def _names(causes: list[Cause]) -> str:
    return "".join(f"“{cause.text}”" for cause in causes)


def _left_out(happened: tuple[Counted, ...]) -> str:
    """Which causes gave way under 就高不重复."""
    lost = [one.happening.cause for one in happened if not one.counts]
    return f"就高不重复，不计{_names(lost)}：" if lost else ""


def read(params: object, *, setting: Setting, place: str) -> Tally:
    """`{"base": "2", "lo": "0", "hi": "2", "causes": […]}`; no `lo` written is 0, a null is none."""
    given = fields(params, required="base causes", optional="lo hi", place=place)
    base = number(given["base"], place=f"{place}.base")
    causes = read_causes(given["causes"], place=f"{place}.causes")
    if setting.subtracts and any(cause.takes for cause in causes):
        raise BadRubric(f"{place}.causes", "减分部分里的分数都写正数，由减分部分统一减去。")
    lo = number_or_none(given.get("lo", "0"), place=f"{place}.lo")
    if "hi" not in given and any(not cause.takes for cause in causes):
        raise BadRubric(place, "有加分的情形，请写明最高分 hi；不封顶的写 null。")
    hi = number_or_none(given["hi"], place=f"{place}.hi") if "hi" in given else base
    if (lo is not None and base < lo) or (hi is not None and base > hi):
        raise BadRubric(f"{place}.base", "基础分要在最低分（lo）和最高分（hi）之间。")
    return Tally(base=base, lo=lo, hi=hi, says_lo="lo" in given, causes=causes, setting=setting)
