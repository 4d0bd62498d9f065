"""The boxes of one item as fields of a page: what each holds, and what was typed into them as raw input."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from scorecards.forms.item_words import ItemWords, item_words
from scorecards.scoring import Box, Item


@dataclass(frozen=True, slots=True)
class Option:
    """One answer out of a few; what it is worth, or nothing."""

    id: str
    value: str
    text: str
    note: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One box with what it holds."""

    id: str
    name: str
    box: Box
    value: str
    options: list[Option] = field(default_factory=list)


def answers_of(said: ItemWords, given: Mapping[str, object], *, row_id: str) -> list[Answer]:
    """The boxes in order, their ids numbered on from the row's; `given` is what is stored, or was typed."""
    return list(_answers(said, given, row_id))


def _answers(said: ItemWords, given: Mapping[str, object], row_id: str) -> Iterator[Answer]:
    number = 1
    for box in said.boxes:
        value = _held(given, box)
        options = [
            Option(f"{row_id}-{number + index}", name, *_words(box, name, text), name == value)
            for index, (name, text) in enumerate(box.options)
        ]
        yield Answer(f"{row_id}-{number}", _name(said.key, box), box, value, options)
        number += len(options) or 1


def field_of(item: Item, box: Box) -> str:
    """The name of the box on a page: 3.1:counts:nosec."""
    return _name(item.key, box)


def _name(key: str, box: Box) -> str:
    return ":".join((key, *box.path))


def raw_from(item: Item, data: QueryDict) -> dict[str, object] | None:
    """What was typed, by the path of each box; None where nothing was."""
    if data.get(f"{item.key}:na"):
        return {"na": True}
    typed = [(box.path, data.get(field_of(item, box), "").strip()) for box in item_words(item).boxes]
    raw: dict[str, object] = {}
    for path, text in typed:
        if text:
            _put(raw, path, text)
    if data.get(f"{item.key}:full"):
        raw.setdefault("counts", {})
    return raw or None


def _put(raw: dict[str, object], path: tuple[str, ...], text: str) -> None:
    if len(path) == 1:
        raw[path[0]] = text
        return
    inner = raw.setdefault(path[0], {})
    if isinstance(inner, dict):
        inner[path[1]] = text


def _held(given: Mapping[str, object], box: Box) -> str:
    value: object = given
    for name in box.path:
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    if isinstance(value, list):
        return ("+" if box.path[0] == "counts" else " ").join(map(str, value))
    return str(value)


def _words(box: Box, name: str, text: str) -> tuple[str, str]:
    """A level is named by itself and worth its points; another option is stored by a key and named by its text."""
    return (name, text) if box.path == ("level",) else (text, "")
