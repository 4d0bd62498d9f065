"""Daily records by paste: each line read against the rubric and the units, errors by line."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scorecards.imports.people import Whom, names_of_people
from scorecards.models import Rubric
from scorecards.record_causes import RecordCause
from scorecards.scoring import BadInput
from scorecards.scoring.adding import one_occurrence
from scorecards.scoring.causes import Counter
from scorecards.scoring.happenings import Happening
from scorecards.scoring.numbers import canonical
from scorecards.transitions.records import RecordFacts
from units.imports.names import SKIP, Asked, Choice, ask
from units.imports.tables import TableRow
from units.sheets import Column
from units.sheets.headers import plain

COLUMNS = (
    Column("date", ("日期", "时间", "发生日期"), required=True),
    Column("name", ("单位", "单位名称", "党支部", "支部名称", "名称", "对象"), required=True),
    Column("what", ("项目", "指标", "指标编号", "指标名称")),
    Column("cause", ("情形", "事由", "加扣分情形", "扣分情形", "加分情形"), required=True),
    Column("figure", ("次数或分数", "次数", "分数", "数量")),
    Column("reason", ("理由", "酌情理由")),
    Column("basis", ("依据", "说明", "备注"), required=True),
    Column("told", ("已告知单位", "已告知", "是否告知")),
)
WITHOUT_HEAD = {5: "date name cause figure basis"}
MOST_FIGURE, MOST_REASON, MOST_BASIS = 20, 200, 500
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_YES = {"是", "已告知", "√", "✓", "有", "1"}


@dataclass(slots=True)
class RecordLine:
    """One line as read, and why it cannot be stored."""

    place: str
    raw_name: str
    whom: Whom | None = None
    is_left_out: bool = False
    what: RecordCause | None = None
    facts: RecordFacts | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RecordLines:
    """All lines, and the names that nobody has decided on."""

    lines: list[RecordLine]
    names: Asked
    candidates: Sequence[Choice] = ()

    @property
    def problems(self) -> list[dict[str, str]]:
        """Lines to mend, for the error summary."""
        return [
            {"field_id": "id_text", "label": line.place, "sentence": line.problem}
            for line in self.lines
            if line.problem
        ]

    @property
    def facts(self) -> list[RecordFacts]:
        """What would be stored."""
        return [line.facts for line in self.lines if line.facts is not None]

    @property
    def is_ready(self) -> bool:
        """Whether something can be stored, and nothing is unclear."""
        return bool(self.facts) and not self.problems and not self.names.open


@dataclass(frozen=True, slots=True)
class Against:
    """What lines are read against: a rubric with its causes, units and branches, and today."""

    rubric: Rubric
    causes: Mapping[str, RecordCause]
    people: Mapping[str, Whom]
    today: datetime.date


def read_records(rows: Sequence[TableRow], against: Against, *, picks: Mapping[str, str]) -> RecordLines:
    """Every line on its own; `picks` says whom an unclear name means."""
    matcher, choices = names_of_people(against.people)
    names = ask((row.text("name") for row in rows), matcher, choices, picks)
    lines = [_line(row, names.meant.get(row.text("name"), ""), against) for row in rows]
    return RecordLines(lines, names, list(choices.values()))


def _line(row: TableRow, key: str, against: Against) -> RecordLine:
    line = RecordLine(row.place, row.text("name"), against.people.get(key), is_left_out=key == SKIP)
    if not line.raw_name:
        line.problem = "没有写单位名称。"
    if line.problem or line.is_left_out:
        return line
    try:
        date = day_of(row.text("date"), today=against.today)
        line.what = _cause_of(row, against.causes)
        figure, reason = figure_of(line.what, row.text("figure"), row.text("reason"))
        basis = _basis_of(row)
    except ValueError as error:
        line.problem = str(error)
        return line
    if line.whom:
        line.facts = RecordFacts(
            date, line.whom.unit, line.whom.branch, against.rubric, line.what.item.key, line.what.cause.key, figure,
            reason, basis, told=plain(row.text("told")) in _YES,
        )  # fmt: skip
    return line


def day_of(text: str, *, today: datetime.date) -> datetime.date:
    """2026-03-02, 2026.3.2 or 2026年3月2日, not after today; a ValueError with the sentence otherwise."""
    found = _DATE.match(plain(text))
    try:
        day = datetime.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError("日期请写成“2026-03-02”的样子。")
    if day > today:
        raise ValueError("日期不能晚于今天。")
    return day


def figure_of(what: RecordCause, figure: str, reason: str) -> tuple[str, str]:
    """The stored figure and reason; a ValueError with the sentence otherwise."""
    try:
        found = one_occurrence(what.cause, figure, reason=reason)
    except BadInput as error:
        raise ValueError(error.sentence) from None
    text = _text(found)
    if len(text) > MOST_FIGURE:
        raise ValueError(f"次数或分数最多 {MOST_FIGURE} 个字，请分几条登记。")
    return text, found.reason


def _text(found: Happening) -> str:
    if found.cause.counter is Counter.AMOUNTS:
        return "+".join(canonical(amount) for amount in found.amounts)
    return canonical(found.number)


def _cause_of(row: TableRow, causes: Mapping[str, RecordCause]) -> RecordCause:
    wanted, item = plain(row.text("cause")), plain(row.text("what"))
    found = [
        one
        for one in causes.values()
        if wanted in {plain(one.cause.text), one.cause.key}
        and (not item or item in {plain(one.item.key), plain(one.item.title), plain(one.item.key + one.item.title)})
    ]  # fmt: skip
    if not wanted:
        raise ValueError("没有写情形。")
    if not found:
        raise ValueError(f"细则里没有“{row.text('cause')[:40]}”这一情形，请照细则的写法填写。")
    if len(found) > 1:
        raise ValueError(f"有几项都有“{row.text('cause')[:40]}”这一情形，请在“项目”一列写明指标编号。")
    return found[0]


def _basis_of(row: TableRow) -> str:
    basis = row.text("basis")
    if not basis:
        raise ValueError("没有写依据。")
    if len(basis) > MOST_BASIS:
        raise ValueError(f"依据最多 {MOST_BASIS} 个字。")
    return basis
