"""What components/todo.html shows."""

import datetime
from typing import TypedDict

from scorecards.deadlines import Now, deadline


class Todo(TypedDict, total=False):
    """One thing to do."""

    what: str
    for_unit: str
    word: str
    when: str
    left: str
    tone: str
    url: str
    act: str


def until(due_at: datetime.datetime, now: Now) -> Todo:
    """The options of components/deadline.html."""
    due = deadline(due_at, now=now)
    return Todo(when=due.when, left=due.left, tone=due.tone)
