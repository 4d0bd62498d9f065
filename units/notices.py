"""Telling people: rows in their inbox, at most one for each key."""

from collections.abc import Iterable

from units.models import Notice, Post, User
from units.roles import Role


def tell(users: Iterable[User], *, text: str, url: str, key: str) -> None:
    """Put the same sentence into each inbox; a repeat with the same key adds nothing."""
    Notice.objects.bulk_create(
        [Notice(user=user, text=text, url=url, key=key) for user in users], ignore_conflicts=True
    )


def holders(*roles: Role) -> list[User]:
    """Everybody who now holds one of these posts."""
    return [post.user for post in Post.objects.current().filter(role__in=roles).select_related("user")]


def of_units(unit_ids: Iterable[int], *roles: Role) -> list[User]:
    """Holders of these posts in these units."""
    posts = Post.objects.current().filter(role__in=roles, unit__in=unit_ids).select_related("user")
    return [post.user for post in posts]
