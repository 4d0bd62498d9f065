"""代录: the office fills a unit's card from its paper; that stays on the card for good."""

from django.db import transaction

from scorecards import locks
from scorecards.cards.people import tell_fillers
from scorecards.models import TAKING_PART, Card, CardState
from scorecards.permissions import is_staff
from scorecards.phases import Phase
from scorecards.transitions.reasons import require_reason
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

_LONGEST = 200


def is_filled_by_unit(card: Card) -> bool:
    """Whether somebody of the unit has begun to fill it; taking it over then needs a reason."""
    return card.filler is not None and not is_staff(card.filler)


@transaction.atomic
def enter_for(card: Card, *, basis: str, reason: str = "", by: User) -> Card:
    """Take the card on, by this paper (“纸质评分表，7月2日收到”); with a reason where the unit is filling it itself.

    The unit is told, and may still write: both hands are kept apart by the versions of the items.
    """
    require_reason(basis, "代录依据")
    at = locks.hold_round(card.group.round_id)
    held = Card.objects.select_for_update(of=("self",)).select_related(
        "group__round", "filler", "entered_for_by"
    )
    current = held.get(pk=card.pk)
    _require_open(current)
    if is_filled_by_unit(current) and not reason:
        raise Refused(f"{current.name}正在自行填报，接手代录须写明原因。")
    whole = f"{basis}；接手原因：{reason}" if reason else basis
    if len(whole) > _LONGEST:
        raise Refused(f"代录依据和接手原因合计最多 {_LONGEST} 个字，请删减。")
    with acting(by, "代录"):
        current.entered_for_by, current.entered_basis = by, whole
        current.row_version += 1
        current.save(update_fields=["entered_for_by", "entered_basis", "row_version"])
    tell_fillers(current, text=f"{current.group.round}{current}评分表由工委{by.name}代录，依据：{whole}",
                 key=f"entered:{current.pk}:{at:%Y%m%d%H%M%S%f}")  # fmt: skip
    return current


def _require_open(card: Card) -> None:
    round_ = card.group.round
    if round_.stage != Phase.FILLING:
        raise Refused(f"{round_.title}现在处于“{round_.stage.label}”阶段，只有“填报”阶段可以代录。")
    if card.taking_part not in TAKING_PART:
        raise Refused(f"本轮{card.get_taking_part_display()}，不需要填报。")
    if card.state != CardState.DRAFT:
        raise Refused(f"评分表已经是“{card.get_state_display()}”，不能再代录。")
    if card.entered_for_by:
        raise Refused(f"{card.name}已由{card.entered_for_by.name}登记代录，直接录入即可。")
