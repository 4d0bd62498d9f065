"""得分反馈单: one card's sealed or present figures → frozen rows, of others only what the scope lets out.

The rows themselves are kept with the paper that is ordered, so that what was printed can be printed again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports import charts
from reports.rows.figures import book_title, full_mark
from reports.rows.fitting import size_for
from scorecards.figures import printed, shown
from scorecards.models import Card, Group, Highlight, HighlightKind, Release, Scope
from scorecards.models.rounds import named_as
from scorecards.ranking.mean import mean_for_units
from scorecards.results.scope_lists import shows_place
from scorecards.results.snapshots import read, seal
from scorecards.rubrics.trees import CardTrees, sections, trails, trees_of
from scorecards.scoring import Item, NodeKind, Part, half_up
from scorecards.standings.lines import line_in
from scorecards.standings.places import standings_of

NONE, NOT_COUNTED = "无", "不适用"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One item; `why` says what a loss or a gain rests on and how it was counted, and is empty for plain full marks."""

    number: str
    title: str
    trail: str
    worth: str
    got: str
    lost: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One topmost part with its items; `share` is how much of its full mark was reached, for its bar."""

    title: str
    full: str
    got: str
    share: str
    items: tuple[SheetItem, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """The release that a sheet is of."""

    number: int
    code: str
    sha256: str
    released_on: str


@dataclass(frozen=True, slots=True)
class FeedbackSheet:
    """Everything that one unit's paper shows; figures as printed, empty where the scope or the group says nothing."""

    round_title: str
    is_trial: bool
    group_name: str
    counter: str
    rubric: str
    name: str
    owner: str
    remark: str
    full: str
    total: str
    mean: str
    members: int
    place: str
    is_tied: bool
    best: str
    grade: str
    parts: tuple[SheetPart, ...]
    gates: tuple[str, ...]
    sums: tuple[str, ...]
    problems: tuple[str, ...]
    issue: Issue | None

    @property
    def title(self) -> str:
        """The name of the paper."""
        return f"{self.round_title}得分反馈单"

    @property
    def mark(self) -> str:
        """The word behind the text."""
        return "演练" if self.is_trial else "" if self.issue else "草稿"

    @property
    def size(self) -> str:
        """How close it is set."""
        rows = [(f"{item.number} {item.title}", item.why) for part in self.parts for item in part.items]
        heads = [(part.title, ()) for part in self.parts]
        return size_for([*rows, *heads, ("总分", ())], [self.gates, self.sums, self.problems])


def to_plain(sheets: Sequence[FeedbackSheet]) -> list[dict[str, Any]]:
    """As they are kept."""
    return [asdict(sheet) for sheet in sheets]


def from_plain(kept: Sequence[Mapping[str, Any]]) -> tuple[FeedbackSheet, ...]:
    """What was kept."""
    return tuple(
        FeedbackSheet(
            **{
                **one,
                "parts": tuple(
                    SheetPart(**{**part, "items": tuple(_item_of(item) for item in part["items"])})
                    for part in one["parts"]
                ),
                "gates": tuple(one["gates"]),
                "sums": tuple(one["sums"]),
                "problems": tuple(one["problems"]),
                "issue": Issue(**one["issue"]) if one["issue"] else None,
            }
        )
        for one in kept
    )


def _item_of(kept: Mapping[str, Any]) -> SheetItem:
    return SheetItem(**{**kept, "why": tuple(kept["why"])})


