"""Where a batch came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name and digest, or that it was pasted."""

    name: str
    sha256: str = ""
