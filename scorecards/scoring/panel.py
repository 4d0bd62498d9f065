"""PANEL 测评: the mean of a panel's votes by level, or of its judges' numbers, brought to the points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.boxes import Box
from scorecards.scoring.numbers import LIMIT, canonical, half_width, in_print, typed
from scorecards.scoring.peers import Peers
from scorecards.scoring.reading import fields, number, rows, words
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import ALONE, CanonicalInput, Input, Rule, Setting, shape
from scorecards.scoring.validity import Demand, count_ballots, read_demands

MOST_VOTES = 99_999
MOST_JUDGES = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A level on the ballot; without a value it leaves the denominator (不了解)."""

    name: str
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Votes(Rule):
    """Σ value × n ÷ Σ counted n, × P ÷ scale."""

    most: Fraction
    scale: Fraction
    choices: tuple[Choice, ...]
    setting: Setting

    def in_words(self) -> str:
        worth = "，".join(
            f"{one.name}{'不计票' if one.value is None else f' {in_print(one.value)} 分'}"
            for one in self.choices
        )
        return f"按票计分：{worth}；取有效票的平均分{_converted(self.most, self.scale)}。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        return Fraction(0), self.most

    def parse(self, raw: Input) -> CanonicalInput:
        votes = self._votes(raw)
        return {"votes": {name: str(count) for name, count in votes.items() if count}}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        total, counted = self._sums(self._votes(given))
        return Fraction(total, counted) * self.most / self.scale

    def given_in_words(self, given: Input) -> str:
        return "，".join(f"{name} {count} 票" for name, count in self._votes(given).items() if count)

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        votes = self._votes(given)
        total, counted = self._sums(votes)
        terms = " + ".join(
            f"{in_print(one.value)}×{votes[one.name]}"
            for one in self.choices
            if one.value is not None and votes[one.name]
        )
        mean = f"（{terms}）÷ {counted} = {in_print(Fraction(total, counted))}"
        return _finish(mean, self.most, self.scale, self.setting.verb, self.points(given))

    def parse_cell(self, text: str) -> CanonicalInput:
        counts = half_width(text).split()
        if len(counts) != len(self.choices):
            raise BadInput(f"请{self.cell_hint()}", "votes")
        return self.parse({"votes": dict(zip((one.name for one in self.choices), counts, strict=True))})

    def show_cell(self, given: Input) -> str:
        return " ".join(str(count) for count in self._votes(given).values())

    def boxes(self) -> tuple[Box, ...]:
        return tuple(
            Box(("votes", one.name), one.name, "票", worth=_worth(one.value), is_whole=True)
            for one in self.choices
        )

    def cell_hint(self) -> str:
        names = "、".join(one.name for one in self.choices)
        return f"按顺序填 {len(self.choices)} 个票数，用空格隔开：{names}。"

    def _votes(self, given: Input) -> dict[str, int]:
        shape(given, required="votes")
        votes = given["votes"]
        names = [one.name for one in self.choices]
        if not isinstance(votes, Mapping) or any(name not in names for name in votes):
            raise BadInput(f"请按档次填写票数：{'、'.join(names)}。", "votes")
        read = {name: _count(votes.get(name, ""), name) for name in names}
        if not self._sums(read)[1]:
            raise BadInput("至少要有一张计分的票。", "votes")
        return read

    def _sums(self, votes: Mapping[str, int]) -> tuple[Fraction, int]:
        valued = [(one.value, votes[one.name]) for one in self.choices if one.value is not None]
        return sum((value * count for value, count in valued), Fraction(0)), sum(count for _, count in valued)