def feedback_sheets(group: Group, *, card_ids: Collection[int] | None = None) -> list[FeedbackSheet]:
    """Of these cards, or of all that take part, in official order; a fixed number of queries at any size."""
    release = Release.objects.current().filter(group=group).order_by("-number").first()
    snapshot = read(bytes(release.snapshot) if release else seal(standings_of(group), number=1))
    frame = _frame(group, release, snapshot)
    cards = Card.objects.filter(group=group).taking_part().in_official_order()
    wanted = [card for card in cards if card_ids is None or card.pk in card_ids]
    problems: dict[int, list[str]] = {}
    for one in Highlight.objects.filter(card__in=wanted, kind=HighlightKind.PROBLEM).order_by("order", "pk"):
        problems.setdefault(one.card_id, []).append(one.text)
    rows = {(row["unit_id"], row["branch"] or ""): row for row in snapshot["rows"]}
    return [
        _sheet(card, row, frame, tuple(problems.get(card.pk, ())))
        for card in wanted
        if (row := rows.get((card.unit_id, card.branch_name)))
    ]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every sheet of a group shares."""

    group: Group
    trees: CardTrees
    snapshot: Mapping[str, Any]
    totals: list[Decimal]
    scope: str
    top: int | None
    issue: Issue | None


def _frame(group: Group, release: Release | None, snapshot: Mapping[str, Any]) -> _Frame:
    totals = [Decimal(row["total"]) for row in snapshot["rows"] if row["total"] is not None]
    issue = None
    if release:
        day = release.released_at.astimezone().date()
        issue = Issue(release.number, release.code, release.sha256, f"{day.year}年{day.month}月{day.day}日")
    if release:
        scope, top = release.scope, release.scope_top
    else:
        scope, top = group.round.review_scope, group.round.scope_top
    return _Frame(group, trees_of(group.version_id), snapshot, totals, scope, top, issue)


def _sheet(card: Card, row: Mapping[str, Any], frame: _Frame, problems: tuple[str, ...]) -> FeedbackSheet:
    round_, rubric, mean = frame.snapshot["round"], frame.snapshot["rubric"], mean_for_units(frame.totals)
    line = line_in(row)
    full = full_mark(rubric["total_points"])
    return FeedbackSheet(
        round_title=named_as(round_["title"], is_trial=round_["is_trial"]),
        is_trial=round_["is_trial"],
        group_name=frame.snapshot["group"]["name"],
        counter="党支部" if frame.snapshot["group"]["subject"] == "branch" else "单位",
        rubric=f"{book_title(rubric['title'])}（第{rubric['number']}版）",
        name=line.name,
        owner=line.owner,
        remark="" if line.is_ranked else "参评不排名",
        full="" if full is None else f"{full}",
        total=line.total_text,
        mean=shown(mean),
        members=len(frame.totals),
        place=f"第 {line.place} 名" if shows_place(line.place, scope=frame.scope, top=frame.top) else "",
        is_tied=line.tied,
        best=printed(max(frame.totals)) if frame.scope == Scope.ALL and mean is not None else "",
        grade=line.grade if frame.issue else "",
        parts=tuple(_parts(card, row, frame)),
        gates=tuple(f"{gate['title']}：{gate['does']}" for gate in row["gates"]),
        sums=tuple(row["sums"]),
        problems=problems,
        issue=frame.issue,
    )


def _parts(card: Card, row: Mapping[str, Any], frame: _Frame) -> Iterator[SheetPart]:
    items = {item["key"]: item for item in row["items"]}
    for part in sections(frame.trees.of(card)):
        got = row["parts"].get(part.key)
        full = None if part.points is None else part.points * part.weight
        share = Decimal(0) if got is None or not full else charts.length(Decimal(got), full=half_up(full, 4))
        yield SheetPart(
            title=part.title,
            full="" if full is None else f"{full_mark(str(full))}",
            got=printed(got),
            share=f"{share}" if full and part.kind is NodeKind.GROUP else "",
            items=tuple(_items(part, items)),
        )


def _items(part: Part, given: Mapping[str, Mapping[str, Any]]) -> Iterator[SheetItem]:
    trail = trails(part)
    for item in part.items():
        worth = "" if item.points is None else f"{full_mark(str(item.points))}"
        result = given.get(item.key)
        got, lost, why = (NONE, "", ()) if result is None else _result(item, result)
        yield SheetItem(item.number, item.title, trail.get(item.key, ""), worth, got, lost, why)


def _result(item: Item, result: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    """Points, what is missing to the full mark, and what they rest on."""
    if result["excluded"]:
        return NOT_COUNTED, "", _why(result)
    exact, full = Fraction(result["exact"]), item.full()
    points = Decimal(result["shown"])
    got = printed(-points if item.within is NodeKind.PENALTY else points)
    if exact == full:
        return got, "", ()
    is_loss = item.within is NodeKind.GROUP and full is not None and exact < full
    lost = shown(full - exact) if is_loss and full is not None else ""
    return got, lost, _why(result)


def _why(result: Mapping[str, Any]) -> tuple[str, ...]:
    """依据 and the working, as the page shows them; the rule itself stands in the rubric."""
    steps = dict(line.split(":", 1) for line in result["lines"])
    told = (
        ("依据", steps.get("核定依据", "")),
        ("填入", steps.get("填入", "")),
        ("计算", steps.get("计算", "")),
    )
    return tuple(f"{label}：{text}" for label, text in told if text)
