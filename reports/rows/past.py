"""The rounds before: where a unit or branch stood then, for the change of its place and for its trend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reports import charts
from scorecards.models import Release, ReleasedRow, Round

MOST_ROUNDS = 6
TREND_FROM = 2
"""Rounds before this one from which there is a trend."""
NEW, SAME = "首次", "持平"

Key = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Then:
    """One card in a round before; `share` is its total as per cent of the full mark."""

    group_name: str
    place: int | None
    share: Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """One round in the small chart: its height from zero, in per cent, and where it stands."""

    x: Decimal
    y: Decimal
    height: Decimal
    is_now: bool


@dataclass(frozen=True, slots=True)
class Step:
    """How far a place moved since the linked round: a sign for the eye and a word for print and reading aloud."""

    sign: str
    word: str
    columns: tuple[Column, ...] = ()
    trend_words: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """Earlier rounds, the linked one first; empty where none is linked or none was released."""

    title: str = ""
    group_name: str = ""
    full: Decimal = Decimal(100)
    keys: Mapping[tuple[int, str], Key] = field(default_factory=dict)
    rounds: tuple[tuple[str, Mapping[Key, Then]], ...] = ()

    @property
    def has_trend(self) -> bool:
        """Whether there are enough rounds for one."""
        return len(self.rounds) >= TREND_FROM

    def step(self, row: Mapping[str, Any]) -> Step | None:
        """Of a row of the snapshot; nothing where no round is linked."""
        if not self.rounds:
            return None
        key = self.keys.get((row["unit_id"], row["branch"] or ""))
        before = self.rounds[0][1].get(key) if key else None
        sign, word = self._moved(row["place"], before)
        columns, words = self._trend(row, key) if self.has_trend else ((), "")
        return Step(sign, word, columns, words)

    def _moved(self, place: int | None, before: Then | None) -> tuple[str, str]:
        if place is None:
            return "", "—"
        if before is None or before.place is None:
            return "", NEW
        if before.group_name != self.group_name:
            return "", "换组"
        if before.place == place:
            return "", SAME
        return (
            ("▲", f"升{before.place - place}") if before.place > place else ("▼", f"降{place - before.place}")
        )

    def _trend(self, row: Mapping[str, Any], key: Key | None) -> tuple[tuple[Column, ...], str]:
        """The shares from the oldest round to this one, as columns from zero."""
        found = [(title, then.get(key)) for title, then in reversed(self.rounds)] if key else []
        shares = [(title, one.share) for title, one in found if one]
        if row["total"] is not None:
            shares.append(("本期", charts.length(Decimal(row["total"]), full=self.full)))
        width = Decimal(100) / (MOST_ROUNDS + 1)
        start = MOST_ROUNDS + 1 - len(shares)
        columns = tuple(
            Column((start + at) * width, 100 - share, share, at == len(shares) - 1)
            for at, (_, share) in enumerate(shares)
        )
        return columns, "，".join(f"{title} {share:f}%" for title, share in shares)


NO_PAST = Past()


def past_of(release: Release) -> Past:
    """Of the round that the release's round is linked to, and those before it; one query a round at most."""
    group = release.group
    rounds: list[tuple[str, Mapping[Key, Then]]] = []
    linked = group.round.previous
    title = ""
    while linked is not None and len(rounds) < MOST_ROUNDS:
        then = _then(linked)
        if then and not linked.is_trial:
            title = title or linked.title
            rounds.append((linked.title, then))
        linked = linked.previous
    if not rounds:
        return NO_PAST
    own = ReleasedRow.objects.filter(release=release).values_list(
        "card__unit", "card__branch_name", "card__branch"
    )
    keys = {(unit, name): (unit, branch) for unit, name, branch in own}
    return Past(title, group.name, Decimal(group.scored_against.total_points), keys, tuple(rounds))


def _then(round_: Round) -> dict[Key, Then]:
    rows = ReleasedRow.objects.current().filter(release__group__round=round_, total__isnull=False)
    return {
        (unit, branch): Then(name, place, charts.length(total, full=Decimal(full)))
        for unit, branch, name, place, total, full in rows.values_list(
            "card__unit", "card__branch", "release__group__name", "place", "total",
            "release__group__version__total_points",
        )
    }  # fmt: skip
