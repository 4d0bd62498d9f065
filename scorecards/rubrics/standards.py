"""标准细则: the rubrics that come with the product, as exchange files in `standard/`."""

from dataclasses import dataclass
from pathlib import Path

from scorecards.rubrics.exchange import RubricDocument, load

_FOLDER = Path(__file__).parent / "standard"


@dataclass(frozen=True, slots=True)
class Standard:
    """One of them, by the name of its file."""

    name: str
    document: RubricDocument

    @property
    def items(self) -> int:
        """How many items it has."""
        return sum(1 for _ in self.document.tree.items())


def standard_rubrics() -> list[Standard]:
    """All of them, in the order of their names."""
    return [Standard(path.stem, load(path.read_bytes())) for path in sorted(_FOLDER.glob("*.json"))]


def standard_rubric(name: str) -> Standard | None:
    """The one of this name; whatever else is asked for is nothing."""
    return next((one for one in standard_rubrics() if one.name == name), None)
