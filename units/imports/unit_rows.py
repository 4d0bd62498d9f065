"""单位名单: what each row says of a unit, and what is guessed of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from units.categories import category_of
from units.imports.plans import Line, Plan, asked, refuse_doubles
from units.imports.tables import TableRow
from units.matching import Match, Names
from units.models import Unit
from units.name_keys import county_of, plain, short_form
from units.sheets import Column
from units.transitions.imports import fields_of

COLUMNS = (
    Column("name", ("单位全称", "单位名称", "单位", "全称", "名称", "部门", "部门名称", "部门单位", "机构名称",
                    "部门（单位）", "参评单位", "责任单位"), required=True),
    Column("short", ("简称", "单位简称", "规范简称")),
    Column("party", ("党组织名称", "党组织", "党组织全称", "党委（党组）名称", "党组（党委）名称", "机关党组织名称")),
    Column("category", ("类别", "单位类别", "分类", "类型", "单位性质", "组别", "系统")),
    Column("order", ("排列顺序", "排序", "顺序", "顺序号", "排序号")),
)  # fmt: skip
WITHOUT_HEAD = {1: "name", 2: "name short", 3: "name short category", 4: "name short party category"}

_LIMITS = {"name": ("单位全称", 60), "short_name": ("简称", 20), "party_name": ("党组织名称", 80),
           "category": ("类别", 20)}  # fmt: skip
_HEADING = re.compile(
    r"^[（(]?[一二三四五六七八九十]+[、.．)）]\s*(?P<text>.+?)\s*(?:[（(]\s*\d+\s*[个家]\s*[)）])?$"
)
_COUNTED = re.compile(r"^(?P<text>\S{2,18}?)\s*[（(]\s*(?:共)?\d+\s*[个家]\s*[)）]$")


def plan_units(
    rows: Sequence[TableRow],
    units: Sequence[Unit],
    names: Names,
    *,
    picks: Mapping[str, str],
    typed: Mapping[str, str],
    reorders: bool,
) -> Plan[Line]:
    """`units` are all that there are, `names` the matcher of them; `picks` says by name what a name that resembles
    others means, `typed` what kind somebody confirmed by name. With `reorders` the list's order is the official one;
    else units keep their places and new ones follow."""
    by_pk = {unit.pk: unit for unit in units}
    county = county_of([compact(row, "name") for row in rows] + [unit.name for unit in units])
    after = max((unit.official_order for unit in units), default=0)
    lines: list[Line] = []
    heading = ""
    for row in rows:
        if found := _heading_of(row):
            heading = found
            continue
        line = _line(row, by_pk, names, picks, county=county, heading=heading, typed=typed)
        after += line.pk is None
        kept = by_pk[line.pk].official_order if line.pk else after
        number = _order(row, line, len(lines) + 1) if reorders else kept
        line.after = {**line.after, "official_order": number}
        lines.append(line)
    refuse_doubles(lines, [_own(line) for line in lines])
    named = {line.pk for line in lines}
    return Plan(lines, sum(unit.pk not in named for unit in units))


def compact(row: TableRow, key: str) -> str:
    """A name without the spaces that only make it look wider."""
    return "".join(row.text(key).split())


def _own(line: Line) -> list[tuple[str, object]]:
    return [
        ("单位全称", plain(line.after["name"])),
        ("简称", plain(line.after["short_name"])),
        ("对应的单位", line.pk),
    ]


def _heading_of(row: TableRow) -> str:
    """“二、县政府部门（32个）” between the rows names the kind of those below it."""
    texts = {text for key, text in row.texts.items() if text and key != "order"}
    if len(texts) != 1 or row.text("name") not in texts:
        return ""
    found = _HEADING.match(row.text("name")) or _COUNTED.match(row.text("name"))
    return found["text"] if found else ""


def _line(
    row: TableRow,
    units: Mapping[int, Unit],
    names: Names,
    picks: Mapping[str, str],
    *,
    county: str,
    heading: str,
    typed: Mapping[str, str],
) -> Line:
    name = compact(row, "name")
    match = names.match(name) if name else Match()
    owner, open_name, near = asked(name, match, picks, {pk: unit.name for pk, unit in units.items()})
    unit = units.get(owner) if owner is not None else None
    after, guessed = _facts(row, unit, county=county, heading=heading, typed=typed.get(name, ""))
    return Line(
        row.place, name, after, unit.pk if unit else None, fields_of(unit) if unit else None, guessed, open_name,
        near, problems=_shape(after),
    )  # fmt: skip


def _facts(
    row: TableRow, unit: Unit | None, *, county: str, heading: str, typed: str
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the row says; what it does not say is kept of the unit, or guessed for a new one."""
    name, guessed = compact(row, "name"), []
    short = compact(row, "short") or (unit.short_name if unit else "")
    if not short and name:
        short = short_form(name, county)
        guessed.append("short_name")
    category = typed or compact(row, "category") or heading or (unit.category if unit else "")
    if not category and name:
        category = category_of(name)
    if typed or (not unit and not heading and not row.text("category")):
        guessed.append("category")
    party = compact(row, "party") or (unit.party_name if unit else "")
    full = unit.name if unit and plain(name) in {plain(unit.short_name), plain(unit.party_name)} else name
    found = {"name": full, "short_name": short, "party_name": party, "category": category}
    return found, tuple(guessed)


def _order(row: TableRow, line: Line, position: int) -> int:
    text = row.text("order")
    if not text:
        return position
    whole = text.removesuffix(".0")
    if whole.isascii() and whole.isdigit() and 0 < int(whole) <= 9_999:
        return int(whole)
    line.problems.append(f"排列顺序“{text[:20]}”不是 1 到 9999 之间的整数。")
    return position


def _shape(after: Mapping[str, Any]) -> list[str]:
    name = after["name"]
    if not name:
        return ["没有写单位名称。"]
    if len(plain(name)) < 2:
        return [f"“{name}”不像单位名称，请核对。"]
    return [
        f"{label}“{after[key][:12]}……”太长，最多 {most} 个字。"
        for key, (label, most) in _LIMITS.items()
        if len(after[key]) > most
    ]
