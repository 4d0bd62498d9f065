"""Acts that take two people as pages list them: what, who, why, and what this person can do about each."""

from dataclasses import dataclass

from scorecards import permissions
from scorecards.models import Round, RoundDecision
from scorecards.transitions.stepping_back import takes_password
from units.models import User


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One act with its state in a word."""

    decision: RoundDecision
    can_approve: bool = False
    can_withdraw: bool = False
    hint: str = ""

    @property
    def word(self) -> str:
        """Its state."""
        if self.decision.is_waiting:
            return "待审定"
        return "已完成" if self.decision.approved_at else "已撤回"

    @property
    def asks_password(self) -> bool:
        """Whether the second person has to sign with the password."""
        return takes_password(self.decision)


@dataclass(frozen=True, slots=True)
class DecisionRows:
    """All of a round's, the newest first."""

    waiting: list[DecisionRow]
    settled: list[DecisionRow]

    @property
    def all(self) -> list[DecisionRow]:
        """What waits comes first."""
        return [*self.waiting, *self.settled]


def decision_rows(user: User, round_: Round) -> DecisionRows:
    """Two queries at any size."""
    decisions = RoundDecision.objects.visible_to(user).filter(round=round_).order_by("-pk")
    found = list(decisions.select_related("round", "proposed_by", "approved_by"))
    heads = permissions.heads() if any(one.is_waiting for one in found) else set()
    rows = [_row(user, one, heads) for one in found]
    return DecisionRows(
        [row for row in rows if row.decision.is_waiting],
        [row for row in rows if not row.decision.is_waiting],
    )


def _row(user: User, decision: RoundDecision, heads: set[int]) -> DecisionRow:
    if not decision.is_waiting:
        return DecisionRow(decision)
    is_own = decision.proposed_by_id == user.pk
    if permissions.can_approve_decision(user, decision, heads=heads):
        return DecisionRow(decision, can_approve=True)
    hint = "由您提出，须由另一人审定。" if is_own else "提出人和审定人中须有一位工委负责人，请由负责人审定。"
    return DecisionRow(decision, can_withdraw=is_own, hint=hint)
