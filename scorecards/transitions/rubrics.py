"""Rubrics come in by exchange files and are frozen when a round opens with them."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from scorecards.exchange import RubricDocument
from scorecards.models import Node, Rubric, RubricVersion, VersionState
from scorecards.transitions.acting import acting
from units.models import User


@transaction.atomic
def import_rubric(document: RubricDocument, *, by: User) -> RubricVersion:
    """Store the document as the rubric's next version; the same bytes again give the version that is there."""
    with acting(by, f"导入评分细则《{document.title}》"):
        rubric, _ = Rubric.objects.get_or_create(code=document.code, defaults={"title": document.title})
        Rubric.objects.select_for_update().get(pk=rubric.pk)
        versions = RubricVersion.objects.filter(rubric=rubric)
        known = versions.filter(digest=document.digest).first()
        if known:
            return known
        last = versions.order_by("-number").first()
        version = RubricVersion.objects.create(
            rubric=rubric,
            number=last.number + 1 if last else 1,
            digest=document.digest,
            total_points=Decimal(document.total_points),
        )
        _store_nodes(version, document.nodes)
    return version


def _store_nodes(version: RubricVersion, nodes: Iterable[dict[str, object]]) -> None:
    """Parents come before their children in a document."""
    by_key: dict[object, Node] = {}
    for plain in nodes:
        fields = {name: value for name, value in plain.items() if name != "parent" and value is not None}
        by_key[plain["key"]] = Node.objects.create(
            version=version, parent=by_key.get(plain["parent"]), **fields
        )


def freeze(version: RubricVersion) -> None:
    """No word of it changes any more: a round opens with it, in the caller's transaction and context."""
    RubricVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT).update(state=VersionState.FROZEN)
