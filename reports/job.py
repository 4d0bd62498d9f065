"""What the parent (`reports.pdf`) and its child (`reports.render`) have agreed on; no Django here."""

from enum import IntEnum
from typing import TypedDict

FONT_SCHEME = "app-font:"


class Ending(IntEnum):
    """Exit codes of the child."""

    DONE = 0
    BROKEN = 1
    REFUSED = 2
    TOO_LARGE = 3


class Job(TypedDict):
    """One paper to be made, of one part or of many bound together; `fonts` maps the names behind the private scheme
    to files."""

    parts: list[str]
    css: str
    fonts: dict[str, str]
    created: str
    variant: str
    seconds: int
    megabytes: int
    parent: int


class Report(TypedDict):
    """The last line on stderr of a child that is done."""

    pages: int
    warnings: list[str]
