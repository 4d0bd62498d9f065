"""What a release seals: a group's scores, places and derivations as canonical bytes."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from scorecards.models import Group
from scorecards.problem_sheets import Shown
from scorecards.scoring import ItemResult, half_up, unslot
from scorecards.scoring.numbers import canonical as canonical_number
from scorecards.standings.places import Row, Standings

ENGINE = "3"
_SIGNS = "34679ACDEFGHJKMNPQRTVWXY"  # no two look alike: without 0 O, 1 I L, 2 Z, 5 S, 8 B, U


def seal(standings: Standings, *, number: int) -> bytes:
    """The group's standings as bytes that are the same for the same inputs; numbers are strings."""
    group = standings.group
    return canonical(
        {
            "engine": ENGINE,
            "round": _round(group),
            "group": {"name": group.name, "subject": group.subject},
            "rubric": _rubric(standings),
            "number": number,
            "rows": [_row(row) for row in standings.rows],
        }
    )


def seal_shown(group: Group, rows: Iterable[Shown], *, number: int) -> bytes:
    """晒问题: names and what was shown, in the official order; neither points nor places."""
    return canonical(
        {
            "engine": ENGINE,
            "round": _round(group),
            "group": {"name": group.name, "subject": group.subject},
            "rubric": None,
            "number": number,
            "rows": [_shown(row) for row in rows],
        }
    )


def canonical(value: object) -> bytes:
    """One way to write it: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def new_code() -> str:
    """Twelve random signs that cannot be mistaken for one another, in three fours."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(12))
    return "-".join(signs[start : start + 4] for start in (0, 4, 8))


def _round(group: Group) -> dict[str, object]:
    round_ = group.round
    return {
        "title": round_.title,
        "year": round_.year,
        "term": round_.get_term_display(),
        "plan_title": round_.plan_title,
        "plan_number": round_.plan_number,
        "is_trial": round_.is_trial,
    }


def _rubric(standings: Standings) -> dict[str, object]:
    version = standings.group.scored_against
    return {
        "title": version.rubric.title,
        "number": version.number,
        "digest": version.digest,
        "total_points": f"{version.total_points.normalize():f}",
        "parts": [
            {
                "key": part.key,
                "title": part.title,
                "kind": part.kind,
                "points": _number(part.points),
                "full": None if part.points is None else str(half_up(part.points * part.weight, 4)),
            }
            for part in standings.parts
        ],
    }


def _row(row: Row) -> dict[str, object]:
    card = row.card
    return {
        "place": row.placed.place,
        "tied": row.placed.tied,
        "unit": card.unit_name,
        "branch": card.branch_name or None,
        "unit_id": card.unit_id,
        "class_name": card.class_name,
        "official_order": card.official_order,
        "taking_part": card.taking_part,
        "standing_reason": card.standing_reason,
        "parts": {key: str(points) for key, points in row.part_points().items()},
        "gates": [
            {"key": gate.key, "title": gate.title, "does": gate.in_words()} for gate in row.total.gates
        ],
        "sums": [f"{line.label}：{line.text}" for line in row.total.lines],
        "total": str(row.total.rounded),
        "computed_grade": row.graded.grade,
        "grade": row.grade,
        "decided_why": card.decided_why,
        "cost": row.graded.cost,
        "items": [_item(row, result) for result in row.total.results.values()],
    }


def _shown(row: Shown) -> dict[str, object]:
    return {
        "unit": row.unit,
        "branch": row.branch or None,
        "unit_id": row.unit_id,
        "class_name": row.class_name,
        "official_order": row.official_order,
        "taking_part": row.taking_part,
        "shown": row.texts,
    }


def _item(row: Row, result: ItemResult) -> Mapping[str, object]:
    item, (_, period) = result.item, unslot(result.item.key)
    return {
        "key": item.key,
        "title": f"{item.title}（第 {period} 期）" if period else item.title,
        "excluded": result.excluded,
        "within": item.within,
        "points": _number(item.points),
        "exact": str(result.points),
        "shown": str(result.rounded),
        "input": result.given,
        "basis": row.marks[item.key].basis,
        "lines": [f"{line.label}:{line.text}" for line in result.lines],
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else canonical_number(value)


def read(content: bytes) -> dict[str, Any]:
    """The sealed standings as they were written; every number is still a string."""
    sealed: dict[str, Any] = json.loads(content)
    return sealed
