"""Rubric ↔ JSON, as exchange.md describes it: strict on the way in, one sequence of bytes on the way out."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from scorecards.ranking.rules import read_ranking
from scorecards.rubrics import strict_json
from scorecards.rubrics.examples import Example, dump_example, read_example
from scorecards.scoring import BadRubric, NodeKind, Part, full_mark, half_up, read_tree
from scorecards.scoring.numbers import canonical
from scorecards.scoring.reading import choice, fields, key, number, rows, words

FORMAT = "晒比评评分细则/1"

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_BOUNDS = ("points", "weight", "lo", "hi")
_PARAMS = [
    "key",
    "name",
    "text",
    "count",
    "unit",
    "range",
    "target",
    "step",
    "rounding",
    "most",
    "cap",
    "exclusive",
    "measure",
    "closed",
    "from",
    "to",
    "points",
    "value",
    "base",
    "lo",
    "hi",
    "levels",
    "bands",
    "overrides",
    "causes",
    "table",
    "floor",
    "by",
    "direction",
    "rankers",
    "combine",
    "scale",
    "numbers",
    "trim_above",
    "valid_if",
    "at_most",
    "at_least",
    "below",
    "not_all_same",
    "decimals",
    "classes",
    "units",
    "own",
    "group",
    "effect",
    "grade",
    "document",
    "periods",
    "missing",
]
"""The order in which parameters are written; labels of the office's own come last, sorted."""

_PART = ("points weight lo hi rule_text applies", "key kind title children")
_KEYS = {
    NodeKind.GROUP: _PART,
    NodeKind.BONUS: _PART,
    NodeKind.PENALTY: _PART,
    NodeKind.TIME: (_PART[0], f"{_PART[1]} params"),
    NodeKind.ITEM: (
        "points rule_text applies not_applicable scorer evidence reported",
        "key kind title scoring_kind params",
    ),
    NodeKind.GATE: ("rule_text applies", "key kind title params"),
}
_WORDS = ("not_applicable", "scorer", "evidence")

Plain: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class RubricDocument:
    """A rubric outside the database: nodes as rows, parents before children; remark; examples."""

    code: str
    title: str
    nodes: tuple[Plain, ...]
    ranking: Plain = field(default_factory=dict)
    remark: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def tree(self) -> Part:
        """The rubric as it scores."""
        return read_tree(self.nodes)

    @property
    def total_points(self) -> str:
        """满分: what the written points come to, on the card where they come to most."""
        return canonical(Fraction(half_up(full_mark(self.tree), 4)))

    @property
    def digest(self) -> str:
        """SHA-256 over what is scored and shown; remark and examples make no other version."""
        return hashlib.sha256(dump(replace(self, remark="", examples=()))).hexdigest()


def load(data: bytes) -> RubricDocument:
    """The document in a file; raises `BadRubric` with the place of the first fault."""
    given = fields(
        strict_json.read(data),
        required="format code title nodes",
        optional="remark ranking examples",
        place="文件",
    )
    if given["format"] != FORMAT:
        raise BadRubric("format", f"这里要写“{FORMAT}”。")
    placed = tuple(_nodes(given["nodes"], parent=None, place="nodes"))
    tree = read_tree({**node, "place": place} for place, node in placed)
    examples = rows(given.get("examples", []), least=0, most=50, place="examples")
    return RubricDocument(
        code=_code(given["code"]),
        title=words(given["title"], most=120, place="title"),
        nodes=tuple(node for _, node in placed),
        ranking=_ranking(given.get("ranking", {}), tree=tree),
        remark=words(given.get("remark", ""), most=4000, place="remark", empty=True, lines=True),
        examples=tuple(
            read_example(one, tree=tree, place=f"examples[{index}]") for index, one in enumerate(examples)
        ),
    )


def dump(document: RubricDocument) -> bytes:
    """The canonical bytes: keys in a fixed order, one space a level, nothing that says nothing."""
    whole = {
        "format": FORMAT,
        "code": document.code,
        "title": document.title,
        "remark": document.remark,
        "ranking": _ordered_ranking(document.ranking),
        "nodes": _dump_nodes(document.nodes, parent=None),
        "examples": [dump_example(example, tree=document.tree) for example in document.examples],
    }
    written = {name: value for name, value in whole.items() if value not in ("", [], {})}
    return f"{json.dumps(written, ensure_ascii=False, indent=1)}\n".encode()


def _code(value: object) -> str:
    code = words(value, most=40, place="code")
    if not _CODE.fullmatch(code):
        raise BadRubric("code", "代码只能用英文字母、数字、横线和下划线。")
    return code


