"""What a stage of a round says to the office and to everybody else: whose turn it is and what comes next. Pure."""

from collections.abc import Collection

from scorecards.phases import Phase, next_stage

# Stage → what the office reads, and what everybody else reads.
_SCORED = {
    Phase.PREPARING: ("正在筹备：组别和参评对象齐备后，下发评分表。", ""),
    Phase.FILLING: ("各单位正在填报；报送后转入审核。", "请在截止前填完并报送评分表。"),
    Phase.CHECKING: ("正在审核：在审核矩阵里逐项核定{then}。", "填报已经结束，工委正在审核。"),
    Phase.JUDGING: (
        "正在评议：录入测评等评议项目的结果，全部核定后锁定。",
        "填报已经结束，正在进行评议；工委核定后锁定得分。",
    ),
    Phase.LOCKED: ("得分已锁定：{then}。", "得分已锁定，{later}后可以查看本单位的核定得分。"),
    Phase.REVIEW: (
        "各单位正在核对得分；复核申请办结后，{then}。",
        "请核对本单位得分；有异议的，请在截止日前申请复核。",
    ),
    Phase.APPROVAL: (
        "送审稿已送县领导审阅；记录会议决定后，{then}。",
        "得分已锁定，正在报县领导审定。",
    ),
    Phase.NOTICE: ("正在公示；期满后，{then}。", "正在公示，对结果有异议的，请在公示期内反映。"),
    Phase.RELEASED: ("结果已通报；需要更正的，另出新的版次。", "结果已通报，得分不再变动。"),
    Phase.ARCHIVED: ("本期次已归档，可以下载全套材料。", "本期次已归档。"),
}
# 晒问题: the same stages without a score.
_SHOWN = {
    Phase.PREPARING: ("正在筹备：组别和参评对象齐备后，下发填报。", ""),
    Phase.FILLING: (
        "各单位正在填报成绩、做法和问题；报送后转入审核。",
        "请在截止前填完并报送成绩、做法和问题。",
    ),
    Phase.CHECKING: (
        "正在审核各单位晒出的成绩、做法和问题；审核完毕后{then}。",
        "填报已经结束，工委正在审核。",
    ),
    Phase.JUDGING: ("正在评议各单位晒出的成绩、做法和问题；结束后锁定。", "填报已经结束，正在进行评议。"),
    Phase.LOCKED: ("晒出的内容已锁定：{then}。", "晒出的内容已锁定，不再变动。"),
    Phase.REVIEW: ("各单位正在核对；结束后，由一人拟通报、另一人审定。", "请核对本单位晒出的内容。"),
    Phase.RELEASED: ("已通报，本期次办结。", "已通报，本期次办结。"),
    Phase.ARCHIVED: ("本期次已归档，可以下载全套材料。", "本期次已归档。"),
}
_NEXT = {
    Phase.JUDGING: "，然后转入评议",
    Phase.LOCKED: "，全部核定后锁定",
    Phase.REVIEW: "转入核对，请各单位核对得分",
    Phase.APPROVAL: "转入报审，把送审稿送县领导审阅",
    Phase.NOTICE: "转入公示",
    Phase.RELEASED: "由一人拟通报、另一人审定",
}
_NEXT_SHOWN = _NEXT | {Phase.JUDGING: "转入评议", Phase.LOCKED: "锁定", Phase.REVIEW: "转入核对"}


def stage_words(
    stage: Phase, switched_on: Collection[str], *, to_the_office: bool, gives_scores: bool = True
) -> str:
    """One sentence for this reader; empty where the reader does not see the stage."""
    table, following = (_SCORED, _NEXT) if gives_scores else (_SHOWN, _NEXT_SHOWN)
    office, others = table.get(stage, ("", ""))
    then = following.get(next_stage(stage, switched_on) or stage, "") if stage in table else ""
    later = "核对" if Phase.REVIEW.value in switched_on else "通报"
    return (office if to_the_office else others).format(then=then, later=later)
