"""党支部名单: whose branch each row names, and of which kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from units.imports.plans import Line, Plan, asked, refuse_doubles
from units.imports.tables import TableRow
from units.imports.unit_rows import compact
from units.matching import Match, Names
from units.models import Branch, Unit
from units.name_keys import plain
from units.sheets import Column
from units.transitions.imports import fields_of

COLUMNS = (
    Column("name", ("党支部名称", "党支部", "支部名称", "支部", "党组织名称", "基层党组织名称"), required=True),
    Column("unit", ("所属单位", "单位", "单位名称", "所在单位", "上级党组织", "隶属单位"), required=True),
    Column("kind", ("类别", "支部类别", "党支部类别", "类型", "支部类型")),
)  # fmt: skip
WITHOUT_HEAD = {2: "unit name", 3: "unit name kind"}
_MOST_NAME, _MOST_KIND = 80, 20


def plan_branches(
    rows: Sequence[TableRow],
    units: Sequence[Unit],
    names: Names,
    branches: Sequence[Branch],
    *,
    picks: Mapping[str, str],
) -> Plan[Line]:
    """`branches` are those of the `units` that stand; a branch is known again by its unit and name."""
    shorts = {unit.pk: unit.name for unit in units}
    known = {(branch.unit_id, plain(branch.name)): branch for branch in branches}
    lines = [_line(row, shorts, names, known, picks) for row in rows]
    refuse_doubles(lines, [_own(line) for line in lines])
    named = {line.pk for line in lines}
    return Plan(lines, sum(branch.pk not in named for branch in branches))


def _own(line: Line) -> list[tuple[str, object]]:
    unit = line.after["unit_id"]
    return [("单位和党支部名称", (unit, plain(line.after["name"])) if unit else None)]


def _line(
    row: TableRow,
    units: Mapping[int, str],
    names: Names,
    known: Mapping[tuple[int, str], Branch],
    picks: Mapping[str, str],
) -> Line:
    name, raw, kind = compact(row, "name"), compact(row, "unit"), compact(row, "kind")
    owner, open_name, near = asked(raw, names.match(raw) if raw else Match(), picks, units)
    branch = known.get((owner, plain(name))) if owner is not None else None
    after = {
        "unit_id": owner,
        "name": branch.name if branch else name,
        "kind": kind or (branch.kind if branch else ""),
    }
    line = Line(
        row.place, name, after, branch.pk if branch else None, fields_of(branch) if branch else None,
        open_name=open_name, near=near, may_be_new=False, owner=units.get(owner or 0, raw),
    )  # fmt: skip
    line.problems = _shape(name, raw, kind, has_unit=owner is not None or bool(open_name))
    return line


def _shape(name: str, unit: str, kind: str, *, has_unit: bool) -> list[str]:
    found = []
    if not name:
        found.append("没有写党支部名称。")
    if not unit:
        found.append("没有写所属单位。")
    elif not has_unit:
        found.append(f"没有“{unit[:30]}”这个单位，请核对名称，或者先导入单位名单。")
    if len(name) > _MOST_NAME:
        found.append(f"党支部名称太长，最多 {_MOST_NAME} 个字。")
    if len(kind) > _MOST_KIND:
        found.append(f"类别太长，最多 {_MOST_KIND} 个字。")
    return found
