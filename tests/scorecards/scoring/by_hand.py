"""The same arithmetic a second time: from plain rows, with nothing but fractions and none of the core's code."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

Plain = Mapping[str, Any]


def item_points(row: Plain, given: Plain) -> Fraction:
    """What the input is worth by the row's parameters."""
    params, full = row["params"], Fraction(row["points"] or 0)
    return {
        "MANUAL": lambda: Fraction(given["value"]),
        "LEVEL": lambda: Fraction(
            next(one["points"] for one in params["levels"] if one["name"] == given["level"])
        ),
        "TALLY": lambda: _tally(params, given),
        "PROPORTION": lambda: full * _share(params, given),
        "BAND": lambda: _band(params, given),
        "RANK": lambda: _rank(params, given, full),
        "PANEL": lambda: _mean(params, given) * full / Fraction(params["scale"]),
    }[row["scoring_kind"]]()


def _tally(params: Plain, given: Plain) -> Fraction:
    effects: dict[str, Fraction] = {}
    for one in params["causes"] if given["counts"] else []:
        effect = _effect(one, given)
        rival = one.get("exclusive", f"only {one['key']}")
        effects[rival] = max(effects.get(rival, Fraction(0)), effect, key=abs)
    return _clamp(Fraction(params["base"]) + sum(effects.values()), params.get("lo", "0"), params["hi"])


def _effect(one: Plain, given: Plain) -> Fraction:
    typed = given["counts"].get(one["key"], "0")
    if one.get("count") == "amounts":
        size = sum(map(Fraction, typed), Fraction(0)) if isinstance(typed, list) else Fraction(0)
        sign = -1 if one["range"][0].startswith("-") else 1
    else:
        unit = Fraction(one["unit"])
        size, sign = abs(unit) * _times(one, Fraction(typed), given), -1 if unit < 0 else 1
    return sign * min(size, Fraction(one["cap"]) if "cap" in one else size)


def _times(one: Plain, typed: Fraction, given: Plain) -> Fraction:
    if "target" not in one:
        return min(typed, Fraction(one.get("most") or 9999))
    target = Fraction(given["targets"][one["key"]] if isinstance(one["target"], dict) else one["target"])
    away = max(target - typed if one["count"] == "shortfall" else typed - target, Fraction(0)) / Fraction(
        one["step"]
    )
    rounding = one.get("rounding", "floor")
    return away if rounding == "exact" else Fraction(ceil(away) if rounding == "ceil" else floor(away))


def _share(params: Plain, given: Plain) -> Fraction:
    share = Fraction(given["actual"]) / Fraction(given.get("target") or params["target"])
    return _clamp(share, "0", params.get("cap", "1"))


def _band(params: Plain, given: Plain) -> Fraction:
    if "override" in given:
        return Fraction(params["overrides"][0]["points"])
    x, low_closed = Fraction(given["x"]), params["closed"] == "low"
    ends = sorted((Fraction(band["from"]) for band in params["bands"] if "from" in band), reverse=True)
    for end in ends:
        if x > end or (x == end and low_closed):
            return Fraction(
                next(
                    band["points"]
                    for band in params["bands"]
                    if band.get("from") and Fraction(band["from"]) == end
                )
            )
    return Fraction(next(band["points"] for band in params["bands"] if "from" not in band))


def _rank(params: Plain, given: Plain, full: Fraction) -> Fraction:
    places = [int(one) for one in given.get("places", {"": given.get("place")}).values()]
    table = [Fraction(one) for one in params.get("table", [])]
    if table:
        worth = [table[place - 1] if place <= len(table) else Fraction(0) for place in places]
    else:
        worth = [
            max(full - Fraction(params["step"]) * (place - 1), Fraction(params.get("floor", 0)))
            for place in places
        ]
    return sum(worth, Fraction(0)) / (len(worth) if params.get("combine") == "mean" else 1)


