"""A release's snapshot as the page shows it: every figure as it was sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scorecards.models import Card, Release
from scorecards.snapshots import read

_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One unit or branch; `percent` is the length of its bar."""

    place: int | None
    tied: bool
    name: str
    owner: str
    parts: list[str]
    total: str
    percent: Decimal
    url: str


@dataclass(frozen=True, slots=True)
class SealedSheet:
    """The sealed ranking of one group; bars are drawn against the full mark, or a higher best total."""

    columns: list[tuple[str, str]]
    rows: list[SealedRow]
    rubric: str
    full: str
    mean: str
    mean_percent: Decimal


def sealed_sheet(release: Release) -> SealedSheet:
    """Two things are read: the snapshot, and the cards that its rows link to."""
    sealed = read(bytes(release.snapshot))
    rubric = sealed["rubric"]
    full = Decimal(rubric["total_points"])
    ranked = [Decimal(row["total"]) for row in sealed["rows"] if row["place"]]
    scale = max([full, *ranked]) or Decimal(1)
    mean = sum(ranked, Decimal(0)) / max(len(ranked), 1)
    urls = _urls(release)
    return SealedSheet(
        columns=[(part["title"], in_print(part["full"])) for part in rubric["parts"]],
        rows=[_row(row, [part["key"] for part in rubric["parts"]], scale, urls) for row in sealed["rows"]],
        rubric=f"《{rubric['title']}》第 {rubric['number']} 版",
        full=in_print(rubric["total_points"]),
        mean=f"{mean.quantize(_CENT, ROUND_HALF_UP)}" if ranked else "",
        mean_percent=_percent(mean, scale),
    )


def in_print(number: str | None) -> str:
    """A sealed figure without needless zeros, with the minus sign of print."""
    return "" if number is None else f"{Decimal(number).normalize():f}".replace("-", "−")


def _row(
    row: Mapping[str, Any], keys: list[str], scale: Decimal, urls: Mapping[tuple[int, str], str]
) -> SealedRow:
    return SealedRow(
        place=row["place"],
        tied=row["tied"],
        name=row["branch"] or row["unit"],
        owner=row["unit"] if row["branch"] else "",
        parts=[row["parts"].get(key, "—").replace("-", "−") for key in keys],
        total=row["total"].replace("-", "−"),
        percent=_percent(Decimal(row["total"]), scale),
        url=urls.get((row["unit_id"], row["branch"] or ""), ""),
    )


def _percent(value: Decimal, scale: Decimal) -> Decimal:
    share = (value / scale * 100).quantize(_TENTH, ROUND_HALF_UP)
    return min(max(share, Decimal(0)), Decimal(100))


def _urls(release: Release) -> dict[tuple[int, str], str]:
    cards = Card.objects.filter(group=release.group_id)
    return {(card.unit_id, card.branch_name): card.get_absolute_url() for card in cards}
