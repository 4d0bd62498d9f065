"""勘误: words of a frozen version are put right on record; no number changes by it."""

from typing import Any

from django.db import transaction

from scorecards.locks import clock
from scorecards.models import Erratum, Node, RubricVersion, VersionState
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused


@transaction.atomic
def correct_words(node: Node, *, field: str, before: str, after: str, reason: str, by: User) -> Erratum:
    """The field reads as `after` from now on; `before` is what the writer saw when deciding so."""
    version = RubricVersion.objects.select_for_update(of=("self",)).select_related("rubric").get(
        pk=node.version_id
    )  # fmt: skip
    if version.state != VersionState.FROZEN:
        raise Refused("草稿可以直接修改，不用勘误。")
    now = words_now(node)[field]
    if now != before:
        raise Refused(f"这处文字刚被更正为“{now}”，请核对后再办理。")
    if after == now:
        raise Refused("更正后的文字和现在的一样，没有要更正的内容。")
    with acting(by, f"勘误《{version.rubric}》第{version.number}版“{node.key}”"):
        return Erratum.objects.create(
            node=node, field=field, before=now, after=after, reason=reason, made_by=by, made_at=clock()
        )


def words_now(node: Node) -> dict[str, str]:
    """Title and rule text as they hold after all corrections."""
    now: Any = Node.objects.filter(pk=node.pk).with_corrected_words().get()
    return {"title": now.title_now, "rule_text": now.text_now}
