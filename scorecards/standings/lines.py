"""What one unit or branch came to in its group: the facts that page, paper and workbook show alike. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scorecards.figures import printed

REMARKS = {"unranked": "不排名", "deferred": "缓评", "exempt": "免评"}


@dataclass(frozen=True, slots=True)
class Line:
    """Live, sealed or read back from a snapshot; `points` are the printed points of the topmost parts by key.

    Without a place are those that are not ranked, those whose total is still open, and all where grades alone are
    given. `grade` is the one that
    counts, `computed` the one before the meeting, `cost` what kept the card from the next better one, `gates` the
    names of what is set on it.
    """

    name: str
    owner: str
    class_name: str
    taking_part: str
    place: int | None
    tied: bool
    total: Decimal | None
    points: Mapping[str, str]
    computed: str
    grade: str
    cost: str
    gates: Sequence[str]

    @property
    def is_ranked(self) -> bool:
        """Whether it takes a place once its total is there."""
        return self.taking_part not in REMARKS

    @property
    def total_text(self) -> str:
        """As printed."""
        return printed(self.total)

    @property
    def remark(self) -> str:
        """What a table says beside the place."""
        return "并列" if self.tied else REMARKS.get(self.taking_part, "")

    @property
    def regraded(self) -> str:
        """Where the meeting decided otherwise than was computed: what it had been."""
        return f"测算{self.computed or '无等次'}" if self.grade != self.computed else ""


def line_in(row: Mapping[str, Any]) -> Line:
    """Of a row of a snapshot; the first engines sealed no grades."""
    branch, grade = row["branch"] or "", row.get("grade") or ""
    return Line(
        name=branch or row["unit"],
        owner=row["unit"] if branch else "",
        class_name=row["class_name"],
        taking_part=row["taking_part"],
        place=row["place"],
        tied=row["tied"],
        total=None if row["total"] is None else Decimal(row["total"]),
        points=row["parts"],
        computed=row.get("computed_grade", grade) or "",
        grade=grade,
        cost=row.get("cost") or "",
        gates=[gate["title"] for gate in row.get("gates", ())],
    )
