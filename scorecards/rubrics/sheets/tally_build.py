"""From what was found in a rule to the parameters of a TALLY, refusing what does not fit together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scorecards.rubrics.sheets.level_rules import NONE_OF_IT
from scorecards.rubrics.sheets.rule import Frame, NotUnderstood, Rule, figure

_MOST_TEXT = 200
_MOST_CAUSES = 50


@dataclass(slots=True)
class Cause:
    """One case as read; `takes_all` is 不得分, `says_most` whether the rule says how often it counts."""

    text: str
    act: str = ""
    points: Fraction = Fraction(0)
    adds: bool = False
    count: str = ""
    target: Fraction | None = None
    step: Fraction = Fraction(1)
    rounding: str = ""
    amounts: tuple[Fraction, Fraction] | None = None
    cap: Fraction | None = None
    most: str | None = None
    says_most: bool = False
    takes_all: bool = False


@dataclass(slots=True)
class Found:
    """All that a rule says: causes, its base, floor and ceiling, and which causes exclude one another."""

    causes: list[Cause] = field(default_factory=list)
    base: Fraction | None = None
    lo: Fraction | None = None
    below: bool = False
    cap: Fraction | None = None
    endless: bool = False
    rivals: list[list[str]] = field(default_factory=list)


def build(found: Found, frame: Frame) -> Rule:
    """TALLY; LEVEL where nothing but one 不得分 is said."""
    if len(found.causes) == 1 and found.causes[0].takes_all and not _says_bounds(found):
        return _all_or_nothing(found.causes[0], frame)
    _refuse_signs(found, frame)
    base = _base(found, frame)
    bounds = {**_ceiling(found, frame, base), **_floor(found, frame, base)}
    causes = [_cause(cause, number, frame, base) for number, cause in enumerate(found.causes, 1)]
    _exclude(found, causes)
    if len(causes) > _MOST_CAUSES:
        raise NotUnderstood(found.causes[_MOST_CAUSES].text)
    return Rule("TALLY", {"base": figure(base), **bounds, "causes": causes})


def _says_bounds(found: Found) -> bool:
    return found.below or found.cap is not None or bool(found.rivals)


def _all_or_nothing(cause: Cause, frame: Frame) -> Rule:
    if frame.points is None or len(cause.text) > 50 or cause.text == NONE_OF_IT:
        raise NotUnderstood(cause.text)
    levels = [{"name": NONE_OF_IT, "points": figure(frame.points)}, {"name": cause.text, "points": "0"}]
    return Rule("LEVEL", {"levels": levels})


def _refuse_signs(found: Found, frame: Frame) -> None:
    """A penalty only takes, a bonus only adds; a pool does both."""
    for cause in found.causes:
        wrong = cause.adds if frame.within == "penalty" else frame.within == "bonus" and not cause.adds
        if wrong or (cause.takes_all and (found.below or found.lo)):
            raise NotUnderstood(cause.text)


def _takes(found: Found) -> bool:
    return any(not cause.adds for cause in found.causes)


def _adds(found: Found) -> bool:
    return any(cause.adds for cause in found.causes)


def _base(found: Found, frame: Frame) -> Fraction:
    """P where points are only taken, 0 where they are only added; both need it said."""
    said, points = found.base, frame.points
    if not frame.is_ordinary:
        return _agreed(Fraction(0), said if said != points else None)
    if points is None:
        raise NotUnderstood(frame.title)
    if not _adds(found):
        return _agreed(points, said)
    if not _takes(found):
        return Fraction(0) if said in (None, points) else _below(said, points)
    return _below(said, points)


def _agreed(base: Fraction, said: Fraction | None) -> Fraction:
    if said not in (None, base):
        raise NotUnderstood(f"{figure(said or Fraction(0))}分")
    return base


def _below(said: Fraction | None, points: Fraction) -> Fraction:
    """A base to which points are added leaves room for them."""
    if said is None or said >= points:
        raise NotUnderstood("基础分" if said is None else f"{figure(said)}分")
    return said


def _ceiling(found: Found, frame: Frame, base: Fraction) -> Mapping[str, object]:
    """What is written only where something can rise: 封顶, or the points beside the item."""
    rises = _adds(found) or frame.within == "penalty"
    if not rises:
        if found.endless:
            raise NotUnderstood("不封顶")
        return {}
    said = _said_ceiling(found)
    if found.endless:
        if frame.is_ordinary or said is not None or frame.points is not None:
            raise NotUnderstood("不封顶")
        return {"hi": None}
    if said is not None and frame.points is not None and base + said != frame.points and said != frame.points:
        raise NotUnderstood(f"最多{figure(said)}分")
    hi = frame.points if frame.points is not None else said
    return {"hi": None if hi is None else figure(hi)}


def _said_ceiling(found: Found) -> Fraction | None:
    """The ceiling of the whole; of a single cause its own cap is the same."""
    rising = [cause for cause in found.causes if cause.adds or cause.act in {"扣", "减"}]
    if found.cap is None and len(found.causes) == 1 and rising:
        found.cap, found.causes[0].cap = found.causes[0].cap, None
    return found.cap


def _floor(found: Found, frame: Frame, base: Fraction) -> Mapping[str, object]:
    if frame.within == "penalty" or not _takes(found):
        if found.below or found.lo or (found.lo is not None and frame.points is None):
            raise NotUnderstood("倒扣" if found.below else "扣完为止")
        return {}
    if found.below and found.lo is not None:
        raise NotUnderstood("倒扣")
    if found.cap is not None and not _adds(found):
        return _floor_by_cap(found, base)
    if found.below or (frame.within == "pool" and found.lo is None):
        return {"lo": None}
    if found.lo is not None and found.lo > base:
        raise NotUnderstood(f"最低{figure(found.lo)}分")
    return {} if found.lo is None else {"lo": figure(found.lo)}


def _floor_by_cap(found: Found, base: Fraction) -> Mapping[str, object]:
    """合计最多扣5分 of 10 leaves 5."""
    cap = found.cap or Fraction(0)
    if found.below or cap > base:
        raise NotUnderstood(f"最多扣{figure(cap)}分")
    return {"lo": figure(base - cap)}


def _cause(cause: Cause, number: int, frame: Frame, base: Fraction) -> dict[str, object]:
    if not cause.text or len(cause.text) > _MOST_TEXT:
        raise NotUnderstood(cause.text[:40] or frame.title)
    points = base if cause.takes_all else cause.points
    if not points:
        raise NotUnderstood(cause.text)
    sign = 1 if cause.adds or frame.within == "penalty" else -1
    written: dict[str, object] = {"key": f"c{number}", "text": cause.text}
    written |= _worth(cause, sign * points, sign)
    return written | ({} if cause.cap is None else {"cap": figure(cause.cap)})


def _worth(cause: Cause, unit: Fraction, sign: int) -> Mapping[str, object]:
    if cause.amounts:
        ends = sorted(sign * end for end in cause.amounts)
        return {"count": "amounts", "range": [figure(end) for end in ends]}
    if cause.target is not None:
        step = {} if cause.step == 1 else {"step": figure(cause.step)}
        rounding = {"rounding": cause.rounding} if cause.rounding else {}
        return {
            "unit": figure(unit),
            "count": cause.count,
            "target": figure(cause.target),
            **step,
            **rounding,
        }
    if cause.takes_all:
        return {"unit": figure(unit), "most": "1"}
    return {"unit": figure(unit), **({"most": cause.most} if cause.says_most or cause.most else {})}


def _exclude(found: Found, causes: list[dict[str, object]]) -> None:
    """就高不重复: the causes named, at least two, all of one sign."""
    for number, names in enumerate(found.rivals, 1):
        group = [cause for cause, read in zip(causes, found.causes, strict=True) if read.text in names]
        signs = {read.adds for read in found.causes if read.text in names}
        if len(group) < 2 or len(signs) > 1 or any("exclusive" in cause for cause in group):
            raise NotUnderstood("就高不重复")
        for cause in group:
            cause["exclusive"] = f"就高{number}"
