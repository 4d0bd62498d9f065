"""What a rubric's nodes say of themselves in words, besides the formula."""

from scorecards.models import Node
from scorecards.scoring import Gate, Item, NodeKind, Part, rule_in_words
from scorecards.scoring.numbers import in_print

_KINDS = {
    "group": "部分",
    "bonus": "加分部分",
    "penalty": "减分部分",
    "time": "分期部分",
    "item": "指标",
    "gate": "否决",
}
NA_WORDS = {
    "full": "按满分计",
    "excluded": "不计入，由同一部分其余各项按比例折算",
    "mean": "按本组平均分计",
}
EVIDENCE_WORDS = {"none": "不用提供", "required": "必须提供"}
EFFECT_WORDS = {
    "zero": "总分计 0 分",
    "cap": "等次不高于“{grade}”",
    "not_top": "不得评为最高等次",
    "lowest": "直接评为最低等次",
    "withdrawn": "取消等次",
}


def kind_in_words(kind: str) -> str:
    """What the node is called on the page."""
    return _KINDS.get(kind, kind)


def part_in_words(part: Part) -> str:
    """What the part does to the sum of its items."""
    said = {NodeKind.BONUS: ["加分部分，没有加分的不用填"], NodeKind.PENALTY: ["减分部分，没有减分的不用填"]}
    words = list(said.get(part.kind, []))
    if part.periods:
        left_out = "，缺的一期不计" if part.leaves_out else ""
        words += [f"分 {len(part.periods)} 期评分（{'、'.join(part.periods)}），取各期平均{left_out}"]
    words += [f"最多计 {in_print(part.hi)} 分"] if part.hi is not None else []
    words += [f"最低计 {in_print(part.lo)} 分"] if part.lo is not None else []
    words += [f"合计乘以 {in_print(part.weight)} 计入总分"] if part.weight != 1 else []
    return f"{'；'.join(words)}。" if words else ""


def node_in_words(node: Part | Item | Gate) -> str:
    """The formula of an item, the effect of a part or of a gate, as a sentence."""
    if isinstance(node, Item):
        return rule_in_words(node)
    if isinstance(node, Gate):
        return f"发生的，{node.in_words()}{f'；依据：{node.document}' if node.document else ''}。"
    return part_in_words(node)


def facts_of(node: Node) -> list[tuple[str, str]]:
    """Who it is for, who scores it, what 不适用 means, which proof is asked."""
    whom = [*node.applies.get("classes", []), *node.applies.get("units", [])]
    facts = [
        ("适用", "、".join(whom)),
        ("不适用时", NA_WORDS.get(node.na_rule, "")),
        ("评分部门", node.scorer),
        ("佐证", EVIDENCE_WORDS.get(node.evidence, "")),
        ("自评", "" if node.is_reported else "单位不自评，只由评分人填写"),
    ]
    return [(label, text) for label, text in facts if text]
