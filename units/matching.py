"""Whose name is this? A name from somebody's sheet, found among the known names, or up to three that are near.

Names are compared under keys that go from strict to loose. One owner under a key is the answer, several are
offered, and what only resembles a name is offered with a reason: nothing is guessed in silence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from units.name_keys import county_of, keys_of, plain, stem_of

MOST_NEAR = 3

_SHORTEST = 2
_LEAST_LIKENESS = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """One of the names of a unit or branch; `owner` is its key."""

    owner: int
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """An owner that may be meant, by which of its names, and why."""

    owner: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """The owner where there is no doubt, or those that somebody has to choose from."""

    owner: int | None = None
    near: tuple[Near, ...] = ()


class Names:
    """The known names, made ready once for a whole sheet."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = [one for one in known if plain(one.text)]
        self._county = county_of(one.text for one in self._known)
        self._keys = {one: keys_of(one.text, self._county) for one in self._known}
        self._found: list[defaultdict[str, list[Known]]] = []
        for keys in self._keys.values():
            self._found += [defaultdict(list) for _ in keys[len(self._found) :]]
        for one, keys in self._keys.items():
            for level, key in enumerate(keys):
                self._found[level][key].append(one)

    def match(self, raw: str) -> Match:
        """The owner of this name, or who may be meant."""
        keys = keys_of(raw, self._county)
        for key, found in zip(keys, self._found, strict=False):
            named = {one.owner: one for one in reversed(found.get(key, []))}
            if len(named) == 1 and self._is_sure(key, keys, *named.values()):
                return Match(owner=next(iter(named)))
            if named:
                return Match(near=_unclear(list(named.values())[::-1]))
        return Match(near=self._near(keys[-1]))

    def _is_sure(self, key: str, keys: Sequence[str], one: Known) -> bool:
        """A bare 办 is too little, and 县委研究室 is not 县政府研究室: the side may be missing, not another."""
        theirs = self._keys[one]
        are_two_sides = keys[-2] != keys[-1] and theirs[-2] != theirs[-1] and keys[-2] != theirs[-2]
        return len(key) >= _SHORTEST and not are_two_sides

    def _near(self, key: str) -> tuple[Near, ...]:
        """The most alike owners, each by its most alike name."""
        alike: dict[int, tuple[float, Near]] = {}
        for one in self._known:
            likeness, reason = _likeness(key, self._keys[one][-1])
            if likeness >= _LEAST_LIKENESS and likeness > alike.get(one.owner, (0.0,))[0]:
                alike[one.owner] = (likeness, Near(one.owner, one.text, reason))
        best = sorted(alike.values(), key=lambda pair: -pair[0])
        return tuple(near for _, near in best[:MOST_NEAR])


def _unclear(named: Sequence[Known]) -> tuple[Near, ...]:
    reason = "不止一个用这个名称，请选定" if len(named) > 1 else "名称过短或所属不同，请核对"
    return tuple(Near(one.owner, one.text, reason) for one in named[:MOST_NEAR])


def _likeness(raw: str, name: str) -> tuple[float, str]:
    """From 0 to 1, and what makes them alike; both as their loosest keys."""
    stem, wanted = stem_of(raw), stem_of(name)
    if len(stem) >= _SHORTEST and stem == wanted:
        return 0.95, "只有末尾的机构名称不同"
    if len(stem) >= _SHORTEST and _is_inside(stem, wanted):
        return 0.75 + 0.1 * len(stem) / len(wanted) + _same_end(raw, name), "像是它的简写"
    if len(wanted) >= _SHORTEST and _is_inside(wanted, stem):
        return 0.7 + 0.1 * len(wanted) / len(stem) + _same_end(raw, name), "像是它的全称或原称"
    return _overlap(stem, wanted) * 0.75, "字面相近"


def _same_end(raw: str, name: str) -> float:
    return 0.1 if raw[-1:] == name[-1:] else 0.0


def _is_inside(short: str, long: str) -> bool:
    """Whether the signs of the short one stand in the long one in the same order, as in 教体 and 教育体育."""
    rest = iter(long)
    return all(sign in rest for sign in short)


def _overlap(one: str, other: str) -> float:
    """The share of neighbouring pairs of signs that both have (Dice)."""
    pairs, others = _pairs(one), _pairs(other)
    total = sum(pairs.values()) + sum(others.values())
    return 2 * sum((pairs & others).values()) / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))
