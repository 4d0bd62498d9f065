"""What the lint says: which node, which kind of fault, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """The kinds of fault."""

    SUM = "sum"
    SCALES = "scales"
    WEIGHTS = "weights"
    FLOOR = "floor"
    CEILING = "ceiling"
    TIMES = "times"
    ROUNDING = "rounding"
    CHOICE = "choice"
    OVERLAP = "overlap"
    GAP = "gap"
    PERCENT = "percent"
    NO_ZERO = "no_zero"
    NO_RULE = "no_rule"
    NOT_APPLICABLE = "not_applicable"
    FORBIDDEN = "forbidden"
    NO_DOCUMENT = "no_document"
    TIES = "ties"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Finding:
    """One warning; key "" is the rubric as a whole."""

    key: str
    code: Fault
    sentence: str


_INNER = str.maketrans("“”", "‘’")


def named(texts: list[str], *, most: int = 3) -> str:
    """The first few in quotation marks, and how many there are."""
    listed = "".join(f"“{text.translate(_INNER)}”" for text in texts[:most])
    return listed if len(texts) <= most else f"{listed}等 {len(texts)} 种"
