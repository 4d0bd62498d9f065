"""Lines under their headings as a tree: branches with children, leaves with the lines of one item."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scorecards.rubrics.sheets.lines import Line


@dataclass(slots=True)
class Branch:
    """A heading; an innermost one holds the lines that are written beside it."""

    title: str
    children: list["Branch"] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    points: str = ""

    def child(self, title: str, *, is_new: bool = False) -> "Branch":
        """The last child if it is of this title, else a new one: what follows itself is one block."""
        if is_new or not self.children or self.children[-1].title != title:
            self.children.append(Branch(title))
        return self.children[-1]


def grow(lines: Iterable[Line]) -> Branch:
    """The tree under a root without a title."""
    root = Branch("")
    for line in lines:
        at = root
        points = dict(line.above_points)
        for depth, title in enumerate(line.path):
            at = at.child(title, is_new=line.begins and depth == len(line.path) - 1)
            at.points = at.points or points.get(depth, "")
        at.lines.append(line)
    return root


def items_of(branch: Branch) -> list[list[Line]]:
    """The lines beside one heading, item by item: an item goes on while its points do."""
    items: list[list[Line]] = []
    for line in branch.lines:
        if items and line.shares_points:
            items[-1].append(line)
        else:
            items.append([line])
    return items
