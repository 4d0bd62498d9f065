"""演练: every card of a trial round is filled with made-up entries by one act, up to a round that can be 核定.

It walks the round as people do: 下发, 填报 and 报送 (as 代录 by the office), 转入审核, 核定 marks as one batch a group.
Whatever people have typed themselves stays, and so does what they still have in their hands (退回, 计票表).
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from scorecards import locks
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import (
    BatchKind,
    Card,
    CardPaper,
    CardState,
    Group,
    Highlight,
    HighlightKind,
    Mark,
    PaperKind,
    Round,
    TallySheet,
)
from scorecards.models.writing import write_rows
from scorecards.phases import Phase
from scorecards.rubrics.trees import trees_of
from scorecards.scoring import CanonicalInput, Item
from scorecards.scoring.made_up import WORDS, made_up
from scorecards.transitions.batches import before_of, record_batch
from scorecards.transitions.checked_marks import put_checked, write_checked
from scorecards.transitions.opening import open_round
from scorecards.transitions.saving import points_alone, stamp
from scorecards.transitions.stages import hold_in, start_checking
from scorecards.transitions.totals import store_totals
from units import submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_WHY = "演练一次填好"
_SIGNED = "演练"
_REPORTED = ["reported_input", "reported", "reported_note", "changed_by", "changed_at", "version"]
_SHOWN = {
    HighlightKind.ACHIEVEMENT: "演练数据：本期按计划完成各项工作。",
    HighlightKind.PRACTICE: "演练数据：按月检查、逐项整改。",
    HighlightKind.PROBLEM: "演练数据：个别台账填写不及时。",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """How many cards the round has now with every item scored, and how many wait for people."""

    ready: int
    left: int


@transaction.atomic
def fill_trial(round_: Round, *, key: str, by: User) -> Filled | None:
    """Refused for a round that counts. The same form sent again changes nothing and returns nothing."""
    if not submissions.claim(by, key, result_url=round_.get_absolute_url()):
        return None
    current = hold_in(round_, Phase.PREPARING, Phase.FILLING, Phase.CHECKING)
    if not current.is_trial:
        raise Refused("只有演练期次可以一次填好，正式期次由各单位填报。")
    if current.stage is Phase.PREPARING:
        current = open_round(current, by=by)
    at = locks.clock()
    if current.stage is Phase.FILLING:
        for group in Group.objects.filter(round=current).in_order():
            _report(group, current, by=by, at=at)
        current = start_checking(current, by=by)
    for group in Group.objects.filter(round=current).scored().in_order():
        _check(group, by=by, at=at)
    cards = Card.objects.filter(group__round=current, state=CardState.CHECKING).taking_part()
    left = cards.filter(scored__lt=F("items")).count()
    return Filled(Card.objects.filter(group__round=current).taking_part().count() - left, left)


def _report(group: Group, current: Round, *, by: User, at: datetime.datetime) -> None:
    """自评, what is shown, 报送 and 审签 of the cards that are still drafts, without those that came back to mend."""
    drafts = Card.objects.filter(group=group, state=CardState.DRAFT, returned=0).taking_part()
    cards = list(drafts.select_for_update(of=("self",)).order_by("pk"))
    with acting(by, _WHY):
        _answer(group, cards, by=by, at=at)
        _show(current, cards, by=by, at=at)
        held = Card.objects.filter(pk__in=[card.pk for card in cards])
        held.filter(entered_for_by=None).update(entered_for_by=by, entered_basis=WORDS)
        held.filter(filler=None).update(filler=by, filler_phone=by.phone)
        held.update(state=CardState.SUBMITTED, submitted_at=at, row_version=F("row_version") + 1)
        held.update(state=CardState.ENDORSED, endorser=_SIGNED, endorsed_on=timezone.localdate(at))


def _answer(group: Group, cards: Iterable[Card], *, by: User, at: datetime.datetime) -> None:
    trees, by_id = trees_of(group.version_id), {card.pk: card for card in cards}
    empty = Mark.objects.filter(card__in=by_id, reported_input__isnull=True).for_filling()
    items = {pk: {item.key: item for item in trees.of(card).items()} for pk, card in by_id.items()}
    answered = []
    for mark in trees.with_nodes(empty):
        item = items[mark.card_id].get(mark.slot)
        if item is None or not item.is_reported:
            continue
        given = made_up(item, seed=_seed(by_id[mark.card_id], group, item), is_full=True)
        if given is not None:
            mark.reported_input, mark.reported = given, points_alone(item, given)
            mark.reported_note = mark.reported_note or WORDS
            stamp(mark, by=by, at=at)
            answered.append(mark)
    write_rows(answered, _REPORTED)


def _show(current: Round, cards: Iterable[Card], *, by: User, at: datetime.datetime) -> None:
    """One text of each kind where the unit wrote none, and the paper where one is asked for."""
    chosen = list(cards)
    there = set(Highlight.objects.filter(card__in=chosen).values_list("card_id", "kind"))
    Highlight.objects.bulk_create(
        Highlight(card=card, kind=kind, text=text, order=1, version=1, changed_by=by, changed_at=at)
        for card in chosen
        for kind, text in _SHOWN.items()
        if (card.pk, kind) not in there
    )
    if current.asks_paper:
        written = set(CardPaper.objects.filter(card__in=chosen).values_list("card_id", flat=True))
        CardPaper.objects.bulk_create(
            CardPaper(card=card, kind=PaperKind.REPORT, text=WORDS, version=1, changed_by=by, changed_at=at)
            for card in chosen
            if card.branch_id is None and card.pk not in written
        )


def _check(group: Group, *, by: User, at: datetime.datetime) -> None:
    """核定 of what is still 未评, as one batch that can be undone like any other."""
    sheet = sheet_of(group, locked=True)
    told = _told(group)
    waiting = set(TallySheet.objects.filter(mark__card__group=group).values_list("mark_id", flat=True))
    before, entered = [], []
    for place, card in enumerate(sheet.cards.values(), start=1):
        if card.state != CardState.CHECKING:
            continue
        for item, mark in _open_marks(sheet, card):
            given = made_up(item, seed=_seed(card, group, item), place=place)
            reported, note = told.get(mark.pk, (None, ""))
            if (item.optional and item.is_reported) or (reported is not None and note != WORDS):
                given = reported
            if given is None or mark.pk in waiting:
                continue
            before.append(before_of(mark))
            put_checked(mark, item, given, mark.basis or WORDS, by=by, at=at)
            entered.append(mark)
    if entered:
        with acting(by, _WHY):
            write_checked(entered)
            store_totals(sheet, card_ids=None)
            record_batch(group, kind=BatchKind.TRIAL, words=_WHY, before=before, by=by, at=at)


def _told(group: Group) -> dict[int, tuple[CanonicalInput, str]]:
    """自评 with its note, by mark: what people filled themselves counts as they did."""
    filled = Mark.objects.filter(card__group=group, reported_input__isnull=False)
    rows = filled.values_list("pk", "reported_input", "reported_note")
    return {pk: (given, note) for pk, given, note in rows if given is not None}


def _open_marks(sheet: Sheet, card: Card) -> Iterator[tuple[Item, Mark]]:
    for item in sheet.items[card.pk].values():
        mark = sheet.marks[card.pk, item.key]
        if mark.checked_input is None and not mark.is_returned:
            yield item, mark


def _seed(card: Card, group: Group, item: Item) -> str:
    """By the round's id and who and what it is for: the act again gives the same."""
    return f"{group.round_id}:{card.unit_id}:{card.branch_id}:{item.key}"
