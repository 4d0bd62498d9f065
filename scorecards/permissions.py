"""Who may do what with rounds, groups and cards, as questions over the phases table."""

from collections.abc import Collection

from scorecards.models import (
    TAKING_PART,
    Approval,
    Card,
    CardState,
    Endorsing,
    Group,
    Recheck,
    ReleaseDraft,
    Round,
    RoundDecision,
    RubricVersion,
    Subject,
    VersionState,
)
from scorecards.phases import Act, Phase, allows, stages_of
from units import notices
from units.models import User
from units.permissions import can_look_into
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
    """锁定, where it is the next stage."""
    return may(Act.LOCK, user, round_) and leads_to(round_, Phase.LOCKED)


def can_start_judging(user: User, round_: Round) -> bool:
    """转入评议, where the round has it."""
    return may(Act.START_JUDGING, user, round_) and leads_to(round_, Phase.JUDGING)


def can_start_review(user: User, round_: Round) -> bool:
    """转入核对, where the round has it."""
    return may(Act.START_REVIEW, user, round_) and leads_to(round_, Phase.REVIEW)


def leads_to(round_: Round, to: Phase) -> bool:
    """Whether this is the round's next stage."""
    return round_.leads_to(to)


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


def can_sample(user: User, group: Group) -> bool:
    """抽样 and 未抽中的按初评计."""
    return may(Act.CHECK, user, group.round) and group.subject == Subject.BRANCH


def may_fill_in(user: User, round_: Round) -> bool:
    """Whether the stage lets this post write in cards at all."""
    return may(Act.FILL, user, round_)


def can_see_evidence(user: User, card: Card) -> bool:
    """佐证材料: the office and the unit itself, nobody else."""
    return is_staff(user) or is_of_the_unit(user, card)


def is_of_a_unit(user: User) -> bool:
    """The people of a unit or a branch, whichever."""
    return user.has_role(Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER)


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


def can_set_scopes(user: User, round_: Round) -> bool:
    """调整公开范围; not where nothing is scored."""
    return round_.gives_scores and may(Act.SET_SCOPES, user, round_)


def can_submit_approval(user: User, round_: Round) -> bool:
    """报审, where it is the next stage."""
    return may(Act.SUBMIT_APPROVAL, user, round_) and leads_to(round_, Phase.APPROVAL)


def can_record_meeting(user: User, approval: Approval) -> bool:
    """The meeting's decision and the grades that it decided, while the 送审稿 stands in 报审."""
    return may(Act.RECORD_MEETING, user, approval.round) and approval.withdrawn_at is None


def can_publish_notice(user: User, round_: Round) -> bool:
    """公示, where it is the next stage."""
    return may(Act.PUBLISH_NOTICE, user, round_) and leads_to(round_, Phase.NOTICE)


def can_see_results(user: User, round_: Round) -> bool:
    """What the scope lets the units see, once there is something."""
    return round_.gives_scores and may(Act.SEE_RESULTS, user, round_)


def can_download_archive(user: User) -> bool:
    """归档材料: the office and the auditor."""
    return user.has_role(*STAFF, Role.AUDITOR)


def can_archive(user: User, round_: Round) -> bool:
    """归档."""
    return may(Act.ARCHIVE, user, round_)


def can_see_changes(user: User, card: Card) -> bool:
    """改动记录: the office, and after release whoever reads the full results."""
    return can_see_checked(user, card) and not is_of_the_unit(user, card)


def can_prepare_release(user: User, round_: Round) -> bool:
    """拟通报, in the last stage before 已通报."""
    return may(Act.PREPARE_RELEASE, user, round_) and leads_to(round_, Phase.RELEASED)


def can_approve_release(user: User, draft: ReleaseDraft) -> bool:
    """审定通报: the head, and never whoever prepared it."""
    return may(Act.APPROVE_RELEASE, user, draft.round) and draft.prepared_by_id != user.pk


def can_sign_release(user: User, draft: ReleaseDraft) -> bool:
    """Enter the head's signed 签批单: somebody of the office who did not prepare it."""
    return (
        may(Act.PREPARE_RELEASE, user, draft.round) and draft.is_standing and draft.prepared_by_id != user.pk
    )


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


def can_rank_group(user: User, round_: Round) -> bool:
    """Give a group tie-breakers and grades of its own."""
    return may(Act.RANK_GROUP, user, round_)


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


def can_see_own_history(user: User) -> bool:
    """历年得分 of the own unit or branch: the people of its cards."""
    return user.has_role(Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER)


def can_see_history(user: User, *, unit_id: int, branch_id: int | None = None) -> bool:
    """历年得分: as far as one may look into the unit; a secretary that of the own branch."""
    own_branch = user.post is not None and user.post.branch_id == branch_id is not None
    return own_branch or can_look_into(user, unit_id)