def _nodes(value: object, *, parent: str | None, place: str) -> Iterator[tuple[str, Plain]]:
    """Each node as a row with its place in the file, parents first."""
    for index, one in enumerate(rows(value, least=1, most=300, place=place)):
        here = f"{place}[{index}]"
        row, children = _node(one, place=here)
        yield here, {**row, "parent": parent, "order": index + 1}
        if children is not None:
            yield from _nodes(children, parent=str(row["key"]), place=f"{here}.children")


def _node(value: object, *, place: str) -> tuple[Plain, object]:
    """A row without parent and order, and what is written under it."""
    kind = choice(NodeKind, value.get("kind") if isinstance(value, Mapping) else None, place=f"{place}.kind")
    optional, required = _KEYS[kind]
    given = fields(value, required=required, optional=optional, place=place)
    row: Plain = {
        "key": key(given["key"], place=f"{place}.key"),
        "kind": kind,
        "title": given["title"],
        "rule_text": words(
            given.get("rule_text", ""), most=2000, place=f"{place}.rule_text", empty=True, lines=True
        ),
        "scoring_kind": given.get("scoring_kind"),
        "params": given.get("params", {}),
        "applies": _applies(given, place=f"{place}.applies"),
        "reported": _reported(given, place=f"{place}.reported"),
    }
    texts = {
        name: words(given[name], most=40, place=f"{place}.{name}") if name in given else None
        for name in _WORDS
    }
    bounds = {name: _written(given, name, place=place) for name in _BOUNDS}
    return {**row, **texts, **bounds}, given.get("children")


def _applies(given: Mapping[str, object], *, place: str) -> object:
    """Nobody named is not written at all."""
    if "applies" not in given:
        return {}
    applies = fields(given["applies"], required="", optional="classes units", place=place)
    if not applies:
        raise BadRubric(place, "请写明适用的类别（classes）或单位（units）；都适用的不写 applies。")
    return applies


def _reported(given: Mapping[str, object], *, place: str) -> bool:
    if given.get("reported", False) is not False:
        raise BadRubric(place, "这里只能写 false（没有自评栏）；有自评栏的不写。")
    return "reported" not in given


def _ranking(value: object, *, tree: Part) -> Plain:
    """How ties and grades are decided, kept as written once it has been read."""
    given = fields(value, required="", optional="ties grades", place="ranking")
    read_ranking(given, tree=tree, place="ranking")
    return dict(given)


def _written(given: Mapping[str, object], name: str, *, place: str) -> str | None:
    return canonical(number(given[name], place=f"{place}.{name}")) if name in given else None


def _dump_nodes(nodes: tuple[Plain, ...], *, parent: object) -> list[Plain]:
    below = sorted(
        (node for node in nodes if node["parent"] == parent), key=lambda node: int(str(node["order"]))
    )
    return [_dump_node(node, nodes) for node in below]


def _dump_node(node: Plain, nodes: tuple[Plain, ...]) -> Plain:
    names = ("key", "kind", "title", *_BOUNDS, "scoring_kind", "rule_text")
    written = {name: node[name] for name in names if node.get(name) not in (None, "")}
    written |= {"applies": _ordered(node["applies"])} if node.get("applies") else {}
    written |= {name: node[name] for name in _WORDS if node.get(name)}
    written |= {} if node.get("reported", True) else {"reported": False}
    if "params" in _KEYS[NodeKind(str(node["kind"]))][1]:
        written |= {"params": _ordered(node["params"])}
    if node["kind"] in {NodeKind.ITEM, NodeKind.GATE}:
        return written
    return {**written, "children": _dump_nodes(nodes, parent=node["key"])}


def _ordered(value: object) -> object:
    """Parameters in the order of `_PARAMS`, whatever a JSON column made of it."""
    if isinstance(value, Mapping):
        return {name: _ordered(value[name]) for name in sorted(value, key=_rank)}
    return [_ordered(one) for one in value] if isinstance(value, list | tuple) else value


def _rank(name: str) -> tuple[int, str]:
    return (_PARAMS.index(name), "") if name in _PARAMS else (len(_PARAMS), name)


def _ordered_ranking(ranking: Plain) -> Plain:
    written: Plain = {name: ranking[name] for name in ("ties", "grades") if name in ranking}
    if "grades" in written:
        found = rows(written["grades"], least=0, most=20, place="ranking.grades")
        grades = [grade for grade in found if isinstance(grade, Mapping)]
        order = ("name", "line", "quota", "share")
        written["grades"] = [{name: grade[name] for name in order if name in grade} for grade in grades]
    return written
