"""Items that come back (退回): what is kept of each, what was mended, and what the filler stands by."""

import datetime
from collections.abc import Mapping

from scorecards.models import Card, Mark, MarkEvidence, MarkState
from scorecards.transitions.saving import stamp
from units.models import User
from units.transitions.refused import Refused

LONGEST_NOTE = 500
STANDS = "核对后不作修改"
RETURN_FIELDS = ["state", "return_reason", "returned_by", "returned_at", "returned_input", "returned_note"]


def send_to_unit(mark: Mark, reason: str, *, by: User, at: datetime.datetime) -> None:
    """Set in memory that the item came back, with what stood there; `RETURN_FIELDS` are to be stored."""
    mark.state, mark.return_reason = MarkState.RETURNED, reason
    mark.returned_by, mark.returned_at = by, at
    mark.returned_input, mark.returned_note = mark.reported_input, mark.reported_note


def untouched_items(card: Card) -> list[Mark]:
    """Items that came back and are exactly as they were: input, note and proofs; two queries at most."""
    returned = Mark.objects.filter(card=card, state=MarkState.RETURNED).select_related("node")
    same = [
        mark
        for mark in returned.order_by("node__order", "node_id", "period")
        if (mark.reported_input, mark.reported_note) == (mark.returned_input, mark.returned_note)
    ]
    proven = _newest_proofs(same) if same else {}
    return [mark for mark in same if not _is_after(proven.get(mark.pk), mark.returned_at)]


def settle_returned(card: Card, *, same: Mapping[str, str], by: User, at: datetime.datetime) -> int:
    """退回 becomes 已修改, `same` giving the note of each item (by slot) that stands as it was; how many."""
    if not card.returned:
        return 0
    untouched = untouched_items(card)
    if silent := [mark for mark in untouched if not same.get(mark.slot, "").strip()]:
        named = "、".join(f"{mark.node.key} {mark.node.title}" for mark in silent[:5])
        raise Refused(f"退回的 {len(silent)} 项没有修改：{named}。请修改，或者勾选“{STANDS}”并写明情况。")
    for mark in untouched:
        mark.reported_note = _with_stand(mark, same[mark.slot].strip())
        stamp(mark, by=by, at=at)
    Mark.objects.bulk_update(untouched, ["reported_note", "changed_by", "changed_at", "version"])
    return Mark.objects.filter(card=card, state=MarkState.RETURNED).update(state=MarkState.CHANGED)


def _with_stand(mark: Mark, note: str) -> str:
    kept = f"{mark.reported_note}\n" if mark.reported_note else ""
    whole = f"{kept}{STANDS}：{note}"
    if len(whole) > LONGEST_NOTE:
        over = len(whole) - LONGEST_NOTE
        raise Refused(f"“{mark.node.title}”的说明连同原有依据最多 {LONGEST_NOTE} 字，请删去 {over} 字。")
    return whole


def _newest_proofs(marks: list[Mark]) -> dict[int, datetime.datetime]:
    """When each mark was last given a proof, by its history."""
    events = MarkEvidence.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_label="insert", mark_id__in=[mark.pk for mark in marks]
    )
    return dict(events.order_by("pgh_created_at").values_list("mark_id", "pgh_created_at"))


def _is_after(proof: datetime.datetime | None, returned_at: datetime.datetime | None) -> bool:
    return proof is not None and returned_at is not None and proof > returned_at
