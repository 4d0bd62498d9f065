"""What a row of the card shows beside its inputs: 退回, 佐证材料, 自选动作, 上期, due date, 按满分计."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.formats import date_format

from scorecards.cards.mark_sides import Before, Proof, Proposed, before_of, own_items_of, proofs_of
from scorecards.figures import shown
from scorecards.models import Mark
from scorecards.scoring import BadInput, Input, Item, Kind, Part, given_in_words, is_na
from scorecards.scoring.numbers import in_print
from scorecards.transitions.own_items import Place


@dataclass(frozen=True, slots=True)
class Beside:
    """The words beside one row; `is_locked` says that the card came back and this item did not."""

    mark_id: int = 0
    return_words: str = ""
    return_stamp: str = ""
    is_locked: bool = False
    is_changed: bool = False
    due_words: str = ""
    before_reported: str = ""
    before_checked: str = ""
    proofs: list[Proof] = field(default_factory=list)
    own_items: list[Proposed] = field(default_factory=list)
    takes_own_items: bool = False
    asked_words: str = ""

    @property
    def has_more(self) -> bool:
        """Whether anything stands under the inputs: evidence, 自选动作, what the card before had."""
        return bool(self.proofs or self.own_items or self.before_reported or self.before_checked)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the rows of one card share: places of 自选动作, due dates by slot, and what may be seen."""

    places: Mapping[str, Place] = field(default_factory=dict)
    due: Mapping[str, datetime.datetime] = field(default_factory=dict)
    is_reopened: bool = False
    shows_checked_before: bool = False


def beside_of(item: Item, mark: Mark, frame: Frame) -> Beside:
    """The words beside this item on this card."""
    proposed, place, before = own_items_of(mark), frame.places.get(item.key), before_of(mark)
    due = frame.due.get(item.key)
    return Beside(
        mark_id=mark.pk or 0,  # the preview of a rubric stores nothing
        return_words=mark.return_reason if mark.is_returned else "",
        return_stamp=_stamp(mark) if mark.is_returned else "",
        is_locked=frame.is_reopened and not mark.is_returned,
        is_changed=mark.is_changed,
        due_words=f"{_moment(due)} 截止" if due else "",
        before_reported=_told(item, before, before.reported_input, before.reported) if before else "",
        before_checked=_checked_before(item, before, frame),
        proofs=proofs_of(mark),
        own_items=proposed,
        takes_own_items=place is not None,
        asked_words=asked_in_words([one.asked for one in proposed], place),
    )


def asked_in_words(asked: list[Decimal], place: Place | None) -> str:
    """The sum asked for, and what the cap leaves of it."""
    if place is None or not asked:
        return ""
    total = sum((Fraction(one) for one in asked), Fraction(0))
    words = f"申报合计 {in_print(total)} 分"
    if place.cap is None:
        return f"{words}。"
    over = "，已超过上限，认定后最多计这么多" if total > place.cap else ""
    return f"{words}，上限 {in_print(place.cap)} 分{over}。"


def due_by_slot(tree: Part, due: Mapping[str, datetime.datetime]) -> dict[str, datetime.datetime]:
    """Until when each item of a period is entered; `due` is by the slot of the period."""
    parts = [node for node in tree.walk() if isinstance(node, Part) and node.key in due]
    return {item.key: due[part.key] for part in parts for item in part.items()}


def _checked_before(item: Item, before: Before | None, frame: Frame) -> str:
    if before is None or not frame.shows_checked_before:
        return ""
    return _told(item, before, before.checked_input, before.checked)


def _told(item: Item, before: Before, given: Input | None, points: Decimal | None) -> str:
    """“较好，15.00 分”; words only where today's rule is the one that they were given for."""
    if given is None:
        return ""
    if is_na(given):
        return "不适用"
    figure = "按组计算" if points is None else f"{shown(points)} 分"
    if item.kind is Kind.MANUAL or not before.is_same_rule:
        return figure
    if item.kind is Kind.LEVEL:
        return f"{given['level']}，{figure}"
    try:
        return f"{given_in_words(item, given)}，{figure}"
    except BadInput:
        return figure


def _stamp(mark: Mark) -> str:
    who = mark.returned_by.name if mark.returned_by else ""
    when = _moment(mark.returned_at) if mark.returned_at else ""
    return "，".join(part for part in (who, when) if part)


def _moment(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "n月j日 H:i")
