"""与上一版比较: two wordings of a rubric as plain nodes, and what differs between them in words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from scorecards.rubrics.draft_trees import Plain, below, subtree
from scorecards.rubrics.ranking_words import ranking_in_words
from scorecards.scoring import Item, read_tree, rule_in_words

_LABELS = {
    "title": "名称", "kind": "种类", "points": "分值", "weight": "权重", "lo": "最低分", "hi": "最高分",
    "rule_text": "评分说明", "scoring_kind": "计分方式", "applies": "适用", "not_applicable": "不适用时",
    "scorer": "评分部门", "evidence": "佐证", "reported": "单位自评",
}  # fmt: skip
_WORDS = {
    "group": "部分", "bonus": "加分部分", "penalty": "减分部分", "time": "分期部分", "item": "指标", "gate": "否决",
    "full": "按满分计", "excluded": "不计入", "mean": "按本组平均分计", "none": "不用提供", "required": "必须提供",
    "MANUAL": "直接给分", "LEVEL": "档次", "TALLY": "计次加扣", "PROPORTION": "按比例", "BAND": "分档",
    "RANK": "名次赋分", "PANEL": "测评", "True": "要填", "False": "不填",
}  # fmt: skip
_UNSAID = {"reported": "要填", "weight": "1"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One node that is not as it was: added, removed, moved or changed, with a sentence for each point."""

    key: str
    sort: str
    name: str
    sentences: tuple[str, ...] = ()


def differences(
    old: Sequence[Plain],
    new: Sequence[Plain],
    *,
    ranking: tuple[Mapping[str, object], Mapping[str, object]] = ({}, {}),
) -> tuple[Difference, ...]:
    """In the order of the new version; what was removed comes after, then the ranking rule."""
    before, after = _by_key(old), _by_key(new)
    rules = _rules(old), _rules(new)
    strayed = _reordered(old, new)
    found = [_one(row, before, after, rules, strayed) for row in _in_order(new)]
    gone = [
        Difference(str(row["key"]), "删去", _name(row)) for row in _in_order(old) if row["key"] not in after
    ]
    return tuple([one for one in found if one is not None] + gone + _ranking(old, new, ranking))


def _one(
    row: Plain,
    before: Mapping[object, Plain],
    after: Mapping[object, Plain],
    rules: tuple[dict[str, str], dict[str, str]],
    strayed: set[object],
) -> Difference | None:
    key = str(row["key"])
    was = before.get(key)
    if was is None:
        points = f"，{row['points']} 分" if row.get("points") else ""
        return Difference(key, "新增", _name(row), (f"{rules[1].get(key, '')}{points}".lstrip("，"),))
    said = [*_changes(was, row, rules[0].get(key, ""), rules[1].get(key, ""))]
    if was["parent"] != row["parent"]:
        said.insert(0, f"从{_place(was, before)}移到{_place(row, after)}")
    elif key in strayed:
        said.insert(0, "在同一部分里调整了次序")
    sort = "移动" if said and ("移到" in said[0] or "次序" in said[0]) and len(said) == 1 else "修改"
    return Difference(key, sort, _name(row), tuple(said)) if said else None


def _ranking(
    old: Sequence[Plain],
    new: Sequence[Plain],
    ranking: tuple[Mapping[str, object], Mapping[str, object]],
) -> list[Difference]:
    was, now = ranking_in_words(ranking[0], old), ranking_in_words(ranking[1], new)
    said = [f"不再是：{one}" for one in was if one not in now] + [
        f"改为：{one}" for one in now if one not in was
    ]
    return [Difference("", "修改", "名次与等次", tuple(said))] if said else []


def _changes(was: Plain, row: Plain, rule_was: str, rule: str) -> Iterator[str]:
    for name, label in _LABELS.items():
        if was.get(name) != row.get(name):
            yield f"{label}：{_shown(name, was.get(name))} → {_shown(name, row.get(name))}"
    if was.get("params") != row.get("params"):
        yield f"计分：{rule_was} → {rule}" if rule_was != rule else f"计分的写法有改动：{rule}"


def _shown(name: str, value: object) -> str:
    if value in (None, "", {}):
        return _UNSAID.get(name, "（没有写）")
    if isinstance(value, Mapping):
        whom = [str(one) for names in value.values() for one in names]
        return "、".join(whom)
    text = (
        _WORDS.get(str(value), str(value)) if name not in {"title", "rule_text", "scorer"} else f"“{value}”"
    )
    return text.replace("-", "−") if name in {"points", "lo", "hi"} else text


def _rules(rows: Sequence[Plain]) -> dict[str, str]:
    return {
        node.key: rule_in_words(node)
        for node in read_tree(rows, empty=True).items()
        if isinstance(node, Item)
    }


def _reordered(old: Sequence[Plain], new: Sequence[Plain]) -> set[object]:
    """Who left the common order of those that stayed under the same parent; as few as will explain it."""
    strayed: set[object] = set()
    for parent in {row["parent"] for row in new}:
        kept = {row["key"] for row in below(old, parent)} & {row["key"] for row in below(new, parent)}
        was = [str(row["key"]) for row in below(old, parent) if row["key"] in kept]
        now = [str(row["key"]) for row in below(new, parent) if row["key"] in kept]
        blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        strayed |= kept - {was[block.a + step] for block in blocks for step in range(block.size)}
    return strayed


def _by_key(rows: Sequence[Plain]) -> dict[object, Plain]:
    return {row["key"]: row for row in rows}


def _in_order(rows: Sequence[Plain]) -> list[Plain]:
    return [row for top in below(rows, None) for row in subtree(rows, top["key"])]


def _name(row: Plain) -> str:
    return f"{_WORDS.get(str(row['kind']), '')} {row['key']}“{row['title']}”"


def _place(row: Plain, rows: Mapping[object, Plain]) -> str:
    host = rows.get(row["parent"])
    return "最外一级" if host is None else f"“{host['title']}”"
