"""What a unit does with items that came back: it changes them and reports again."""

from django.db import transaction

from scorecards import locks
from scorecards.models import Card, Mark, MarkState
from scorecards.phases import SCORING


def resubmit(
    card: Card, *, notes: dict[str, str] | None = None, inputs: dict[str, dict] | None = None
) -> int:
    """While the office checks: RETURNED → CHANGED with what was typed by item, and nothing is out; how many."""
    with transaction.atomic():
        locks.hold_round(card.group.round_id)
        held = Card.objects.select_for_update(of=("self",)).select_related("group__round").get(pk=card.pk)
        if held.group.round.stage not in SCORING or not held.returned:
            return 0
        marks = list(Mark.objects.filter(card=held, state=MarkState.RETURNED).select_related("node"))
        for mark in marks:
            mark.state = MarkState.CHANGED
            mark.reported_note = (notes or {}).get(mark.slot, mark.reported_note)
            mark.reported_input = (inputs or {}).get(mark.slot, mark.reported_input)
            mark.version += 1
        Mark.objects.bulk_update(marks, ["state", "reported_note", "reported_input", "version"])
        held.returned, held.return_due_at = 0, None
        held.save(update_fields=["returned", "return_due_at"])
        return len(marks)
