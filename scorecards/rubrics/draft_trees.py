"""A draft's plain rows while they are edited: where they stand, moved, cut and numbered on. Pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeAlias

from scorecards.scoring import NodeKind

Plain: TypeAlias = dict[str, object]
Spot: TypeAlias = tuple[object, int]


class Move(StrEnum):
    """Where a node goes by one press of a button."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


class CannotMove(Exception):
    """There is nowhere to go; the sentence says why."""


def below(rows: Iterable[Plain], parent: object) -> list[Plain]:
    """What stands directly under the parent, in order."""
    return sorted((row for row in rows if row["parent"] == parent), key=lambda row: int(str(row["order"])))


def subtree(rows: Sequence[Plain], key: object) -> list[Plain]:
    """The row and all that is under it, parents first."""
    own = [row for row in rows if row["key"] == key]
    return own + [row for child in below(rows, key) for row in subtree(rows, child["key"])]


def spot_after(rows: Sequence[Plain], parent: object) -> int:
    """The order number behind the last one under the parent."""
    return max((int(str(row["order"])) for row in rows if row["parent"] == parent), default=0) + 1


def next_key(rows: Sequence[Plain], parent: object) -> str:
    """A number for one more node under the parent that nobody has yet: 3, 3.1, 一.2."""
    taken = {row["key"] for row in rows}
    stem = f"{str(parent)[:34]}." if parent is not None else ""
    number = len(below(rows, parent)) + 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def moved(rows: Sequence[Plain], key: str, to: Move) -> dict[str, Spot]:
    """Parent and order of each row that stands elsewhere afterwards; raises `CannotMove`."""
    row = next(one for one in rows if one["key"] == key)
    lists = _shifted(rows, row, to)
    spots = {
        str(one["key"]): (parent, number)
        for parent, children in lists.items()
        for number, one in enumerate(children, 1)
    }
    now = {str(one["key"]): (one["parent"], one["order"]) for one in rows}
    return {name: spot for name, spot in spots.items() if now[name] != spot}


def _shifted(rows: Sequence[Plain], row: Plain, to: Move) -> dict[object, list[Plain]]:
    """The lists of children that change, by parent."""
    own = below(rows, row["parent"])
    at = own.index(row)
    if to is Move.OUT:
        return _out(rows, row, own)
    if (to in {Move.UP, Move.IN} and at == 0) or (to is Move.DOWN and at == len(own) - 1):
        raise CannotMove("已经在最后，不能再下移。" if to is Move.DOWN else "已经在最前，不能再移。")
    rest = [one for one in own if one is not row]
    if to is Move.IN:
        host = own[at - 1]
        if host["kind"] in {NodeKind.ITEM, NodeKind.GATE}:
            raise CannotMove("上一项不是部分，不能移到它下面。")
        return {row["parent"]: rest, host["key"]: [*below(rows, host["key"]), row]}
    rest.insert(at - 1 if to is Move.UP else at + 1, row)
    return {row["parent"]: rest}


def _out(rows: Sequence[Plain], row: Plain, own: list[Plain]) -> dict[object, list[Plain]]:
    host = next((one for one in rows if one["key"] == row["parent"]), None)
    if host is None:
        raise CannotMove("已经在最外一级，不能再移出。")
    outer = below(rows, host["parent"])
    outer.insert(outer.index(host) + 1, row)
    return {row["parent"]: [one for one in own if one is not row], host["parent"]: outer}
