"""What a person fills in for an item: one box a value, so that every page can ask for it in the same way."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """One value of the input: where it stands in it (`counts`, `n`), what it is called, and its unit.

    `options` are the only answers (stored and shown); `worth` says what the number does to the points.
    """

    path: tuple[str, ...]
    label: str
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    worth: str = ""
    is_whole: bool = False
    is_wide: bool = False

    @property
    def name(self) -> str:
        """The box as refusals name it: value, counts.n, places.省."""
        return ".".join(self.path)
