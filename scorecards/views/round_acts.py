"""What the office can do with a round now: each act says what it touches, or what still stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from scorecards import permissions, transitions
from scorecards.deadlines import Now, deadline
from scorecards.models import Group, Round
from scorecards.phases import Phase
from scorecards.progress import Sums, sums_of
from scorecards.transitions.locking import blocks_checking
from units.models import User

_AFTER_LOCKING = {
    Phase.REVIEW: "转入核对",
    Phase.APPROVAL: "转入报审",
    Phase.NOTICE: "转入公示",
    Phase.RELEASED: "拟通报",
}


@dataclass(frozen=True, slots=True)
class RoundAct:
    """One act with its confirmation (components/confirm.html), or the sentences that hold it up."""

    key: str
    verb: str
    title: str
    effect: str
    url: str
    blocks: Sequence[str] = ()
    asks_password: bool = False
    is_danger: bool = False
    key_value: str = ""

    @property
    def key_name(self) -> str:
        """The field of an idempotency key; none where the stage itself refuses a second time."""
        return "key" if self.key_value else ""


def acts_of(user: User, round_: Round, groups: Sequence[Group], *, now: Now) -> list[RoundAct]:
    """The acts that this person may take in this stage; groups come from `group_progress`."""
    sums = sums_of(groups)
    acts: list[RoundAct] = []
    if permissions.can_open(user, round_):
        acts.append(_opening(round_, sums, now))
    if permissions.can_start_checking(user, round_):
        acts.append(_checking(round_, sums, now))
    if permissions.can_start_judging(user, round_):
        acts.append(_judging(round_, sums))
    if permissions.can_confirm_in(user, round_) and round_.gives_scores:
        acts += [_confirming(group) for group in groups if _is_ready(group)]
    if permissions.can_lock(user, round_):
        acts.append(_locking(round_, sums))
    if permissions.can_archive(user, round_):
        acts.append(_archiving(round_, sums))
    return acts


def _opening(round_: Round, sums: Sums, now: Now) -> RoundAct:
    due = deadline(round_.fill_due_at, now=now)
    return RoundAct(
        "open",
        "下发",
        f"下发“{round_}”评分表？",
        f"将向 {sums.in_words}下发评分表并通知联络员和书记，{due.when}。"
        "下发后，参评名单、排列顺序和评分细则不能再改。",
        reverse("scorecards:round-open", args=[round_.pk]),
        transitions.blocks_opening(round_),
    )


def _checking(round_: Round, sums: Sums, now: Now) -> RoundAct:
    said = "自评" if round_.gives_scores else "内容"
    late = f"其中 {sums.unreported}还没有报送，将按现有{said}审核。" if sums.unreported else ""
    early = f"填报截止时间还没有到（{deadline(round_.fill_due_at, now=now).when}）。"
    return RoundAct(
        "start-checking",
        "转入审核",
        f"将“{round_}”转入审核？",
        f"{sums.in_words}都不能再填报和修改。{late}{early if now.at < round_.fill_due_at else ''}",
        reverse("scorecards:round-start-checking", args=[round_.pk]),
        blocks_checking(round_),
    )


def _judging(round_: Round, sums: Sums) -> RoundAct:
    still = "测评等评议项目的结果由工委录入，其他项目仍可核定。" if round_.gives_scores else ""
    return RoundAct(
        "start-judging",
        "转入评议",
        f"将“{round_}”转入评议？",
        f"涉及 {sums.in_words}。{still}",
        reverse("scorecards:round-start-judging", args=[round_.pk]),
    )


def _is_ready(group: Group) -> bool:
    return not group.unscored and group.confirmed < group.members  # type: ignore[attr-defined]


def _confirming(group: Group) -> RoundAct:
    sums = sums_of([group])
    return RoundAct(
        f"confirm-{group.pk}",
        f"整组核定{group}",
        f"整组核定“{group}”？",
        f"{sums.in_words}的得分核定后，工作人员不能再改。",
        reverse("scorecards:group-confirm", args=[group.pk]),
    )


def _locking(round_: Round, sums: Sums) -> RoundAct:
    scores = f"{sums.in_words}的得分都不再变动，名次随之确定"
    shown = f"{sums.in_words}晒出的成绩、做法和问题都不再变动"
    then = _AFTER_LOCKING[round_.path[round_.path.index(Phase.LOCKED) + 1]]
    return RoundAct(
        "lock",
        "锁定",
        f"锁定“{round_}”？",
        f"{scores if round_.gives_scores else shown}；之后可以{then}。",
        reverse("scorecards:round-lock", args=[round_.pk]),
        transitions.blocks_locking(round_),
        asks_password=True,
    )


def _archiving(round_: Round, sums: Sums) -> RoundAct:
    return RoundAct(
        "archive",
        "归档",
        f"归档“{round_}”？",
        f"涉及 {sums.in_words}。归档后结果不能再更正；各页和文件仍可查看，全套材料可以打包下载。",
        reverse("scorecards:round-archive", args=[round_.pk]),
        asks_password=True,
    )
