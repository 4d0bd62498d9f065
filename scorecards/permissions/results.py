"""Who may put results up, let them out, and read what was let out."""

from scorecards.models import Approval, ReleaseDraft, Round
from scorecards.permissions.rounds import leads_to, may
from scorecards.phases import Act, Phase
from units.models import User
from units.permissions import can_look_into
from units.roles import STAFF, Role


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


def can_see_own_history(user: User) -> bool:
    """历年得分 of the own unit or branch: the people of its cards."""
    return user.has_role(Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER)


def can_see_history(user: User, *, unit_id: int, branch_id: int | None = None) -> bool:
    """历年得分: as far as one may look into the unit; a secretary that of the own branch."""
    own_branch = user.post is not None and user.post.branch_id == branch_id is not None
    return own_branch or can_look_into(user, unit_id)
