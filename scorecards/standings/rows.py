"""名次与等次, row by row: every figure as it is printed, of live cards and of released ones alike. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scorecards.ranking.rules import Grade
from scorecards.scoring.numbers import canonical

_TENTH = Decimal("0.1")
CLOSE = Decimal("0.05")
"""分差: so little between two totals that somebody will ask."""


Cell = tuple[str, str, str]
"""A figure, where it leads, and how its cell looks (`templatetags.cells`)."""


@dataclass(frozen=True, slots=True)
class Member:
    """Who stands there."""

    pk: int
    unit_id: int
    branch_id: int | None
    name: str
    owner: str
    class_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same unit or branch came to in the round before."""

    group: str
    place: int | None
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of one card. `above` and `below` are the nearest other totals among the ranked."""

    member: Member
    is_ranked: bool
    place: int | None
    sharing: int
    total: Decimal | None
    points: Mapping[str, str]
    above: Decimal | None
    below: Decimal | None
    computed: str
    decided: str
    cost: str
    gates: Sequence[str]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in words; `numbers` are the parts, the total and, where a round stands before, the changes
    of place and total, each with the address where the card's page shows how it came about."""

    url: str
    name: str
    owner: str
    class_name: str
    place: str
    tied: bool
    numbers: tuple[Cell, ...]
    grade: str
    decided: str
    cost: str
    missing: str
    is_scored: bool
    notes: str
    percent: Decimal | None = None


GradeLine = tuple[str, Decimal]
"""A grade and its score line."""


def lines_of(grades: Iterable[Grade]) -> list[GradeLine]:
    """Those that have a score line, of at most four decimals."""
    return [(one.name, Decimal(canonical(one.line))) for one in grades if one.line is not None]


def row_of(
    found: Found,
    *,
    keys: Iterable[str],
    lines: Sequence[GradeLine],
    group: str,
    earlier: Earlier | None,
    compares: bool = False,
    scale: Decimal | None = None,
) -> Row:
    """What is printed of one card in the group of this name; a bar only where there is a scale for it."""
    member = found.member
    place = found.place if found.is_ranked and found.total is not None else None
    return Row(
        url=member.url,
        name=member.name,
        owner=member.owner,
        class_name=member.class_name,
        place=str(place) if place else "—" if found.is_ranked else "不排名",
        tied=place is not None and found.sharing > 1,
        numbers=(
            *[_part(found.points.get(key), f"{member.url}#part-{key}") for key in keys],
            _total(found),
            *(_changes(found, place, earlier, group) if compares else ()),
        ),
        grade=found.decided or found.computed,
        decided=_decided(found),
        cost=found.cost,
        missing=found.missing,
        is_scored=found.total is not None,
        notes="；".join(_notes(found, lines)),
        percent=percent_of(found.total, scale) if scale else None,
    )


def percent_of(value: Decimal | None, scale: Decimal) -> Decimal:
    """The length of a bar from zero."""
    share = ((value or 0) / scale * 100).quantize(_TENTH, ROUND_HALF_UP)
    return min(max(share, Decimal(0)), Decimal(100))


def _decided(found: Found) -> str:
    """Both grades, where the meeting decided otherwise than was computed."""
    if not found.decided or found.decided == found.computed:
        return ""
    return f"会议审定，测算{found.computed or '无等次'}"


def _part(points: str | None, url: str) -> Cell:
    """A part that is not on the card, or not yet scored, leads nowhere."""
    return ("—", "", "") if points is None else (printed(points), url, "")


def _total(found: Found) -> Cell:
    if found.total is None:
        return "未评", "", "is-unscored"
    return printed(str(found.total)), f"{found.member.url}#working-title", "total"


def _changes(found: Found, place: int | None, earlier: Earlier | None, group: str) -> tuple[Cell, Cell]:
    return (_moved(place, earlier, group), "", ""), (_gained(found.total, earlier), "", "")


def printed(number: str) -> str:
    """A stored figure with the minus sign of print."""
    return number.replace("-", "−")


def in_two(number: Decimal | None) -> str:
    """A mean."""
    return "—" if number is None else printed(str(number))


def _moved(place: int | None, earlier: Earlier | None, group: str) -> str:
    """Places are compared inside one group only."""
    if place is None or earlier is None or earlier.place is None or earlier.group != group:
        return ""
    steps = earlier.place - place
    return f"升 {steps}" if steps > 0 else f"降 {-steps}" if steps < 0 else "持平"


def _gained(total: Decimal | None, earlier: Earlier | None) -> str:
    if total is None or earlier is None or earlier.total is None:
        return ""
    change = total - earlier.total
    return printed(f"{change:+.2f}") if change else "0.00"


def _notes(found: Found, lines: Sequence[GradeLine]) -> Iterable[str]:
    """Gates by name, then close calls."""
    if found.gates:
        yield f"否决：{'、'.join(found.gates)}"
    if not found.is_ranked or found.total is None:
        return
    if found.above is not None and found.above - found.total <= CLOSE:
        yield f"比前一位少 {found.above - found.total} 分"
    if found.below is not None and found.total - found.below <= CLOSE:
        yield f"比后一位多 {found.total - found.below} 分"
    for name, line in lines:
        if abs(found.total - line) <= CLOSE:
            yield _beside_line(name, found.total - line)


def _beside_line(name: str, gap: Decimal) -> str:
    if not gap:
        return f"正好在“{name}”分数线上"
    if gap > 0:
        return f"高出“{name}”分数线 {gap} 分"
    return f"距“{name}”分数线差 {-gap} 分"
