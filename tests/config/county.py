"""A small county in the generator's files, made and worked out here by other means than the product's."""

import csv
import json
import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

GROUPS, CENT = ("甲", "乙"), Decimal("0.01")
INDICATORS = [(f"K{n}", "points", "14.5") for n in range(6)] + [
    ("JIA", "bonus", "40"),
    ("JIAN", "deduct", "90"),
]


def write_county(
    folder: Path, *, units: int = 12, judges: int = 5, reviewers: int = 2, seed: int = 1
) -> Path:
    """Full books go over 120 and poor ones under 0, so that both ends of the clamp are met; some totals tie."""
    dice, folder = random.Random(seed), folder / "county"
    folder.mkdir(parents=True, exist_ok=True)
    names = [(f"U{n}", f"第{n}试验局", "县直部门", GROUPS[n % 2]) for n in range(units)]
    scores, judged, totals = [], [], {}
    for unit, *_ in names:
        book = Decimal(0)
        for key, kind, most in INDICATORS:
            points = [_points(dice, unit, kind, Decimal(most)) for _ in range(reviewers)]
            scores += [(unit, key, f"R{n}", one, "台账不全") for n, one in enumerate(points)]
            book += sum(points) / len(points) * (-1 if kind == "deduct" else 1)
        heard = sorted(Decimal(dice.randint(700, 710)) / 10 for _ in range(judges))
        judged += [(unit, f"J{n}", one) for n, one in enumerate(heard)]
        kept = heard[1:-1] if judges > 2 else heard
        held = min(max(book, Decimal(0)), Decimal(120))
        totals[unit] = _cent(held * Decimal("0.7") + sum(kept) / len(kept) * Decimal("0.3"))
    _write(folder / "units.csv", "unit name kind group", names)
    _write(folder / "branches.csv", "branch unit name kind members", [("B1", "U0", "第一党支部", "机关", 9)])
    lines = [(key, "部分", f"指标{key}", kind, most, "unit", "规则") for key, kind, most in INDICATORS]
    _write(folder / "indicators.csv", "indicator section name kind max_points scope rule", lines)
    _write(folder / "reviewer_scores.csv", "subject indicator reviewer points remark", scores)
    _write(folder / "judge_scores.csv", "unit judge points", judged)
    (folder / "expected.json").write_text(json.dumps({"units": [_row(names, totals, one) for one in names]}))
    return folder


def change_expected(folder: Path, **figures: object) -> None:
    """The oracle says something else of the first unit."""
    path = folder / "expected.json"
    told = json.loads(path.read_text())
    told["units"][0] |= figures
    path.write_text(json.dumps(told))


def _points(dice: random.Random, unit: str, kind: str, most: Decimal) -> Decimal:
    """Of one reviewer; the second unit is perfect, the third is lost."""
    good = {"U1": Decimal(1), "U2": Decimal(0)}.get(unit, Decimal(dice.randint(80, 100)) / 100)
    share = Decimal(1) - good if kind == "deduct" else good
    return _cent(most * share)


def _row(names: list, totals: dict[str, Decimal], one: tuple) -> dict[str, object]:
    unit, group = one[0], one[3]
    peers = [totals[name] for name, *_, other in names if other == group]
    place = 1 + sum(total > totals[unit] for total in totals.values())
    return {
        "unit": unit,
        "total": str(totals[unit]),
        "place": place,
        "group_place": 1 + sum(total > totals[unit] for total in peers),
    }


def _cent(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _write(path: Path, head: str, rows: list) -> None:
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(head.split())
        writer.writerows(rows)
