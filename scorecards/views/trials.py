"""演练: what the office does with a trial round alone, and the act that fills it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from scorecards import permissions
from scorecards.models import Group, Round
from scorecards.phases import Act, Phase
from scorecards.progress import Sums, sums_of
from scorecards.transitions import Refused, blocks_opening
from scorecards.transitions.locking import blocks_checking
from scorecards.transitions.trials import Filled, fill_trial
from scorecards.views.round_acts import RoundAct
from units import submissions
from units.access import about, recorded
from units.models import User
from units.permissions import require
from units.requests import SignedIn
from units.submissions import BadKey


def trial_acts_of(user: User, round_: Round, groups: Sequence[Group]) -> list[RoundAct]:
    """一次填好 and 整体删除, as far as this person may; none of a round that counts."""
    sums, acts = sums_of(groups), []
    is_filled = round_.stage is Phase.CHECKING and not any(group.unscored for group in groups)  # type: ignore[attr-defined]
    if permissions.can_fill_trial(user, round_) and not is_filled:
        acts.append(_filling(round_, sums))
    if permissions.can_remove_trial(user, round_):
        acts.append(_removing(round_, sums))
    return acts


_STEPS = {
    Phase.PREPARING: "下发评分表并通知联络员和书记，用演练数据填报、报送，转入审核并逐项评好",
    Phase.FILLING: "用演练数据填报、报送，转入审核并逐项评好",
    Phase.CHECKING: "用演练数据把未评的项目逐项评好",
}
_BLOCKS = {Phase.PREPARING: blocks_opening, Phase.FILLING: blocks_checking}


def _filling(round_: Round, sums: Sums) -> RoundAct:
    blocks = _BLOCKS.get(round_.stage)
    return RoundAct(
        "trial-fill",
        "一次填好",
        f"用演练数据填好“{round_}”？",
        f"涉及 {sums.in_words}：系统{_STEPS[round_.stage]}，之后可以整组核定。已经有人填写的内容保留不变。",
        reverse("scorecards:trial-fill", args=[round_.pk]),
        blocks(round_) if blocks else (),
        key_value=submissions.new_key(),
    )


def _removing(round_: Round, sums: Sums) -> RoundAct:
    return RoundAct(
        "trial-remove",
        "整体删除",
        f"整体删除“{round_}”？",
        f"{sums.in_words}的评分表、得分、佐证、消息和生成的文件全部删除，不能恢复；"
        "单位、人员和评分细则保留，操作记录留下一行。",
        reverse("reports:trial-remove", args=[round_.pk]),
        asks_password=True,
        is_danger=True,
    )


@recorded("演练一次填好")
@require_POST
def trial_fill(request: SignedIn, pk: int) -> HttpResponse:
    """Every card of a trial, by one act."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    require(permissions.may_ever(Act.FILL_TRIAL, request.user), "演练由工委工作人员和负责人填好。")
    about(request, round_)
    try:
        filled = fill_trial(round_, key=request.POST.get("key", ""), by=request.user)
    except (Refused, BadKey) as refusal:
        for sentence in getattr(refusal, "sentences", [str(refusal)])[:20]:
            messages.error(request, sentence)
    else:
        messages.success(request, _said(filled))
    return redirect(round_)


def _said(filled: Filled | None) -> str:
    if filled is None:
        return "演练数据已经填好。"
    left = f"还有 {filled.left} 张有退回项或者待复核的计票表，请先办理。" if filled.left else ""
    return f"演练数据已填好 {filled.ready} 张评分表，可以整组核定、锁定。{left}"
