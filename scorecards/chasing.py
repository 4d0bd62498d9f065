"""催报: who still owes what in a round, whom to call, and the list as text; whoever is done is never on it."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from scorecards.models import Card, CardState, Endorsing, LateDecision, Mark, Round
from scorecards.models.card_lists import CardQuerySet
from scorecards.phases import SCORING, Phase
from scorecards.rubrics.trees import trees_of
from scorecards.scoring import slot
from units.models import Post, User
from units.roles import Role


@dataclass(frozen=True, slots=True)
class Debt:
    """One card on which somebody has still to act: who, what is missing, until when."""

    card: Card
    who: tuple[User, ...]
    role: Role
    missing: str
    due: datetime.datetime | None

    @property
    def contacts(self) -> str:
        """联络员许静怡（电话）, or that nobody is in post."""
        if not self.who:
            return f"{self.role.label}（没有在任人员）"
        return "、".join(f"{self.role.label}{one.name}（{one.phone or '未填电话'}）" for one in self.who)

    @property
    def name(self) -> str:
        """Branches of two units may have the same name."""
        card = self.card
        return f"{card.unit_name}{card.branch_name}"

    @property
    def until(self) -> str:
        """The deadline in words."""
        return date_format(timezone.localtime(self.due), "Y年n月j日 H:i") if self.due else ""

    @property
    def line(self) -> str:
        """The row as one sentence of the list."""
        until = f"，{self.until}截止" if self.due else ""
        return f"{self.name}：{self.missing}{until}。联系人：{self.contacts}。"


def debts_of(round_: Round) -> list[Debt]:
    """In official order by group; a fixed number of queries at any size."""
    cards = [card for card in _open_cards(round_) if _is_owed(card, round_)]
    if not cards:
        return []
    unfilled, posts = _unfilled(cards), _posts(cards)
    return [_debt(card, unfilled, posts) for card in cards]


def in_words(round_: Round, debts: Iterable[Debt]) -> str:
    """The whole list, ready to be copied into a message."""
    lines = [f"{number}. {debt.line}" for number, debt in enumerate(debts, 1)]
    return "\n".join([f"{round_.title}催报名单（{len(lines)}）", *lines])


def _open_cards(round_: Round) -> CardQuerySet:
    return (
        Card.objects.filter(group__round=round_)
        .taking_part()
        .with_frame()
        .order_by("group__order", "official_order", "pk")
    )


def _is_owed(card: Card, round_: Round) -> bool:
    if round_.stage in SCORING:
        return card.state == CardState.CHECKING and (card.returned > 0 or _lacks_precheck(card))
    if round_.stage != Phase.FILLING or card.late_decision == LateDecision.PENDING:
        return False
    return card.is_draft or _waits_for_leader(card) or _lacks_precheck(card)


def _lacks_precheck(card: Card) -> bool:
    return card.needs_precheck and card.prechecked_at is None and card.submitted_at is not None


def _waits_for_leader(card: Card) -> bool:
    return card.state == CardState.SUBMITTED and card.group.round.endorsing == Endorsing.ONLINE


def _unfilled(cards: Iterable[Card]) -> Counter[int]:
    """How many items each draft card has still to answer."""
    drafts = [card for card in cards if card.is_draft]
    trees = {version_id: trees_of(version_id) for version_id in {card.group.version_id for card in drafts}}
    needed = {
        card.pk: {
            item.key
            for item in trees[card.group.version_id].of(card).items()
            if item.is_reported and not item.optional
        }
        for card in drafts
    }
    empty = Mark.objects.filter(card__in=needed, reported_input__isnull=True)
    rows = empty.values_list("card_id", "node__key", "period")
    return Counter(card_id for card_id, key, period in rows if slot(key, period) in needed[card_id])


def _posts(cards: Iterable[Card]) -> list[Post]:
    units = {card.unit_id for card in cards}
    posts = Post.objects.current().select_related("user")
    wanted = {Role.OFFICER, Role.UNIT_LEADER}
    return [*posts.filter(role__in=wanted, unit__in=units), *posts.filter(branch__unit__in=units)]


def _debt(card: Card, unfilled: Mapping[int, int], posts: Iterable[Post]) -> Debt:
    role, missing = _matter(card, unfilled.get(card.pk, 0))
    who = tuple(post.user for post in posts if post.role == role and _is_theirs(post, card, role))
    due = card.due_at if card.is_draft or card.returned else None
    return Debt(card, who, role, missing, due)


def _is_theirs(post: Post, card: Card, role: Role) -> bool:
    return post.branch_id == card.branch_id if role is Role.SECRETARY else post.unit_id == card.unit_id


def _matter(card: Card, unfilled: int) -> tuple[Role, str]:
    """Whose turn it is, and what is missing."""
    filler = Role.SECRETARY if card.branch_id else Role.OFFICER
    if card.returned:
        return filler, f"退回 {card.returned} 项，未修改报送"
    if card.is_draft:
        return filler, f"未报送，还有 {unfilled} 项没有填写" if unfilled else "已填写，未报送"
    if _waits_for_leader(card):
        return Role.UNIT_LEADER, "已报送，未审签"
    return Role.OFFICER, "支部已报送，未完成初评"
