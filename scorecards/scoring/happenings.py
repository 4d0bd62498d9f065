"""What a TALLY's input says: of each cause how often, how much or how far, and whether it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scorecards.scoring.causes import MOST_TIMES, Cause, Counter
from scorecards.scoring.numbers import MEASURED_PLACES, canonical, half_width, in_print, measured, typed
from scorecards.scoring.peers import Peers
from scorecards.scoring.refusals import BadInput
from scorecards.scoring.rule import CanonicalInput, Input, is_blank, shape
from scorecards.scoring.targets import Target

_MOST_AMOUNTS = 50
_LONGEST_REASON = 200
_NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Happening:
    """One cause as typed: the number of times, the amounts, or the actual number with the own plan."""

    cause: Cause
    number: Fraction = Fraction(0)
    amounts: tuple[Fraction, ...] = ()
    own: Fraction | None = None
    reason: str = ""

    def held_against(self, peers: Peers) -> Fraction:
        """The target that the actual number is held against."""
        target = self.cause.target or Target(number=Fraction(0))
        return target.value(self.own, peers.get(self.cause.key))

    def quantity(self, peers: Peers) -> Fraction:
        """Times, points of amounts, or steps of a shortfall or excess."""
        cause = self.cause
        if cause.counter is Counter.TIMES:
            return self.number if cause.most is None else min(self.number, Fraction(cause.most))
        if cause.counter is Counter.AMOUNTS:
            return sum(self.amounts, Fraction(0))
        away = self.held_against(peers) - self.number
        return cause.steps(max(away if cause.counter is Counter.SHORTFALL else -away, Fraction(0)))

    def in_words(self) -> str:
        """What was typed: 缺会 2 次; 上报次数 10; 修路 5、7 分(清淤、护坡)."""
        cause = self.cause
        if cause.counter is Counter.TIMES:
            return f"{cause.text} {in_print(self.number)} 次"
        if cause.counter is Counter.AMOUNTS:
            listed = "、".join(in_print(amount) for amount in self.amounts)
            return f"{cause.text} {listed} 分（{self.reason}）"
        own = "" if self.own is None or cause.target is None else f"，{cause.target.own} {in_print(self.own)}"
        return f"{cause.text} {in_print(self.number)}{own}"

    def working(self, peers: Peers) -> str:
        """How much it moved, without its sign: 1×2(缺会)."""
        cause, quantity = self.cause, self.quantity(peers)
        size = abs(cause.unit) * quantity
        product = self._product(quantity, peers)
        if cause.cap is None or size <= cause.cap:
            return f"{product[0]}（{cause.text}{product[1]}）"
        explained = f"{product[1]}，{product[0]}" if product[1] else f" {product[0]}"
        return f"{in_print(cause.cap)}（{cause.text}{explained}，限 {in_print(cause.cap)}）"

    def _product(self, quantity: Fraction, peers: Peers) -> tuple[str, str]:
        """The figures, and what explains them."""
        cause, unit = self.cause, in_print(abs(self.cause.unit))
        if cause.counter is Counter.AMOUNTS:
            added = "+".join(in_print(amount) for amount in self.amounts)
            return (f"（{added}）" if len(self.amounts) > 1 else added), ""
        if cause.counter is Counter.TIMES:
            more = "" if quantity == self.number else f" {in_print(self.number)} 次，最多计 {cause.most} 次"
            return f"{unit}×{in_print(quantity)}", more
        target = self.held_against(peers)
        less = "少" if cause.counter is Counter.SHORTFALL else "超"
        distance = f" {in_print(self.number)}，以 {in_print(target)} 为准{less} {in_print(abs(target - self.number))}"
        steps = "" if cause.step == 1 else f"，每 {in_print(cause.step)} 一档"
        return f"{unit}×{in_print(quantity)}", f"{distance}{steps}"


@dataclass(frozen=True, slots=True)
class Counted:
    """A happening that moved something, and whether 就高不重复 lets it count."""

    happening: Happening
    effect: Fraction
    counts: bool


def counted(happenings: Iterable[Happening], peers: Peers) -> tuple[Counted, ...]:
    """What occurred, in order; of causes that exclude one another only the largest counts (就高不重复)."""
    moved = [(one, effect) for one in happenings if (effect := one.cause.effect(one.quantity(peers)))]
    largest: dict[str, tuple[Fraction, str]] = {}
    for one, effect in moved:
        rival = one.cause.exclusive
        if rival and abs(effect) > largest.get(rival, (Fraction(0), ""))[0]:
            largest[rival] = (abs(effect), one.cause.key)
    return tuple(
        Counted(one, effect, not one.cause.exclusive or largest[one.cause.exclusive][1] == one.cause.key)
        for one, effect in moved
    )


def read_happenings(causes: tuple[Cause, ...], given: Input) -> tuple[Happening, ...]:
    """Those typed, in the order of the causes; where anything is typed, every actual number has to be."""
    shape(given, required="counts", optional="targets reasons")
    counts = _mapping(given["counts"], causes, "counts")
    targets = _mapping(given["targets"], causes, "targets") if "targets" in given else _NOTHING
    reasons = _mapping(given["reasons"], causes, "reasons") if "reasons" in given else _NOTHING
    if counts and all(is_blank(count) for count in counts.values()):
        raise BadInput("还没有填写次数；没有发生的请填 0。", "counts")
    found = tuple(
        _happening(cause, counts.get(cause.key, ""), targets.get(cause.key, ""), reasons.get(cause.key, ""))
        for cause in causes
        if counts and (cause.is_measured or not is_blank(counts.get(cause.key, "")))
    )
    return tuple(one for one in found if one.cause.is_measured or one.number or one.amounts)


def write_happenings(happenings: Iterable[Happening]) -> CanonicalInput:
    """The one stored form."""
    counts: dict[str, object] = {}
    targets: dict[str, object] = {}
    reasons: dict[str, object] = {}
    for one in happenings:
        name = one.cause.key
        if one.cause.counter is Counter.AMOUNTS:
            counts[name] = [canonical(amount) for amount in one.amounts]
            reasons[name] = one.reason
        else:
            counts[name] = canonical(one.number, MEASURED_PLACES)
        if one.own is not None:
            targets[name] = canonical(one.own, MEASURED_PLACES)
    more = {name: value for name, value in (("targets", targets), ("reasons", reasons)) if value}
    return {"counts": counts, **more}


def _mapping(value: object, causes: tuple[Cause, ...], name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadInput("请按情形填写次数。", "counts")
    for key in value:
        if not any(cause.key == key for cause in causes):
            raise BadInput(f"本项没有“{str(key)[:40]}”这种情形。", f"{name}.{key}")
    return value


def _happening(cause: Cause, count: object, own: object, reason: object) -> Happening:
    if cause.counter is Counter.TIMES:
        return Happening(cause, number=_times(cause, count))
    if cause.counter is Counter.AMOUNTS:
        amounts = _amounts(cause, count)
        return (
            Happening(cause, amounts=amounts, reason=_reason(cause, reason)) if amounts else Happening(cause)
        )
    one = Happening(cause, number=_measured(cause.text, count, f"counts.{cause.key}"))
    if cause.target is not None and cause.target.own:
        return replace(one, own=_measured(cause.target.own, own, f"targets.{cause.key}"))
    return one


def _times(cause: Cause, count: object) -> Fraction:
    try:
        times = typed(count)
    except ValueError:
        times = Fraction(-1)
    if times.denominator != 1 or not 0 <= times <= MOST_TIMES:
        raise BadInput(f"“{cause.text}”请填 0 到 {MOST_TIMES} 之间的整数次数。", f"counts.{cause.key}")
    return times


def _measured(name: str, value: object, field: str) -> Fraction:
    try:
        return measured(value)
    except ValueError:
        raise BadInput(f"“{name}”请填实际数，最多八位小数。", field) from None


def _amounts(cause: Cause, value: object) -> tuple[Fraction, ...]:
    """A list, or text as a person types it: 5+7."""
    parts = half_width(value).split("+") if isinstance(value, str) else value
    please = f"“{cause.text}”每处请填 {in_print(cause.least)} 到 {in_print(cause.largest)} 之间的分数，多处用加号连接。"
    if not isinstance(parts, list) or len(parts) > _MOST_AMOUNTS:
        raise BadInput(please, f"counts.{cause.key}")
    try:
        amounts = [typed(part) for part in parts]
    except ValueError:
        raise BadInput(please, f"counts.{cause.key}") from None
    amounts = [] if amounts == [0] else amounts
    if any(not cause.least <= amount <= cause.largest or not amount for amount in amounts):
        raise BadInput(please, f"counts.{cause.key}")
    return tuple(amounts)


def _reason(cause: Cause, value: object) -> str:
    """One reason for all amounts of a cause, without blanks, so that it also fits into a cell."""
    reason = "，".join(value.split()) if isinstance(value, str) else ""
    if not reason or len(reason) > _LONGEST_REASON:
        raise BadInput(
            f"“{cause.text}”是酌情加扣分，请写理由，最多 {_LONGEST_REASON} 字。", f"reasons.{cause.key}"
        )
    return reason
