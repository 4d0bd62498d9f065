"""Papers ordered as people do."""

from django.urls import reverse

from scorecards.models import Highlight, HighlightKind
from tests.factories import make_user
from units.roles import Role


def post(client, round_, kind, source, face=""):
    """One order from the round's page."""
    url = reverse("reports:paper-order", args=[round_.pk])
    return client.post(url, {"kind": kind, "source": source, "face": face})


def lose(card, *, by) -> None:
    """Other figures of this card than before."""
    Highlight.objects.create(
        card=card, kind=HighlightKind.PROBLEM, text="主题党日形式单一。", order=1, changed_by=by,
        changed_at=card.group.round.fill_due_at,
    )  # fmt: skip


def officer_of(card):
    """Somebody of the card's unit."""
    return make_user(Role.OFFICER, unit=card.unit)
