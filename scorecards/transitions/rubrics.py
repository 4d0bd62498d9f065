"""Rubrics come in by exchange files and are frozen when a round opens with them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

from scorecards.models import Node, Rubric, RubricVersion, VersionState
from scorecards.rubrics.examples import dump_example
from scorecards.rubrics.exchange import RubricDocument
from scorecards.scoring import BadRubric
from units.models import User
from units.transitions.acting import acting

_COLUMNS = {"not_applicable": "na_rule", "reported": "is_reported"}


def columns_of(row: Mapping[str, object]) -> dict[str, object]:
    """What a plain row writes, by the names of the model's columns; where it stands is left out."""
    return {
        _COLUMNS.get(name, name): value
        for name, value in row.items()
        if value is not None and name != "parent"
    }


@transaction.atomic
def import_rubric(document: RubricDocument, *, by: User) -> RubricVersion:
    """Store the document as the rubric's next version; the same bytes again give the version that is there."""
    with acting(by, f"导入评分细则《{document.title}》"):
        rubric, _ = Rubric.objects.select_for_update().get_or_create(
            code=document.code, defaults={"title": document.title}
        )
        if rubric.title != document.title:
            raise BadRubric("title", f"代码“{rubric.code}”已用于《{rubric.title}》；另一份细则请换一个代码。")
        versions = RubricVersion.objects.filter(rubric=rubric)
        stored = {"ranking": document.ranking, "remark": document.remark, "examples": _examples(document)}
        known = versions.filter(digest=document.digest, remark=document.remark, examples=stored["examples"])
        if same := known.first():
            return same
        last = versions.order_by("-number").first()
        version = RubricVersion.objects.create(
            rubric=rubric,
            number=last.number + 1 if last else 1,
            digest=document.digest,
            total_points=Decimal(document.total_points),
            **stored,
        )
        _store_nodes(version, document.nodes)
    return version


def _store_nodes(version: RubricVersion, nodes: Iterable[dict[str, object]]) -> None:
    """Parents come before their children in a document."""
    by_key: dict[object, Node] = {}
    for plain in nodes:
        by_key[plain["key"]] = Node.objects.create(
            version=version, parent=by_key.get(plain["parent"]), **columns_of(plain)
        )


def _examples(document: RubricDocument) -> list[dict[str, object]]:
    return [dump_example(example, tree=document.tree) for example in document.examples]


def freeze(version: RubricVersion) -> None:
    """No word of it changes any more: a round opens with it, in the caller's transaction and context."""
    RubricVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT).update(state=VersionState.FROZEN)
