"""Who may do what with a card, and read which part of it."""

from scorecards.models import TAKING_PART, Card, CardState, Endorsing, Recheck
from scorecards.permissions.rounds import can_check, is_staff, may, may_ever
from scorecards.phases import Act, Phase, allows
from units.models import User
from units.roles import Role


def can_check_card(user: User, card: Card) -> bool:
    """核定 of this card: it is with the office and not yet 已核定."""
    return (
        can_check(user, card.group) and card.state == CardState.CHECKING and card.taking_part in TAKING_PART
    )


def can_return(user: User, card: Card) -> bool:
    """退回 of items: in 填报 of a card that was reported, afterwards of one that is checked."""
    is_first = card.group.round.stage == Phase.FILLING
    with_the_office = {CardState.SUBMITTED, CardState.ENDORSED} if is_first else {CardState.CHECKING}
    is_ours = card.state in with_the_office and card.taking_part in TAKING_PART
    return is_ours and may(Act.SEND_BACK, user, card.group.round)


def can_confirm(user: User, card: Card) -> bool:
    """核定 of one card while it is checked; the transition says who may not, and what is missing."""
    is_ours = card.state == CardState.CHECKING and card.taking_part in TAKING_PART
    return is_ours and may(Act.CONFIRM_CARD, user, card.group.round)


def can_recall(user: User, card: Card) -> bool:
    """取消退回, and noting what was looked at."""
    return may(Act.SEND_BACK, user, card.group.round) and card.state != CardState.CONFIRMED


def is_own(user: User, card: Card) -> bool:
    """The unit's card is its officer's, a branch's card its secretary's, and the officer's where 初评 is left out."""
    post = user.post
    if post is None:
        return False
    if card.branch_id is None:
        return card.unit_id == post.unit_id
    return card.branch_id == post.branch_id or (not card.needs_precheck and card.unit_id == post.unit_id)


def may_write(user: User, card: Card) -> bool:
    """Whether the card is this person's to fill in some stage: the own one, or at 代录 the unit's."""
    return (may_ever(Act.FILL, user) and is_own(user, card)) or is_entering(user, card)


def is_entering(user: User, card: Card) -> bool:
    """代录: the office types what the unit gave on paper."""
    return card.entered_for_by_id is not None and may_ever(Act.ENTER_FOR, user)


def can_fill(user: User, card: Card) -> bool:
    """自评 of a draft while 填报 lasts, and of items that came back."""
    round_ = card.group.round
    is_open = card.is_draft if round_.stage == Phase.FILLING else card.is_open_to_unit
    is_whose = may(Act.FILL, user, round_) and is_own(user, card)
    return is_open and (is_whose or (is_entering(user, card) and may(Act.ENTER_FOR, user, round_)))


def can_enter_for(user: User, card: Card) -> bool:
    """Begin 代录 of a draft."""
    return may(Act.ENTER_FOR, user, card.group.round) and card.is_draft


def can_decide_late(user: User, card: Card) -> bool:
    """收 or 不收."""
    return may(Act.DECIDE_LATE, user, card.group.round) and card.is_late_pending


def can_endorse(user: User, card: Card) -> bool:
    """通过 or 退回 by the unit's leader, online."""
    is_online = card.group.round.endorsing == Endorsing.ONLINE
    return may(Act.ENDORSE, user, card.group.round) and is_online and card.waits_for_leader


def can_record_signature(user: User, card: Card) -> bool:
    """The signed paper came after 报送: noted by the unit, or by the office that received it."""
    round_ = card.group.round
    is_unsigned = card.waits_for_leader or (card.state == CardState.CHECKING and not card.endorser)
    is_paper = round_.endorsing == Endorsing.ON_PAPER and may(Act.FILL, user, round_) and is_own(user, card)
    return is_unsigned and card.submitted_at is not None and (is_paper or may(Act.CHASE, user, round_))


def can_precheck(user: User, card: Card) -> bool:
    """初评 by the unit's officer."""
    is_whose = user.post is not None and user.post.unit_id == card.unit_id
    return may(Act.PRECHECK, user, card.group.round) and is_whose and card.is_to_precheck


def can_see_precheck(user: User, card: Card) -> bool:
    """初评: the unit's own work and the office's to check; the branch reads it once it is done."""
    if not card.needs_precheck or user.post is None:
        return False
    if user.has_role(Role.SECRETARY):
        return card.prechecked_at is not None
    return is_staff(user) or (
        user.has_role(Role.OFFICER, Role.UNIT_LEADER) and user.post.unit_id == card.unit_id
    )


def can_see_evidence(user: User, card: Card) -> bool:
    """佐证材料: the office and the unit itself, nobody else."""
    return is_staff(user) or is_of_the_unit(user, card)


def is_of_the_unit(user: User, card: Card) -> bool:
    """The card's own people, whoever of them fills it."""
    post = user.post
    if post is None or post.role not in {Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER}:
        return False
    return card.branch_id == post.branch_id if post.role == Role.SECRETARY else card.unit_id == post.unit_id


def can_see_checked_of(user: User, phase: Phase) -> bool:
    """核定 of the own card in a round that stands in this stage."""
    return user.post is not None and allows(Act.SEE_CHECKED, role=Role(user.post.role), phase=phase)


def can_see_checked(user: User, card: Card) -> bool:
    """核定 marks and totals; a unit its own from 核对 on, nobody else outside the office before release."""
    round_ = card.group.round
    was_open = Phase.REVIEW in round_.path and may(Act.SEE_REVIEWED, user, round_)
    return was_open or may(Act.SEE_CHECKED, user, round_)


def can_see_changes(user: User, card: Card) -> bool:
    """改动记录: the office, and after release whoever reads the full results."""
    return can_see_checked(user, card) and not is_of_the_unit(user, card)


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
