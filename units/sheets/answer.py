"""What the child writes and the parent reads."""

from typing import NotRequired, TypedDict


class ReadSheet(TypedDict):
    """One sheet: rows cut after their last text, the width of the longest, merged ranges as four numbers."""

    name: str
    width: int
    rows: list[list[str]]
    merges: list[list[int]]


class Answer(TypedDict):
    """Either the sheets or the sentence of a refusal."""

    sheets: NotRequired[list[ReadSheet]]
    refused: NotRequired[str]
