"""单位名单: what each row says of a unit, what is guessed, and what it would change. Nothing is written here."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field

from units.categories import category_of
from units.imports.tables import TableRow
from units.matching import Names
from units.models import Unit
from units.name_keys import county_of, plain, short_form
from units.sheets import Column
from units.transitions.unit_imports import UnitFields, UnitWrite, fields_of

COLUMNS = (
    Column("name", ("单位全称", "单位名称", "单位", "全称", "名称", "部门", "部门名称", "部门单位", "机构名称",
                    "部门（单位）", "参评单位", "责任单位"), required=True),
    Column("short", ("简称", "单位简称", "规范简称")),
    Column("party", ("党组织名称", "党组织", "党组织全称", "党委（党组）名称", "党组（党委）名称", "机关党组织名称")),
    Column("category", ("类别", "单位类别", "分类", "类型", "单位性质", "组别", "系统")),
    Column("order", ("排列顺序", "排序", "顺序", "顺序号", "排序号")),
)  # fmt: skip
WITHOUT_HEAD = {1: "name", 2: "name short", 3: "name short category", 4: "name short party category"}
NEW = "new"
"""Chosen for a name that resembles a unit's and is none of them."""

_LIMITS = {"name": 60, "short": 20, "party": 80, "category": 20}
_LABELS = {"name": "单位全称", "short": "简称", "party": "党组织名称", "category": "类别"}
_HEADING = re.compile(
    r"^[（(]?[一二三四五六七八九十]+[、.．)）]\s*(?P<text>.+?)\s*(?:[（(]\s*\d+\s*[个家]\s*[)）])?$"
)
_COUNTED = re.compile(r"^(?P<text>\S{2,18}?)\s*[（(]\s*(?:共)?\d+\s*[个家]\s*[)）]$")


@dataclass(slots=True)
class UnitLine:
    """One row: what it says, the unit that it means if there is one, and why it cannot be taken."""

    place: str
    facts: UnitFields
    unit: Unit | None = None
    guessed: tuple[str, ...] = ()
    near: Sequence[tuple[int, str, str]] = ()
    picked: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Label, old and new of what the row changes of its unit."""
        if self.unit is None:
            return []
        pairs = [
            ("单位全称", self.unit.name, self.facts.name),
            ("简称", self.unit.short_name, self.facts.short_name),
            ("党组织名称", self.unit.party_name, self.facts.party_name),
            ("类别", self.unit.category, self.facts.category),
            ("排列顺序", str(self.unit.official_order), str(self.facts.official_order)),
        ]
        return [(label, old, new) for label, old, new in pairs if old != new]

    @property
    def write(self) -> UnitWrite:
        """As it is put in."""
        if self.unit is None:
            return UnitWrite(self.facts)
        return UnitWrite(self.facts, self.unit.pk, fields_of(self.unit))

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say first if it is one of the units that it resembles."""
        return self.unit is None and bool(self.near) and self.picked != NEW

    @property
    def state(self) -> str:
        """What becomes of the row, in a word."""
        if self.problems:
            return "有误"
        if self.is_open:
            return "待确认"
        return "新增" if self.unit is None else "变更" if self.changes else "不变"


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """All rows, and the units that the list does not name: they stay as they are."""

    lines: Sequence[UnitLine]
    unnamed: Sequence[Unit]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Place and sentence of everything that has to be mended."""
        return [(line.place, sentence) for line in self.lines for sentence in line.problems]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many rows of each state."""
        return Counter(line.state for line in self.lines).most_common()

    @property
    def open(self) -> list[UnitLine]:
        """Rows that somebody has to decide on."""
        return [line for line in self.lines if line.is_open and not line.problems]

    @property
    def fingerprint(self) -> str:
        """Changes with anything that was shown of the units and rows, but not with the kinds typed beside them."""
        told = [(line.place, line.state, line.unit and line.unit.pk, line.facts.name) for line in self.lines]
        stood = [astuple(fields_of(line.unit)) for line in self.lines if line.unit]
        return hashlib.sha256(repr((told, stood)).encode()).hexdigest()

    @property
    def to_write(self) -> list[UnitLine]:
        """Rows that add or change something."""
        return [line for line in self.lines if line.state in {"新增", "变更"}]


