"""下发: what it freezes, and whom it tells."""

from collections import Counter
from collections.abc import Collection

from django.db import transaction

from scorecards import locks
from scorecards.models import Card, Group, Round
from scorecards.models.writing import write_rows
from scorecards.phases import Phase
from scorecards.rubrics.trees import trees_of
from scorecards.scoring import total
from scorecards.setup_sheet import bear_names
from scorecards.transitions.group_labels import lay_out_labels
from scorecards.transitions.mark_layout import lay_out, layout_of
from scorecards.transitions.opening_blocks import blocks_opening
from scorecards.transitions.rubrics import freeze
from scorecards.transitions.stages import hold_in, move
from units import notices
from units.models import Branch, Post, User
from units.roles import Role
from units.transitions.acting import acting
from units.transitions.refused import Refused

_FROZEN = ["unit_name", "branch_name", "class_name", "official_order", "needs_precheck", "items"]


@transaction.atomic
def open_round(round_: Round, *, by: User) -> Round:
    """下发: names and order are frozen, the rubric is frozen, every card gets its marks, people are told.

    After a step back to 筹备 what was frozen and answered stays; only cards and marks that are new are made.
    """
    current = hold_in(round_, Phase.PREPARING)
    if missing := blocks_opening(current):
        raise Refused(*missing)
    with acting(by, "下发评分表"):
        for group in Group.objects.filter(round=current).select_related("version"):
            if group.version:
                freeze(group.version)
            lay_out_labels(group)
            _prepare_cards(group, by=by)
        moved = move(current, Phase.FILLING)
    notices.tell(_fillers(current), text=f"{current.title}评分表已下发，请按时填报。",
                 url=current.get_absolute_url(), key=f"round-open:{current.pk}:{moved.revision}")  # fmt: skip
    return moved


def _prepare_cards(group: Group, *, by: User) -> None:
    """A new card gets its names, class and order, and each card its marks for what its own class has to fill.

    A round that was stepped back to 筹备 keeps what was filled where the item still counts the same.
    """
    cards = list(Card.objects.filter(group=group).select_related("unit", "branch").order_by("pk"))
    trees = trees_of(group.version_id)
    _freeze_names([card for card in cards if not card.unit_name])
    for card in cards:
        card.items = total(trees.of(card), {}).items
    write_rows(cards, _FROZEN)
    lay_out(layout_of(cards, group.version_id), by=by, at=locks.clock())


def _freeze_names(cards: Collection[Card]) -> None:
    """初评 is left out where a unit has one branch: there is nothing to compare."""
    branches = Branch.objects.filter(unit__in={card.unit_id for card in cards}, valid_until=None)
    count = Counter(branches.values_list("unit_id", flat=True))
    for card in cards:
        bear_names(card).needs_precheck = card.branch_id is not None and count[card.unit_id] > 1


def _fillers(round_: Round) -> list[User]:
    """联络员 and leaders of the units that take part, and the secretaries of the branches that do."""
    cards = Card.objects.filter(group__round=round_).taking_part()
    of_units = notices.of_units(cards.values_list("unit_id", flat=True), Role.OFFICER, Role.UNIT_LEADER)
    branches = cards.filter(branch__isnull=False).values("branch_id")
    posts = Post.objects.current().filter(role=Role.SECRETARY, branch__in=branches).select_related("user")
    return [*of_units, *(post.user for post in posts)]
