"""Who is told when something happens to cards."""

from scorecards.models.cards import CardQuerySet
from units import notices
from units.models import Post, User
from units.roles import Role


def people_of(cards: CardQuerySet) -> list[User]:
    """联络员 and leader of the units, secretaries of the branches; two queries at any size."""
    of_units = notices.of_units(cards.values_list("unit", flat=True), Role.OFFICER, Role.UNIT_LEADER)
    secretaries = Post.objects.current().filter(role=Role.SECRETARY, branch__in=cards.values("branch"))
    return [*of_units, *(post.user for post in secretaries.select_related("user"))]
