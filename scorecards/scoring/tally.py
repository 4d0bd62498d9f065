"""TALLY 计次加扣: a base, and so much for each time a cause occurred."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.causes import Cause, Occurrence, occurrences, read_causes, rivals
from scorecards.scoring.numbers import LIMIT, half_width, in_print, sum_in_print, typed
from scorecards.scoring.reading import fields, number, number_or_none
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import CanonicalInput, Input, Setting, only

MOST_TIMES = 9999


@dataclass(frozen=True, slots=True)
class Tally:
    """clamp(base + Σ unit × times, lo, hi); no `lo` means 倒扣, no `hi` means 不封顶."""

    base: Fraction
    lo: Fraction | None
    hi: Fraction | None
    causes: tuple[Cause, ...]
    setting: Setting

    def in_words(self) -> str:
        parts = [f"基础分 {in_print(self.base)} 分"] if self.base else []
        parts += [cause.in_words(verb=self._verb(cause)) for cause in self.causes]
        parts += [f"{_names(group)}就高不重复，只计最高的一项" for group in rivals(self.causes).values()]
        parts += [words for words in (self._ceiling_in_words(), self._floor_in_words()) if words]
        return f"{'；'.join(parts)}。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        low = -LIMIT if any(cause.unit < 0 for cause in self.causes) else self.base
        high = LIMIT if any(cause.unit > 0 for cause in self.causes) else self.base
        return self._clamp(low), self._clamp(high)

    def parse(self, raw: Input) -> CanonicalInput:
        times = self._times(raw)
        self._held(self._sum(times))
        return {"counts": {cause.key: str(times[cause.key]) for cause in self.causes if times.get(cause.key)}}

    def full(self) -> CanonicalInput:
        return {"counts": {}}

    def points(self, given: Input) -> Fraction:
        return self._held(self._sum(self._times(given)))

    def given_in_words(self, given: Input) -> str:
        happened = occurrences(self.causes, self._times(given))
        return "、".join(f"{one.cause.text} {one.times} 次" for one in happened) or "没有发生加扣分情形"

    def working(self, given: Input) -> str:
        happened = occurrences(self.causes, self._times(given))
        raw = self._sum(self._times(given))
        steps = f"{_left_out(happened)}{self._sum_in_words(happened, raw)}{self._clamp_in_words(raw)}"
        return f"{steps}，{self.setting.verb} {in_print(self._held(raw))} 分"

    def parse_cell(self, text: str) -> CanonicalInput:
        typed_counts = half_width(text).split()
        if typed_counts == ["0"]:
            return self.parse({"counts": {}})
        if len(typed_counts) != len(self.causes):
            raise BadInput(self._please_cell(), "counts")
        keys = (cause.key for cause in self.causes)
        return self.parse({"counts": dict(zip(keys, typed_counts, strict=True))})

    def show_cell(self, given: Input) -> str:
        times = self._times(given)
        return " ".join(str(times.get(cause.key, 0)) for cause in self.causes) if any(times.values()) else "0"

    def _sum(self, times: Mapping[str, int]) -> Fraction:
        return self.base + sum(one.effect for one in occurrences(self.causes, times))

    def _clamp(self, raw: Fraction) -> Fraction:
        """扣完为止 below, 封顶 above."""
        raised = raw if self.lo is None else max(raw, self.lo)
        return raised if self.hi is None else min(raised, self.hi)

    def _held(self, raw: Fraction) -> Fraction:
        held = self._clamp(raw)
        if abs(held) > LIMIT:
            raise BadInput("算出的分数太大，请核对次数。", "counts")
        return held

    def _times(self, given: Input) -> dict[str, int]:
        only(given, "counts")
        counts = given["counts"]
        if not isinstance(counts, Mapping):
            raise BadInput("请按情形填写次数。", "counts")
        for name in counts:
            if all(cause.key != name for cause in self.causes):
                raise BadInput(f"本项没有“{str(name)[:40]}”这种情形。", f"counts.{name}")
        if counts and all(_is_blank(count) for count in counts.values()):
            raise BadInput("还没有填写次数；没有发生的请填 0。", "counts")
        return {cause.key: _times(cause, counts[cause.key]) for cause in self.causes if cause.key in counts}

    def _verb(self, cause: Cause) -> str:
        if cause.unit < 0:
            return "扣"
        return "减" if self.setting.subtracts else "加"

    def _ceiling_in_words(self) -> str:
        if not any(cause.unit > 0 for cause in self.causes):
            return ""
        act = "减" if self.setting.subtracts else "加"
        if self.hi is None:
            return f"{act}分不封顶"
        return f"最多计 {in_print(self.hi)} 分" if self.base else f"最多{act} {in_print(self.hi)} 分"

    def _floor_in_words(self) -> str:
        if not any(cause.unit < 0 for cause in self.causes):
            return ""
        if self.lo is None:
            return "可以倒扣，扣分不设下限"
        return "扣完为止" if not self.lo else f"最低计 {in_print(self.lo)} 分"

    def _sum_in_words(self, happened: tuple[Occurrence, ...], raw: Fraction) -> str:
        if not happened:
            return f"基础分 {in_print(self.base)} 分" if self.base else "没有发生加扣分情形"
        terms = [(self.base, in_print(self.base))] if self.base else []
        terms += [(one.effect, one.cause.working(one.times)) for one in happened if one.counts]
        return f"{sum_in_print(terms)} = {in_print(raw)}"

    def _clamp_in_words(self, raw: Fraction) -> str:
        if self._clamp(raw) == raw:
            return ""
        if raw < self._clamp(raw):
            return f"，{self._floor_in_words()}"
        return f"，最多计 {in_print(self._clamp(raw))} 分"

    def _please_cell(self) -> str:
        names = "、".join(cause.text for cause in self.causes)
        return f"请按顺序填 {len(self.causes)} 个次数，用空格隔开：{names}；都没有发生的只填 0。"


def _names(causes: list[Cause]) -> str:
    return "".join(f"“{cause.text}”" for cause in causes)


def _left_out(happened: tuple[Occurrence, ...]) -> str:
    """Which causes gave way under 就高不重复."""
    lost = [one.cause for one in happened if not one.counts]
    return f"就高不重复，不计{_names(lost)}：" if lost else ""


def _is_blank(count: object) -> bool:
    return isinstance(count, str) and not half_width(count)


def _times(cause: Cause, count: object) -> int:
    """Nothing typed is no time; otherwise a whole number."""
    try:
        times = Fraction(0) if _is_blank(count) else typed(count)
    except ValueError:
        times = Fraction(-1)
    if times.denominator != 1 or not 0 <= times <= MOST_TIMES:
        raise BadInput(
            f"“{cause.text}”请填 0 到 {MOST_TIMES} 之间的整数次数。",
            f"counts.{cause.key}",
        )
    return int(times)


def read(params: object, *, setting: Setting, place: str) -> Tally:
    """`{"base": "2", "lo": "0", "hi": "2", "causes": […]}`; no `lo` written is 0, a null is none."""
    given = fields(params, required="base causes", optional="lo hi", place=place)
    base = number(given["base"], place=f"{place}.base")
    causes = read_causes(given["causes"], place=f"{place}.causes")
    if setting.subtracts and any(cause.unit < 0 for cause in causes):
        raise BadRubric(f"{place}.causes", "减分部分里的分数都写正数，由减分部分统一减去。")
    lo = number_or_none(given.get("lo", "0"), place=f"{place}.lo")
    if "hi" not in given and any(cause.unit > 0 for cause in causes):
        raise BadRubric(place, "有加分的情形，请写明最高分 hi；不封顶的写 null。")
    hi = number_or_none(given["hi"], place=f"{place}.hi") if "hi" in given else base
    if (lo is not None and base < lo) or (hi is not None and base > hi):
        raise BadRubric(f"{place}.base", "基础分要在最低分（lo）和最高分（hi）之间。")
    return Tally(base=base, lo=lo, hi=hi, causes=causes, setting=setting)
