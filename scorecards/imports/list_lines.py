"""The lines of an office's list: whom each means, which item, which cause, and what is put in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scorecards.cards.names import names_of_cards
from scorecards.models import Card
from scorecards.scorers import Ground, target_of
from scorecards.scoring import BadInput, Input, Item, parse_cell
from scorecards.scoring.adding import add_up, causes_of, of_cause
from scorecards.scoring.causes import Cause
from units.imports.names import SKIP, Asked, Choice, ask
from units.imports.tables import TableRow
from units.sheets import Column
from units.sheets.headers import plain

COLUMNS = (
    Column("name", ("单位", "单位名称", "名称", "党支部", "党支部名称", "支部名称", "党组织", "党组织名称",
                    "被考核单位", "责任单位", "对象"), required=True),
    Column("what", ("项目", "指标", "考核项目", "考核指标", "评分项目", "指标编号", "指标名称", "项目或情形")),
    Column("cause", ("情形", "加扣分情形", "扣分情形", "加分情形", "事由")),
    Column("figure", ("录入内容", "次数", "数量", "得分", "评分", "分数", "档次", "结果", "实际数", "完成数")),
    Column("basis", ("依据", "原因", "说明", "备注", "扣分原因", "加分原因", "扣分依据", "加分依据", "理由")),
)  # fmt: skip
WITHOUT_HEAD = {2: "name figure", 3: "name figure basis", 4: "name what figure basis"}
_BETWEEN = "｜"
_LONGEST = {"name": 120, "figure": 120, "basis": 500}


@dataclass(slots=True)
class ListLine:
    """One line as read: the card and the item that it means, and why it cannot be entered."""

    place: str
    raw_name: str
    figure: str = ""
    basis: str = ""
    card: Card | None = None
    item: Item | None = None
    cause: Cause | None = None
    is_left_out: bool = False
    problem: str = ""
    given: Input | None = None

    @property
    def text(self) -> str:
        """The text as it is kept: the cause's key and the figure, or what one types into the cell."""
        return f"{self.cause.key}{_BETWEEN}{self.figure}" if self.cause else self.figure

    @property
    def what(self) -> str:
        """Item and cause, for the page."""
        if self.item is None:
            return ""
        return f"{self.item.number} {self.item.title}{f'：{self.cause.text}' if self.cause else ''}"


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines, and the names that nobody has decided on, each with those who might be meant."""

    lines: list[ListLine]
    names: Asked
    candidates: Sequence[Choice] = ()

    @property
    def problems(self) -> list[ListLine]:
        """Lines that have to be mended."""
        return [line for line in self.lines if line.problem]

    @property
    def left_out(self) -> list[ListLine]:
        """Lines of names that are nobody's here."""
        return [line for line in self.lines if line.is_left_out]

    @property
    def is_ready(self) -> bool:
        """Whether every line is understood."""
        return not self.problems and not self.names.open


def read_lines(ground: Ground, rows: Sequence[TableRow], *, target: str, picks: Mapping[str, str]) -> Lines:
    """`target` names the one item of the whole list, or is empty; `picks` says whom an unclear name means."""
    choices = {pk: Choice(str(pk), card.name) for pk, card in ground.cards.items()}
    matcher = names_of_cards(ground.cards.values())
    names = ask((row.text("name") for row in rows), matcher, choices, picks)
    lines = [_line(ground, row, names.meant.get(row.text("name"), ""), target) for row in rows]
    return Lines(lines, names, list(choices.values()))


def _line(ground: Ground, row: TableRow, meant: str, target: str) -> ListLine:
    line = ListLine(row.place, row.text("name"), row.text("figure"), row.text("basis"))
    line.is_left_out = meant == SKIP
    line.problem = _out_of_shape(row)
    if meant.isdigit() and not line.problem:
        line.card = ground.cards[int(meant)]
        _aim(line, ground.items[line.card.pk], target=target, what=row.text("what"), cause=row.text("cause"))
    if line.card and line.item and not line.problem:
        read_figure(line)
    return line


def _out_of_shape(row: TableRow) -> str:
    if not row.text("name"):
        return "没有写单位名称。"
    names = {column.key: column.names[0] for column in COLUMNS}
    too_long = [key for key, most in _LONGEST.items() if len(row.text(key)) > most]
    return f"“{names[too_long[0]]}”太长，最多 {_LONGEST[too_long[0]]} 个字。" if too_long else ""


def _aim(line: ListLine, items: Mapping[str, Item], *, target: str, what: str, cause: str) -> None:
    """Which item and which cause of it; a sentence where that is not clear."""
    chosen = [item for item in items.values() if target in {"", target_of(item)}]
    if not chosen:
        line.problem = f"{line.raw_name}的评分表上没有“{target}”这一项。"
        return
    named = [item for item in chosen if what and plain(what) in _names_of(item)]
    causes = list(_causes_named(named or chosen, cause or ("" if named else what)))
    if causes:
        line.item, line.cause = causes[0]
        line.problem = "" if len(causes) == 1 else f"有几项都有“{cause or what}”这一情形，请写明指标编号。"
        return
    if cause or (what and not named):
        line.problem = f"没有找到“{cause or what}”，请写指标的编号、名称，或者细则里写明的情形。"
        return
    left = named or chosen
    line.item = left[0]
    if len(left) > 1:
        line.problem = "看不出是哪一项，请在“项目”一列写明指标编号或名称。"


def _names_of(item: Item) -> set[str]:
    return {plain(one) for one in (item.key, item.number, item.title, target_of(item))}


def _causes_named(items: Collection[Item], text: str) -> Iterator[tuple[Item, Cause]]:
    for item in items:
        for cause in causes_of(item):
            if text and plain(text) in {plain(cause.text), plain(cause.key)}:
                yield item, cause


def read_figure(line: ListLine) -> None:
    """What the line puts into its item; a sentence where it cannot."""
    if line.item is None:
        return
    try:
        if line.cause is not None:
            line.given = of_cause(line.cause, line.figure, reason=line.basis)
        else:
            line.given = parse_cell(line.item, line.figure)
            line.problem = "" if line.given is not None else "没有写录入内容。"
        if line.given is not None and not any(cause.is_measured for cause in causes_of(line.item)):
            add_up(line.item, [line.given])
    except BadInput as error:
        line.problem = error.sentence


def kept_text(text: str, item: Item) -> tuple[Cause | None, str]:
    """The cause and the figure out of a stored line."""
    key, between, figure = text.partition(_BETWEEN)
    cause = next((one for one in causes_of(item) if between and one.key == key), None)
    return (cause, figure) if cause else (None, text)
