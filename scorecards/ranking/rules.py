"""How ties are broken and grades are given, as a rubric writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring import BadRubric, Effect, Part
from scorecards.scoring.reading import fields, number, rows, words

SHARE = "share"


@dataclass(frozen=True, slots=True)
class Grade:
    """One 等次: the line that the total has to reach, and how many places there are (a number, or a share)."""

    name: str
    line: Fraction | None = None
    quota: int | None = None
    share: Fraction | None = None

    def size(self, ranked: int) -> int | None:
        """How many of so many ranked units it takes; a share is rounded down; None is no limit."""
        return self.quota if self.share is None else int(self.share * ranked)

    @property
    def is_limited(self) -> bool:
        """Whether it has a quota."""
        return self.quota is not None or self.share is not None


@dataclass(frozen=True, slots=True)
class RankingRules:
    """`breakers` are keys of nodes whose points decide a tie, in order; grades from the best down.

    `says_ties` is whether the rubric says anything about ties; sharing a place is what happens otherwise.
    """

    breakers: tuple[str, ...] = ()
    says_ties: bool = False
    grades: tuple[Grade, ...] = ()


def read_ranking(value: object, *, tree: Part, place: str) -> RankingRules:
    """`{"ties": "share" or ["node key", …], "grades": [{"name", "line", "quota" or "share"}, …]}`, both optional."""
    given = fields(value, required="", optional="ties grades", place=place)
    grades = rows(given.get("grades", []), least=0, most=20, place=f"{place}.grades")
    found = tuple(_grade(one, place=f"{place}.grades[{index}]") for index, one in enumerate(grades))
    if len({grade.name for grade in found}) < len(found):
        raise BadRubric(f"{place}.grades", "两个等次的名称相同，请改成不同的名称。")
    _refuse_unknown_caps(tree, found, place=f"{place}.grades")
    breakers = _breakers(given["ties"], tree=tree, place=f"{place}.ties") if "ties" in given else ()
    return RankingRules(breakers=breakers, says_ties="ties" in given, grades=found)


def _grade(value: object, *, place: str) -> Grade:
    given = fields(value, required="name", optional="line quota share", place=place)
    if "quota" in given and "share" in given:
        raise BadRubric(place, "名额只写一种：个数 quota 或比例 share。")
    line = number(given["line"], place=f"{place}.line") if "line" in given else None
    quota = _quota(given, place=f"{place}.quota") if "quota" in given else None
    share = (
        number(given["share"], place=f"{place}.share", least=Fraction(0), most=Fraction(1))
        if "share" in given
        else None
    )
    return Grade(
        name=words(given["name"], most=20, place=f"{place}.name"), line=line, quota=quota, share=share
    )


def _quota(given: Mapping[str, object], *, place: str) -> int:
    quota = number(given["quota"], place=place, least=Fraction(0), most=Fraction(9999))
    if quota.denominator != 1:
        raise BadRubric(place, "名额要写整数；按比例的请写 share，如 0.2。")
    return int(quota)


def _breakers(value: object, *, tree: Part, place: str) -> tuple[str, ...]:
    if value == SHARE:
        return ()
    if isinstance(value, str):
        raise BadRubric(place, "总分相同并列的写 share；按得分分先后的写一列编号。")
    found = rows(value, least=1, most=10, place=place)
    known = {node.key for node in tree.walk()} - {gate.key for gate in tree.gates()} - _under_time(tree)
    for index, one in enumerate(found):
        if not isinstance(one, str) or one not in known:
            raise BadRubric(
                f"{place}[{index}]", f"没有编号为“{str(one)[:40]}”的部分或指标；并列占位的写 share。"
            )
    return tuple(str(one) for one in found)


def _under_time(tree: Part) -> set[str]:
    """Keys below a time node: on a card there is one a period, so that none of them decides alone."""
    times = (node for node in tree.walk() if isinstance(node, Part) and node.periods)
    return {node.key for part in times for node in part.walk()}


def _refuse_unknown_caps(tree: Part, grades: tuple[Grade, ...], *, place: str) -> None:
    for gate in tree.gates():
        if gate.effect is Effect.CAP and gate.grade not in {grade.name for grade in grades}:
            raise BadRubric(place, f"否决情形“{gate.key}”写的等次“{gate.grade}”不在等次里。")
