"""Names as other offices write them, against the matcher of the ground floor: what is sure, what somebody picked, and
what is still open. Near names are offered, never taken."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from units.matching import Match, Names

SKIP = "skip"
"""Picked for a name that is nobody's here."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who can be meant: how the page sends the choice, the name to show, and why it is offered."""

    key: str
    label: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The names of a sheet: whom each means by the caller's key, `SKIP`, or the choices while nobody has said."""

    meant: Mapping[str, str]
    open: Mapping[str, tuple[Choice, ...]]
    picked: Mapping[str, str]

    @property
    def confirmed(self) -> dict[str, str]:
        """Names that somebody said the meaning of, with the key."""
        return {raw: key for raw, key in self.picked.items() if key != SKIP}


def ask(raws: Iterable[str], names: Names, choices: Mapping[int, Choice], picks: Mapping[str, str]) -> Asked:
    """Every name once; `choices` has the caller's key and label of each owner, `picks` what was chosen on the page."""
    meant, unclear, picked = {}, {}, {}
    known = {choice.key for choice in choices.values()}
    for raw in filter(None, dict.fromkeys(raws)):
        match, pick = names.match(raw), picks.get(raw, "")
        if match.owner is not None:
            meant[raw] = choices[match.owner].key
        elif pick == SKIP or pick in known:
            meant[raw] = picked[raw] = pick
        else:
            unclear[raw] = offered(match, choices)
    return Asked(meant, unclear, picked)


def offered(match: Match, choices: Mapping[int, Choice]) -> tuple[Choice, ...]:
    """Who may be meant, the most alike first, each with the reason."""
    found: Collection[tuple[Choice, str]] = [(choices[near.owner], near.reason) for near in match.near]
    return tuple(Choice(choice.key, choice.label, reason) for choice, reason in found)
