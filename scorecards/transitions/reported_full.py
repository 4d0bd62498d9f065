"""按满分计 of the unit's own 自评: an explicit act on items not filled yet, and taken back as a whole."""

from collections.abc import Mapping

from scorecards.models import Card, Mark
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import BadInput, CanonicalInput, Item, Kind, full_input, stands_alone
from scorecards.transitions.cards import Entry, save_reported
from scorecards.transitions.saving import Saved
from units.models import User
from units.transitions.refused import Refused


def full_answer(item: Item) -> CanonicalInput | None:
    """What 按满分计 puts in; None where a number has to be known, the group decides, or nothing needs an act."""
    if not item.is_reported or (item.kind is Kind.MANUAL and item.points is None):
        return None
    try:
        given = full_input(item)
    except BadInput:
        return None
    return given if stands_alone(item, given) else None


def fill_in_full(card: Card, versions: Mapping[str, int], *, by: User) -> tuple[Saved, ...]:
    """These slots, as they stood when they were listed; whatever was filled since stays as it is."""
    notes = _notes(card)
    answers = {item.key: full_answer(item) for item in card_tree(card).items()}
    entries = [
        Entry(key, answer, notes[key], version)
        for key, version in versions.items()
        if (answer := answers.get(key)) is not None and key in notes
    ]
    if not entries:
        raise Refused("没有可以按满分计的项，可能已经填写，请返回填报页核对。")
    return save_reported(card, entries, by=by)


def take_back_full(card: Card, versions: Mapping[str, int], *, by: User) -> tuple[Saved, ...]:
    """未填 again, as before the act, with the note that stands; whatever was changed since is refused."""
    notes = _notes(card)
    entries = [Entry(key, None, notes[key], version) for key, version in versions.items() if key in notes]
    return save_reported(card, entries, by=by)


def _notes(card: Card) -> dict[str, str]:
    marks = Mark.objects.filter(card=card).select_related("node")
    return {mark.slot: mark.reported_note for mark in marks}
