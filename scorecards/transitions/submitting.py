"""报送: the moment that counts is the database's, read after the round's lock, against the card's own deadline."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from scorecards.cards.people import leaders_of, tell_office
from scorecards.models import Card, CardState, Endorsing, LateDecision, Mark
from scorecards.permissions import is_staff
from scorecards.rubrics.trees import card_tree
from scorecards.transitions.filling_hold import Held, hold_for_filling
from scorecards.transitions.returned_items import settle_returned
from scorecards.transitions.showing import missing_showing
from units import notices, submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


class TooLate(Refused):
    """The deadline has passed; what remains is 逾期报送 with a reason."""


@dataclass(frozen=True, slots=True)
class _Report:
    """What is said at 报送: who signed the paper and when (empty: not yet, or online), why it is late, and of each
    item (by slot) that came back and stands as it was, why."""

    endorser: str = ""
    endorsed_on: datetime.date | None = None
    late_reason: str = ""
    same: Mapping[str, str] = field(default_factory=dict)


def missing_items(card: Card) -> list[Mark]:
    """Items that the unit has not filled, in the rubric's order; bonus and penalty items need no act."""
    empty = Mark.objects.filter(card=card, reported_input__isnull=True).select_related("node")
    marks = {mark.slot: mark for mark in empty}
    items = [item for item in card_tree(card).items() if item.is_reported and not item.optional]
    return [marks[item.key] for item in items if item.key in marks]


def signs_on_paper(card: Card, user: User) -> bool:
    """Whether whoever reports says who signed the paper: 线下审签, and always at 代录."""
    return card.group.round.endorsing == Endorsing.ON_PAPER or is_staff(user)


def submit(
    card: Card,
    *,
    key: str,
    by: User,
    endorser: str = "",
    endorsed_on: datetime.date | None = None,
    late_reason: str = "",
    same: Mapping[str, str] | None = None,
) -> Card:
    """报送, by the unit or at 代录 by the office; the same key again changes nothing.

    With the paper's signature the card passes 已报送 and 单位已审签 at once; else it waits for it. Items that came
    back become 已修改; in 审核 the card stays there. Raises `TooLate` after the deadline without a reason.
    """
    report = _Report(endorser, endorsed_on, late_reason, same or {})
    with transaction.atomic():
        if not submissions.claim(by, key, result_url=card.get_absolute_url()):
            return Card.objects.get(pk=card.pk)
        held = hold_for_filling(card, by=by)
        late = _lateness(held, report)
        _require_complete(held, report, by)
        with acting(by, "逾期报送" if late else "报送"):
            settle_returned(held.card, same=report.same, by=by, at=held.at)
            _mark_late(held.card, late, report.late_reason)
            _write(held, report, by)
    return held.card


def _lateness(held: Held, report: _Report) -> LateDecision:
    """Half-open at the minute written: what comes at that moment is late."""
    if not held.is_first or held.at < held.card.due_at:
        return LateDecision.NOT_LATE
    if held.card.late_decision == LateDecision.DECLINED:
        raise Refused("逾期报送已经决定不收，不能再次报送；确需补报请联系工委办理延期。")
    if not report.late_reason:
        raise TooLate("填报已经截止，没有报送；请写明原因，作逾期报送，由工委决定收或不收。")
    return LateDecision.PENDING


def _mark_late(card: Card, late: LateDecision, reason: str) -> None:
    """A card that was taken though late stays marked when it comes back and is reported again in time."""
    if late or card.late_decision != LateDecision.ACCEPTED:
        card.late_reason, card.late_decision = reason if late else "", late


def _require_complete(held: Held, report: _Report, by: User) -> None:
    missing = missing_items(held.card)
    if held.only_returned:
        missing = [mark for mark in missing if mark.is_returned]  # nothing else is open
    if missing:
        raise Refused(f"还有 {len(missing)} 项没有填写，请填完后再报送。")
    if not held.only_returned and (missing_texts := missing_showing(held.card)):
        raise Refused(*missing_texts)
    if report.endorsed_on and report.endorsed_on > timezone.localdate(held.at):
        raise Refused("审签日期不能晚于今天。")
    if is_staff(by) and not report.endorser:
        raise Refused("代录的评分表，报送时须写明纸质评分表上的审签人和审签日期。")


_REPORTED = ["state", "submitted_at", "filler", "filler_phone", "returned", "late_reason", "late_decision",
             "endorser", "endorsed_on", "endorsed_by", "prechecked_by", "prechecked_at", "row_version"]  # fmt: skip


def _write(held: Held, report: _Report, by: User) -> None:
    """已报送, and 单位已审签 where the paper is signed; what was looked at before (审签, 初评) is looked at again."""
    card, is_signed = held.card, bool(report.endorser) and signs_on_paper(held.card, by)
    card.filler, card.filler_phone, card.returned = by, by.phone, 0
    card.prechecked_by, card.prechecked_at = None, None
    card.row_version += 1
    if held.is_first:
        card.state, card.submitted_at = CardState.SUBMITTED, held.at
    if held.is_first or is_signed:
        card.endorser, card.endorsed_on, card.endorsed_by = "", None, None
    card.save(update_fields=_REPORTED)
    if is_signed:
        card.state = CardState.ENDORSED if held.is_first else card.state
        card.endorser, card.endorsed_on = report.endorser, report.endorsed_on
        card.save(update_fields=["state", "endorser", "endorsed_on"])
    _tell(held)


def _tell(held: Held) -> None:
    """The leader, whose turn it is or who hears of changed items; the office about a late card."""
    card, moment = held.card, f"{held.at:%Y%m%d%H%M%S%f}"
    if held.round.endorsing == Endorsing.ONLINE and card.state in {CardState.SUBMITTED, CardState.CHECKING}:
        what = "评分表已报送，请您审签。" if held.is_first else "评分表的退回项已修改并重新报送。"
        notices.tell(leaders_of(card), text=f"{held.round}{card}{what}",
                     url=card.get_endorsing_url(), key=f"endorse:{card.pk}:{moment}")  # fmt: skip
    if card.late_decision == LateDecision.PENDING:
        tell_office(text=f"{held.round}{card}作了逾期报送，请决定收或不收。", url=card.get_absolute_url(),
                    key=f"late:{card.pk}:{moment}")  # fmt: skip
