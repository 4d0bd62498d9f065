"""送审稿 as its page reads it: what was sealed of every group, and the grades decided since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scorecards.models import Approval, Card
from scorecards.results.snapshots import read


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One card: what was sealed, and beside it the grade that the meeting decided otherwise."""

    group: str
    place: int | None
    tied: bool
    name: str
    owner: str
    unit_id: int
    parts: list[str]
    total: str
    computed: str
    cost: str
    decided: str
    why: str

    @property
    def grade(self) -> str:
        """The grade that counts."""
        return self.decided or self.computed


@dataclass(frozen=True, slots=True)
class ApprovalGroup:
    """One group's table."""

    name: str
    rubric: str
    columns: list[tuple[str, str]]
    rows: list[ApprovalRow]

    @property
    def has_places(self) -> bool:
        """Whether its round ranks; among so many one has a place."""
        return any(row.place for row in self.rows)


def approval_groups(approval: Approval) -> list[ApprovalGroup]:
    """As it was sealed, with what the meeting decided since; two things are read at any size."""
    decided = _decided(approval)
    return [_group(sealed, decided) for sealed in read(bytes(approval.sealed))["groups"]]


def sealed_group(sealed: Mapping[str, Any]) -> ApprovalGroup:
    """One group as a release sealed it, with the grades that were decided by then."""
    name = sealed["group"]["name"]
    decided = {
        (name, row["unit_id"], row["branch"] or ""): (row["grade"], row.get("decided_why", ""))
        for row in sealed["rows"]
        if row["grade"] != row["computed_grade"]
    }
    return _group(sealed, decided)


def of_units(groups: Collection[ApprovalGroup], unit_ids: Collection[int]) -> list[ApprovalRow]:
    """The rows of these units and their branches, in the order of the paper."""
    return [row for group in groups for row in group.rows if row.unit_id in unit_ids]


def _decided(approval: Approval) -> dict[tuple[str, int, str], tuple[str, str]]:
    if approval.withdrawn_at is not None:
        return {}
    cards = Card.objects.filter(group__round=approval.round_id).exclude(decided_grade="")
    found = cards.values_list("group__name", "unit_id", "branch_name", "decided_grade", "decided_why")
    return {(group, unit_id, branch): (grade, why) for group, unit_id, branch, grade, why in found}


def _group(
    sealed: Mapping[str, Any], decided: Mapping[tuple[str, int, str], tuple[str, str]]
) -> ApprovalGroup:
    rubric, name = sealed["rubric"], sealed["group"]["name"]
    keys = [part["key"] for part in rubric["parts"]]
    return ApprovalGroup(
        name=name,
        rubric=f"《{rubric['title']}》第 {rubric['number']} 版",
        columns=[(part["title"], _full(part["full"])) for part in rubric["parts"]],
        rows=[
            _row(name, row, keys, decided.get((name, row["unit_id"], row["branch"] or ""), ("", "")))
            for row in sealed["rows"]
        ],
    )


def _full(number: str | None) -> str:
    """A full mark without needless zeros."""
    return "" if number is None else f"{Decimal(number).normalize():f}"


def _row(group: str, row: Mapping[str, Any], keys: list[str], decided: tuple[str, str]) -> ApprovalRow:
    return ApprovalRow(
        group=group,
        place=row["place"],
        tied=row["tied"],
        name=row["branch"] or row["unit"],
        owner=row["unit"] if row["branch"] else "",
        unit_id=row["unit_id"],
        parts=[row["parts"].get(key, "—").replace("-", "−") for key in keys],
        total=row["total"].replace("-", "−"),
        computed=row["computed_grade"],
        cost=row["cost"],
        decided=decided[0],
        why=decided[1],
    )