def _mean(params: Plain, given: Plain) -> Fraction:
    if "levels" in params:
        worth = {one["name"]: Fraction(one["value"]) for one in params["levels"] if "value" in one}
        votes = {name: int(given["votes"].get(name, 0)) for name in worth}
        return sum((worth[name] * count for name, count in votes.items()), Fraction(0)) / sum(votes.values())
    numbers = sorted(map(Fraction, given["numbers"]))
    limit = params["numbers"].get("trim_above")
    kept = numbers[1:-1] if limit and len(numbers) > int(limit) else numbers
    return sum(kept, Fraction(0)) / len(kept)


def _clamp(value: Fraction, low: str | None, high: str | None) -> Fraction:
    value = value if low is None else max(value, Fraction(low))
    return value if high is None else min(value, Fraction(high))


def card_total(rows: list[Plain], inputs: Mapping[str, Plain | None]) -> Fraction:
    """Bottom-up over the rows; 不适用 leaves its level, whose rest is scaled up."""
    return _sum_below(rows, inputs, None, "")[0]


def _sum_below(
    rows: list[Plain], inputs: Mapping[str, Plain | None], parent: object, period: str
) -> tuple[Fraction, bool, bool]:
    """Raw sum of what stands under the parent, whether all of it is 不适用, whether any of it is filled."""
    plain, pooled, whole, gone, filled, left = Fraction(0), Fraction(0), Fraction(0), Fraction(0), False, 0
    children = [row for row in rows if row["parent"] == parent]
    for row in children:
        value, out, entered = _node(rows, inputs, row, period)
        full = full_of(rows, row)
        whole, gone = whole + full, gone + (full if out else 0)
        filled, left = filled or entered, left + (not out)
        if row["kind"] in {"bonus", "penalty"} or _is_pooled(rows, row):
            pooled += value
        else:
            plain += value
    factor = whole / (whole - gone) if gone and whole > gone else Fraction(1)
    return plain * factor + pooled, bool(children) and not left, filled


def _node(
    rows: list[Plain], inputs: Mapping[str, Plain | None], row: Plain, period: str
) -> tuple[Fraction, bool, bool]:
    if row["kind"] == "item":
        given = inputs.get(f"{row['key']}{period}")
        if given is None:
            return Fraction(0), False, False
        if "na" in given:
            return (
                (Fraction(0), True, True)
                if row["not_applicable"] == "excluded"
                else (Fraction(row["points"]), False, True)
            )
        return item_points(row, given), False, True
    if row["kind"] == "time":
        raw, out, filled = _over_time(rows, inputs, row)
    else:
        raw, out, filled = _sum_below(rows, inputs, row["key"], period)
    value = _clamp(raw, row["lo"], row["hi"]) * Fraction(row["weight"] or 1)
    return (-value if row["kind"] == "penalty" else value), out, filled


def _over_time(
    rows: list[Plain], inputs: Mapping[str, Plain | None], row: Plain
) -> tuple[Fraction, bool, bool]:
    """The mean over periods that have a mark and are not 不适用; without any, nothing."""
    found = [_sum_below(rows, inputs, row["key"], f"@{number}") for number in (1, 2)]
    filled = [(raw, out) for raw, out, entered in found if entered]
    counting = [raw for raw, out in filled if not out]
    asked = filled if filled and "missing" in row["params"] else found
    mean = sum(counting, Fraction(0)) / len(counting) if counting else Fraction(0)
    return mean, len([one for one in asked if one[1]]) == len(asked), bool(filled)


def full_of(rows: list[Plain], row: Plain) -> Fraction:
    """The written points that the node stands for among its siblings."""
    if row["kind"] == "item":
        return Fraction(0) if _is_pooled(rows, row) else Fraction(row["points"])
    inner = sum((full_of(rows, one) for one in rows if one["parent"] == row["key"]), Fraction(0))
    value = _clamp(inner, row["lo"], row["hi"]) * Fraction(row["weight"] or 1)
    return -value if row["kind"] == "penalty" else value


def _is_pooled(rows: list[Plain], row: Plain) -> bool:
    """Whether an item stands in a bonus or penalty node."""
    kinds = {one["key"]: one["kind"] for one in rows}
    return row["kind"] == "item" and kinds.get(row["parent"]) in {"bonus", "penalty"}
