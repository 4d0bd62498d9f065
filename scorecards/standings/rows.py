"""名次与等次, row by row: every figure as a page prints it, of live cards and of released ones alike. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scorecards.figures import NOTHING, gained, printed
from scorecards.ranking.rules import Grade
from scorecards.scoring.numbers import canonical
from scorecards.standings.lines import Line

_TENTH = Decimal("0.1")
CLOSE = Decimal("0.05")
"""分差: so little between two totals that somebody will ask."""


Cell = tuple[str, str, str]
"""A figure, where it leads, and how its cell looks (`templatetags.cells`)."""


@dataclass(frozen=True, slots=True)
class Member:
    """Whose card it is, and where it is shown."""

    unit_id: int
    branch_id: int | None
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
    line: Line
    above: Decimal | None
    below: Decimal | None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table and what the page says around it.

    `numbers` are the parts, the total and, where a round stands before, the change of the place, if there is any,
    and of the total, each with the address where the card's page shows how it came about.
    """

    line: Line
    url: str
    place: str
    numbers: tuple[Cell, ...]
    missing: str
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
    has_places: bool = True,
    scale: Decimal | None = None,
) -> Row:
    """What is printed of one card in the group of this name; a bar only where there is a scale for it."""
    line, url = found.line, found.member.url
    return Row(
        line=line,
        url=url,
        place=str(line.place or (NOTHING if line.is_ranked else line.remark)),
        numbers=(
            *[_part(line.points.get(key), f"{url}#part-{key}") for key in keys],
            _total(line, url),
            *([(_moved(line.place, earlier, group), "", "")] if compares and has_places else ()),
            *([(_gained(line.total, earlier), "", "")] if compares else ()),
        ),
        missing=found.missing,
        notes="；".join(_notes(found, lines)),
        percent=percent_of(line.total, scale) if scale else None,
    )


def percent_of(value: Decimal | None, scale: Decimal) -> Decimal:
    """The length of a bar from zero."""
    share = ((value or 0) / scale * 100).quantize(_TENTH, ROUND_HALF_UP)
    return min(max(share, Decimal(0)), Decimal(100))


def _part(points: str | None, url: str) -> Cell:
    """A part that is not on the card, or not yet scored, leads nowhere."""
    return (printed(points), "" if points is None else url, "")


def _total(line: Line, url: str) -> Cell:
    if line.total is None:
        return "未评", "", "is-unscored"
    return line.total_text, f"{url}#working-title", "total"


def _moved(place: int | None, earlier: Earlier | None, group: str) -> str:
    """Places are compared inside one group only."""
    if place is None or earlier is None or earlier.place is None or earlier.group != group:
        return ""
    steps = earlier.place - place
    return f"升 {steps}" if steps > 0 else f"降 {-steps}" if steps < 0 else "持平"


def _gained(total: Decimal | None, earlier: Earlier | None) -> str:
    if total is None or earlier is None or earlier.total is None:
        return ""
    return gained(total - earlier.total)


def _notes(found: Found, lines: Sequence[GradeLine]) -> Iterable[str]:
    """Gates by name, then close calls."""
    line = found.line
    if line.gates:
        yield f"否决：{'、'.join(line.gates)}"
    if not line.is_ranked or line.total is None:
        return
    if found.above is not None and found.above - line.total <= CLOSE:
        yield f"比前一位少 {found.above - line.total} 分"
    if found.below is not None and line.total - found.below <= CLOSE:
        yield f"比后一位多 {line.total - found.below} 分"
    for name, least in lines:
        if abs(line.total - least) <= CLOSE:
            yield _beside_line(name, line.total - least)


def _beside_line(name: str, gap: Decimal) -> str:
    if not gap:
        return f"正好在“{name}”分数线上"
    if gap > 0:
        return f"高出“{name}”分数线 {gap} 分"
    return f"距“{name}”分数线差 {-gap} 分"
