"""复核 decided: 维持原分, or 予以更正 with every total of the group that follows. By another hand than the mark's."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.urls import reverse

from scorecards.corrections import Correction, Effect, effect_of, record_of
from scorecards.group_sheets import Sheet, sheet_of
from scorecards.models import Card, Mark, Recheck, RecheckState
from scorecards.transitions.checked_marks import put_checked, write_checked
from scorecards.transitions.rechecks import hold_in_review, hold_waiting
from scorecards.transitions.totals import store_totals
from units import notices
from units.models import Post, User
from units.roles import Role
from units.transitions.acting import acting
from units.transitions.refused import Refused


@transaction.atomic
def keep_score(recheck: Recheck, *, opinion: str, by: User) -> Recheck:
    """维持原分, with the opinion that the unit reads."""
    at, _ = hold_in_review(recheck.card.group.round_id)
    current = hold_waiting(recheck)
    sheet = sheet_of(current.card.group, card_ids={current.card_id})
    if reason := why_not_keep(current, sheet, by):
        raise Refused(reason)
    slots = [current.mark.slot] if current.mark else []
    with acting(by, f"复核维持原分：{opinion}"):
        current.before = record_of(sheet, sheet.cards[current.card_id], slots)
        _close(current, RecheckState.REJECTED, opinion=opinion, by=by, at=at)
    _tell_unit(current)
    return current


@transaction.atomic
def correct_score(
    recheck: Recheck, corrections: Sequence[Correction], *, opinion: str, seen: str, by: User
) -> Recheck:
    """予以更正: the marks are written and all totals of the group follow; `seen` is the digest of what was shown
    before confirming, and nothing is written when it would come to anything else."""
    at, _ = hold_in_review(recheck.card.group.round_id)
    current = hold_waiting(recheck)
    sheet = sheet_of(current.card.group, locked=True)
    card = sheet.cards[current.card_id]
    marks = [sheet.marks[card.pk, one.slot] for one in corrections]
    if reason := why_not_correct(current, marks, by):
        raise Refused(reason)
    effect = effect_of(sheet, card, corrections)
    if effect.digest != seen:
        raise Refused("您核对之后得分又有变动，没有更正。请按现在的得分重新核对。")
    with acting(by, f"复核更正：{opinion}"):
        current.before, current.after = effect.record_before, effect.record_after
        moved = [pair.card for pair in effect.moved]
        _write(sheet, card, corrections, by=by, at=at)
        _close(current, RecheckState.UPHELD, opinion=opinion, by=by, at=at)
    _tell_unit(current)
    _tell_others(current, moved)
    return current


def preview(recheck: Recheck, corrections: Sequence[Correction]) -> Effect:
    """What the correction would come to; nothing is written."""
    sheet = sheet_of(recheck.card.group)
    return effect_of(sheet, sheet.cards[recheck.card_id], corrections)


def why_not_keep(recheck: Recheck, sheet: Sheet, by: User) -> str:
    """Empty when this person may decide that the score stays."""
    if recheck.mark is not None:
        return why_not_correct(recheck, [recheck.mark], by)
    hands = {mark.checked_by_id for (card_id, _), mark in sheet.marks.items() if card_id == recheck.card_id}
    if hands - {None} == {by.pk}:
        return "这张评分表各项都由您核定，请由另一位工作人员复核。"
    return why_not_correct(recheck, [], by)


def why_not_correct(recheck: Recheck, marks: Sequence[Mark], by: User) -> str:
    """Empty when this person may correct these marks: neither asked nor checked them last."""
    if recheck.filed_by_id == by.pk:
        return "这条复核申请由您录入，请由另一位工作人员复核。"
    own = [mark for mark in marks if mark.checked_by_id == by.pk]
    if own:
        return f"“{'”“'.join(mark.node.title for mark in own)}”由您核定，请由另一位工作人员复核。"
    return ""


def _write(
    sheet: Sheet, card: Card, corrections: Sequence[Correction], *, by: User, at: datetime.datetime
) -> None:
    """The marks, then every total of the group that follows, by one statement each."""
    marks = []
    for one in corrections:
        mark = sheet.marks[card.pk, one.slot]
        put_checked(mark, sheet.item(card, one.slot), one.given, one.basis, by=by, at=at)
        marks.append(mark)
    write_checked(marks)
    store_totals(replace(sheet), card_ids=None)


def _close(current: Recheck, state: RecheckState, *, opinion: str, by: User, at: datetime.datetime) -> None:
    current.state, current.decision, current.decided_by, current.decided_at = state, opinion, by, at
    current.save(update_fields=["state", "decision", "decided_by", "decided_at", "before", "after"])


def _tell_unit(recheck: Recheck) -> None:
    """The sentence has no score in it; the sheet has."""
    _tell([recheck.card], f"{recheck.card.group.round.title}：%s的复核申请已有结果，请在得分反馈单查看。",
          key=f"recheck-decided:{recheck.pk}")  # fmt: skip


def _tell_others(recheck: Recheck, cards: Sequence[Card]) -> None:
    """Units whose total moved because an item looks at the group; not a word of whose correction it was."""
    _tell(cards, f"{recheck.card.group.round.title}：本组得分有更正，%s的得分反馈单随之变动，请重新核对。",
          key=f"recheck-moved:{recheck.pk}")  # fmt: skip


def _tell(cards: Sequence[Card], text: str, *, key: str) -> None:
    """The officer of each card's unit, and the secretary of its branch."""
    units, branches = {card.unit_id for card in cards}, {card.branch_id for card in cards if card.branch_id}
    current = Post.objects.current().select_related("user")
    posts = [
        *current.filter(role=Role.OFFICER, unit__in=units),
        *current.filter(role=Role.SECRETARY, branch__in=branches),
    ]
    for card in cards:
        people = [
            post.user
            for post in posts
            if card.unit_id == post.unit_id or post.branch_id == card.branch_id is not None
        ]
        url = reverse("scorecards:card-feedback", args=[card.pk])
        notices.tell(people, text=text % card.name, url=url, key=f"{key}:{card.pk}")
