"""退回 of single items: the unit mends these alone, until a moment that the office names, and reports again."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from scorecards.cards.people import fillers_of, leaders_of
from scorecards.models import TAKING_PART, Card, CardState, LateDecision, Mark, MarkState
from scorecards.phases import SCORING, Phase
from scorecards.return_reasons import LONGEST
from scorecards.rubrics.trees import card_tree
from scorecards.transitions.holding import hold_card
from scorecards.transitions.returned_items import RETURN_FIELDS, send_to_unit
from scorecards.transitions.stages import require_stage
from units import notices, submissions
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_LATEST = datetime.timedelta(days=366)
_REPORTED = (CardState.SUBMITTED, CardState.ENDORSED)


@dataclass(frozen=True, slots=True)
class Returning:
    """One item to mend, by its slot on the card, and why."""

    key: str
    reason: str


def return_items(
    card: Card, items: Sequence[Returning], *, due_at: datetime.datetime, key: str, by: User
) -> Card:
    """退回 n 项 until `due_at`: in 填报 a reported card is a draft again, afterwards it stays with the office.

    All or nothing; the same key again changes nothing.
    """
    with transaction.atomic():
        if not submissions.claim(by, key, result_url=card.get_absolute_url()):
            return Card.objects.get(pk=card.pk)
        at, current = hold_returnable(card)
        require_time(due_at, at)
        marks = _marks_of(current, items)
        with acting(by, "退回"):
            for mark, one in zip(marks, items, strict=True):
                send_to_unit(mark, one.reason, by=by, at=at)
            Mark.objects.bulk_update(marks, RETURN_FIELDS)
            put_back(current, returned=current.returned + len(marks), due_at=due_at)
        text = f"{current.group.round}{current}评分表有 {len(marks)} 项被退回，请在{_moment(current)}前修改后重新报送。"
        tell_the_unit(current, text)
        return current


@transaction.atomic
def recall_return(card: Card, slot: str, *, by: User) -> Card:
    """取消退回, while the unit has neither changed the item nor reported again."""
    _, current = _hold(card)
    mark = _marks(current).get(slot)
    if mark is None or not mark.is_returned:
        raise Refused("这一项现在没有退回，不用取消；请刷新页面查看。")
    if (mark.reported_input, mark.reported_note) != (mark.returned_input, mark.returned_note):
        raise Refused(f"单位已在修改“{mark.node.title}”，不能取消退回；请等单位重新报送。")
    with acting(by, "取消退回"):
        mark.state, mark.return_reason = MarkState.PLAIN, ""
        mark.returned_by = mark.returned_at = mark.returned_input = None
        mark.returned_note = ""
        mark.save(update_fields=RETURN_FIELDS)
        current.returned -= 1
        current.row_version += 1
        current.return_due_at = current.return_due_at if current.returned else None
        current.save(update_fields=["returned", "return_due_at", "row_version"])
        if not current.returned and current.is_draft:
            _report_as_before(current)
    tell_the_unit(
        current, f"{current.group.round}{current}评分表“{mark.node.title[:30]}”不用再修改，退回已取消。"
    )
    return current


@transaction.atomic
def look_at(card: Card, slots: Collection[str], *, by: User) -> int:
    """已看过: what the unit changed has been seen; returns how many marks that was."""
    _, current = _hold(card)
    seen = [mark for slot, mark in _marks(current).items() if slot in slots and mark.is_changed]
    for mark in seen:
        mark.state = MarkState.PLAIN
    with acting(by, "看过修改"):
        Mark.objects.bulk_update(seen, ["state"])
    return len(seen)


def hold_returnable(card: Card) -> tuple[datetime.datetime, Card]:
    """The database's time, and the card held and read anew; refused where it is not with the office."""
    at, current = _hold(card)
    if current.group.round.stage == Phase.FILLING and current.state not in _REPORTED:
        raise Refused(f"{current.name}的评分表还没有报送，不用退回。")
    if current.late_decision == LateDecision.PENDING:
        raise Refused(f"{current.name}是逾期报送，请先决定收或不收，再退回。")
    return at, current


def put_back(card: Card, *, returned: int, due_at: datetime.datetime) -> None:
    """The held card is with the unit until then; items that went back before keep the later moment."""
    earlier = card.return_due_at if card.returned else None
    card.return_due_at = max(due_at, earlier) if earlier else due_at
    card.returned = returned
    if card.group.round.stage == Phase.FILLING:
        card.state = CardState.DRAFT
    card.row_version += 1
    card.save(update_fields=["returned", "return_due_at", "state", "row_version"])


def tell_the_unit(card: Card, text: str) -> None:
    """To those who fill the card, and to the unit's leader; once a change."""
    people = [*fillers_of(card), *leaders_of(card)]
    key = f"card-return:{card.pk}:{card.row_version}"
    notices.tell(people, text=text[:200], url=card.get_absolute_url(), key=key)


def require_time(due_at: datetime.datetime, at: datetime.datetime) -> None:
    """Refuse a moment that is over, or too far away to be meant."""
    if due_at <= at:
        raise Refused("修改截止时间要晚于现在，请重新填写。")
    if due_at > at + _LATEST:
        raise Refused("修改截止时间不能晚于一年以后，请重新填写。")


def _hold(card: Card) -> tuple[datetime.datetime, Card]:
    at, current = hold_card(card)
    require_stage(current.group.round, (Phase.FILLING, *SCORING))
    if current.state == CardState.CONFIRMED:
        raise Refused(f"{current.name}已核定，不能退回；确需更正的，请先由两人办理取消核定。")
    if current.taking_part not in TAKING_PART:
        raise Refused(f"{current.name}本轮{current.get_taking_part_display()}，没有可以退回的内容。")
    return at, current


def _marks(card: Card) -> dict[str, Mark]:
    return {mark.slot: mark for mark in Mark.objects.filter(card=card).select_related("node")}


def _marks_of(card: Card, items: Sequence[Returning]) -> list[Mark]:
    """The marks of these items, each once, reported by the unit, and not out already."""
    if not items:
        raise Refused("请至少选择一项，再退回。")
    marks, reported = _marks(card), {item.key for item in card_tree(card).items() if item.is_reported}
    if len({one.key for one in items}) < len(items) or any(one.key not in marks for one in items):
        raise Refused("要退回的指标与评分表不一致，请刷新页面后重新选择。")
    wrong = [sentence for one in items if (sentence := _why_not(marks[one.key], one, reported))]
    if wrong:
        raise Refused(*wrong)
    return [marks[one.key] for one in items]


def _why_not(mark: Mark, one: Returning, reported: Collection[str]) -> str:
    title = f"“{mark.node.title}”"
    if one.key not in reported:
        return f"{title}不由单位填报，不能退回。"
    if mark.is_returned:
        return f"{title}已经退回，单位还没有重新报送。"
    if not one.reason:
        return f"请写明{title}的退回原因。"
    if len(one.reason) > LONGEST:
        return f"{title}的退回原因最多 {LONGEST} 个字，现在有 {len(one.reason)} 个字，请删减。"
    return ""


def _report_as_before(card: Card) -> None:
    """Nothing is left to mend: the card is reported, and endorsed where it was."""
    card.state = CardState.SUBMITTED
    card.save(update_fields=["state"])
    if card.endorser:
        card.state = CardState.ENDORSED
        card.save(update_fields=["state"])


def _moment(card: Card) -> str:
    return date_format(timezone.localtime(card.return_due_at), "Y年n月j日 H:i")
