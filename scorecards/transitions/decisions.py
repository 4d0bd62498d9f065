"""Acts that take two people: one puts them up with a reason, another carries them out, and one of the two is a head.

What is carried out is what was put up: the ground is read again under the round's lock, and when it has moved the act
is refused with a sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from scorecards import locks
from scorecards.models import DecisionKind, Round, RoundDecision
from scorecards.permissions import can_approve_decision, heads
from scorecards.phases import Act, stages_of
from scorecards.transitions import membership, stepping_back, switching
from scorecards.transitions.stages import hold_in
from units import notices, submissions
from units.models import User
from units.roles import Role
from units.transitions.acting import acting
from units.transitions.refused import Refused


@dataclass(frozen=True, slots=True)
class _Deed:
    """`ground` says the subject in words or refuses it; `carry_out` does it."""

    ground: Callable[[Round, dict[str, Any]], str]
    carry_out: Callable[..., None]


_DEEDS = {
    DecisionKind.STEP_BACK: _Deed(stepping_back.step_back_ground, stepping_back.step_back),
    DecisionKind.ADD_MEMBER: _Deed(membership.add_ground, membership.add_member),
    DecisionKind.REMOVE_MEMBER: _Deed(membership.remove_ground, membership.remove_member),
    DecisionKind.REOPEN_CARD: _Deed(membership.reopen_ground, membership.reopen_card),
    DecisionKind.SWITCH_VERSION: _Deed(switching.switch_ground, switching.switch_version),
}


@transaction.atomic
def propose(
    round_: Round, *, kind: DecisionKind, subject: dict[str, Any], reason: str, key: str, by: User
) -> None:
    """The first person's part; the same form again changes nothing."""
    if not submissions.claim(by, key, result_url=round_.get_absolute_url()):
        return
    current = hold_in(round_, *stages_of(Act.DECIDE_BY_TWO))
    said = _DEEDS[kind].ground(current, subject)
    if RoundDecision.objects.filter(round=current, kind=kind, subject=subject).waiting().exists():
        raise Refused(f"“{said}”已经有人提出，等待另一人审定。")
    with acting(by, f"提出{kind.label}：{reason}"):
        decision = RoundDecision.objects.create(
            round=current, kind=kind, reason=reason, subject=subject, subject_words=said[:200],
            proposed_by=by, proposed_at=locks.clock(),
        )  # fmt: skip
    seconds = notices.holders(Role.HEAD, *([Role.CLERK] if by.has_role(Role.HEAD) else []))
    notices.tell([one for one in seconds if one != by], text=f"{current.title}：{kind.label}待您审定。",
                 url=current.get_absolute_url(), key=f"decision:{decision.pk}")  # fmt: skip


@transaction.atomic
def approve_decision(decision: RoundDecision, *, by: User) -> RoundDecision:
    """The second person's part: it is done in this transaction, or nothing is."""
    round_ = hold_in(decision.round, *stages_of(Act.DECIDE_BY_TWO))
    at = locks.clock()
    current = _waiting(decision)
    _require_two(current, by)
    kind, deed = DecisionKind(current.kind), _DEEDS[DecisionKind(current.kind)]
    deed.ground(round_, current.subject)
    with acting(by, f"{kind.label}：{current.reason}"):
        current.approved_by, current.approved_at = by, at
        current.save(update_fields=["approved_by", "approved_at"])
        deed.carry_out(round_, current.subject, by=by, at=at)
    notices.tell([current.proposed_by], text=f"{round_.title}：{kind.label}已审定办理。",
                 url=round_.get_absolute_url(), key=f"decision-done:{current.pk}")  # fmt: skip
    return current


@transaction.atomic
def withdraw_decision(decision: RoundDecision, *, by: User) -> None:
    """Whoever put it up takes it back; also once the round has moved on and it can no longer be done."""
    at = locks.hold_round(decision.round_id, alone=True)
    current = _waiting(decision)
    if current.proposed_by_id != by.pk:
        raise Refused("只有提出人可以撤回。")
    with acting(by, f"撤回{current.get_kind_display()}"):
        current.withdrawn_at = at
        current.save(update_fields=["withdrawn_at"])


def _waiting(decision: RoundDecision) -> RoundDecision:
    held = RoundDecision.objects.select_for_update(of=("self",))
    current = held.select_related("proposed_by", "round").get(pk=decision.pk)
    if not current.is_waiting:
        raise Refused("这件事已经审定或撤回，请刷新页面。")
    return current


def _require_two(decision: RoundDecision, by: User) -> None:
    if decision.proposed_by_id == by.pk:
        raise Refused("提出人和审定人不能是同一人，请由另一人审定。")
    if not can_approve_decision(by, decision, heads=heads()):
        raise Refused("提出人和审定人中至少有一位是工委负责人，请由负责人审定。")
