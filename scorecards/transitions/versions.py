"""Versions of a rubric as wholes: begun, copied, headed, ranked, frozen, thrown away."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from scorecards.models import Group, Node, Rubric, RubricVersion, VersionState
from scorecards.ranking.rules import read_ranking
from scorecards.rubrics.draft_trees import Plain, below
from scorecards.scoring import BadRubric, NodeKind, read_tree
from scorecards.transitions.drafting import GONE, Unreadable, hold_draft, nodes_of, remove, settle
from scorecards.transitions.rubrics import freeze
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


def new_code() -> str:
    """A code for a rubric whose writer gives none."""
    return f"xz-{secrets.token_hex(4)}"


@transaction.atomic
def create_blank(*, title: str, code: str, by: User) -> RubricVersion:
    """A new rubric with an empty first draft; without a code one is made up."""
    with acting(by, f"新建评分细则《{title}》"):
        try:
            with transaction.atomic():
                rubric = Rubric.objects.create(title=title, code=code or new_code())
        except IntegrityError:
            raise Refused(f"代码“{code}”已用在另一份细则上，请换一个。") from None
        version = RubricVersion.objects.create(rubric=rubric, number=1, digest="", total_points=0)
        settle(version)
    return version


@transaction.atomic
def copy_version(version: RubricVersion, *, by: User) -> RubricVersion:
    """复制为新版: the next draft, with the words as corrected and every key kept, so that years compare."""
    rubric = _hold_rubric(version)
    last = RubricVersion.objects.filter(rubric=rubric).aggregate(last=Max("number"))["last"]
    with acting(by, f"复制《{rubric}》第{version.number}版为第{last + 1}版"):
        copy = RubricVersion.objects.create(
            rubric=rubric, number=last + 1, digest="", total_points=0,
            ranking=version.ranking, remark=version.remark, examples=version.examples,
        )  # fmt: skip
        _copy_nodes(version, copy)
        settle(copy)
    return copy


@transaction.atomic
def head_draft(version_id: int, *, title: str, remark: str, revision: int, by: User) -> None:
    """Title and remark; a title that stands on a frozen version stays."""
    version = hold_draft(version_id, revision=revision)
    rubric = version.rubric
    if title != rubric.title:
        if RubricVersion.objects.filter(rubric=rubric, state=VersionState.FROZEN).exists():
            raise Refused("本细则已有定稿的版本，名称不能再改。要用新名称的，请新建一份细则。")
        rubric.title = title
        rubric.save(update_fields=["title"])
    with acting(by, f"编写《{rubric}》：名称和备注"):
        version.remark = remark
        settle(version)


@transaction.atomic
def rank_draft(version_id: int, *, ranking: Mapping[str, object], revision: int, by: User) -> None:
    """How ties are decided, and the grades."""
    version = hold_draft(version_id, revision=revision)
    tree = read_tree((node.as_plain() for node in nodes_of(version).values()), empty=True)
    try:
        read_ranking(ranking, tree=tree, place="ranking")
    except BadRubric as error:
        raise Unreadable(error.place.removeprefix("ranking").lstrip("."), error.sentence) from None
    with acting(by, f"编写《{version.rubric}》：名次与等次"):
        version.ranking = dict(ranking)
        settle(version)


@transaction.atomic
def freeze_draft(version_id: int, *, revision: int, by: User) -> None:
    """定稿: no number of it changes any more; refused while something is still empty."""
    version = hold_draft(version_id, revision=revision)
    blocks = blocks_freezing(version)
    if blocks:
        raise Refused(*blocks)
    with acting(by, f"定稿《{version.rubric}》第{version.number}版"):
        freeze(version)


def blocks_freezing(version: RubricVersion) -> list[str]:
    """What is still empty, as sentences."""
    return unwritten([node.as_plain() for node in nodes_of(version).values()])


def unwritten(rows: Sequence[Plain]) -> list[str]:
    """The same of a version's nodes as plain rows."""
    if not any(row["kind"] == NodeKind.ITEM for row in rows):
        return ["还没有指标，不能定稿。请先增加指标。"]
    leaves = {NodeKind.ITEM, NodeKind.GATE}
    return [
        f"部分“{row['title']}”下面还没有指标，请增加指标，或者删去这个部分。"
        for row in rows
        if row["kind"] not in leaves and not below(rows, row["key"])
    ]


@transaction.atomic
def delete_draft(version_id: int, *, by: User) -> None:
    """删除草稿: only while no round uses it; the last version takes its rubric along."""
    versions = RubricVersion.objects.select_for_update(of=("self",)).select_related("rubric")
    version = versions.filter(pk=version_id).first()
    if version is None:
        raise Refused(GONE)
    if version.state != VersionState.DRAFT:
        raise Refused("已定稿的版本不能删除。")
    if Group.objects.filter(version=version).exists():
        raise Refused("已有期次选用了这份草稿，不能删除。请先在期次里改用别的细则。")
    rubric = _hold_rubric(version)
    with acting(by, f"删除《{rubric}》第{version.number}版草稿"):
        remove(list(nodes_of(version).values()))
        version.delete()
        if not RubricVersion.objects.filter(rubric=rubric).exists():
            rubric.delete()


def _hold_rubric(version: RubricVersion) -> Rubric:
    """Hold the rubric until the transaction ends; a version that is gone by then is refused."""
    rubric = Rubric.objects.select_for_update().filter(pk=version.rubric_id).first()
    if rubric is None or not RubricVersion.objects.filter(pk=version.pk).exists():
        raise Refused(GONE)
    return rubric


def _copy_nodes(version: RubricVersion, copy: RubricVersion) -> None:
    """Level by level, each by one statement; words as corrected."""
    stored: Any = Node.objects.filter(version=version).with_corrected_words().select_related("parent")
    nodes = {node.key: node for node in stored}
    rows = [node.as_plain() for node in nodes.values()]
    made: dict[str, Node] = {}
    level = below(rows, None)
    while level:
        fresh = [nodes[str(row["key"])] for row in level]
        for node in fresh:
            node.title, node.rule_text = node.title_now, node.text_now
            node.pk, node.version = None, copy
            node.parent = made[node.parent.key] if node.parent else None
        made |= {node.key: node for node in Node.objects.bulk_create(fresh)}
        level = [child for row in level for child in below(rows, row["key"])]
