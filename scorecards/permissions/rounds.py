"""Who may do what with rounds, groups and rubrics."""

from collections.abc import Collection

from scorecards.models import Group, Round, RoundDecision, RubricVersion, Subject, VersionState
from scorecards.phases import Act, Phase, allows, stages_of
from units import notices
from units.models import User
from units.roles import STAFF, Role


def may(act: Act, user: User, round_: Round) -> bool:
    """Whether this person may do this in the round's present stage, by the table of phases alone."""
    return user.post is not None and allows(act, role=Role(user.post.role), phase=round_.stage)


def may_ever(act: Act, user: User) -> bool:
    """Whether the post may do this in some stage; the transition then says when the stage is wrong."""
    return user.post is not None and any(
        allows(act, role=Role(user.post.role), phase=phase) for phase in stages_of(act)
    )


def is_staff(user: User) -> bool:
    """The office: clerks and the head."""
    return user.has_role(*STAFF)


def is_of_a_unit(user: User) -> bool:
    """The people of a unit or a branch, whichever."""
    return user.has_role(Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER)


def leads_to(round_: Round, to: Phase) -> bool:
    """Whether this is the round's next stage."""
    return round_.leads_to(to)


def can_open(user: User, round_: Round) -> bool:
    """下发."""
    return may(Act.OPEN, user, round_)


def can_start_checking(user: User, round_: Round) -> bool:
    """转入审核."""
    return may(Act.START_CHECKING, user, round_)


def can_start_judging(user: User, round_: Round) -> bool:
    """转入评议, where the round has it."""
    return may(Act.START_JUDGING, user, round_) and leads_to(round_, Phase.JUDGING)


def can_start_review(user: User, round_: Round) -> bool:
    """转入核对, where the round has it."""
    return may(Act.START_REVIEW, user, round_) and leads_to(round_, Phase.REVIEW)


def can_lock(user: User, round_: Round) -> bool:
    """锁定, where it is the next stage."""
    return may(Act.LOCK, user, round_) and leads_to(round_, Phase.LOCKED)


def can_fill_trial(user: User, round_: Round) -> bool:
    """一次填好, of a trial."""
    return round_.is_trial and may(Act.FILL_TRIAL, user, round_)


def can_remove_trial(user: User, round_: Round) -> bool:
    """整体删除, of a trial."""
    return round_.is_trial and may(Act.REMOVE_TRIAL, user, round_)


def can_extend(user: User, round_: Round) -> bool:
    """延期."""
    return may(Act.EXTEND, user, round_)


def can_decide_by_two(user: User, round_: Round) -> bool:
    """Put up, or carry out, an act that takes two people."""
    return may(Act.DECIDE_BY_TWO, user, round_)


def heads() -> set[int]:
    """Who holds the post of the head now, by id."""
    return {user.pk for user in notices.holders(Role.HEAD)}


def can_approve_decision(user: User, decision: RoundDecision, *, heads: Collection[int]) -> bool:
    """The second person: somebody else of the office, and one of the two is a head."""
    two = {user.pk, decision.proposed_by_id}
    return (
        can_decide_by_two(user, decision.round)
        and decision.is_waiting
        and len(two) == 2
        and not two.isdisjoint(heads)
    )


def can_check(user: User, group: Group) -> bool:
    """Type into the matrix."""
    return may(Act.CHECK, user, group.round)


def can_sample(user: User, group: Group) -> bool:
    """抽样 and 未抽中的按初评计."""
    return may(Act.CHECK, user, group.round) and group.subject == Subject.BRANCH


def can_confirm_in(user: User, round_: Round) -> bool:
    """整组核定 in this round."""
    return may(Act.CONFIRM, user, round_)


def can_rank_group(user: User, round_: Round) -> bool:
    """Give a group tie-breakers and grades of its own."""
    return may(Act.RANK_GROUP, user, round_)


def can_see_matrix(user: User, group: Group) -> bool:
    """Read the matrix, in and after 审核."""
    return is_staff(user) and can_see_standings_of(user, group.round)


def can_see_standings_of(user: User, round_: Round) -> bool:
    """名次: the office while it works, leaders and the auditor after release."""
    return may(Act.SEE_STANDINGS, user, round_)


def may_fill_in(user: User, round_: Round) -> bool:
    """Whether the stage lets this post write in cards at all."""
    return may(Act.FILL, user, round_)


def can_edit_rubrics(user: User) -> bool:
    """Write, freeze and correct 评分细则: the office."""
    return is_staff(user)


def can_edit_draft(user: User, version: RubricVersion) -> bool:
    """While the version is a draft."""
    return can_edit_rubrics(user) and version.state == VersionState.DRAFT
