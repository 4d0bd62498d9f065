"""LEVEL 档次: the scorer chooses one named level; yes/no is two levels."""

from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.boxes import Box
from scorecards.scoring.numbers import in_print, typed
from scorecards.scoring.peers import Peers
from scorecards.scoring.reading import fields, number, rows, words
from scorecards.scoring.refusals import BadInput, BadRubric
from scorecards.scoring.rule import ALONE, CanonicalInput, Input, Rule, Setting, only


@dataclass(frozen=True, slots=True)
class Step:
    """One level and what it is worth."""

    name: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Level(Rule):
    """The points are those of the level chosen."""

    levels: tuple[Step, ...]
    setting: Setting

    def in_words(self) -> str:
        worth = "，".join(f"{step.name} {in_print(step.points)} 分" for step in self.levels)
        return f"按档次{'减' if self.setting.subtracts else '计'}分：{worth}。"

    def bounds(self) -> tuple[Fraction, Fraction]:
        return min(step.points for step in self.levels), max(step.points for step in self.levels)

    def parse(self, raw: Input) -> CanonicalInput:
        return {"level": self._chosen(raw).name}

    def full(self) -> CanonicalInput:
        return {"level": max(self.levels, key=lambda step: step.points).name}

    def points(self, given: Input, peers: Peers = ALONE) -> Fraction:
        return self._chosen(given).points

    def given_in_words(self, given: Input) -> str:
        return f"档次：{self._chosen(given).name}"

    def working(self, given: Input, peers: Peers = ALONE) -> str:
        step = self._chosen(given)
        return f"“{step.name}”{self.setting.verb} {in_print(step.points)} 分"

    def parse_cell(self, text: str) -> CanonicalInput:
        if any(step.name == text.strip() for step in self.levels):
            return {"level": text.strip()}
        worth = [step.name for step in self.levels if step.points == _points_typed(text)]
        if len(worth) != 1:
            raise BadInput(self._please(), "level")
        return {"level": worth[0]}

    def show_cell(self, given: Input) -> str:
        return self._chosen(given).name

    def boxes(self) -> tuple[Box, ...]:
        options = tuple((step.name, f"{in_print(step.points)} 分") for step in self.levels)
        return (Box(("level",), "档次", options=options),)

    def cell_hint(self) -> str:
        return "填档次名称；也可以填分值，系统换成档次。"

    def _chosen(self, given: Input) -> Step:
        only(given, "level")
        name = given["level"]
        for step in self.levels:
            if isinstance(name, str) and step.name == name.strip():
                return step
        raise BadInput(self._please(), "level")

    def _please(self) -> str:
        return f"请从这些档次里选一个：{'、'.join(step.name for step in self.levels)}。"


def read(params: object, *, setting: Setting, place: str) -> Level:
    """`{"levels": [{"name": "好", "points": "2"}, …]}`, in the order of the printed page."""
    given = fields(params, required="levels", place=place)
    found = rows(given["levels"], least=2, most=20, place=f"{place}.levels")
    levels = tuple(_step(row, place=f"{place}.levels[{index}]") for index, row in enumerate(found))
    if len({step.name for step in levels}) < len(levels):
        raise BadRubric(f"{place}.levels", "两个档次的名称相同，请改成不同的名称。")
    return Level(levels=levels, setting=setting)


def _points_typed(text: str) -> Fraction | None:
    try:
        return typed(text)
    except ValueError:
        return None


def _step(row: object, *, place: str) -> Step:
    given = fields(row, required="name points", place=place)
    return Step(
        name=words(given["name"], most=50, place=f"{place}.name"),
        points=number(given["points"], place=f"{place}.points"),
    )