@dataclass(frozen=True, slots=True)
class Judges(Rule):
    """The mean of the numbers, without one highest and one lowest where there are more than `trim_above`."""

    most: Fraction
    scale: Fraction
    trim_above: int | None
    demands: tuple[Demand, ...]
    setting: Setting

    def in_words(self) -> str:
        trim = (
            "取平均分"
            if self.trim_above is None
            else f"有效票多于 {self.trim_above} 张时去掉一个最高分和一个最低分，取平均分"
        )
        valid = "".join(f"；{demand.in_words()}" for demand in self.demands)
        void = "，不符合的整张票无效" if self.demands else ""
        return f"按评委打分计：{trim}{_converted(self.most, self.scale)}{valid}{void}。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        return Fraction(0), self.most

    def parse(self, raw: Input) -> CanonicalInput:
        numbers, void = self._read(raw)
        return {"numbers": [canonical(one) for one in numbers], **({"void": str(void)} if void else {})}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        kept, _ = self._kept(self._read(given)[0])
        return sum(kept, Fraction(0)) / len(kept) * self.most / self.scale

    def given_in_words(self, given: Input) -> str:
        numbers, void = self._read(given)
        dropped = f"，另有无效票 {void} 张" if void else ""
        return f"有效票 {len(numbers)} 张：{'、'.join(map(in_print, numbers))}{dropped}"

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        numbers, _ = self._read(given)
        kept, cut = self._kept(numbers)
        total = sum(kept, Fraction(0))
        without = f"去掉 {in_print(cut[1])} 和 {in_print(cut[0])}，" if cut else ""
        mean = f"{without}{in_print(total)} ÷ {len(kept)} = {in_print(total / len(kept))}"
        return _finish(mean, self.most, self.scale, self.setting.verb, self.points(given))

    def heard(self, ballots: Sequence[Mapping[str, Fraction]]) -> dict[str, CanonicalInput]:
        """The input of each of the rated out of whole ballots; nobody's whose ballots are all void."""
        return {
            name: self.parse({"numbers": [canonical(one) for one in heard.numbers], "void": str(heard.void)})
            for name, heard in count_ballots(self.demands, ballots).items()
            if heard.numbers
        }

    def parse_cell(self, text: str) -> CanonicalInput:
        typed_words = half_width(text).split()
        void = [word[1:] for word in typed_words if word.startswith("×")]
        numbers = [word for word in typed_words if not word.startswith("×")]
        return self.parse({"numbers": numbers, **({"void": void[0]} if void else {})})

    def show_cell(self, given: Input) -> str:
        numbers, void = self._read(given)
        return " ".join([*map(canonical, numbers), *([f"×{void}"] if void else [])])

    def boxes(self) -> tuple[Box, ...]:
        return (
            Box(("numbers",), "各位评委的分数（用空格隔开）", is_wide=True),
            Box(("void",), "无效票", "张", is_whole=True),
        )

    def cell_hint(self) -> str:
        return "填各位评委的分数，用空格隔开；无效票的张数写在最后，如 ×1。"

    def _kept(self, numbers: tuple[Fraction, ...]) -> tuple[list[Fraction], tuple[Fraction, Fraction] | None]:
        """What is averaged, and the lowest and the highest that were dropped."""
        ordered = sorted(numbers)
        if self.trim_above is None or len(ordered) <= self.trim_above:
            return ordered, None
        return ordered[1:-1], (ordered[0], ordered[-1])

    def _read(self, given: Input) -> tuple[tuple[Fraction, ...], int]:
        shape(given, required="numbers", optional="void")
        written = given["numbers"]
        written = half_width(written).split() if isinstance(written, str) else written
        if not isinstance(written, list | tuple) or not 1 <= len(written) <= MOST_JUDGES:
            raise BadInput(f"请填 1 到 {MOST_JUDGES} 个分数，用空格隔开。", "numbers")
        void = _count(given.get("void", ""), "无效票")
        return tuple(self._number(one) for one in written), void

    def _number(self, value: object) -> Fraction:
        try:
            found = typed(value)
        except ValueError:
            found = Fraction(-1)
        if not 0 <= found <= self.scale:
            raise BadInput(f"每个分数请填 0 到 {in_print(self.scale)} 之间的数，最多四位小数。", "numbers")
        return found


def _worth(value: Fraction | None) -> str:
    return "不计票" if value is None else f"{in_print(value)} 分"


def _converted(most: Fraction, scale: Fraction) -> str:
    return "" if most == scale else f"，再按 {in_print(most)}/{in_print(scale)} 折算"


def _finish(mean: str, most: Fraction, scale: Fraction, verb: str, points: Fraction) -> str:
    converted = "" if most == scale else f"，× {in_print(most)} ÷ {in_print(scale)}"
    return f"{mean}{converted}，{verb} {in_print(points)} 分"


def _count(value: object, name: str) -> int:
    if isinstance(value, str) and not half_width(value):
        return 0
    try:
        found = typed(value)
    except ValueError:
        found = Fraction(-1)
    if found.denominator != 1 or not 0 <= found <= MOST_VOTES:
        raise BadInput(f"“{name}”请填 0 到 {MOST_VOTES} 之间的整数票数。", f"votes.{name}")
    return int(found)


def read(params: object, *, setting: Setting, place: str) -> Votes | Judges:
    """By `levels` or by `numbers`; the scale is what a full ballot would say."""
    loose = fields(params, required="scale", optional="levels numbers valid_if", place=place)
    if not setting.points:
        raise BadRubric(place, "测评的指标要写分值。")
    if ("levels" in loose) == ("numbers" in loose):
        raise BadRubric(place, "测评写 levels（按档次计票）或 numbers（评委打分），只写一种。")
    scale = number(loose["scale"], place=f"{place}.scale", least=Fraction(1, 10_000), most=LIMIT)
    if "levels" in loose:
        given = fields(params, required="scale levels", place=place)
        choices = _choices(given["levels"], scale, place=f"{place}.levels")
        return Votes(most=setting.points, scale=scale, choices=choices, setting=setting)
    numbers = fields(loose["numbers"], required="", optional="trim_above", place=f"{place}.numbers")
    return Judges(
        most=setting.points,
        scale=scale,
        trim_above=_trim(numbers["trim_above"], place=f"{place}.numbers.trim_above")
        if "trim_above" in numbers
        else None,
        demands=read_demands(loose.get("valid_if", []), place=f"{place}.valid_if"),
        setting=setting,
    )


def _choices(value: object, scale: Fraction, *, place: str) -> tuple[Choice, ...]:
    found = rows(value, least=2, most=20, place=place)
    choices = []
    for index, row in enumerate(found):
        here = f"{place}[{index}]"
        given = fields(row, required="name", optional="value", place=here)
        worth = given.get("value")
        choices.append(
            Choice(
                name=words(given["name"], most=50, place=f"{here}.name"),
                value=None
                if worth is None
                else number(worth, place=f"{here}.value", least=Fraction(0), most=scale),
            )
        )
    if len({one.name for one in choices}) < len(choices):
        raise BadRubric(place, "两个档次的名称相同，请改成不同的名称。")
    if all(one.value is None for one in choices):
        raise BadRubric(place, "至少有一个档次要计分（value）。")
    return tuple(choices)


def _trim(value: object, *, place: str) -> int:
    found = number(value, place=place, least=Fraction(2), most=Fraction(MOST_JUDGES))
    if found.denominator != 1:
        raise BadRubric(place, "票数要写整数。")
    return int(found)
