"""What can be added under a part, each with a sentence that says when to take it."""

from typing import TypeAlias
from urllib.parse import urlencode

from scorecards.forms.rubrics.node import RULES
from scorecards.models import Node
from scorecards.rubrics.outline_words import kind_in_words
from scorecards.scoring import NodeKind

Choices: TypeAlias = list[tuple[str, list[tuple[str, str, str]]]]

_SENTENCES = {
    "group": "归并若干指标，可设分值、权重和上下限。",
    "bonus": "其中的指标只加分，无加分的不用填；一般应设上限。",
    "penalty": "其中的指标只减分，无减分的不用填；分数一律写正数。",
    "time": "其中的指标分期评分、取各期平均，如每月一评。",
    "gate": "一经发生即影响总分或等次的情形；本身不计分，应有上级文件依据。",
}
_UNDER = {
    "": ("group", "bonus", "penalty", "time", "gate"),
    "group": ("group", "bonus", "penalty", "time", "gate"),
    "bonus": ("group", "bonus"),
    "penalty": ("group",),
    "time": ("group",),
}


def choices_under(host: Node | None) -> Choices:
    """Items by how they are scored, then parts and gates; each with its address, name and sentence."""
    under = host.key if host else ""
    items = [
        (_address(NodeKind.ITEM, under, scoring=name), label, sentence)
        for name, (_, label, sentence) in RULES.items()
    ]
    others = [
        (_address(kind, under), kind_in_words(kind), _SENTENCES[kind])
        for kind in _UNDER[host.kind if host else ""]
    ]
    found = [("指标（按计分方式选择）", items), ("部分和否决", others)]
    return found if host else found[::-1]  # a rubric begins with its parts


def _address(kind: str, under: str, *, scoring: str = "") -> str:
    return urlencode({"kind": kind, "scoring": scoring, "under": under})
