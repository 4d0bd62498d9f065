"""How dear it is to total a whole group anew, against a plain loop that sums the same points.

120 cards × 60 items of all seven kinds, a third of them held against the group, from the stored inputs to the rounded
totals. The floor adds up the same 7,200 exact points, card by card. CPU time of this process, medians of alternating
runs; the last line is the ratio.
"""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction

from scorecards.scoring import Member, Part, Total, figures_of, fit, read_tree, total

CARDS, RUNS, BOUND = 120, 15, 30.0
CLASSES = ("乡镇", "县直部门")
_DICE = random.Random(20261122)


def item(number: int, kind: str, params: dict[str, object]) -> dict[str, object]:
    """One item of ten points."""
    return {"key": f"k{number}", "parent": f"g{number % 6}", "order": number, "kind": "item", "title": f"指标{number}",
            "points": "10", "scoring_kind": kind, "params": params, "rule_text": "评分标准"}  # fmt: skip


def causes() -> list[dict[str, object]]:
    """Three causes, as most written rubrics have them."""
    by_class = {"classes": {"乡镇": "1", "县直部门": "2"}}
    return [
        {"key": "a", "text": "缺会", "unit": "-1"},
        {"key": "b", "text": "记录不全", "unit": "-0.5", "cap": "2"},
        {"key": "c", "text": "听取汇报", "count": "shortfall", "unit": "-1", "target": by_class},
    ]


SHAPES: list[tuple[str, dict[str, object], Callable[[], dict[str, object]]]] = [
    ("TALLY", {"base": "10", "lo": "0", "causes": causes()},
     lambda: {"counts": {"a": str(_DICE.randint(1, 4)), "b": str(_DICE.randint(1, 6)), "c": str(_DICE.randint(0, 2))}}),
    ("LEVEL", {"levels": [{"name": "好", "points": "10"}, {"name": "一般", "points": "6"},
     {"name": "差", "points": "0"}]},
     lambda: {"level": _DICE.choice(["好", "一般", "差"])}),
    ("PROPORTION", {"target": {"group": "best"}}, lambda: {"actual": f"{_DICE.randint(1, 999)}.5"}),
    ("MANUAL", {}, lambda: {"value": f"{_DICE.randint(0, 9)}.25"}),
    ("RANK", {"step": "0.1", "by": "value", "direction": "high", "measure": "考核得分"},
     lambda: {"value": f"{_DICE.randint(60, 99)}.5"}),
    ("BAND", {"measure": "完成率", "closed": "low", "bands": [{"from": "90", "points": "10"},
     {"from": "60", "to": "90", "points": "6"}, {"to": "60", "points": "0"}]},
     lambda: {"x": str(_DICE.randint(40, 99))}),
    ("PANEL", {"scale": "100", "levels": [{"name": "满意", "value": "100"}, {"name": "不满意", "value": "0"}]},
     lambda: {"votes": {"满意": str(_DICE.randint(20, 60)), "不满意": str(_DICE.randint(1, 9))}}),
    ("TALLY", {"base": "10", "lo": "0", "causes": [{"key": "x", "text": "平均年龄", "count": "excess", "unit": "-0.5",
     "target": {"group": "mean"}}]}, lambda: {"counts": {"x": f"{_DICE.randint(35, 55)}.5"}}),
]  # fmt: skip


def members() -> list[Member]:
    """The cards; those of one class share their tree."""
    groups = [
        {"key": f"g{n}", "parent": None, "order": n, "kind": "group", "title": f"第{n}组", "weight": "0.5"}
        for n in range(6)
    ]
    shapes = [SHAPES[number % len(SHAPES)] for number in range(60)]
    tree = read_tree(
        [*groups, *(item(number, kind, params) for number, (kind, params, _) in enumerate(shapes))]
    )
    trees: dict[str, Part] = {name: fit(tree, class_name=name) for name in CLASSES}
    return [
        Member(trees[CLASSES[card % 2]], {f"k{number}": make() for number, (_, _, make) in enumerate(shapes)})
        for card in range(CARDS)
    ]


def retotal(cards: list[Member]) -> list[Total]:
    """Both passes over the group, up to the rounded totals."""
    figures = figures_of(cards)
    totals = [total(card.tree, card.inputs, group=figures) for card in cards]
    for one in totals:
        one.rounded  # noqa: B018 - the rounding is part of the work
    return totals


def add_up(cards: list[list[Fraction]]) -> list[Fraction]:
    """The floor."""
    sums = []
    for points in cards:
        sum_ = Fraction(0)
        for one in points:
            sum_ += one
        sums.append(sum_)
    return sums


def cpu(act: Callable[[], object]) -> float:
    """Seconds of this process."""
    gc.collect()
    start = time.process_time()
    act()
    return time.process_time() - start


def main() -> int:
    """Print both medians and, last, the ratio."""
    cards = members()
    points = [[result.points for result in one.results.values()] for one in retotal(cards)]
    counted = sum(map(len, points))
    if counted != CARDS * 60:
        print(f"只算出 {counted} 项")
        return 1
    add_up(points)
    pairs = [(cpu(lambda: retotal(cards)), cpu(lambda: add_up(points))) for _ in range(RUNS)]
    whole, floor = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(
        f"整组重算 {whole * 1000:.1f} 毫秒，逐项相加 {floor * 1000:.1f} 毫秒（CPU，{CARDS} 张 × 60 项，中位数）"
    )
    print(f"{whole / floor:.2f}")
    return int(whole / floor > BOUND)


if __name__ == "__main__":
    sys.exit(main())
