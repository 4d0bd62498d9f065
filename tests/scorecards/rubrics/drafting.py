"""A draft that is written by its forms: what a clerk's browser posts."""

from django.urls import reverse

from scorecards.models import Node, RubricVersion
from scorecards.transitions import versions
from units.models import User

GROUP = {"kind": "group", "key": "一", "title": "组织建设", "points": "15"}
MANUAL = {
    "kind": "item",
    "scoring": "MANUAL",
    "key": "1.1",
    "title": "总体印象",
    "points": "5",
    "reported": "yes",
}
LEVEL = MANUAL | {
    "scoring": "LEVEL", "key": "1.2", "title": "班子", "levels-TOTAL_FORMS": "3", "levels-INITIAL_FORMS": "0",
    "levels-0-name": "好", "levels-0-points": "5", "levels-1-name": "差", "levels-1-points": "0",
}  # fmt: skip
TALLY = MANUAL | {
    "scoring": "TALLY", "key": "1.3", "title": "三会一课", "causes-TOTAL_FORMS": "2", "causes-INITIAL_FORMS": "0",
    "rule-base": "5", "rule-lo_how": "zero", "causes-0-text": "少开一次会", "causes-0-how": "times",
    "causes-0-sign": "-", "causes-0-unit": "0.5", "causes-0-most_how": "every",
}  # fmt: skip


def blank(by: User, title: str = "机关党建评分细则") -> RubricVersion:
    """A new draft without a node."""
    return versions.create_blank(title=title, code="", by=by)


def url(name: str, *args: int) -> str:
    return reverse(f"scorecards:{name}", args=args)


def now(version: RubricVersion) -> RubricVersion:
    """As it is stored."""
    return RubricVersion.objects.select_related("rubric").get(pk=version.pk)


def add(client, version: RubricVersion, fields: dict, under: str = "", **more: str):
    """Post the sheet of a new node, from a page that is up to date."""
    revision = {"revision": str(now(version).revision)}
    return client.post(url("node-add", version.pk), {**fields, "under": under, **revision, **more})


def node(version: RubricVersion, key: str) -> Node:
    return Node.objects.select_related("parent").get(version=version, key=key)


def keys(version: RubricVersion) -> list[str]:
    """Depth first, with the parents."""
    nodes = list(Node.objects.filter(version=version).order_by("order"))

    def below(parent: int | None) -> list[str]:
        return [key for one in nodes if one.parent_id == parent for key in (one.key, *below(one.pk))]

    return below(None)


def written(client, version: RubricVersion) -> None:
    """A part with an item of three kinds."""
    add(client, version, GROUP)
    for fields in (MANUAL, LEVEL, TALLY):
        add(client, version, fields, "一")
