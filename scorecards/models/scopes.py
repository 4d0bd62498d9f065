"""How much of a result whoever it went to may see."""

from django.db import models


class Scope(models.TextChoices):
    """From the narrowest to the widest; the office and the county leaders see everything at any time it is theirs."""

    OWN = "own", "仅本单位"
    MERIT = "merit", "优秀名单"
    TOP = "top", "前若干名"
    ALL = "all", "全部名次"


TO_THE_PUBLIC = (Scope.MERIT, Scope.TOP, Scope.ALL)
"""What can be published: 公示 of nothing but one's own is none."""


def scope_in_words(scope: str, top: int | None) -> str:
    """The scope as pages and papers say it, with the number of places where it names one."""
    return f"前 {top} 名" if scope == Scope.TOP else str(Scope(scope).label)
