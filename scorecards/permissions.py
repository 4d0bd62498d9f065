"""Who may do what with rounds, groups and cards, as questions over the phases table."""

from scorecards.models import Card, Group, Recheck, ReleaseDraft, Round, RubricVersion, VersionState
from scorecards.phases import Act, Phase, allows, stages_of
from units.models import User
from units.roles import STAFF, Role


def may(act: Act, user: User, round_: Round) -> bool:
    """Whether this person may do this in the round's present stage, by the table of phases alone."""
    return user.post is not None and allows(act, role=Role(user.post.role), phase=round_.stage)


def can_open(user: User, round_: Round) -> bool:
    """下发."""
    return may(Act.OPEN, user, round_)


def can_start_checking(user: User, round_: Round) -> bool:
    """转入审核."""
    return may(Act.START_CHECKING, user, round_)


def can_lock(user: User, round_: Round) -> bool:
    """锁定."""
    return may(Act.LOCK, user, round_)


def can_check(user: User, group: Group) -> bool:
    """Type into the matrix."""
    return may(Act.CHECK, user, group.round)


def can_see_matrix(user: User, group: Group) -> bool:
    """Read the matrix, in and after 审核."""
    return is_staff(user) and can_see_standings_of(user, group.round)


def is_own(user: User, card: Card) -> bool:
    """The unit's card is its officer's, a branch's card its secretary's, and the officer's where 初评 is left out."""
    post = user.post
    if post is None:
        return False
    if card.branch_id is None:
        return card.unit_id == post.unit_id
    return card.branch_id == post.branch_id or (not card.needs_precheck and card.unit_id == post.unit_id)


def can_fill(user: User, card: Card) -> bool:
    """自评 of a draft while 填报 lasts, and of items that came back."""
    is_first = card.group.round.stage == Phase.FILLING
    is_open = card.is_draft if is_first else card.is_open_to_unit
    return may(Act.FILL, user, card.group.round) and is_open and is_own(user, card)


def can_see_checked(user: User, card: Card) -> bool:
    """核定 marks and totals; nobody outside the office before release."""
    return may(Act.SEE_CHECKED, user, card.group.round)


def can_prepare_release(user: User, round_: Round) -> bool:
    """拟通报."""
    return may(Act.PREPARE_RELEASE, user, round_)


def can_approve_release(user: User, draft: ReleaseDraft) -> bool:
    """审定通报: the head, and never whoever prepared it."""
    return may(Act.APPROVE_RELEASE, user, draft.round) and draft.prepared_by_id != user.pk


def can_withdraw_release(user: User, draft: ReleaseDraft) -> bool:
    """撤回: whoever prepared it, while it stands."""
    return may(Act.PREPARE_RELEASE, user, draft.round) and draft.prepared_by_id == user.pk


def may_ever(act: Act, user: User) -> bool:
    """Whether the post may do this in some stage; the transition then says when the stage is wrong."""
    return user.post is not None and any(
        allows(act, role=Role(user.post.role), phase=phase) for phase in stages_of(act)
    )


def is_staff(user: User) -> bool:
    """The office: clerks and the head."""
    return user.has_role(*STAFF)


def can_confirm_in(user: User, round_: Round) -> bool:
    """整组核定 in this round."""
    return may(Act.CONFIRM, user, round_)


def can_see_standings_of(user: User, round_: Round) -> bool:
    """名次: the office while it works, leaders and the auditor after release."""
    return may(Act.SEE_STANDINGS, user, round_)


def can_edit_rubrics(user: User) -> bool:
    """Write, freeze and correct 评分细则: the office."""
    return is_staff(user)


def can_edit_draft(user: User, version: RubricVersion) -> bool:
    """While the version is a draft."""
    return can_edit_rubrics(user) and version.state == VersionState.DRAFT


def can_see_feedback_ever(user: User) -> bool:
    """得分反馈单 is a paper between a unit and the office."""
    return is_staff(user) or user.has_role(Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER)


def can_see_feedback(user: User, card: Card) -> bool:
    """The unit's own people from 核对 on, the office from 审核 on."""
    return can_see_feedback_ever(user) and card.group.round.gives_scores and can_see_checked(user, card)


def can_ask_recheck(user: User, card: Card) -> bool:
    """The secretary for the own branch's card, the officer for all cards of the unit, the office by letter."""
    post = user.post
    if post is None or not may_ever(Act.ASK_RECHECK, user):
        return False
    return is_staff(user) or card.branch_id == post.branch_id is not None or card.unit_id == post.unit_id


def can_withdraw_recheck(user: User, recheck: Recheck) -> bool:
    """Whoever may ask for this card; the office only what it entered from a letter."""
    return can_ask_recheck(user, recheck.card) and (bool(recheck.letter) or not is_staff(user))


def can_decide_rechecks(user: User) -> bool:
    """The office."""
    return may_ever(Act.DECIDE_RECHECK, user)
