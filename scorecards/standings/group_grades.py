"""The grades that a group gives, by the rubric or by its own rules."""

from scorecards.models import Group
from scorecards.rubrics.trees import trees_of


def grade_names(group: Group) -> tuple[str, ...]:
    """The best first; empty where no grades are set."""
    if group.version_id is None:
        return ()
    return tuple(grade.name for grade in trees_of(group.version_id).rules(group.ranking).grades)


def top_grade(group: Group) -> str:
    """What 优秀名单 lists; empty where no grades are set."""
    return next(iter(grade_names(group)), "")