def plan_units(
    rows: Sequence[TableRow],
    units: Sequence[Unit],
    names: Names,
    *,
    picks: Mapping[str, str],
    categories: Mapping[str, str],
    reorders: bool,
) -> UnitPlan:
    """`units` are all that there are, `names` the matcher of them; `picks` says by name what a name that resembles
    others means, `categories` what kind somebody confirmed by name. With `reorders` the list's order is the official
    one; else units keep their places and new ones follow."""
    by_pk = {unit.pk: unit for unit in units}
    county = county_of([name_in(row) for row in rows] + [unit.name for unit in units])
    after = max((unit.official_order for unit in units), default=0)
    lines: list[UnitLine] = []
    heading = ""
    for row in rows:
        if found := _heading_of(row):
            heading = found
            continue
        line = _line(row, by_pk, names, picks, county=county, heading=heading, categories=categories)
        number = _order(row, line, len(lines) + 1) if reorders else None
        after += line.unit is None
        kept = line.unit.official_order if line.unit else after
        line.facts = _placed(line.facts, kept if number is None else number)
        lines.append(line)
    _refuse_doubles(lines)
    named = {line.unit.pk for line in lines if line.unit}
    return UnitPlan(lines, [unit for unit in units if unit.pk not in named])


def name_in(row: TableRow) -> str:
    """The unit's name, without the spaces that only make it look wider."""
    return "".join(row.text("name").split())


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
    categories: Mapping[str, str],
) -> UnitLine:
    name = name_in(row)
    match = names.match(name) if name else None
    pick = picks.get(name, "")
    owner = match.owner if match else None
    near = [(one.owner, units[one.owner].name, one.reason) for one in match.near] if match else []
    if owner is None and pick.isdigit() and int(pick) in {pk for pk, *_ in near}:
        owner = int(pick)
    unit = units.get(owner) if owner is not None else None
    facts, guessed = _facts(row, unit, county=county, heading=heading, confirmed=categories.get(name, ""))
    line = UnitLine(row.place, facts, unit, guessed, near if match and match.owner is None else (), pick)
    line.problems = _shape(line)
    return line


def _facts(
    row: TableRow, unit: Unit | None, *, county: str, heading: str, confirmed: str
) -> tuple[UnitFields, tuple[str, ...]]:
    """What the row says; what it does not say is kept of the unit, or guessed for a new one."""
    name, guessed = name_in(row), []
    short = row.text("short") or (unit.short_name if unit else "")
    if not short and name:
        short = short_form(name, county)
        guessed.append("short")
    category = confirmed or row.text("category") or heading or (unit.category if unit else "")
    if not category and name:
        category = category_of(name)
        guessed.append("category")
    party = row.text("party") or (unit.party_name if unit else "")
    full = unit.name if unit and plain(name) in {plain(unit.short_name), plain(unit.party_name)} else name
    return UnitFields(full, short, party, category, 0), tuple(guessed)


def _placed(facts: UnitFields, number: int) -> UnitFields:
    return UnitFields(facts.name, facts.short_name, facts.party_name, facts.category, number)


def _order(row: TableRow, line: UnitLine, position: int) -> int:
    text = row.text("order")
    if not text:
        return position
    whole = text.removesuffix(".0")
    if whole.isascii() and whole.isdigit() and 0 < int(whole) <= 9_999:
        return int(whole)
    line.problems.append(f"排列顺序“{text[:20]}”不是 1 到 9999 之间的整数。")
    return position


def _shape(line: UnitLine) -> list[str]:
    texts = {"name": line.facts.name, "short": line.facts.short_name, "party": line.facts.party_name,
             "category": line.facts.category}  # fmt: skip
    if not texts["name"]:
        return ["没有写单位名称。"]
    if len(plain(texts["name"])) < 2:
        return [f"“{texts['name']}”不像单位名称，请核对。"]
    return [
        f"{_LABELS[key]}“{text[:12]}……”太长，最多 {_LIMITS[key]} 个字。"
        for key, text in texts.items()
        if len(text) > _LIMITS[key]
    ]


def _refuse_doubles(lines: Iterable[UnitLine]) -> None:
    """The same unit, or two units under one name, twice in a list."""
    first: dict[tuple[str, str | int], UnitLine] = {}
    for line in lines:
        keys: list[tuple[str, str | int]] = [
            ("单位全称", plain(line.facts.name)),
            ("简称", plain(line.facts.short_name)),
        ]
        if line.unit:
            keys.append(("单位", line.unit.pk))
        for label, key in keys:
            if not key:
                continue
            other = first.setdefault((label, key), line)
            if other is not line and not line.problems:
                word = f"与{other.place}是同一个单位" if label == "单位" else f"{label}与{other.place}相同"
                line.problems.append(f"{word}，请删去一行或改正。")
