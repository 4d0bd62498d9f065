"""From places to grades: score line ∩ quota ∩ gate, and what cost a card the next higher grade."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from typing import Any, Generic, TypeVar

from scorecards.ranking.order import Placed
from scorecards.ranking.rules import Grade
from scorecards.scoring import Effect, Gate

Key = TypeVar("Key", bound=Hashable)


class Cost(StrEnum):
    """Why a grade was not reached."""

    LINE = "分数线"
    QUOTA = "名额"
    TIE = "并列"
    GATE = "否决"


@dataclass(frozen=True, slots=True)
class Graded(Generic[Key]):
    """A ranked card's grade, "" for none, and what kept it from the grade above."""

    key: Key
    grade: str
    costs: tuple[Cost, ...] = ()

    @property
    def cost(self) -> str:
        """The costs as the page says them."""
        return "、".join(self.costs)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """One ranked card: where it stands, with which total, and which gates are set on it.

    `at` is anything that sorts as the places do and is equal where the place is: where nothing else is known, the
    place itself.
    """

    placed: Placed[Key]
    total: Fraction
    gates: Sequence[Gate] = ()
    at: Any = None

    @property
    def spot(self) -> Any:
        """What is compared with the spots of others."""
        return self.placed.place if self.at is None else self.at


class Grading:
    """What decides the grades of one group: its grades from the best down, how many cards are ranked, and those of
    them that a gate bars.

    Of the rest nothing has to be known: a card's position in the queue for a grade is its place less the barred
    ones before it, so that a page of a large group is graded without the others.
    """

    def __init__(
        self, grades: Sequence[Grade], *, ranked: int, barred: Iterable[tuple[Any, Sequence[Gate]]]
    ) -> None:
        held = list(barred)
        self._grades = grades
        self._edges = _edges(grades, ranked)
        self._barred = [
            sorted(spot for spot, gates in held if _is_barred(gates, index, grades))
            for index in range(len(grades))
        ]

    def of(self, one: Candidate[Key]) -> Graded[Key]:
        """The grade of one ranked card, and what kept it from the grade above."""
        lost: tuple[Cost, ...] = ()
        for index, grade in enumerate(self._grades):
            found = tuple(self._costs(one, index))
            if not found or (index == len(self._grades) - 1 and _is_sent_down(one.gates)):
                return Graded(one.placed.key, grade.name, lost)
            lost = found
        return Graded(one.placed.key, "", lost)

    def _costs(self, one: Candidate[Key], index: int) -> Iterable[Cost]:
        """What keeps the card from this grade; a card that a gate bars stands in no queue for it.

        A line that was missed because a gate made the total 0 is the gate's doing too.
        """
        grade, edge = self._grades[index], self._edges[index]
        barred = _is_barred(one.gates, index, self._grades)
        is_low = grade.line is not None and one.total < grade.line
        if is_low:
            yield Cost.LINE
        if edge is not None and not barred:
            before, through = self._queue(one, index)
            if before >= edge:
                yield Cost.QUOTA
            elif through > edge:
                yield Cost.TIE
        if barred or (is_low and any(gate.effect is Effect.ZERO for gate in one.gates)):
            yield Cost.GATE

    def _queue(self, one: Candidate[Key], index: int) -> tuple[int, int]:
        """How many that may have this grade stand before the card, and how many down to those that share its place."""
        better = (one.placed.place or 1) - 1
        barred = self._barred[index]
        before = better - bisect_left(barred, one.spot)
        return before, better + one.placed.sharing - bisect_right(barred, one.spot)


def grade_cards(
    candidates: Iterable[Candidate[Key]], grades: Sequence[Grade], *, ranked: int | None = None
) -> tuple[Graded[Key], ...]:
    """The grade of each ranked card, in the order given; `ranked` where more will be ranked than have a place yet.

    Quotas add up from the top to cumulative places among the ranked cards that are not barred from that grade;
    a card under the line drops to the next grade and its place is not refilled; of a tie across the edge all
    get the lower grade.
    """
    placed = [one for one in candidates if one.placed.place is not None]
    barred = [(one.spot, one.gates) for one in placed if one.gates]
    grading = Grading(grades, ranked=len(placed) if ranked is None else ranked, barred=barred)
    return tuple(grading.of(one) for one in placed)


def _edges(grades: Sequence[Grade], ranked: int) -> list[int | None]:
    """The last place of each grade; None where there is no limit."""
    sizes = [grade.size(ranked) for grade in grades]
    sums = accumulate(0 if size is None else size for size in sizes)
    return [None if size is None else edge for size, edge in zip(sizes, sums, strict=True)]


def _is_barred(gates: Iterable[Gate], index: int, grades: Sequence[Grade]) -> bool:
    """Whether a gate keeps a card from this grade."""
    names = [grade.name for grade in grades]
    return any(
        gate.effect is Effect.WITHDRAWN
        or (gate.effect is Effect.NOT_TOP and index == 0)
        or (gate.effect is Effect.LOWEST and index < len(grades) - 1)
        or (gate.effect is Effect.CAP and gate.grade in names and index < names.index(gate.grade))
        for gate in gates
    )


def _is_sent_down(gates: Iterable[Gate]) -> bool:
    """To the last grade whatever its line and quota say, but not where a gate withdraws every grade."""
    effects = {gate.effect for gate in gates}
    return Effect.LOWEST in effects and Effect.WITHDRAWN not in effects
