"""Sealed snapshots as a release holds them, made by plain functions."""

from collections.abc import Iterable, Mapping
from typing import Any

PARTS = (("g1", "好的班子", "16"), ("g2", "好的队伍", "24"))
RARE = "㙍䶮堃喆赟岱氹"


def make_row(
    place: int | None = 1,
    *,
    unit: str = "县财政局",
    points: Iterable[str] = ("14.50", "20.00"),
    **fields: Any,
) -> dict[str, Any]:
    """One row; its total is the sum of its parts unless it is given."""
    shown = [*points]
    parts = {key: value for (key, _, _), value in zip(PARTS, shown, strict=False)}
    total = f"{sum(float(value) for value in shown):.2f}"
    row = {"place": place, "tied": False, "unit": unit, "branch": None, "class_name": "县直部门", "official_order": 1,
           "taking_part": "ranked", "parts": parts, "total": total, "items": []}  # fmt: skip
    return row | fields


def make_item(
    key: str = "1.1", *, points: str | None = "4", exact: str = "3", **fields: Any
) -> dict[str, Any]:
    """One item of a row."""
    return {"key": key, "title": f"指标{key}", "points": points, "exact": exact, "shown": exact, "input": {},
            "basis": "", "lines": []} | fields  # fmt: skip


def make_snapshot(rows: Iterable[Mapping[str, Any]] = (), **round_fields: Any) -> dict[str, Any]:
    """A whole snapshot of one group."""
    return {
        "engine": "1",
        "round": {"title": "2026年上半年晒比评", "year": 2026, "term": "上半年", "plan_title": "晒比评工作方案",
                  "plan_number": "岱工委〔2026〕12号", "is_trial": False} | round_fields,
        "group": {"name": "县直部门一组", "subject": "unit"},
        "rubric": {"title": "评分细则", "number": 1, "digest": "0" * 64, "total_points": "40",
                   "parts": [{"key": k, "title": t, "kind": "group", "points": p} for k, t, p in PARTS]},
        "number": 1,
        "rows": list(rows),
    }  # fmt: skip


def make_ranking(count: int) -> dict[str, Any]:
    """Places 1 to `count`, each row with figures of its own; rare characters and long names among them."""
    names = [
        f"县{RARE}第{place}局" if place % 2 else f"县经济开发区管理委员会机关事务服务第{place}中心"
        for place in range(1, count + 1)
    ]
    return make_snapshot(
        make_row(place, unit=name, points=(f"{16 - place / 20:.2f}", f"{24 - place / 25:.2f}"))
        for place, name in enumerate(names, start=1)
    )
