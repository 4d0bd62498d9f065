"""The folder that the county's generator writes: neutral CSV, and what an oracle worked out of it."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from scorecards.scoring.numbers import canonical

Line = Mapping[str, str]


class BadCounty(Exception):
    """A folder that is not one of the generator's, or says what a mark cannot hold."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the oracle says of a unit."""

    total: Decimal
    place: int
    group_place: int


@dataclass(frozen=True, slots=True)
class County:
    """Lines as written; of each unit and indicator the reviewers' mean, of each unit its judges' numbers."""

    units: Sequence[Line]
    branches: Sequence[Line]
    indicators: Sequence[Line]
    means: Mapping[tuple[str, str], str]
    remarks: Mapping[tuple[str, str], str]
    judged: Mapping[str, Sequence[str]]
    expected: Mapping[str, Expected]

    @property
    def groups(self) -> list[str]:
        """The names of the groups, sorted."""
        return sorted({unit["group"] for unit in self.units})


def read_county(folder: Path) -> County:
    """Everything that a round of unit cards needs; what branches were given is not read."""
    try:
        return _read(folder)
    except (OSError, KeyError, ValueError, ArithmeticError) as error:
        raise BadCounty(f"{folder} 不是测试县的数据，或者不完整：{error}") from error


def _read(folder: Path) -> County:
    units = list(_lines(folder / "units.csv"))
    keys = {unit["unit"] for unit in units}
    points: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    remarks: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for line in _lines(folder / "reviewer_scores.csv"):
        if line["subject"] in keys:
            cell = line["subject"], line["indicator"]
            points[cell].append(Fraction(line["points"]))
            remarks[cell] |= {line["remark"]: None} if line["remark"] else {}
    judged = defaultdict(list)
    for line in _lines(folder / "judge_scores.csv"):
        judged[line["unit"]].append(canonical(Fraction(line["points"])))
    county = County(
        units=units,
        branches=list(_lines(folder / "branches.csv")),
        indicators=list(_lines(folder / "indicators.csv")),
        means={cell: _mean(found, cell) for cell, found in points.items()},
        remarks={cell: "；".join(found) for cell, found in remarks.items()},
        judged=judged,
        expected=_expected(folder / "expected.json"),
    )
    _require_whole(county, keys)
    return county


def _require_whole(county: County, keys: set[str]) -> None:
    """Every unit has its judges, every indicator its mean, and the oracle knows exactly these units."""
    marked = {(unit, line["indicator"]) for unit in keys for line in county.indicators}
    if county.means.keys() != marked or county.judged.keys() != keys or county.expected.keys() != keys:
        raise ValueError("各文件里的单位、指标不一致")


def _lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def _mean(points: Sequence[Fraction], cell: tuple[str, str]) -> str:
    """Written in full, never rounded: a mark holds four decimals."""
    mean = sum(points, Fraction(0)) / len(points)
    try:
        return canonical(mean)
    except ValueError:
        raise BadCounty(f"{' '.join(cell)} 的评审平均分 {mean} 不是四位以内的小数，得分写不进去。") from None


def _expected(path: Path) -> dict[str, Expected]:
    told = json.loads(path.read_bytes())["units"]
    return {one["unit"]: Expected(Decimal(one["total"]), one["place"], one["group_place"]) for one in told}
