"""晒: 成绩, 做法 and 问题 of a card and its papers, saved as typed; and what is missing before 报送."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Max

from scorecards.models import Card, CardPaper, Highlight, HighlightKind, PaperKind, Yields
from scorecards.transitions.open_cards import hold_whole_card
from scorecards.transitions.saving import Saved
from units.models import User
from units.transitions.acting import acting

MOST = 10
"""How many of a kind a card shows."""
LONGEST = 500
LONGEST_PAPER = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One text as typed, in its place (kind and order; a paper has no order), and the version it was based on."""

    key: str
    kind: str
    order: int
    text: str
    version: int


@transaction.atomic
def save_showing(card: Card, texts: Sequence[Shown], *, by: User) -> tuple[Saved, ...]:
    """Each text is saved, or comes back with the reason; an empty one takes its row away."""
    at, current = hold_whole_card(card, by=by)
    lines = Highlight.objects.filter(card=current).select_related("changed_by")
    rows: dict[tuple[str, int], Highlight | CardPaper] = {(line.kind, line.order): line for line in lines}
    papers = CardPaper.objects.filter(card=current).select_related("changed_by")
    rows |= {(paper.kind, 0): paper for paper in papers}
    with acting(by, "填写晒的内容"):
        return tuple(_save(current, rows, one, by=by, at=at) for one in texts)


def _save(
    card: Card,
    rows: Mapping[tuple[str, int], Highlight | CardPaper],
    given: Shown,
    *,
    by: User,
    at: datetime.datetime,
) -> Saved:
    row = rows.get((given.kind, given.order))
    if given.text == (row.text if row else ""):
        return Saved(given.key, row.version if row else 0)
    if row is None:
        return _add(card, given, by=by, at=at)
    if given.version != row.version:
        return _conflict(given, row)
    if not given.text and isinstance(row, Highlight):
        row.delete()
        return Saved(given.key, 0, is_written=True)
    row.text, row.changed_by, row.changed_at = given.text, by, at
    row.version = _next_version(card) if isinstance(row, Highlight) else row.version + 1
    row.save(update_fields=["text", "changed_by", "changed_at", "version"])
    return Saved(given.key, row.version, is_written=True)


def _add(card: Card, given: Shown, *, by: User, at: datetime.datetime) -> Saved:
    stamp = {"card": card, "kind": given.kind, "text": given.text, "changed_by": by, "changed_at": at}
    if given.kind in PaperKind.values:
        paper = CardPaper.objects.create(**stamp, version=given.version + 1)
        return Saved(given.key, paper.version, is_written=True)
    line = Highlight.objects.create(**stamp, order=given.order, version=_next_version(card))
    return Saved(given.key, line.version, is_written=True)


@transaction.atomic
def move_highlight(card: Card, *, kind: str, order: int, up: bool, by: User) -> int:
    """Change places with the neighbour; returns where it stands now."""
    at, current = hold_whole_card(card, by=by)
    lines = list(Highlight.objects.filter(card=current, kind=kind).order_by("order"))
    here = next((place for place, line in enumerate(lines) if line.order == order), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(lines):
        return order
    one, other = lines[here], lines[there]
    one.order, other.order = other.order, one.order
    version = _next_version(current)
    for line in (one, other):
        line.version, line.changed_by, line.changed_at = version, by, at
    with acting(by, "调整次序"):
        Highlight.objects.bulk_update([one, other], ["order", "version", "changed_by", "changed_at"])
    return one.order


@transaction.atomic
def drop_highlight(card: Card, *, kind: str, order: int, by: User) -> None:
    """Taken away; its place stays free, so that nobody's open page means another text."""
    _, current = hold_whole_card(card, by=by)
    with acting(by, "删除晒的内容"):
        Highlight.objects.filter(card=current, kind=kind, order=order).delete()


def missing_showing(card: Card) -> list[str]:
    """What has to be written before 报送, as sentences: a problem where problems are shown, a paper where asked."""
    round_ = card.group.round
    missing = []
    problems = Highlight.objects.filter(card=card, kind=HighlightKind.PROBLEM)
    if round_.yields == Yields.PROBLEMS and not problems.exists():
        missing.append("还没有写问题，请至少写一条。")
    asks_paper = round_.asks_paper and card.branch_id is None  # one of each unit
    if asks_paper and not CardPaper.objects.filter(card=card).exclude(text="", file=None).exists():
        missing.append("还没有交述职报告或者交流材料。")
    return missing


def _conflict(given: Shown, row: Highlight | CardPaper) -> Saved:
    who = row.changed_by.name
    return Saved(
        given.key,
        row.version,
        problem=f"{who}已在另一处修改了此处，请对比后再保存。",
        changed_by=who,
        changed_at=row.changed_at,
    )


def _next_version(card: Card) -> int:
    """Higher than any that a text of this card ever had: two texts in one place are never taken for each other."""
    history = apps.get_model("scorecards", "HighlightEvent").objects
    highest: int | None = history.filter(card=card).aggregate(highest=Max("version"))["highest"]
    return (highest or 0) + 1
