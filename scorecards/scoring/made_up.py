"""Made-up entries for a trial round (演练): plausible, mostly full, each of its item's own kind, no real facts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from scorecards.scoring.band import Band, Banded, Closed
from scorecards.scoring.causes import Cause, Counter
from scorecards.scoring.inputs import parse_input
from scorecards.scoring.level import Level
from scorecards.scoring.manual import Manual
from scorecards.scoring.numbers import LIMIT, MEASURED_PLACES, canonical
from scorecards.scoring.panel import Judges, Votes
from scorecards.scoring.placing import By, Placing
from scorecards.scoring.proportion import Proportion
from scorecards.scoring.rule import CanonicalInput, Input, Rule
from scorecards.scoring.tally import Tally
from scorecards.scoring.targets import Target
from scorecards.scoring.tree import Item

WORDS = "演练数据"
_LOSES, _OPTIONAL, _HAPPENS = 0.15, 0.1, 0.7
_BALLOTS, _JUDGES = 30, 7
_AIM = Fraction(10)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Chance of one entry: whether it is less than full, and the member's own place in the group."""

    dice: Random
    loses: bool
    place: int


def made_up(item: Item, *, seed: str, place: int = 1, is_full: bool = False) -> CanonicalInput | None:
    """The same for the same seed; None where a bonus or penalty item stays 无.

    Of places given each member has its own; `is_full` loses nothing, as units report themselves.
    """
    dice = Random(seed)  # noqa: S311 - nobody gains by foreseeing it
    if item.optional and dice.random() >= _OPTIONAL:
        return None
    turn = _Turn(dice, item.optional or (dice.random() < _LOSES and not is_full), place)
    make = next(make for kind, make in _MAKERS if isinstance(item.rule, kind))
    return parse_input(item, make(item.rule, turn))


def _manual(rule: Manual, turn: _Turn) -> Input:
    low, high = rule.bounds()
    if high == LIMIT:
        return {"value": canonical(low + 1)}
    lost = Fraction(turn.dice.randint(1, 3), 2) if turn.loses else Fraction(0)
    return {"value": canonical(max(low, high - lost))}


def _level(rule: Level, turn: _Turn) -> Input:
    steps = sorted(rule.levels, key=lambda step: step.points, reverse=True)
    return {"level": steps[1 if turn.loses else 0].name}


def _tally(rule: Tally, turn: _Turn) -> Input:
    """Causes that add happen now and then; one that takes happens where something is lost."""
    counted = [cause for cause in rule.causes if not cause.is_measured]
    happens = {cause.key for cause in counted if not cause.takes and turn.dice.random() < _HAPPENS}
    taking = [cause.key for cause in counted if cause.takes]
    happens |= {turn.dice.choice(taking)} if turn.loses and taking else set()
    there = [cause for cause in rule.causes if cause.is_measured or cause.key in happens]
    given = {
        "counts": {cause.key: _count(cause, turn) for cause in there},
        "targets": {cause.key: canonical(_AIM) for cause in there if cause.target and cause.target.own},
        "reasons": {cause.key: WORDS for cause in there if cause.counter is Counter.AMOUNTS},
    }
    return {name: found for name, found in given.items() if found or name == "counts"}


def _count(cause: Cause, turn: _Turn) -> object:
    if cause.counter is Counter.AMOUNTS:
        return [canonical(cause.least or cause.largest)]
    if cause.target is None:
        return "1"
    away = cause.step if turn.loses == cause.takes else Fraction(0)
    reached = _aim(cause.target) + (away if cause.counter is Counter.EXCESS else -away)
    return canonical(max(reached, Fraction(0)), MEASURED_PLACES)


def _proportion(rule: Proportion, turn: _Turn) -> Input:
    aim = _aim(rule.target)
    part = Fraction(1) if aim.denominator == 1 and aim > 1 else aim / 10
    lost = turn.dice.randint(0, 2) if rule.is_relative else int(turn.loses)
    own = {"target": canonical(aim, MEASURED_PLACES)} if rule.target.own else {}
    return {"actual": canonical(aim - part * lost, MEASURED_PLACES), **own}


def _aim(target: Target) -> Fraction:
    """What there is to reach; an own plan and a group's figure are made up too."""
    if target.classes:
        return target.classes[0][1]
    return _AIM if target.number is None else target.number


def _band(rule: Banded, turn: _Turn) -> Input:
    """A number in the best band, or in the next."""
    bands = sorted(rule.bands, key=lambda band: band.points, reverse=True)
    tried = [*bands[1:], bands[0]] if turn.loses else bands
    numbers = (x for band in tried for x in _inside(band, rule.closed) if _first(rule, x) is band)
    return {"x": canonical(next(numbers), MEASURED_PLACES)}


def _first(rule: Banded, x: Fraction) -> Band | None:
    return next((band for band in rule.bands if band.holds(x, rule.closed)), None)


def _inside(band: Band, closed: Closed) -> Iterator[Fraction]:
    if band.low is not None and band.high is not None:
        yield Fraction(round(8 * (band.low + band.high)), 16)
    if band.low is not None:
        yield band.low if closed is Closed.LOW else band.low + 1
    elif band.high is not None:
        yield band.high - 1 if closed is Closed.LOW else band.high
    else:
        yield Fraction(0)


def _placing(rule: Placing, turn: _Turn) -> Input:
    names, box = rule.rankers or ("",), f"{rule.by}s" if rule.rankers else f"{rule.by}"
    if rule.by is By.PLACE:
        found = dict.fromkeys(names, str(turn.place))
    else:
        found = {name: str(turn.dice.randint(80, 100)) for name in names}
    return {box: found if rule.rankers else found[""]}


def _votes(rule: Votes, turn: _Turn) -> Input:
    """Nearly all of them in the best level, the rest in the next."""
    valued = sorted((one for one in rule.choices if one.value is not None), key=lambda one: -(one.value or 0))
    rest = turn.dice.randint(4, 9) if turn.loses else turn.dice.randint(0, 3)
    votes = {one.name: "0" for one in rule.choices} | {valued[0].name: str(_BALLOTS - rest)}
    if len(valued) > 1:
        votes[valued[1].name] = str(rest)
    return {"votes": votes}


def _judges(rule: Judges, turn: _Turn) -> Input:
    """A few percent under the scale."""
    worst = 20 if turn.loses else 10
    shares = [100 - turn.dice.randint(2, worst) for _ in range(_JUDGES)]
    return {"numbers": [canonical(Fraction(int(rule.scale * share * 10), 1000)) for share in shares]}


_MAKERS: tuple[tuple[type[Rule], Callable[..., Input]], ...] = (
    (Manual, _manual),
    (Level, _level),
    (Tally, _tally),
    (Proportion, _proportion),
    (Banded, _band),
    (Placing, _placing),
    (Votes, _votes),
    (Judges, _judges),
)
