"""BAND 分档: the points of the band that holds the number; an override condition comes first."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scorecards.scoring.boxes import Box
from scorecards.scoring.numbers import MEASURED_PLACES, canonical, half_width, in_print
from scorecards.scoring.peers import Peers
from scorecards.scoring.reading import choice, fields, key, number, rows, words
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import ALONE, CanonicalInput, Input, Rule, Setting, measured_in, shape


class Closed(StrEnum):
    """Which end belongs to a band."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to `high`, open-ended where None."""

    low: Fraction | None
    high: Fraction | None
    points: Fraction

    def holds(self, x: Fraction, closed: Closed) -> bool:
        """Whether the number lies in it; exactly one of the two ends belongs."""
        if closed is Closed.LOW:
            return (self.low is None or x >= self.low) and (self.high is None or x < self.high)
        return (self.low is None or x > self.low) and (self.high is None or x <= self.high)

    def in_words(self, closed: Closed) -> str:
        """≥80 且 <90."""
        above, below = ("≥", "<") if closed is Closed.LOW else (">", "≤")
        ends = [f"{above}{in_print(self.low)}"] if self.low is not None else []
        ends += [f"{below}{in_print(self.high)}"] if self.high is not None else []
        return " 且 ".join(ends) or "其他"


@dataclass(frozen=True, slots=True)
class Override:
    """A case that decides the points whatever the number is."""

    key: str
    text: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Banded(Rule):
    """Bands in the order of the page: where two hold a number, the first counts."""

    measure: str
    closed: Closed
    bands: tuple[Band, ...]
    overrides: tuple[Override, ...]
    setting: Setting

    def in_words(self) -> str:
        verb = self.setting.verb
        first = [f"{one.text}的，{verb} {in_print(one.points)} 分" for one in self.overrides]
        rest = "，".join(
            f"{band.in_words(self.closed)} {verb} {in_print(band.points)} 分" for band in self.bands
        )
        return "；".join([*first, f"按{self.measure}分档：{rest}"]) + "。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        points = [band.points for band in self.bands] + [one.points for one in self.overrides]
        return min(points), max(points)

    def parse(self, raw: Input) -> CanonicalInput:
        found = self._found(raw)
        if isinstance(found, Override):
            return {"override": found.key}
        return {"x": canonical(measured_in(raw["x"], name=self.measure, field="x"), MEASURED_PLACES)}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        return self._found(given).points

    def given_in_words(self, given: Input) -> str:
        found = self._found(given)
        return found.text if isinstance(found, Override) else f"{self.measure} {self._shown(given)}"

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        found = self._found(given)
        why = (
            ""
            if isinstance(found, Override)
            else f"{self._shown(given)} 在“{found.in_words(self.closed)}”一档，"
        )
        return f"{why}{self.setting.verb} {in_print(found.points)} 分"

    def parse_cell(self, text: str) -> CanonicalInput:
        for one in self.overrides:
            if one.text == text.strip():
                return {"override": one.key}
        return self.parse({"x": half_width(text)})

    def show_cell(self, given: Input) -> str:
        found = self._found(given)
        return found.text if isinstance(found, Override) else str(self.parse(given)["x"])

    def boxes(self) -> tuple[Box, ...]:
        number = Box(("x",), self.measure)
        options = tuple((one.key, one.text) for one in self.overrides)
        return (number, Box(("override",), "特殊情形", options=options)) if options else (number,)

    def cell_hint(self) -> str:
        if not self.overrides:
            return f"填{self.measure}。"
        return f"填{self.measure}；特殊情形填：{'、'.join(one.text for one in self.overrides)}。"

    def _found(self, given: Input) -> Band | Override:
        if given.get("override"):
            shape(given, required="override", optional="x")
            for one in self.overrides:
                if one.key == given["override"]:
                    return one
            raise BadInput("请从列出的特殊情形里选择。", "override")
        shape(given, required="x", optional="override")
        x = measured_in(given["x"], name=self.measure, field="x")
        for band in self.bands:
            if band.holds(x, self.closed):
                return band
        raise BadInput(f"{self.measure} {in_print(x)} 不在任何一档里，请核对；细则漏写的档次请先补上。", "x")

    def _shown(self, given: Input) -> str:
        return in_print(measured_in(given["x"], name=self.measure, field="x"))


def read(params: object, *, setting: Setting, place: str) -> Banded:
    """`{"measure": "次数", "closed": "low", "bands": [{"from", "to", "points"}], "overrides": […]}`."""
    given = fields(params, required="measure closed bands", optional="overrides", place=place)
    bands = rows(given["bands"], least=2, most=20, place=f"{place}.bands")
    overrides = rows(given.get("overrides", []), least=0, most=10, place=f"{place}.overrides")
    found = Banded(
        measure=words(given["measure"], most=40, place=f"{place}.measure"),
        closed=choice(Closed, given["closed"], place=f"{place}.closed"),
        bands=tuple(_band(row, place=f"{place}.bands[{index}]") for index, row in enumerate(bands)),
        overrides=tuple(
            _override(row, place=f"{place}.overrides[{index}]") for index, row in enumerate(overrides)
        ),
        setting=setting,
    )
    for names in ([one.key for one in found.overrides], [one.text for one in found.overrides]):
        if len(set(names)) < len(names):
            raise BadRubric(f"{place}.overrides", "两个特殊情形的编号或文字相同，请改成不同的。")
    return found


def _band(row: object, *, place: str) -> Band:
    given = fields(row, required="points", optional="from to", place=place)
    low, high = (_end(given, name, place=place) for name in ("from", "to"))
    if low is not None and high is not None and low >= high:
        raise BadRubric(f"{place}.from", "这一档的下限要小于上限。")
    return Band(low, high, number(given["points"], place=f"{place}.points"))


def _end(given: object, name: str, *, place: str) -> Fraction | None:
    row = fields(given, required="", optional="points from to", place=place)
    return number(row[name], place=f"{place}.{name}", least=-_WIDEST, most=_WIDEST) if name in row else None


_WIDEST = Fraction(999_999_999)


def _override(row: object, *, place: str) -> Override:
    given = fields(row, required="key text points", place=place)
    return Override(
        key=key(given["key"], place=f"{place}.key"),
        text=words(given["text"], most=100, place=f"{place}.text"),
        points=number(given["points"], place=f"{place}.points"),
    )
