"""Which ballots count: a ballot names a number for several of the rated, and is valid or void as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scorecards.scoring.numbers import in_print
from scorecards.scoring.reading import fields, number, rows
from scorecards.scoring.refusals import BadRubric


class DemandKind(StrEnum):
    """What a rule of validity looks at; each is the key by which it is written."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    NOT_ALL_SAME = "not_all_same"
    DECIMALS = "decimals"


@dataclass(frozen=True, slots=True)
class Demand:
    """At most `count` numbers from `edge` up, at least `count` below it, not all the same, or few decimals."""

    kind: DemandKind
    count: int = 0
    edge: Fraction = Fraction(0)

    def in_words(self) -> str:
        """The demand as a clause."""
        if self.kind is DemandKind.AT_MOST:
            return f"每张票不低于 {in_print(self.edge)} 分的最多 {self.count} 个"
        if self.kind is DemandKind.AT_LEAST:
            return f"每张票低于 {in_print(self.edge)} 分的至少 {self.count} 个"
        if self.kind is DemandKind.DECIMALS:
            return f"分数最多 {self.count} 位小数"
        return "一张票不能全打相同的分数"

    def holds(self, numbers: Sequence[Fraction]) -> bool:
        """Whether a whole ballot meets it."""
        if self.kind is DemandKind.AT_MOST:
            return sum(1 for one in numbers if one >= self.edge) <= self.count
        if self.kind is DemandKind.AT_LEAST:
            return sum(1 for one in numbers if one < self.edge) >= self.count
        if self.kind is DemandKind.DECIMALS:
            return all((one * 10**self.count).denominator == 1 for one in numbers)
        return len(numbers) < 2 or len(set(numbers)) > 1


def broken(demands: Iterable[Demand], ballot: Mapping[str, Fraction]) -> list[str]:
    """Why a ballot is void, as clauses; empty when it is valid."""
    numbers = tuple(ballot.values())
    return [demand.in_words() for demand in demands if not demand.holds(numbers)]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a panel said of one of the rated: the numbers of valid ballots, and how many were void."""

    numbers: tuple[Fraction, ...]
    void: int


def count_ballots(demands: Sequence[Demand], ballots: Sequence[Mapping[str, Fraction]]) -> dict[str, Heard]:
    """By name of the rated; a ballot that breaks a demand is void as a whole."""
    valid = [ballot for ballot in ballots if not broken(demands, ballot)]
    names = dict.fromkeys(name for ballot in ballots for name in ballot)
    return {
        name: Heard(
            tuple(ballot[name] for ballot in valid if name in ballot),
            sum(1 for ballot in ballots if name in ballot) - sum(1 for ballot in valid if name in ballot),
        )
        for name in names
    }


def read_demands(value: object, *, place: str) -> tuple[Demand, ...]:
    """At most `count` from an edge up, at least `count` below one, not all the same, so many decimals."""
    found = rows(value, least=0, most=10, place=place)
    return tuple(_demand(row, place=f"{place}[{index}]") for index, row in enumerate(found))


_KEYS = {
    DemandKind.AT_MOST: "at_most from",
    DemandKind.AT_LEAST: "at_least below",
    DemandKind.NOT_ALL_SAME: "not_all_same",
    DemandKind.DECIMALS: "decimals",
}


def _demand(row: object, *, place: str) -> Demand:
    for kind, names in _KEYS.items():
        if isinstance(row, Mapping) and kind in row:
            given = fields(row, required=names, place=place)
            if kind is DemandKind.NOT_ALL_SAME:
                if given[kind] is not True:
                    raise BadRubric(f"{place}.{kind}", "这里只能写 true；没有这条要求的不写。")
                return Demand(kind)
            edges = [given[name] for name in names.split()[1:]]
            edge = number(edges[0], place=f"{place}.{names.split()[1]}") if edges else Fraction(0)
            return Demand(kind, _whole(given[kind], place=f"{place}.{kind}"), edge)
    raise BadRubric(place, f"有效票的要求只能写：{'、'.join(DemandKind)}。")


def _whole(value: object, *, place: str) -> int:
    found = number(value, place=place, least=Fraction(0), most=Fraction(500))
    if found.denominator != 1:
        raise BadRubric(place, "这里要写整数。")
    return int(found)
