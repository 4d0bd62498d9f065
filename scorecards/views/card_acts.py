"""What this person can do with a card besides filling it; the page's panels and links come from here."""

from dataclasses import dataclass

from django.utils import timezone

from scorecards import permissions
from scorecards.forms.signature import SignatureForm
from scorecards.models import Card
from units.models import User


@dataclass(frozen=True, slots=True)
class CardActs:
    """`signature` is the form for a signed paper that came after 报送."""

    decides_late: bool
    enters: bool
    endorses: bool
    prechecks: bool
    signature: SignatureForm | None

    @property
    def has_panel(self) -> bool:
        """Whether the page needs a place for these acts."""
        return self.decides_late or self.signature is not None


def acts_on(user: User, card: Card, *, signature: SignatureForm | None = None) -> CardActs:
    """By the questions that the posts themselves ask; `signature` is one that was refused, as typed."""
    form = signature
    if form is None and permissions.can_record_signature(user, card):
        today = timezone.localdate()
        form = SignatureForm(initial={"endorsed_on": today}, today=today)
    return CardActs(
        decides_late=permissions.can_decide_late(user, card),
        enters=permissions.can_enter_for(user, card) and card.entered_for_by_id is None,
        endorses=permissions.can_endorse(user, card),
        prechecks=permissions.can_precheck(user, card),
        signature=form,
    )
