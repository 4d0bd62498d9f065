"""RANK 名次赋分: points by place, given or computed over the group, by one ranker or several."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scorecards.scoring.boxes import Box
from scorecards.scoring.numbers import MEASURED_PLACES, canonical, half_width, in_print, measured, typed
from scorecards.scoring.peers import Peers
from scorecards.scoring.reading import choice, fields, number, rows, words
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import ALONE, CanonicalInput, Input, Rule, Setting, is_blank, only

MOST_PLACES = 9999


class By(StrEnum):
    """What is typed: the place itself, or the number that is placed."""

    PLACE = "place"
    VALUE = "value"


class End(StrEnum):
    """From where places are counted (名次、倒数名次)."""

    TOP = "top"
    BOTTOM = "bottom"


class Direction(StrEnum):
    """Which number is better."""

    HIGH = "high"
    LOW = "low"


class Combine(StrEnum):
    """How the points of several rankers become one."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Ladder:
    """What each place is worth: a table, or the points less a step for each place."""

    table: tuple[Fraction, ...] = ()
    first: Fraction = Fraction(0)
    step: Fraction = Fraction(0)
    floor: Fraction = Fraction(0)

    def points(self, place: int) -> Fraction:
        """Places past the table are worth 0; by steps nothing goes below the floor."""
        if self.table:
            return self.table[place - 1] if place <= len(self.table) else Fraction(0)
        return max(self.first - self.step * (place - 1), self.floor)

    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the most of any place."""
        if self.table:
            return min(*self.table, Fraction(0)), max(*self.table, Fraction(0))
        return min(self.floor, self.first), max(self.floor, self.first)

    def in_words(self, nth: str, verb: str) -> str:
        """第 1 名 10 分,第 2 名 5 分,其后不计分."""
        if self.table:
            worth = "，".join(
                f"{nth} {n} 名{verb} {in_print(points)} 分" for n, points in enumerate(self.table, 1)
            )
            return f"{worth}，其后不计分"
        floor = f"，最低 {in_print(self.floor)} 分" if self.floor else "，扣完为止"
        return f"{nth} 1 名{verb} {in_print(self.first)} 分，每后一名少 {in_print(self.step)} 分{floor}"


@dataclass(frozen=True, slots=True)
class Placing(Rule):
    """The points of the place; several rankers are summed or averaged, as written."""

    ladder: Ladder
    by: By
    end: End
    direction: Direction
    measure: str
    rankers: tuple[str, ...]
    combine: Combine
    setting: Setting

    def in_words(self) -> str:
        how = f"按{self.measure}在本组排名" if self.is_relative else "按名次"
        if self.is_relative:
            how += f"（{'高' if self.direction is Direction.HIGH else '低'}者在前，相同的并列）"
        rankers = "、".join(self.rankers)
        joined = "之和" if self.combine is Combine.SUM else "的平均"
        several = f"；取{rankers}排名得分{joined}" if self.rankers else ""
        return f"{how}计分：{self.ladder.in_words(self._nth, self.setting.verb)}{several}。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        low, high = self.ladder.bounds()
        times = len(self.rankers) if self.rankers and self.combine is Combine.SUM else 1
        return low * times, high * times

    def parse(self, raw: Input) -> CanonicalInput:
        written = {name: canonical(value, MEASURED_PLACES) for name, value in self._read(raw).items()}
        return {self._box: written} if self.rankers else {self._box: written[""]}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        each = [self.ladder.points(place) for place in self._places(given, peers).values()]
        total = sum(each, Fraction(0))
        return total / len(self.rankers) if self.rankers and self.combine is Combine.MEAN else total

    def given_in_words(self, given: Input) -> str:
        read = self._read(given).items()
        if self.is_relative:
            return "，".join(f"{ranker}{self.measure} {in_print(value)}" for ranker, value in read)
        return "，".join(f"{ranker}{self._nth} {in_print(value)} 名" for ranker, value in read)

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        each = [
            f"{ranker}{self._nth} {place} 名 {in_print(self.ladder.points(place))} 分"
            for ranker, place in self._places(given, peers).items()
        ]
        joined = "，平均" if self.rankers and self.combine is Combine.MEAN else ""
        return f"{'，'.join(each)}{joined}，{self.setting.verb} {in_print(self.points(given, peers))} 分"

    def parse_cell(self, text: str) -> CanonicalInput:
        typed_words = half_width(text).split()
        if not self.rankers:
            return self.parse({self._box: text})
        if len(typed_words) != len(self.rankers):
            raise BadInput(f"请{self.cell_hint()}", self._box)
        given = {name: word for name, word in zip(self.rankers, typed_words, strict=True) if word != "-"}
        return self.parse({self._box: given})

    def show_cell(self, given: Input) -> str:
        read = self._read(given)
        names = self.rankers or ("",)
        return " ".join(canonical(read[name], MEASURED_PLACES) if name in read else "-" for name in names)

    def boxes(self) -> tuple[Box, ...]:
        label = self.measure if self.is_relative else ("倒数名次" if self.end is End.BOTTOM else "名次")
        unit = "" if self.is_relative else "名"
        if not self.rankers:
            return (Box((self._box,), label, unit, is_whole=not self.is_relative),)
        return tuple(
            Box((self._box, ranker), f"{ranker}{label}", unit, is_whole=not self.is_relative)
            for ranker in self.rankers
        )

    def cell_hint(self) -> str:
        what = self.measure if self.is_relative else ("倒数名次" if self.end is End.BOTTOM else "名次")
        if not self.rankers:
            return f"填{what}。"
        none = "；没有名次的填 -" if self.combine is Combine.SUM and not self.is_relative else ""
        return f"按顺序填{'、'.join(self.rankers)}的{what}，用空格隔开{none}。"

    @property
    def is_relative(self) -> bool:
        return self.by is By.VALUE

    def measures(self, given: Input) -> Mapping[str, Fraction]:
        return self._read(given) if self.is_relative else {}

    @property
    def _high(self) -> bool:
        """Counted from the bottom, the worst number comes first."""
        return (self.direction is Direction.HIGH) == (self.end is End.TOP)

    @property
    def _nth(self) -> str:
        return "倒数第" if self.end is End.BOTTOM else "第"

    @property
    def _box(self) -> str:
        return f"{self.by}s" if self.rankers else f"{self.by}"

    def _places(self, given: Input, peers: Peers) -> dict[str, int]:
        read = self._read(given)
        if not self.is_relative:
            return {name: int(place) for name, place in read.items()}
        if any(name not in peers for name in read):
            raise BadInput("这一项要和本组其他单位比较才能计分。", "")
        return {name: peers[name].place(value, high=self._high) for name, value in read.items()}

    def _read(self, given: Input) -> dict[str, Fraction]:
        """The place or number of each ranker; "" where there is one."""
        only(given, self._box)
        if not self.rankers:
            return {"": self._number(given[self._box], "")}
        typed_in = given[self._box]
        if not isinstance(typed_in, Mapping) or any(name not in self.rankers for name in typed_in):
            raise BadInput(f"请{self.cell_hint()}", self._box)
        there = {name: typed_in[name] for name in self.rankers if not is_blank(typed_in.get(name, ""))}
        if not there or (
            len(there) < len(self.rankers) and (self.is_relative or self.combine is Combine.MEAN)
        ):
            raise BadInput(f"请{self.cell_hint()}", self._box)
        return {name: self._number(value, name) for name, value in there.items()}

    def _number(self, value: object, ranker: str) -> Fraction:
        field = f"{self._box}.{ranker}" if ranker else self._box
        try:
            found = measured(value) if self.is_relative else typed(value)
        except ValueError:
            raise BadInput(self._please(), field) from None
        if not self.is_relative and (found.denominator != 1 or not 1 <= found <= MOST_PLACES):
            raise BadInput(self._please(), field)
        return found

    def _please(self) -> str:
        if self.is_relative:
            return f"“{self.measure}”请填数，最多八位小数。"
        return f"名次请填 1 到 {MOST_PLACES} 之间的整数。"


def read(params: object, *, setting: Setting, place: str) -> Placing:
    """A table or a step, with how places are found; a step counts down from the points beside the item."""
    given = fields(
        params,
        required="",
        optional="table step floor from by direction measure rankers combine",
        place=place,
    )
    by = choice(By, given.get("by", By.PLACE), place=f"{place}.by")
    _refuse_misplaced(given, by, place=place)
    rankers = rows(given["rankers"], least=2, most=10, place=f"{place}.rankers") if "rankers" in given else ()
    names = tuple(
        words(name, most=20, place=f"{place}.rankers[{index}]") for index, name in enumerate(rankers)
    )
    if len(set(names)) < len(names):
        raise BadRubric(f"{place}.rankers", "两个排名方的名称相同。")
    return Placing(
        ladder=_ladder(given, setting=setting, place=place),
        by=by,
        end=choice(End, given.get("from", End.TOP), place=f"{place}.from"),
        direction=choice(Direction, given.get("direction", Direction.HIGH), place=f"{place}.direction"),
        measure=words(given.get("measure", "数值"), most=40, place=f"{place}.measure"),
        rankers=names,
        combine=choice(Combine, given.get("combine", Combine.SUM), place=f"{place}.combine"),
        setting=setting,
    )


def _refuse_misplaced(given: Mapping[str, object], by: By, *, place: str) -> None:
    if by is By.PLACE and ("direction" in given or "measure" in given):
        raise BadRubric(place, "直接填名次的不写 direction 和 measure；按数值排名的请写 by。")
    if by is By.VALUE and "direction" not in given:
        raise BadRubric(place, "按数值排名的请写明哪头在前（direction：high 或 low）。")
    if ("rankers" in given) != ("combine" in given):
        raise BadRubric(place, "几家排名的要同时写 rankers 和 combine（sum 之和、mean 平均）。")


def _ladder(given: Mapping[str, object], *, setting: Setting, place: str) -> Ladder:
    if ("table" in given) == ("step" in given) or ("table" in given and "floor" in given):
        raise BadRubric(
            place, "名次赋分写 table（各名次的分数），或者写 step（每后一名少几分）和 floor，只写一种。"
        )
    if "table" in given:
        found = rows(given["table"], least=1, most=200, place=f"{place}.table")
        return Ladder(
            table=tuple(number(one, place=f"{place}.table[{index}]") for index, one in enumerate(found))
        )
    if not setting.points:
        raise BadRubric(place, "按名次递减的指标要写分值（第 1 名的得分）。")
    step = number(given["step"], place=f"{place}.step", least=Fraction(1, 10_000))
    floor = number(given.get("floor", "0"), place=f"{place}.floor", most=setting.points)
    return Ladder(first=setting.points, step=step, floor=floor)
