"""退回: the sentences that the office says most often, to be chosen instead of typed. Pure."""

CANNED = (
    "自评与评分说明不符，请核对后重填。",
    "缺少依据，请写明出处。",
    "依据与本项无关，请换成本项的依据。",
    "所附材料打不开或看不清，请重新提供。",
    "次数或数额与台账不一致，请核实后重填。",
    "材料日期不在本期评议时段内，请核对。",
    "内容过于笼统，请写明时间、次数和结果。",
    "填写的内容不宜在本系统录入，请删去后重填。",
)
"""In the order of the list."""

LONGEST = 500
"""Signs of a reason, canned and typed together."""


def reason_of(canned: str, typed: str) -> str:
    """The chosen sentence and what was added to it; a sentence that is not ours is left out."""
    return (canned if canned in CANNED else "") + typed.strip()
