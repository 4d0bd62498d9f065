"""A round in 核对: plain, where a card stands alone, or relative, where items look at the group."""

import uuid
from collections.abc import Sequence

from scorecards import transitions
from scorecards.models import Card, Group, Mark, Recheck, Round
from scorecards.phases import Phase
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import full_input, show_cell
from scorecards.transitions.rechecks import ask_recheck
from tests.factories import REVIEW_UNTIL, START, advance, cards_of, fill_all, group_of, make_round
from tests.scorecards.checking import group_in_checking, type_in
from tests.scorecards.rubrics.test_exchange import page_example
from units.models import User

REVIEW = ["review"]
LOSS = ("1.1", "0 0 1", "少开一次支委会")
"""One loss in the plain rubric, half a point."""
FIXED = {
    "1.2": "好",
    "1.3": "12/12",
    "2.1@1": "95",
    "2.1@2": "95",
    "3.3": "80 80 80.5",
    "3.2": "70",
}


def plain_review(
    clerk: User, head: User, *, units: int = 2, losses: Sequence[tuple[str, str, str]] = ()
) -> Round:
    """Nobody's total depends on another's; the n-th card has the n-th loss (slot, text, basis), the rest is full."""
    round_ = make_round(clerk, units=units, optional_phases=REVIEW)
    advance(round_, Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    for card, (slot, text, basis) in zip(cards_of(round_), losses, strict=False):
        cell = transitions.Cell(card.pk, slot, text, mark_of(card, slot).version, basis)
        assert transitions.save_checked(card.group, [cell], by=clerk)[0].is_written
    into_review(group_of(round_), clerk=clerk, head=head)
    round_.refresh_from_db()
    return round_


def into_review(group: Group, *, clerk: User, head: User) -> None:
    """From 审核 with everything scored."""
    transitions.confirm_group(group, by=head)
    transitions.lock_round(group.round, by=clerk)
    transitions.start_review(group.round, until=REVIEW_UNTIL, by=clerk)


def put_in(round_: Round, *phases: str) -> None:
    """Stage after stage, as the database allows it."""
    for phase in phases:
        Round.objects.filter(pk=round_.pk).update(phase=phase)


def relative_review(clerk: User, head: User, **handled: str) -> Group:
    """Units by name with their number in 3.1, which counts against the group's best."""
    group = group_in_checking(page_example(), dict.fromkeys(handled, "乡镇"), by=clerk)
    Round.objects.filter(pk=group.round_id).update(optional_phases=REVIEW)
    texts = {}
    for card in Card.objects.filter(group=group).with_frame():
        items = {item.key: item for item in card_tree(card).items()}
        own = FIXED | {
            "1.1": show_cell(items["1.1"], full_input(items["1.1"])),
            "3.1": handled[card.unit_name],
        }
        texts |= {(card.unit_name, slot): text for slot, text in own.items()}
    assert type_in(group, texts, by=clerk) == []
    into_review(group, clerk=clerk, head=head)
    return Group.objects.select_related("round", "version").get(pk=group.pk)


def first_card(round_: Round) -> Card:
    """In official order."""
    return cards_of(round_)[0]


def mark_of(card: Card, slot: str) -> Mark:
    """The card's mark in this slot, as it is now."""
    marks = Mark.objects.filter(card=card).select_related("node")
    return next(mark for mark in marks if mark.slot == slot)


def ask(
    card: Card, slot: str | None = "1.1", *, by: User, text: str = "会议开过，请看记录。", **more: object
) -> Recheck:
    """申请复核 of one item, or with no slot of the whole card."""
    mark = mark_of(card, slot) if slot else None
    asked = ask_recheck(card, mark=mark, text=text, key=str(uuid.uuid4()), by=by, **more)
    assert asked is not None
    return asked


def ask_by_letter(card: Card, slot: str | None = "1.1", *, by: User) -> Recheck:
    """As the office enters it."""
    return ask(card, slot, by=by, letter="示信〔2026〕5号", received_on=START)
